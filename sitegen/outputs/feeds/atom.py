"""Atom 1.0 (RFC 4287), through feedgen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from posixpath import splitext

from sitegen.markup.manuscript import clean
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.feeds.text import LEAD, absolute
from sitegen.outputs.feeds.xml import Frame, feed_entry, generator, parse, with_items

BEGIN, END = b"\n <entry>", b"\n</feed>"
PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
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
    links = [{"rel": "alternate", "type": "text/html", "href": entry.url}]
    if entry.image:
        address = absolute(entry.image.src, entry.url, origin)
        links.append({"rel": "enclosure", **_type(entry.image.src), "href": address})
    made.link([dict(link) for link in links])
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
    element = made.atom_entry()
    for written, link in zip(element.findall("link"), links, strict=True):
        written.attrib.update(link)  # of which feedgen writes the address alone
    return _frame().item(element)


def _type(picture: str) -> dict[str, str]:
    found = PICTURES.get(splitext(picture)[1].lower())
    return {"type": found} if found else {}


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
