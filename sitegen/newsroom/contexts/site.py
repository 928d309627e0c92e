"""What every page is given: the site, the page itself, and the links that both are made of."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from sitegen.model import Value


class Link(Value, frozen=True):
    """`date` is set for a day or month of the archive, to be shown in the site's language instead of `name`."""

    name: str
    url: str
    date: date | None = None


class FeedLinks(Value, frozen=True):
    """The feed of a list in each format; `home` is the list's own page. All URLs are absolute.

    `title` is the name with the site's behind it; the site's own feed has the site's name as both.
    """

    name: str
    title: str
    home: str
    rss: str
    atom: str
    json: str


class Site(Value, frozen=True):
    """The same on every page. `root` is the base URL's path ("/news/"); `assets` maps "css/site.css" to its URL.

    `feed` is the URL of its RSS feed, `feeds` of the page of all feeds, `search` of the search page, and
    `corrections_policy` of the page that says how the site mends its mistakes; the last two are "" where there is none.
    """

    title: str
    base_url: str
    root: str
    description: str
    language: str
    timezone: str
    subscribe: str
    menu: tuple[Link, ...]
    taxonomies: tuple[Link, ...]
    feed: str
    feeds: str
    search: str
    corrections_policy: str
    strings: dict[str, str]
    assets: dict[str, str]

    @property
    def origin(self) -> str:
        """The scheme and host, to put before a path: "https://news.example.com"."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.base_url))


class Preview(Value, frozen=True):
    """The picture that others show beside a link to a page; `url` is absolute, the size in pixels."""

    url: str
    width: int
    height: int
    alt: str


class Page(Value, frozen=True):
    """This page. `kind` names its template; `trail` leads from the home page to the page above this one.

    `image` is a post's: its own picture, else its social card. `markdown` is a post's too: where it is as Markdown,
    "" where the site has no files for other programs.
    """

    kind: str
    title: str
    url: str
    canonical: str
    description: str = ""
    trail: tuple[Link, ...] = ()
    feeds: tuple[FeedLinks, ...] = ()
    indexed: bool = True
    image: Preview | None = None
    markdown: str = ""
