"""The pages that list the posts of one thing: of a term, a company, an author, a publisher."""

from __future__ import annotations

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Month, Paging
from sitegen.newsroom.contexts.counts import Chart, Together
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Author, Company


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
