"""All feeds for feed readers to import: OPML 2.0, its subscription lists (opml.org/spec2.opml)."""

from __future__ import annotations

from typing import Any

from sitegen.markup.manuscript import clean
from sitegen.newsroom.contexts import FeedLinks
from sitegen.newsroom.plan.feeds import Outline
from sitegen.outputs.feeds.xml import written
from sitegen.outputs.texts import ReadBody


def write_opml(outline: Outline, _read_body: ReadBody) -> str:
    """Without a date: the file changes only when a feed comes, goes or is renamed."""
    from lxml.builder import E

    groups: list[Any] = []
    for group in outline.groups:
        feeds = [_feed(E, feed) for feed in group.feeds]
        groups += [E.outline({"text": clean(group.name)}, *feeds)] if group.name else feeds
    whole = E.opml({"version": "2.0"}, E.head(E.title(clean(outline.title))), E.body(*groups))
    return written(whole).decode()


def _feed(make: Any, feed: FeedLinks) -> Any:
    name, title = clean(feed.name), clean(feed.title)
    return make.outline({"type": "rss", "text": name, "title": title, "xmlUrl": feed.rss, "htmlUrl": feed.home})
