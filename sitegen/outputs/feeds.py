"""Feeds as RSS 2.0, by the RSS Advisory Board's profile and best practices, through feedgen.

All times come from the entries; feedgen's own clock is not let in.
"""

from __future__ import annotations

import re
from copy import deepcopy
from html import escape
from typing import TYPE_CHECKING, Any

from sitegen.markup.holes import fill
from sitegen.markup.manuscript import clean
from sitegen.model import Body
from sitegen.newsroom.contexts import Company, Source
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.html import ReadBody

if TYPE_CHECKING:
    from lxml.etree import _Element

# What feed readers keep; what they would strip is not sent.
TAGS = set(
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul "
    "var".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}

SELF_LINK = re.compile(r'<a class="anchor"[^>]*>#</a>')  # a digest's stories link to themselves; no use in a feed


class FeedWriter:
    """Writes feeds, making the element of each entry once: feedgen takes its time over entries."""

    def __init__(self, read_body: ReadBody) -> None:
        self._read_body = read_body
        self._items: dict[tuple[Entry, str], _Element] = {}

    def render(self, feed: Feed) -> bytes:
        from feedgen.feed import FeedGenerator
        from lxml import etree

        made = FeedGenerator()
        made.load_extension("dc")
        made.title(clean(feed.title))
        made.description(clean(feed.description))
        made.link(href=feed.url, rel="self", type="application/rss+xml")
        made.link(href=feed.home, rel="alternate")
        made.language(feed.language)
        made.generator("sitegen")
        made.docs("https://www.rssboard.org/rss-specification")
        if feed.updated is not None:
            made.lastBuildDate(feed.updated)
        root = etree.fromstring(made.rss_str())
        channel = root[0]
        if feed.updated is None:  # feedgen would say now
            for stamp in channel.findall("lastBuildDate"):
                channel.remove(stamp)
        for entry in feed.entries:
            channel.append(deepcopy(self._item(entry, feed)))
        etree.indent(root, space=" ")
        return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"

    def _item(self, entry: Entry, feed: Feed) -> _Element:
        key = (entry, feed.content)
        if key not in self._items:
            html = feed_html(entry, feed.origin, self._read_body(entry.body)) if feed.content == "full" else ""
            self._items[key] = _element(entry, html)
        return self._items[key]


def _element(entry: Entry, html: str) -> Any:
    from feedgen.entry import FeedEntry

    made = FeedEntry()
    made.load_extension("dc")
    made.title(clean(entry.title))
    made.link(href=entry.url)
    made.description(escape(clean(entry.summary or entry.title), quote=False))  # readers take it for HTML
    if html:
        made.content(html, type="CDATA")
    made.guid(entry.id, permalink=entry.id == entry.url)
    made.pubDate(entry.published)
    for author in entry.authors:
        made.dc.dc_creator(clean(author))
    made.category([{"term": clean(name)} for name in entry.categories])
    return made.rss_entry()


def feed_html(entry: Entry, origin: str, body: Body) -> str:
    """The whole text as feed readers want it: no classes or ids, every URL absolute, companies as linked words."""
    import nh3

    filling = entry.filling
    tickers = [
        _ticker(company, origin) if company else escape(f"[finance:{name}]")
        for company, name in zip(filling.tickers, filling.names, strict=True)
    ]
    takeaways = "".join(f"<li>{item}</li>" for item in body.takeaways)
    corrections = "".join(f"<p><strong>Correction:</strong> {item}</p>" for item in body.corrections)
    whole = fill(
        f"{corrections}{f'<ul>{takeaways}</ul>' if takeaways else ''}{body.html}",
        tickers=tickers,
        sources=[_source(source) for source in filling.sources],
        urls=filling.urls,
    )
    kept = nh3.clean(
        SELF_LINK.sub("", whole),
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", entry.url),
    )
    return clean(kept).replace("]]>", "]]&gt;")


def _ticker(company: Company, origin: str) -> str:
    """`(NASDAQ: NVDA)` behind the name that the text gives; a company without a symbol by its name."""
    link = f'<a href="{escape(origin + company.url)}">'
    if not company.symbol:
        return f"{link}{escape(company.short)}</a>"
    return f"({link}{escape(': '.join(filter(None, (company.exchange, company.symbol))))}</a>)"


def _source(source: Source) -> str:
    name = escape(source.publisher or source.domain)
    return f'<a href="{escape(source.url)}">{name}</a>' if source.url else name
