"""Sitemaps for tests, of a plan or of a built site, held to the schemas of `tests/schemas/` (in our own words)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

from sitegen.model import Body
from sitegen.newsroom.plan.output import Output, Written
from sitegen.newsroom.plan.sitemaps import plan_sitemaps
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.outputs.written import write
from sitegen.strings import STRINGS
from tests.newsroom.newsroom_of import newsroom, plan_of
from tests.site import SEARCHED as CONFIG
from tests.site import Built, post

SCHEMAS = Path(__file__).parent.parent / "schemas"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
NOON = datetime(2025, 11, 22, 12, tzinfo=UTC)


def config(*, title: str = "Example News", base_url: str = "https://news.example.com/", **settings: object) -> str:
    """A configuration with these settings of its first table."""
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    whole = CONFIG.replace("Example News", title).replace("https://news.example.com/", base_url)
    return whole.replace("[tool.sitegen.feeds]", f"{lines}[tool.sitegen.feeds]")


def valid(text: str | bytes) -> etree._Element:
    """The document, which the schema of its root has nothing to say about."""
    root = etree.fromstring(text if isinstance(text, bytes) else text.encode())
    name = "siteindex" if etree.QName(root).localname == "sitemapindex" else "sitemap"
    schema = etree.XMLSchema(file=str(SCHEMAS / f"{name}.xsd"))
    assert schema.validate(root), schema.error_log
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [element.text for element in root.iterfind(path, NAMES)]


def locations(root: etree._Element) -> list[str]:
    return texts(root, "*/s:loc")


def sitemap(site: Built) -> etree._Element:
    return valid(site.text("/sitemap.xml"))


@cache
def daily(count: int) -> tuple[Views, tuple[Output, ...]]:
    """The view and the plan of as many posts, one every ten hours."""
    first, body = datetime(2025, 1, 1, tzinfo=UTC), "[finance:NVDA]\n\nSource: Reuters\n"
    moments = [f"{first + timedelta(hours=10 * n):%Y-%m-%dT%H:%M}" for n in range(count)]
    return viewed({f"posts/{n:04}.md": post(f"{n}", at, body, tags=["ai"]) for n, at in enumerate(moments)})


def viewed(posts: Mapping[str, str]) -> tuple[Views, tuple[Output, ...]]:
    written = {"config": config(authors=["Ada"])}
    return Views(newsroom(posts, **written)[0], Publishers(), {}, STRINGS), plan_of(posts, **written)[0].outputs


def parted(views: Views, outputs: tuple[Output, ...], most: int) -> dict[str, str]:
    """The sitemap files of a plan, with at most `most` URLs in each."""
    return {made.path: written(made.content) for made in plan_sitemaps(views, outputs, {}, most)}


def written(content: Written) -> str:
    def no_body(key: str) -> Body:
        raise AssertionError(key)

    return write(content, no_body).decode()
