"""A target for the whole way of a post, from its file to every page, feed and list that a small site publishes."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path

from lxml import etree, html

from sitegen.diagnostics import SiteError
from tests.fuzz.seeds import site_files
from tests.fuzz.target import Target, assert_places
from tests.harmless import NONCHARACTERS
from tests.site import CONFIG, build_site, make_site, post

_FOLDER = tempfile.TemporaryDirectory(prefix="sitegen-fuzz-")
_POST = "content/posts/2025-11-22-a.md"
_OTHER = post("B", tags=["ai"], authors=["Jane"], body="Nvidia [finance:NVDA] rose. [A](2025-11-22-a.md)\n")


@cache
def _site() -> Path:
    config = CONFIG.replace("search =", "cards = {enabled = false}\nsearch =")
    return make_site(Path(_FOLDER.name), {"pyproject.toml": config, "content/posts/2025-11-20-b.md": _OTHER})


def published(data: bytes) -> None:
    """The post is drafted, dated, or withdrawn as its file says; whatever is published of it is judged."""
    site = _site()
    (site / _POST).write_bytes(data)
    try:
        built = build_site(site, drafts=True, future=True)
    except SiteError as stopped:
        problems = stopped.diagnostics
    else:
        problems = built.result.diagnostics
        for path, content in built.files().items() if not built.result.failed else ():
            if not path.startswith("assets/") and not path.endswith((".png", ".ico")):
                _judge(path, content)
    text = data.decode("utf-8-sig", "replace")
    assert_places([problem for problem in problems if problem.path == _POST], _POST, text)


def _judge(path: str, content: bytes) -> None:
    text = content.decode()
    assert not NONCHARACTERS.search(text), path
    if path.endswith(".json"):
        json.loads(text)
    elif path.endswith((".xml", ".opml", ".xsl")):
        etree.fromstring(content)
    elif path.endswith(".html"):
        for element in html.document_fromstring(content).iter(etree.Element):
            _judge_element(path, element)


def _judge_element(path: str, element: html.HtmlElement) -> None:
    assert element.tag not in ("iframe", "object", "embed", "base", "style", "math"), path
    if element.tag == "script":
        if element.get("type") == "application/ld+json":
            json.loads(element.text)
        else:
            assert element.get("src", "").startswith("/assets/"), path
            assert not element.text, path
    for name, value in element.attrib.items():
        assert not name.startswith("on"), (path, name)
        assert name not in ("style", "srcdoc", "formaction"), (path, name)
        if name in ("href", "src", "action"):
            scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
            assert scheme is None or scheme[1].lower() in ("http", "https", "mailto"), (path, value)


TARGETS = (
    Target(
        "published",
        "a post's file gives pages that run nothing, and feeds and data that are well-formed, or problems",
        published,
        site_files()["md"],
    ),
)
