"""What lies under `/api/`: all posts, and each company's, as JSON files. The values are the files, key by key.

Paged as other lists are (contract §5): a list's own file has the newest posts, and full numbered pages never change.
`docs/api.md` tells what each key means: what is told there once stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from sitegen.model import Company, Term
from sitegen.newsroom import urls
from sitegen.newsroom.plan.lists import anchors_naming, paged, part_links
from sitegen.newsroom.plan.output import Later, Output, PostFacts, Rank, Written
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.programs import all_sources
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

VERSION = 1  # of the shape: another one where a key is taken away or means something else


class Keyed(Struct, frozen=True, gc=False):
    """A JSON object: every key is always there, and None where nothing is known. URLs are absolute."""


class Named(Keyed, frozen=True):
    name: str
    url: str


class Listing(Keyed, frozen=True):
    symbol: str
    exchange: str | None


class CompanyRef(Keyed, frozen=True):
    """`symbol` and `exchange` are the primary ones; `api` is the company's own list."""

    name: str
    short: str
    symbol: str | None
    exchange: str | None
    url: str
    api: str


class Item(Keyed, frozen=True):
    """A post. `terms` are those of other taxonomies than tags; `sources` are publishers' names, else their domains."""

    id: str
    url: str
    markdown: str
    title: str
    kicker: str | None
    summary: str
    kind: str
    published: datetime
    updated: datetime | None
    authors: tuple[Named, ...]
    tags: tuple[Named, ...]
    terms: dict[str, tuple[Named, ...]]
    companies: tuple[CompanyRef, ...]
    sources: tuple[str, ...]


class CompanyItem(Item, frozen=True):
    """A post in a company's list; `stories` are the parts of a digest that name the company."""

    stories: tuple[Named, ...]


class CompanyFacts(CompanyRef, frozen=True):
    """`listings` are all, primary first; `country` is an ISO code, `cik` the SEC's number."""

    listings: tuple[Listing, ...]
    cik: str | None
    country: str | None
    website: str | None


class CountedCompany(CompanyFacts, frozen=True):
    posts: int


class JsonFile(Written, frozen=True, array_like=False):
    version: int
    url: str


class PostList(JsonFile, frozen=True):
    """Posts, newest first; `newest` is the list's own file, `older` the next one back in time."""

    newest: str
    older: str | None
    posts: tuple[Item, ...]


class CompanyPosts(JsonFile, frozen=True):
    """As `PostList`, of a company."""

    newest: str
    older: str | None
    company: CompanyFacts
    posts: tuple[CompanyItem, ...]


class CompanyIndex(JsonFile, frozen=True):
    """All companies that have a list, by slug, with how many posts name each."""

    companies: tuple[CountedCompany, ...]


def plan_api(site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> list[Output]:
    if not site.config.api.enabled:
        return []
    origin = site.config.origin

    @cache
    def term(term: Term) -> Named:
        return Named(term.name, views.absolute(urls.term_url(term.taxonomy, term.key)))

    @cache
    def item(position: int) -> Item:
        post = site.posts[position]
        terms: dict[str, tuple[Named, ...]] = dict.fromkeys(("tags", *site.config.taxonomies), ())
        for found in post.terms:
            terms[found.taxonomy] += (term(found),)
        companies = dict.fromkeys(company for company in post.companies if company)
        sources = all_sources(views, post, leads.urls[post.document.path])
        return Item(
            id=post.id,
            url=views.absolute(post.url),
            markdown=views.absolute(urls.markdown_url(post.url)),
            title=post.document.title,
            kicker=post.meta.kicker or None,
            summary=post.document.summary,
            kind=post.meta.kind,
            published=post.published,
            updated=post.updated,
            authors=tuple(Named(author.name, views.absolute(urls.author_url(author.key))) for author in post.authors),
            tags=terms.pop("tags"),
            terms=terms,
            companies=tuple(CompanyRef(**_ref(views, company)) for company in companies),
            sources=tuple(dict.fromkeys(source.publisher or source.domain for source in sources)),
        )

    def company_item(position: int, company: Company) -> CompanyItem:
        post = site.posts[position]
        stories = part_links(views, post, anchors_naming(post, company))
        named = tuple(Named(story.name, origin + story.url) for story in stories)
        return CompanyItem(**asdict(item(position)), stories=named)

    def content(
        url: str, number: int | None, older: int, chosen: Sequence[int], company: Company | None
    ) -> PostList | CompanyPosts:
        file, newest = views.absolute(urls.api_url(url, number)), views.absolute(urls.api_url(url))
        back = views.absolute(urls.api_url(url, older)) if older else None
        if company is None:
            return PostList(VERSION, file, newest, back, tuple(map(item, chosen)))
        posts = tuple(company_item(position, company) for position in chosen)
        return CompanyPosts(VERSION, file, newest, back, CompanyFacts(**_facts(views, company)), posts)

    def lists(url: str, owner: str, positions: Sequence[int], company: Company | None = None) -> Iterator[Output]:
        for number, older, chosen in paged(positions, site.config.page_size):
            later = Later(
                kind=CompanyPosts if company else PostList,
                own=(url, number, older, company),
                shared=tuple([facts[position] for position in chosen]),
                make=partial(content, url, number, older, chosen, company),
            )
            yield Output(urls.output_path(urls.api_url(url, number)), owner, Rank.FEED, later)

    outputs = [*lists("/posts/", "the JSON list of all posts", range(len(site.posts)))]
    for company, positions in site.companies.values():
        outputs += lists(urls.company_url(company), f"the JSON list of {company.name}", positions, company)
    every = sorted(site.companies.values(), key=lambda pair: pair[0].slug)
    known = tuple(CountedCompany(**_facts(views, company), posts=len(positions)) for company, positions in every)
    path = urls.api_url("/tickers/")
    index = CompanyIndex(VERSION, views.absolute(path), known)
    return [*outputs, Output(urls.output_path(path), "the JSON list of all companies", Rank.FEED, index)]


def _ref(views: Views, company: Company) -> dict[str, Any]:
    url = urls.company_url(company)
    return {
        "name": company.name,
        "short": company.short,
        "symbol": company.symbol or None,
        "exchange": company.exchange or None,
        "url": views.absolute(url),
        "api": views.absolute(urls.api_url(url)),
    }


def _facts(views: Views, company: Company) -> dict[str, Any]:
    return {
        **_ref(views, company),
        "listings": tuple(Listing(listing.symbol, listing.exchange or None) for listing in company.listings),
        "cik": company.cik or None,
        "country": company.country or None,
        "website": company.url or None,
    }
