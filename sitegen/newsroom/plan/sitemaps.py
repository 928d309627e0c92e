"""Sitemaps for search engines: `sitemap.xml` with every page that they may list, and `robots.txt`, which leads to them.

The protocol is that of sitemaps.org (0.9), pictures are told by Google's extension (1.1). What a page's own robots
tag forbids to list is in none. Knows no XML: that is written in `outputs/sitemaps.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote, urlsplit

from sitegen.model import Post, StandingPage, Value
from sitegen.newsroom import contexts
from sitegen.newsroom.contexts import TEMPLATES
from sitegen.newsroom.moments import instant
from sitegen.newsroom.plan.output import Later, Output, Rank, Text, Written
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import as_uri, output_path

MOST_URLS = 50_000  # in one file, and
LARGEST = 50 * 1024 * 1024  # bytes of it: sitemaps.org, "Using Sitemap index files"
LONGEST_URL = 2_047  # characters: its `loc` has fewer than 2,048
MOST_PICTURES = 1_000  # of one page: Google's image sitemaps
HEAD, AROUND_URL, AROUND_PICTURE = 512, 128, 64  # bytes at most of a file, a page and a picture, beside their URLs

SITEMAP, NEWS, ROBOTS = "sitemap.xml", "news-sitemap.xml", "robots.txt"


class Url(Value, frozen=True):
    """A page, or a part of a sitemap. `loc` and `pictures` are absolute URIs (RFC 3986).

    `updated` is when its content last changed, None where that is not known: never the moment of the build.
    """

    loc: str
    updated: datetime | None
    pictures: tuple[str, ...] = ()


class Sitemap(Written, frozen=True):
    """Pages, at most 50,000."""

    urls: tuple[Url, ...]


class SitemapIndex(Written, frozen=True):
    """The sitemaps that a site's pages are parted into."""

    parts: tuple[Url, ...]


def plan_sitemaps(
    views: Views,
    planned: Iterable[Output],
    pictures: Mapping[str, tuple[str, ...]],
    most: int = MOST_URLS,
    largest: int = LARGEST,
) -> list[Output]:
    """The sitemap of all pages that are `planned`; with more than `most`, or `largest` bytes, an index of its parts.

    `pictures` are the URIs of those that a page shows, by the page's path.
    """
    base = as_uri(views.absolute("/"))
    found = {page.path: _url(base, page, pictures) for page in _in_order(planned)}
    parts = part_urls([url for url in found.values() if len(url.loc) <= LONGEST_URL], most, largest)
    if len(parts) == 1:
        return [Output(SITEMAP, "the sitemap", Rank.FEED, Sitemap(tuple(parts[0])))]
    named = {f"sitemap-{number}.xml": tuple(part) for number, part in enumerate(parts, 1)}
    index = SitemapIndex(tuple(Url(base + name, _latest(part)) for name, part in named.items()))
    return [
        *(Output(name, "a part of the sitemap", Rank.FEED, Sitemap(part)) for name, part in named.items()),
        Output(SITEMAP, "the sitemap", Rank.FEED, index),
    ]


def shown_pictures(site: Site, leads: Leads, planned: Iterable[Output]) -> dict[str, tuple[str, ...]]:
    """The URIs of the site's pictures that texts show, a post's own picture first, by the path of their page.

    Not those that are missing, nor those of another host: Google takes them only where both have one verified owner.
    """
    root = site.config.root
    origin = site.config.origin
    published = {output.path for output in planned}

    def is_ours(url: str) -> bool:
        return url.startswith(root) and output_path(urlsplit(url).path.removeprefix(root)) in published

    found = {}
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        document = thing.document
        shown = (leads.images.get(document.path) if document.is_post else None, *leads.pictures[document.path])
        paths = dict.fromkeys(picture.src for picture in shown if picture and is_ours(picture.src))
        if paths:
            found[output_path(thing.url)] = tuple(as_uri(origin + path) for path in paths)[:MOST_PICTURES]
    return found


def plan_robots(views: Views, files: Iterable[Output]) -> list[Output]:
    """`robots.txt` (RFC 9309), which shuts nobody out and names both sitemaps; nothing where the site has its own."""
    if any(file.path == ROBOTS for file in files):
        return []
    lines = ["User-agent: *", "Allow: /", "", *(f"Sitemap: {as_uri(views.absolute(name))}" for name in (SITEMAP, NEWS))]
    return [Output(ROBOTS, "the file for robots", Rank.FEED, Text("\n".join(lines) + "\n"))]


def part_urls(urls: Iterable[Url], most: int, largest: int) -> list[list[Url]]:
    """The URLs in parts, each filled before the next; one that is empty where there are none."""
    parts: list[list[Url]] = [[]]
    size = HEAD
    for url in urls:
        more = AROUND_URL + len(escape(url.loc))
        if url.pictures:
            more += sum(AROUND_PICTURE + len(escape(picture)) for picture in url.pictures)
        if parts[-1] and (len(parts[-1]) == most or size + more > largest):
            parts.append([])
            size = HEAD
        parts[-1].append(url)
        size += more
    return parts


def _in_order(planned: Iterable[Output]) -> Iterator[Output]:
    """The pages to list. First those that no post can be added to any more, in the order in which that came to be.

    So what a new post brings stands behind them, and a part that is full of them never changes.
    """
    pages = [output for output in planned if _is_listed(output.content)]
    closed = [(page.closed, page.path, page) for page in pages if page.closed is not None]
    yield from (page for _, _, page in sorted(closed, key=lambda found: found[:2]))
    yield from sorted((page for page in pages if page.closed is None), key=lambda page: page.path)


def _is_listed(content: object) -> bool:
    if isinstance(content, Later):
        return content.kind in TEMPLATES  # pages that are made later are all for readers
    return isinstance(content, contexts.Context) and content.page.indexed


def _url(base: str, page: Output, pictures: Mapping[str, tuple[str, ...]]) -> Url:
    return Url(base + quote(page.path.removesuffix("index.html")), page.updated, pictures.get(page.path, ()))


def _latest(urls: Sequence[Url]) -> datetime | None:
    return max((url.updated for url in urls if url.updated), key=instant, default=None)
