"""The judge of what posts become on a page: nothing that runs, no address that does, and no hole that is left."""

from __future__ import annotations

import re

from lxml import html

from sitegen.markup import holes
from sitegen.markup.parse import Parsed

NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def filled(result: Parsed) -> str:
    """All HTML of a text, for pages and for feeds, with its holes filled."""
    body = result.body
    fields = [body.html, body.feed, body.title, body.summary, *body.takeaways, *body.corrections]
    tickers = ["<b>TICKER</b>"] * len(result.mentions)
    sources = ["<cite>SOURCE</cite>"] * len(result.citations)
    urls = ["/url/"] * len(result.references)
    stories = ["<ul><li>COMPANY</li></ul>"] * len(result.stories)
    given = {"tickers": tickers, "sources": sources, "urls": urls, "stories": stories, "own": "/own/"}
    return "".join(holes.fill(field, **given) for field in fields)


def assert_harmless(page: str) -> None:
    assert not NONCHARACTERS.search(page)
    tree = html.fromstring(f"<div>{page}</div>")
    for element in tree.iter():
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "svg",
            "math",
            "base",
            "link",
        )
        for name, value in element.attrib.items():
            assert not name.startswith(("on", "data-"))
            assert name not in ("style", "srcdoc", "action", "formaction")
            if name in ("href", "src"):
                scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
                assert scheme is None or scheme[1].lower() in ("http", "https", "mailto")
