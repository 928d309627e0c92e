"""Feeds in each format. An entry is made once, as the bytes that stand in every feed of it: feedgen takes its time.

All times come from the entries; no clock is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sitegen.newsroom.plan.output import FORMATS, Entry, Feed, Lead
from sitegen.outputs.feeds import atom, jsonfeed, rss
from sitegen.outputs.feeds.text import LEAD, entry_text, lead_text
from sitegen.outputs.texts import ReadBody


@dataclass(frozen=True, slots=True)
class _Format:
    """What writes a feed and an item, and how HTML is added to an item's text, whole or in short."""

    feed: Callable[[Feed, Iterable[bytes]], bytes]
    item: Callable[[Entry, str, str], bytes]
    in_text: Callable[[str], str]
    in_summary: Callable[[str], str]


_FORMATS = {
    "rss": _Format(rss.feed, rss.item, rss.in_text, rss.in_summary),
    "atom": _Format(atom.feed, atom.item, atom.in_text, atom.in_text),
    "json": _Format(jsonfeed.feed, jsonfeed.item, jsonfeed.in_text, jsonfeed.in_text),
}


def render_feed(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The feed with its items, each made by `render_items`."""
    format = _FORMATS[feed.format]
    escape = format.in_summary if feed.content == "summary" else format.in_text
    return format.feed(feed, (_led(item, lead, escape) for item, lead in zip(items, feed.leads, strict=True)))


def render_items(entry: Entry, content: str, origin: str, read_body: ReadBody) -> tuple[bytes, ...]:
    """An entry as it stands in feeds of each of `FORMATS`.

    `content` is "full" or "summary"; `origin` the scheme and host that go before paths. A mark is where a lead goes.
    """
    text = LEAD + entry_text(entry, origin, read_body(entry.body)) if content == "full" else ""
    return tuple(_FORMATS[format].item(entry, text, origin) for format in FORMATS)


def _led(item: bytes, lead: Lead | None, escape: Callable[[str], str]) -> bytes:
    """An item with its lead in the place of the mark."""
    return item.replace(LEAD.encode(), escape(lead_text(lead)).encode() if lead else b"", 1)
