"""What others show of a link to a page (Open Graph, ogp.me, and cards), and the way to the corrections policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html

from tests.pictures import picture
from tests.site import CONFIG, Build, post


def said(page: html.HtmlElement) -> dict[str, list[str]]:
    """The properties and names in a page's head, with all that is said of each."""
    found: dict[str, list[str]] = {}
    for meta in page.cssselect("head meta[content]"):
        found.setdefault(meta.get("property") or meta.get("name") or "", []).append(meta.get("content"))
    return found


def whole(pages: dict[str, html.HtmlElement]) -> Iterator[tuple[str, str, html.HtmlElement]]:
    """Each page with its URL and kind; redirects have none."""
    for url, page in pages.items():
        if kind := page.find("body").get("data-kind"):
            yield url, kind, page


def test_every_page_can_be_shown_elsewhere(pages: dict[str, html.HtmlElement]) -> None:
    kinds = set()
    for url, kind, page in whole(pages):
        kinds.add(kind)
        found = said(page)
        assert found["og:site_name"] == ["Daily AI Blog"], url
        assert found["og:type"] == [{"post": "article", "author": "profile"}.get(kind, "website")], url
        assert found["og:url"] == [link.get("href") for link in page.cssselect("link[rel=canonical]")], url
        title = page.findtext(".//title")
        assert found["og:title"] == [title.removesuffix(" · Daily AI Blog")], url
        assert found["og:description"] == found["description"], url
        assert found["description"][0], url
        assert len(found["og:image"]) == len(found["og:image:alt"]) == len(found["twitter:card"]) == 1, url
        assert found["og:image"][0].startswith("https://daily-ai.example.com/"), url
        assert "og:locale" not in found, "en names no territory"
        assert ("article:published_time" in found) == (kind == "post"), url
    assert {"home", "post", "page", "term", "company", "author", "404", "week", "day", "month", "search"} <= kinds


def test_a_posts_preview_says_when_who_and_about_what(built: Build) -> None:
    config = CONFIG.replace("example.com/", "example.com/news").replace(
        "[tool.sitegen.feeds]", 'language = "zh-Hant-TW"\ntimezone = "Asia/Taipei"\n[tool.sitegen.feeds]'
    )
    site = built(
        {
            "pyproject.toml": config,
            "content/posts/a/index.md": post(
                date="2025-11-22T19:21:00+08:00",
                tags=["Chips", "晶片"],
                authors=["Ada", "Bo"],
                corrections=[{"date": "2025-11-23", "text": "B."}],
                image={"src": "lead.jpg", "alt": "Racks"},
            ),
            "content/posts/a/lead.jpg": picture(size=(700, 300)),
        }
    )
    found = said(site.page("/2025/11/22/a/"))
    assert {name: values for name, values in found.items() if name.startswith("article:")} == {
        "article:published_time": ["2025-11-22T19:21:00+08:00"],
        "article:modified_time": ["2025-11-23T00:00:00+08:00"],
        "article:author": ["https://news.example.com/news/authors/ada/", "https://news.example.com/news/authors/bo/"],
        "article:section": ["Chips"],
        "article:tag": ["Chips", "晶片"],
    }
    assert found["og:locale"] == ["zh_TW"]
    assert found["og:image"][0].startswith("https://news.example.com/news/assets/lead-700."), "the path stands once"
    assert found["og:image:alt"] == ["Racks"]
    assert found["twitter:card"] == ["summary_large_image"]


def test_a_page_without_a_picture_shows_the_sites_icon(built: Build) -> None:
    site = built({"content/pages/about.md": "---\ntitle: About\n---\n\nText.\n"})
    found = said(site.page("/about/"))
    assert (found["og:image"], found["og:image:alt"]) == (
        ["https://news.example.com/apple-touch-icon.png"],
        ["Example News"],
    )
    assert "apple-touch-icon.png" in site.files()
    assert found["twitter:card"] == ["summary"]


CORRECTED = {
    "content/posts/a.md": post(corrections=[{"date": "2025-11-23", "text": "B."}]),
    "content/posts/b.md": post("B"),
    "content/pages/mistakes.md": "---\ntitle: Mistakes\n---\n\nText.\n",
}


@pytest.mark.parametrize(
    ("setting", "href", "absolute"),
    [
        ("/mistakes/", "/news/mistakes/", "https://news.example.com/news/mistakes/"),
        ("https://a.example/how", "https://a.example/how", "https://a.example/how"),
    ],
)
def test_the_corrections_policy_is_linked_where_corrections_are_and_from_every_page(
    built: Build, setting: str, href: str, absolute: str
) -> None:
    config = CONFIG.replace("example.com/", "example.com/news/").replace(
        "[tool.sitegen.feeds]", f'corrections_policy = "{setting}"\n[tool.sitegen.feeds]'
    )
    site = built({"pyproject.toml": config, **CORRECTED})
    assert site.problems == []
    links = site.page("/2025/11/22/a/").cssselect(".corrections a")
    assert [(link.get("href"), link.text) for link in links] == [(href, "Corrections policy")]
    assert site.page("/2025/11/22/b/").cssselect(".corrections") == []
    for url in ("/", "/2025/11/22/b/", "/tickers/", "/404.html"):
        assert href in [link.get("href") for link in site.page(url).cssselect(".colophon a")], url
    assert f'"correctionsPolicy":"{absolute}"' in site.text("/2025/11/22/b/")


def test_without_a_corrections_policy_nothing_is_said_of_one(built: Build) -> None:
    site = built(CORRECTED)
    assert site.page("/2025/11/22/a/").cssselect(".corrections p")
    assert "orrections policy" not in site.text("/2025/11/22/a/")
    assert "correctionsPolicy" not in site.text("/2025/11/22/a/")
