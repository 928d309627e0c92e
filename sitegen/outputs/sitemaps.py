"""Sitemaps as XML, from their values (`newsroom/plan/sitemaps.py`, `newsroom/plan/news.py`), one page a line.

All text goes through `_element`, which alone escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape

from sitegen.markup.manuscript import clean
from sitegen.newsroom.plan.news import Article, NewsSitemap
from sitegen.newsroom.plan.sitemaps import Sitemap, SitemapIndex, Url
from sitegen.outputs.texts import ReadBody

PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def write_sitemap(sitemap: Sitemap, _: ReadBody) -> str:
    return _document("urlset", f"{PROTOCOL} {IMAGE}", (f"<url>{_url(url)}</url>" for url in sitemap.urls))


def write_index(index: SitemapIndex, _: ReadBody) -> str:
    return _document("sitemapindex", PROTOCOL, (f"<sitemap>{_url(part)}</sitemap>" for part in index.parts))


def write_news(sitemap: NewsSitemap, _: ReadBody) -> str:
    name, language = _element("news:name", sitemap.publication), _element("news:language", sitemap.language)
    publication = f"<news:publication>{name}{language}</news:publication>"

    def line(article: Article) -> str:
        date, title = (
            _element("news:publication_date", w3c(article.published)),
            _element("news:title", article.title),
        )
        page = _url(Url(article.loc, article.updated))
        return f"<url>{page}<news:news>{publication}{date}{title}</news:news></url>"

    lines = [f"<url>{_url(sitemap.home)}</url>"] if sitemap.home else map(line, sitemap.articles)
    return _document("urlset", f"{PROTOCOL} {NEWS}", lines)


def w3c(moment: datetime) -> str:
    """An aware moment as W3C's note on dates and times has it, with its offset in hours and minutes."""
    offset = moment.utcoffset() or timedelta()
    exact = moment if offset % timedelta(minutes=1) == timedelta() else moment.astimezone(UTC)
    return exact.isoformat()


def _url(url: Url) -> str:
    pictures = (f"<image:image>{_element('image:loc', picture)}</image:image>" for picture in url.pictures)
    lastmod = _element("lastmod", w3c(url.updated)) if url.updated else ""
    return f"{_element('loc', url.loc)}{lastmod}{''.join(pictures)}"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(clean(text))}</{name}>"


def _document(root: str, namespaces: str, lines: Iterable[str]) -> str:
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {namespaces}>", *lines, f"</{root}>", ""))
