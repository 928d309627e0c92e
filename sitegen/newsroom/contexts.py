"""What templates are given: one frozen dataclass for each kind of page, and the small values that they are made of.

Long because it is one page to look things up in: what a theme's author is given, side by side.

Plain data with one obvious name each, complete before anything is rendered: a page is stale exactly when one of these
values differs. Lists hold cards, not posts, so editing a text cannot touch a list. Documented in `docs/templates.md`.

Every `url` is a path from the host's root, the base URL's path included; `canonical` and feeds are absolute.
Every moment is an aware datetime in the site's zone. Fields that end in `html`, and
`takeaways`, are safe HTML, all others plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# ── Small values ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """`date` is set for a day or month of the archive, to be shown in the site's language instead of `name`."""

    name: str
    url: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The same on every page. `root` is the base URL's path ("/news/"); `assets` maps "css/site.css" to its URL."""

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
    strings: dict[str, str]
    assets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """This page. `kind` names its template; `trail` leads from the home page to the page above this one."""

    kind: str
    title: str
    url: str
    canonical: str
    description: str = ""
    trail: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a post."""

    url: str
    title: str
    kicker: str
    summary: str
    published: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day's stories, newest first; a digest leads."""

    date: date
    url: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """`ticker` is the symbol, or the slug of a company that has none; `label` is what a ticker link shows."""

    name: str
    short: str
    symbol: str
    exchange: str
    ticker: str
    url: str

    @property
    def label(self) -> str:
        return self.symbol or self.short


@dataclass(frozen=True, slots=True)
class Count:
    """A link with how often it was met: `share` is its part of the largest in the list, 0 to 100."""

    name: str
    url: str
    count: int
    share: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    publisher: str
    domain: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`remote` pictures are another host's and may only be linked to."""

    src: str
    alt: str
    credit: str
    remote: bool


@dataclass(frozen=True, slots=True)
class Correction:
    date: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents; `children` are the headings one level below it."""

    id: str
    text: str
    emoji: str
    children: tuple[Heading, ...] = ()


# ── A post, whole ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Post:
    """A post on its own page. `body` finds its text in the cache and stands for all of it when inputs are compared.

    `html`, `title_html`, `summary_html`, `takeaways` and `corrections` are filled in from it when the page is rendered.
    """

    url: str
    title: str
    kicker: str
    summary: str
    kind: str
    published: datetime
    updated: datetime | None
    minutes: int
    draft: bool
    authors: tuple[Link, ...]
    terms: dict[str, tuple[Link, ...]]
    companies: tuple[Company, ...]
    sources: tuple[Source, ...]
    image: Picture | None
    extra: dict[str, Any]
    correction_dates: tuple[datetime, ...]
    body: str
    title_html: str = ""
    summary_html: str = ""
    html: str = ""
    takeaways: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    contents: tuple[Heading, ...] = ()

    @property
    def tags(self) -> tuple[Link, ...]:
        return self.terms.get("tags", ())


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing page, as a `Post` without what only news has. `html` and `contents` are filled in from `body`."""

    url: str
    title: str
    summary: str
    updated: datetime | None
    extra: dict[str, Any]
    body: str
    html: str = ""
    contents: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the holes of a body, in the order of its document's mentions, citations and references.

    A ticker is None where its company is not known; then its name as written stands there, which is "" elsewhere.
    """

    tickers: tuple[Company | None, ...]
    names: tuple[str, ...]
    sources: tuple[Source, ...]
    urls: tuple[str, ...]


# ── One context for each kind of page ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lead:
    """The post that leads the home page; `takeaways` (HTML) are filled in from its body when the page is rendered."""

    card: Card
    companies: tuple[Company, ...]
    body: str
    filling: Filling
    takeaways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HomePage:
    """`days` is about a week; `companies` and `terms` are the week's most named, counted from the newest post."""

    site: Site
    page: Page
    lead: Lead | None
    newest: date | None
    days: tuple[Day, ...]
    companies: tuple[Count, ...]
    terms: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class PostPage:
    site: Site
    page: Page
    post: Post
    filling: Filling
    related: tuple[Card, ...]
    earlier: tuple[Card, ...]  # the story so far: the posts that this one follows, oldest first
    previous: Card | None
    next: Card | None


@dataclass(frozen=True, slots=True)
class StandingPage:
    site: Site
    page: Page
    standing: Standing
    filling: Filling


@dataclass(frozen=True, slots=True)
class Month:
    """Some stories of one month, newest first: how long lists are parted."""

    date: date
    url: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a list; `stories` are the parts of a digest that name what the list is about."""

    card: Card
    stories: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Paging:
    """`number` is None on a list's own URL, which shows the newest; `older` is the next page back in time."""

    number: int | None
    older: str
    newest: str


@dataclass(frozen=True, slots=True)
class TermPage:
    site: Site
    page: Page
    taxonomy: Link
    term: Link
    description: str
    months: tuple[Month, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """`listings` are "NASDAQ: GOOGL", primary first; `cik` is the SEC's number or ""; `country` an ISO code or ""."""

    site: Site
    page: Page
    company: Company
    listings: tuple[str, ...]
    cik: str
    country: str
    website: str
    months: tuple[Month, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class AuthorPage:
    site: Site
    page: Page
    author: Link
    bio: str
    website: str
    months: tuple[Month, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All terms of a taxonomy, all companies, or all authors, by name."""

    site: Site
    page: Page
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class MonthCount:
    date: date
    url: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class YearCount:
    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """`/archive/` (all years) and `/{yyyy}/` (one)."""

    site: Site
    page: Page
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class DaysPage:
    """`/{yyyy}/{mm}/` (all its days) and `/{yyyy}/{mm}/{dd}/` (one). `earlier` and `later` are its neighbours."""

    site: Site
    page: Page
    date: date
    days: tuple[Day, ...]
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    site: Site
    page: Page
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What stands at an alias: leads on to `target` by itself and by a link."""

    site: Site
    page: Page
    target: str


Context = (
    HomePage
    | PostPage
    | StandingPage
    | TermPage
    | CompanyPage
    | AuthorPage
    | IndexPage
    | ArchivePage
    | DaysPage
    | NotFoundPage
    | RedirectPage
)

TEMPLATES: dict[type, str] = {
    HomePage: "home.html",
    PostPage: "post.html",
    StandingPage: "page.html",
    TermPage: "term.html",
    CompanyPage: "company.html",
    AuthorPage: "author.html",
    IndexPage: "index.html",
    ArchivePage: "archive.html",
    DaysPage: "days.html",
    NotFoundPage: "404.html",
    RedirectPage: "redirect.html",
}
