"""Atom 1.0 (RFC 4287), through feedgen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from html import escape

from sitegen.markup.manuscript import clean
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.feeds.text import LEAD
from sitegen.outputs.feeds.xml import Frame, add_picture, feed_entry, generator, parse, with_items

BEGIN, END = b"\n <entry>", b"\n</feed>"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must have an update (4.1.1); that of an empty one may not move


def in_text(html: str) -> str:
    """HTML as it is added to a text construct (3.1.1.2): escaped."""
    return escape(html, quote=False)


def feed(feed: Feed, items: Iterable[bytes]) -> bytes:
    made = generator()
    made.id(feed.id)
    made.title(clean(feed.title))
    made.subtitle(clean(feed.description))
    made.updated(feed.updated or NEVER)
    made.language(feed.language)
    made.generator("sitegen")
    made.icon(feed.icon)
    made.author({"name": clean(feed.site.name), "uri": feed.site.url})  # of entries that name none (4.1.1)
    made.link(href=feed.url, rel="self", type="application/atom+xml")
    made.link(href=feed.home, rel="alternate", type="text/html")
    if feed.hub:
        made.link(href=feed.hub, rel="hub")
    root = parse(made.atom_str())
    return with_items(root, items, END)


def item(entry: Entry, text: str, origin: str) -> bytes:
    made = feed_entry()
    made.id(entry.id)
    made.title(clean(entry.title))
    made.link(href=entry.url, rel="alternate", type="text/html")
    made.published(entry.published)
    made.updated(entry.updated)
    for author in entry.authors:
        made.author({"name": clean(author.name), "uri": author.url})
    made.category([{"term": clean(name)} for name in entry.categories])
    summary = clean(entry.summary or entry.title)
    if text:
        made.summary(summary)
        made.content(text, type="html")
    else:
        made.summary(LEAD + escape(summary, quote=False), type="html")
    add_picture(made, entry, origin)
    return _frame().item(made.atom_entry())


@lru_cache(maxsize=1)
def _frame() -> Frame:
    made = generator()
    made.id("-")
    made.title("-")
    made.updated(NEVER)
    root = parse(made.atom_str())
    for child in list(root):
        root.remove(child)
    return Frame(root, BEGIN, END)
