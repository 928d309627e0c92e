"""Feeds as RSS 2.0, by the RSS Advisory Board's profile and best practices, through feedgen.

An item is made once, as the bytes that stand in every feed of it: feedgen takes its time over entries. All times come
from the entries; feedgen's own clock is not let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from sitegen.markup.holes import fill
from sitegen.markup.manuscript import clean
from sitegen.markup.syndicate import ATTRIBUTES, TAGS
from sitegen.model import Body
from sitegen.newsroom.contexts import Company, Picture, Source
from sitegen.newsroom.plan.output import Entry, Feed
from sitegen.outputs.texts import ReadBody


def render_feed(feed: Feed, items: Iterable[bytes]) -> bytes:
    """The feed with its items, each made by `render_item`."""
    from feedgen.feed import FeedGenerator

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
    whole = _shown(made, clock=feed.updated is not None)
    before, end, after = whole.rpartition(b"\n </channel>")
    return b"".join((before, *items, end, after))


def render_item(entry: Entry, content: str, origin: str, read_body: ReadBody) -> bytes:
    """An entry as the `item` that stands in feeds, from the end of the line before it on.

    `content` is "full" or "summary"; `origin` the scheme and host that go before paths.
    """
    html = feed_html(entry, origin, read_body(entry.body)) if content == "full" else ""
    channel = _frame()[0]
    channel.append(_element(entry, html))
    try:
        whole = _written(channel.getparent())
    finally:
        channel.remove(channel[-1])
    return whole[whole.index(b"\n  <item>") : whole.rindex(b"\n </channel>")]


@lru_cache(maxsize=1)
def _frame() -> Any:
    """An empty feed with the namespaces of all of them."""
    from feedgen.feed import FeedGenerator
    from lxml import etree

    made = FeedGenerator()
    made.load_extension("dc")
    made.title("-")
    made.description("-")
    made.link(href="https://example.com/", rel="alternate")
    root = etree.fromstring(made.rss_str())
    for child in list(root[0]):
        root[0].remove(child)
    return root


def _shown(made: Any, *, clock: bool) -> bytes:
    from lxml import etree

    root = etree.fromstring(made.rss_str())
    if not clock:  # feedgen would say now
        for stamp in root[0].findall("lastBuildDate"):
            root[0].remove(stamp)
    return _written(root)


def _written(root: Any) -> bytes:
    from lxml import etree

    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


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
    """The whole text as feed readers want it: every URL absolute, companies as linked words."""
    filling = entry.filling
    tickers = [
        _ticker(company, origin) if company else escape(f"[finance:{name}]")
        for company, name in zip(filling.tickers, filling.names, strict=True)
    ]
    sources = [_source(source, entry.url, origin) for source in filling.sources]
    urls = [_absolute(url, entry.url, origin) for url in filling.urls]

    def picture(reference: int, written: dict[str, str]) -> str:
        found = filling.pictures[reference]
        assert found is not None, "the reference is a picture's"
        return _picture(found, written, entry.url, origin)

    def filled(html: str) -> str:
        return fill(html, tickers=tickers, sources=sources, urls=urls, own=entry.url, picture=picture)

    def line(html: str) -> str:
        whole = filled(html)
        return _fit(whole, entry.url) if "<" in whole else whole

    takeaways = "".join(f"<li>{line(item)}</li>" for item in body.takeaways)
    corrections = "".join(
        f"<p><strong>{escape(entry.correction)}</strong> {line(item)}</p>" for item in body.corrections
    )
    whole = f"{corrections}{f'<ul>{takeaways}</ul>' if takeaways else ''}{filled(body.feed)}"
    return clean(whole).replace("]]>", "]]&gt;")


def _fit(html: str, own: str) -> str:
    """A line of front matter as feed readers want it."""
    import nh3

    attributes = {"*": set(ATTRIBUTES)}
    return nh3.clean(
        html, tags=set(TAGS), attributes=attributes, link_rel=None, url_relative=("rewrite_with_base", own)
    )


def _absolute(url: str, own: str, origin: str) -> str:
    """A URL path from the host's root, or a fragment or query of the entry's own page, with its host."""
    if url.startswith(("#", "?")):
        return own + url
    return origin + url if url.startswith("/") else url


def _ticker(company: Company, origin: str) -> str:
    """`(NASDAQ: NVDA)` behind the name that the text gives; a company without a symbol by its name."""
    link = f'<a href="{escape(origin + company.url)}">'
    if not company.symbol:
        return f"{link}{escape(company.short)}</a>"
    return f"({link}{escape(': '.join(filter(None, (company.exchange, company.symbol))))}</a>)"


def _picture(picture: Picture, written: Mapping[str, str], own: str, origin: str) -> str:
    """The picture in the one size that every reader shows; of a broken one, its words."""
    words = {name: written[name] for name in ("alt", "title") if name in written}
    if picture.broken:
        return escape(words.get("alt", ""))
    size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
    attributes = {"src": _absolute(picture.src, own, origin), **words, **size}
    return " ".join(("<img", *(f'{name}="{escape(value)}"' for name, value in attributes.items()))) + ">"


def _source(source: Source, own: str, origin: str) -> str:
    name = escape(source.publisher or source.domain)
    return f'<a href="{escape(_absolute(source.url, own, origin))}">{name}</a>' if source.url else name
