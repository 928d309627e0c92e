"""What templates are given: one frozen dataclass for each kind of page, and the small values that they are made of.

Long because it is one page to look things up in: what a theme's author is given, side by side.

Plain data with one obvious name each, complete before anything is rendered: a page is stale exactly when one of these
values differs. Lists hold cards, not posts, so editing a text cannot touch a list. Documented in `docs/templates.md`.

Every `url` is a path from the host's root, the base URL's path included; `canonical` and feeds are absolute.
Every moment is an aware datetime in the site's zone. Fields that end in `html`, and
`takeaways`, are safe HTML, all others plain text.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sitegen.model import Value

# ── Small values ────────────────────────────────────────────────────────────────────────────────────


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


class Status(Value, frozen=True):
    """Why a post or page that a preview shows is not published; in `words`, `{date}` is to be the moment `until`."""

    words: str
    until: datetime | None = None


class Card(Value, frozen=True):
    """What a list shows of a post. `status` is empty for all that is published, here and below."""

    url: str
    title: str
    kicker: str
    summary: str
    published: datetime
    kind: str
    status: tuple[Status, ...]


class Day(Value, frozen=True):
    """A day's stories, newest first; a digest leads."""

    date: date
    url: str
    cards: tuple[Card, ...]


class Company(Value, frozen=True):
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


class Author(Value, frozen=True):
    """`organization` is whether the name is a newsroom's, not a person's."""

    name: str
    url: str
    organization: bool = False


class Count(Value, frozen=True):
    """A link with how often it was met: `share` is its part of the largest in the list, 0 to 100.

    `recent` has, in an index, one number for each of the last weeks, and none where there was nothing.
    """

    name: str
    url: str
    count: int
    share: int
    detail: str = ""
    recent: tuple[int, ...] = ()


class Period(Value, frozen=True):
    """A day, week (its Monday), month or year by its first day, and its stories."""

    date: date
    count: int


class Chart(Value, frozen=True):
    """Stories by time: `unit` is "day", "week", "month" or "year"; periods without stories are there too.

    `first` and `last` are the days of the first and the newest of all `total` stories. `peak` is the period with the
    most, None where several have as many.
    """

    unit: str
    periods: tuple[Period, ...]
    total: int
    first: date
    last: date
    peak: Period | None


class Together(Value, frozen=True):
    """What is met most in the same stories: companies, or terms of a taxonomy, whose index is `index`.

    Each `share` is of all stories of the page's own subject.
    """

    index: Link
    counts: tuple[Count, ...]


class Source(Value, frozen=True):
    publisher: str
    domain: str
    url: str
    title: str


class Picture(Value, frozen=True):
    """A picture, with its size in pixels where that is known (else 0), and its widths in WebP, where it has some.

    `remote` pictures are another host's and may only be linked to; of `broken` ones only the words can be shown.
    """

    src: str
    alt: str = ""
    credit: str = ""
    remote: bool = False
    width: int = 0
    height: int = 0
    srcset: str = ""
    broken: bool = False


class Correction(Value, frozen=True):
    """`text` is the same without markup and ticker links."""

    date: datetime
    html: str
    text: str


class Change(Value, frozen=True):
    """A change of a published text, as git has it: when, and the first line of what its author wrote about it."""

    date: datetime
    message: str


class Heading(Value, frozen=True):
    """A line of the contents; `children` are the headings one level below it."""

    id: str
    text: str
    emoji: str
    children: tuple[Heading, ...] = ()


# ── A post, whole ───────────────────────────────────────────────────────────────────────────────────


class Post(Value, frozen=True):
    """A post on its own page. `body` finds its text in the cache and stands for all of it when inputs are compared.

    `html`, `title_html`, `summary_html`, `takeaways` and `corrections` are filled in from it when the page is rendered.
    `history` are its changes since it was published, oldest first; none where the site does not show them.
    """

    url: str
    title: str
    kicker: str
    summary: str
    kind: str
    published: datetime
    updated: datetime | None
    minutes: int
    status: tuple[Status, ...]
    authors: tuple[Author, ...]
    terms: dict[str, tuple[Link, ...]]
    companies: tuple[Company, ...]
    sources: tuple[Source, ...]
    image: Picture | None
    extra: dict[str, Any]
    correction_dates: tuple[datetime, ...]
    history: tuple[Change, ...]
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

    @property
    def section(self) -> Link | None:
        """The part of the site that the post belongs to: its first term."""
        return next((links[0] for links in self.terms.values() if links), None)


class Standing(Value, frozen=True):
    """A standing page, as a `Post` without what only news has. `html` and `contents` are filled in from `body`."""

    url: str
    title: str
    summary: str
    updated: datetime | None
    status: tuple[Status, ...]
    extra: dict[str, Any]
    body: str
    html: str = ""
    contents: tuple[Heading, ...] = ()


class Filling(Value, frozen=True):
    """What goes into the holes of a body, in the order of its document's mentions, citations, references and stories.

    A ticker is None where its company is not known; then its name as written stands there, which is "" elsewhere.
    `stories` are the companies that each story of a digest names. `pictures` has one for each reference that is a
    picture and None for the others, or is empty where all are links.
    """

    tickers: tuple[Company | None, ...]
    names: tuple[str, ...]
    sources: tuple[Source, ...]
    urls: tuple[str, ...]
    stories: tuple[tuple[Company, ...], ...] = ()
    pictures: tuple[Picture | None, ...] = ()


# ── One context for each kind of page ───────────────────────────────────────────────────────────────


class Brief(Value, frozen=True):
    """A post told by its first takeaways, `most` of them; they (HTML) are filled in when the page is rendered."""

    card: Card
    companies: tuple[Company, ...]
    body: str
    filling: Filling
    most: int
    takeaways: tuple[str, ...] = ()


class HomePage(Value, frozen=True):
    """`days` is about a week; `companies` and `terms` are the week's most named, counted from the newest post.

    `week` leads to the review of the newest post's week.
    """

    site: Site
    page: Page
    lead: Brief | None
    newest: date | None
    days: tuple[Day, ...]
    companies: tuple[Count, ...]
    terms: tuple[Count, ...]
    week: Link | None


class Thread(Value, frozen=True):
    """The story so far: the posts of one running story, oldest first, this one among them.

    `automatic` where no editor joined them by `follows:`.
    """

    cards: tuple[Card, ...]
    automatic: bool


class PostPage(Value, frozen=True):
    site: Site
    page: Page
    post: Post
    filling: Filling
    related: tuple[Card, ...]
    thread: Thread | None
    previous: Card | None
    next: Card | None


class StandingPage(Value, frozen=True):
    site: Site
    page: Page
    standing: Standing
    filling: Filling


class Month(Value, frozen=True):
    """Some stories of one month, newest first: how long lists are parted."""

    date: date
    url: str
    entries: tuple[Entry, ...]


class Entry(Value, frozen=True):
    """A post in a list; `stories` are the parts of a digest that name what the list is about."""

    card: Card
    stories: tuple[Link, ...] = ()


class Paging(Value, frozen=True):
    """`number` is None on a list's own URL, which shows the newest; `older` is the next page back in time."""

    number: int | None
    older: str
    newest: str


class TermPage(Value, frozen=True):
    """Numbered pages have no `chart` and nothing `together`, here and below: they never change."""

    site: Site
    page: Page
    taxonomy: Link
    term: Link
    description: str
    chart: Chart | None
    together: tuple[Together, ...]
    months: tuple[Month, ...]
    paging: Paging


class CompanyPage(Value, frozen=True):
    """`listings` are "NASDAQ: GOOGL", primary first; `cik` is the SEC's number or ""; `country` an ISO code or ""."""

    site: Site
    page: Page
    company: Company
    listings: tuple[str, ...]
    cik: str
    country: str
    website: str
    chart: Chart | None
    together: tuple[Together, ...]
    months: tuple[Month, ...]
    paging: Paging


class AuthorPage(Value, frozen=True):
    site: Site
    page: Page
    author: Author
    bio: str
    website: str
    chart: Chart | None
    together: tuple[Together, ...]
    months: tuple[Month, ...]
    paging: Paging


class PublisherPage(Value, frozen=True):
    """All stories that cite a publisher; `domain` is plain text, "" where none is known."""

    site: Site
    page: Page
    publisher: Link
    domain: str
    chart: Chart | None
    together: tuple[Together, ...]
    months: tuple[Month, ...]
    paging: Paging


class Initial(Value, frozen=True):
    """Names that begin alike: with a letter, with a digit ("0–9"), or otherwise ("#"). A short index has one, ""."""

    letter: str
    id: str
    counts: tuple[Count, ...]


class CalendarDay(Value, frozen=True):
    """A day with its number of posts; `level`, from 0 to 4, is that against the busiest day shown."""

    date: date
    url: str
    count: int
    level: int


class CalendarWeek(Value, frozen=True):
    """A row of a calendar: Monday to Sunday, None for days of another month. `url` is its review's, "" without any."""

    number: int
    url: str
    days: tuple[CalendarDay | None, ...]


class IndexPage(Value, frozen=True):
    """All terms of a taxonomy, all companies, or all authors, by name; `busiest` are a long index's most active.

    `most` is the largest number in any `recent`, whose first week begins on `since`.
    """

    site: Site
    page: Page
    initials: tuple[Initial, ...]
    busiest: tuple[Count, ...]
    since: date | None
    most: int


class CitedPublisher(Value, frozen=True):
    """`count.detail` is the domain; `stories` are the newest that cite the publisher, or parts of digests that do."""

    count: Count
    stories: tuple[Link, ...]


class SourcesPage(Value, frozen=True):
    """All publishers that were cited, the most cited first; `since` and `most` as in an index."""

    site: Site
    page: Page
    publishers: tuple[CitedPublisher, ...]
    since: date | None
    most: int


class MonthCount(Value, frozen=True):
    """`share` is the count's part of the busiest month's of its year, 0 to 100; `weeks` is its calendar, if drawn."""

    date: date
    url: str
    count: int
    share: int
    weeks: tuple[CalendarWeek, ...] = ()


class YearCount(Value, frozen=True):
    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]


class ArchivePage(Value, frozen=True):
    """`/archive/` (all years, the newest as calendars) and `/{yyyy}/` (one, as calendars)."""

    site: Site
    page: Page
    years: tuple[YearCount, ...]


class DaysPage(Value, frozen=True):
    """`/{yyyy}/{mm}/` (all its days) and `/{yyyy}/{mm}/{dd}/` (one). `earlier` and `later` are its neighbours.

    `month` is the month as a calendar, None on the page of a day; `week` leads to a day's week in review.
    """

    site: Site
    page: Page
    date: date
    days: tuple[Day, ...]
    month: MonthCount | None
    week: Link | None
    earlier: Link | None
    later: Link | None


class Connected(Value, frozen=True):
    """A story that shares companies or terms with `others` other stories; `through` are those it shares most."""

    card: Card
    others: int
    through: tuple[Link, ...]


class WeekPage(Value, frozen=True):
    """`/{yyyy}/w{ww}/`: an ISO week in review.

    `briefs` tell it by takeaways, and `connected` are the stories that share most with others of the week.
    """

    site: Site
    page: Page
    year: int
    number: int
    monday: date
    sunday: date
    count: int
    briefs: tuple[Brief, ...]
    companies: tuple[Count, ...]
    terms: tuple[Count, ...]
    connected: tuple[Connected, ...]
    days: tuple[Day, ...]
    earlier: Link | None
    later: Link | None


class SearchPeriod(Value, frozen=True):
    """A stretch of news that is indexed together, from the day `since` until the next one's.

    `url` is where its index lies, `version` another one whenever the index is.
    """

    since: date
    url: str
    version: str


class SearchPage(Value, frozen=True):
    """`periods` are newest first, none of them across a year's end. `version` stands for the search program's files."""

    site: Site
    page: Page
    periods: tuple[SearchPeriod, ...]
    years: tuple[int, ...]
    version: str


class ListedFeed(Value, frozen=True):
    """A feed in the list of all, and how many stories its list has."""

    feed: FeedLinks
    count: int


class FeedGroup(Value, frozen=True):
    """The feeds of one kind: of the site, of a taxonomy's terms, of companies, of authors."""

    name: str
    feeds: tuple[ListedFeed, ...]


class FeedsPage(Value, frozen=True):
    """All feeds. Each holds its `limit` newest stories, whole or, if `content` is "summary", told by their summaries.

    `outline` is the URL of the file that feed readers import all feeds from.
    """

    site: Site
    page: Page
    groups: tuple[FeedGroup, ...]
    limit: int
    content: str
    outline: str


class NotFoundPage(Value, frozen=True):
    site: Site
    page: Page
    latest: tuple[Card, ...]


class RedirectPage(Value, frozen=True):
    """What stands at an alias or another redirect: leads on to `target` by itself and by a link."""

    site: Site
    page: Page
    target: str


class WithdrawnPage(Value, frozen=True):
    """What stands at the address of a post or standing page that was withdrawn; `reason` is for readers.

    `published` is None for a standing page without a date; `latest` are the newest stories, to read on.
    """

    site: Site
    page: Page
    published: datetime | None
    reason: str
    latest: tuple[Card, ...]


class Part(Value, frozen=True):
    """A part of a text in an e-mail: a story of a digest, else a paragraph, a list or the like with its heading.

    `url` is absolute and leads to it on the site, or to the nearest heading above it. `companies` are those that a
    `story` names.
    """

    html: str
    title: str
    url: str
    story: bool
    companies: tuple[Company, ...]


class Email(Value, frozen=True):
    """A post as an e-mail, which is no page of the site. `origin` goes before every `url` that is a path.

    `parts` are the text; where it does not all fit, `more` leads (by an absolute URL) to the first part left out. All
    HTML is as in feeds: its URLs are absolute, and it has nothing that mail programs strip.
    """

    site: Site
    page: Page
    post: Post
    origin: str
    parts: tuple[Part, ...]
    more: Link | None


Context = (
    HomePage
    | PostPage
    | StandingPage
    | TermPage
    | CompanyPage
    | AuthorPage
    | PublisherPage
    | IndexPage
    | SourcesPage
    | ArchivePage
    | DaysPage
    | WeekPage
    | SearchPage
    | FeedsPage
    | NotFoundPage
    | RedirectPage
    | WithdrawnPage
    | Email
)

TEMPLATES: dict[type, str] = {
    HomePage: "home.html",
    PostPage: "post.html",
    StandingPage: "page.html",
    TermPage: "term.html",
    CompanyPage: "company.html",
    AuthorPage: "author.html",
    PublisherPage: "publisher.html",
    IndexPage: "index.html",
    SourcesPage: "sources.html",
    ArchivePage: "archive.html",
    DaysPage: "days.html",
    WeekPage: "week.html",
    SearchPage: "search.html",
    FeedsPage: "feeds.html",
    NotFoundPage: "404.html",
    RedirectPage: "redirect.html",
    WithdrawnPage: "withdrawn.html",
    Email: "email.html",
}
