"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with the companies and sources of each item in an extension of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from sitegen.markup.manuscript import clean
from sitegen.newsroom.contexts import Source
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.feeds.text import LEAD, absolute


def in_text(html: str) -> str:
    """HTML as it is added to a JSON string."""
    return json.dumps(html, ensure_ascii=False)[1:-1]


def feed(feed: Feed, items: Iterable[bytes]) -> bytes:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": clean(feed.description),
        "icon": feed.icon,
        "authors": [_author(feed.site.name, feed.site.url)],
        "language": feed.language,
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "_sitegen": {"about": feed.about},
        "items": [],
    }
    return _json(head).removesuffix(b"]}") + b"\n" + b",\n".join(items) + b"\n]}\n"


def item(entry: Entry, text: str, origin: str) -> bytes:
    whole = {
        "id": clean(entry.id),
        "url": entry.url,
        "title": clean(entry.title),
        "content_html": text or LEAD + escape(clean(entry.summary or entry.title), quote=False),
        **({"summary": clean(entry.summary)} if entry.summary else {}),
        **({"image": absolute(entry.image.src, entry.url, origin)} if entry.image else {}),
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [_author(author.name, author.url) for author in entry.authors],
        "tags": [clean(name) for name in entry.categories],
        "_sitegen": {
            "companies": [
                {"name": c.name, "symbol": c.symbol, "exchange": c.exchange, "url": origin + c.url}
                for c in entry.companies
            ],
            "sources": [_source(source, entry.url, origin) for source in entry.every_source],
        },
    }
    return _json({name: value for name, value in whole.items() if value != []})


def _author(name: str, url: str) -> dict[str, str]:
    return {"name": clean(name), "url": url}


def _source(source: Source, own: str, origin: str) -> dict[str, str]:
    url = absolute(source.url, own, origin) if source.url else ""
    return {
        "publisher": clean(source.publisher),
        "domain": clean(source.domain),
        "url": url,
        "title": clean(source.title),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
