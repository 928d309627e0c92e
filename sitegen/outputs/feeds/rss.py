"""RSS 2.0, by the RSS Advisory Board's specification, profile and best practices, through feedgen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from sitegen.markup.manuscript import clean
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.feeds.text import LEAD, absolute
from sitegen.outputs.feeds.xml import Frame, feed_entry, generator, parse, with_items

ATOM = "{http://www.w3.org/2005/Atom}link"
BEGIN, END = b"\n  <item>", b"\n </channel>"


def in_text(html: str) -> str:
    """HTML as it is added to a whole text, which is a CDATA section."""
    return html.replace("]]>", "]]&gt;")


def in_summary(html: str) -> str:
    """HTML as it is added to a description."""
    return escape(html, quote=False)


def feed(feed: Feed, items: Iterable[bytes]) -> bytes:
    made = _extended(generator())
    made.title(clean(feed.title))
    made.description(clean(feed.description))
    made.link(href=feed.url, rel="self", type="application/rss+xml")
    made.link(href=feed.home, rel="alternate")
    made.language(feed.language)
    made.generator("sitegen")
    made.docs("https://www.rssboard.org/rss-specification")
    if feed.updated is not None:
        made.lastBuildDate(feed.updated)
    if feed.hub:
        made.register_extension("hub", _hub(feed.hub), None, atom=False)
    root = parse(made.rss_str())
    if feed.updated is None:  # feedgen would say now
        for stamp in root[0].findall("lastBuildDate"):
            root[0].remove(stamp)
    return with_items(root, items, END)


def item(entry: Entry, text: str, origin: str) -> bytes:
    made = _extended(feed_entry())
    made.title(clean(entry.title))
    made.link(href=entry.url)
    summary = escape(clean(entry.summary or entry.title), quote=False)  # readers take it for HTML
    made.description(summary if text else LEAD + summary)
    if text:
        made.content(text.replace("]]>", "]]&gt;"), type="CDATA")
    made.guid(entry.id, permalink=entry.id == entry.url)
    made.pubDate(entry.published)
    for author in entry.authors:
        made.dc.dc_creator(clean(author.name))
    made.category([{"term": clean(name)} for name in entry.categories])
    if entry.image:
        size = {name: str(getattr(entry.image, name)) for name in ("width", "height") if entry.image.width}
        picture = {"url": absolute(entry.image.src, entry.url, origin), "medium": "image", **size}
        made.media.content(picture, group=None)
    return _frame().item(made.rss_entry())


def _extended(made: Any) -> Any:
    for name in ("dc", "media"):
        made.load_extension(name)
    return made


@lru_cache(maxsize=1)
def _frame() -> Frame:
    made = _extended(generator())
    made.title("-")
    made.description("-")
    made.link(href="https://example.com/", rel="alternate")
    channel = parse(made.rss_str())[0]
    for child in list(channel):
        channel.remove(child)
    return Frame(channel, BEGIN, END)


def _hub(url: str) -> Any:
    """The hub link (WebSub, section 4), which feedgen writes in Atom alone."""
    from feedgen.ext.base import BaseExtension
    from lxml import etree

    class Hub(BaseExtension):  # type: ignore[misc]
        def extend_rss(self, feed: Any) -> Any:
            etree.SubElement(feed[0], ATOM, href=url, rel="hub")
            return feed

    return Hub
