"""The pages that list the posts of one thing: of a term, a company, an author, a publisher."""

from __future__ import annotations

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Month, Paging
from sitegen.newsroom.contexts.counts import Chart, Together
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Author, Company


class ListPage(Value, frozen=True):
    """Numbered pages have no `chart` and nothing `together`: they never change."""

    site: Site
    page: Page
    chart: Chart | None
    together: tuple[Together, ...]
    months: tuple[Month, ...]
    paging: Paging


class TermPage(ListPage, frozen=True):
    taxonomy: Link
    term: Link
    description: str


class CompanyPage(ListPage, frozen=True):
    """`listings` are "NASDAQ: GOOGL", primary first; `cik` is the SEC's number or ""; `country` an ISO code or ""."""

    company: Company
    listings: tuple[str, ...]
    cik: str
    country: str
    website: str


class AuthorPage(ListPage, frozen=True):
    author: Author
    bio: str
    website: str


class PublisherPage(ListPage, frozen=True):
    """All stories that cite a publisher; `domain` is plain text, "" where none is known."""

    publisher: Link
    domain: str
