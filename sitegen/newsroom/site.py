"""The site as a newsroom sees it: what is published, what each post is called and where, and what belongs together.

Pure: documents, the data files' names, a registry and a moment in; a `Site` and diagnostics out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Protocol, TypeVar

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic
from sitegen.model import Author, Company, Document, History, Post, Publisher, StandingPage, TakenDown, Term
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.identity import identities
from sitegen.newsroom.mentions import Resolver
from sitegen.newsroom.moments import (
    Fate,
    Options,
    fate,
    fresh_until,
    in_zone,
    instant,
    is_early,
    is_expired,
    last_update,
    next_change,
    shown,
    since_published,
    site_zone,
)
from sitegen.newsroom.terms import TermEntry, name_terms
from sitegen.newsroom.urls import document_url, post_slug, slugify, term_key


@dataclass(frozen=True, slots=True)
class Tables:
    """What the data files say of terms (by taxonomy and key), authors, publishers and companies (raw), by key."""

    terms: Mapping[str, Mapping[str, TermEntry]] = field(default_factory=dict)
    authors: Mapping[str, Author] = field(default_factory=dict)
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    companies: Mapping[str, object] = field(default_factory=dict)


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=Keyed)
Groups = Mapping[str, tuple[Thing, tuple[int, ...]]]


NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class Site:
    """`posts` are the published ones by date, then path; the groups, by key, hold positions in `posts`, ascending.

    `unpublished` are the slugs of documents left out, by path; of these, `taken_down` leave something at their
    addresses, and `held_back` are the addresses of the others. `unread` are the slugs, as far as file names tell them,
    of the files with errors, by path: what leads there may be right. The posts from position `fresh` on are news, no
    older than two days. `due` is the next moment at which one of these choices is another.
    """

    config: Config
    zone: tzinfo
    posts: tuple[Post, ...]
    pages: tuple[StandingPage, ...]
    unpublished: Mapping[str, str]
    taken_down: tuple[TakenDown, ...]
    held_back: Mapping[str, str]
    unread: Mapping[str, str]
    fresh: int
    due: datetime | None
    terms: Mapping[str, Groups[Term]]
    companies: Groups[Company]
    authors: Groups[Author]


def make_site(
    config: Config,
    documents: Iterable[Document],
    registry: Callable[[], Registry],
    tables: Tables,
    options: Options,
    histories: Mapping[str, History] = MappingProxyType({}),
    unread: Iterable[str] = (),
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site of `documents` at a moment; `registry` is asked for only where a company or term is looked up.

    `histories` are what git knows of documents, by path; `unread` are the paths of content files with errors.
    """
    zone = site_zone(config.timezone)
    everything = sorted(documents, key=lambda document: document.path)
    fates = {document.path: fate(document.meta, zone, options) for document in everything}
    shown = [document for document in everything if fates[document.path] is Fate.PUBLISHED]
    due = [moment for document in everything if (moment := next_change(document.meta, zone, options))]
    published = [document for document in shown if document.is_post]
    terms, problems = name_terms(published, registry, tables.terms)
    ids, more = identities(config, published)
    problems += more
    problems += (problem for document in everything if (problem := _early_expiry(document, zone)))
    problems += (_expired(document, zone) for document in everything if is_expired(document.meta, zone, options))
    resolver = Resolver(registry)
    posts: list[Post] = []
    pages: list[StandingPage] = []

    def address(document: Document) -> tuple[str, str, datetime | None]:
        """A document's slug, its address, and its date in the site's zone."""
        meta = document.meta
        date = in_zone(meta.date, zone) if meta.date is not None else None
        return post_slug(document.path, meta.slug), document_url(document.path, meta, config.permalink, date), date

    for document in shown:
        companies, more = resolver.resolve(document)
        problems += more
        meta = document.meta
        slug, url, date = address(document)
        if not slug:
            problems.append(_no_slug(document))
        record = histories.get(document.path, NO_HISTORY)
        changes, waiting = since_published(record.changes, date if document.is_post else None, zone, options.now)
        due += [waiting] if waiting else []
        committed = changes[-1].date if changes and config.updated == "git" else None
        if not document.is_post:
            last = last_update(meta, None, zone, committed)
            pages.append(StandingPage(document, url, last, companies, is_early(meta, zone, options)))
            continue
        assert date is not None, "the schema requires a post's date"
        posts.append(
            Post(
                document=document,
                url=url,
                slug=slug,
                id=ids[document.path],
                published=date,
                updated=last_update(meta, date, zone, committed),
                authors=tuple(_author(spelling, tables) for spelling in meta.authors or config.authors),
                terms=tuple(
                    terms[taxonomy, key]
                    for taxonomy, spellings in meta.terms.items()
                    for key in dict.fromkeys(map(term_key, spellings))
                ),
                companies=companies,
                early=is_early(meta, zone, options),
                history=changes if config.history and record.whole else (),
            )
        )
    taken_down = []
    for document in everything:
        if fates[document.path] is Fate.TAKEN_DOWN:
            slug, url, date = address(document)
            if not slug:
                problems.append(_no_slug(document))
            taken_down.append(TakenDown(document, url, date))
    posts.sort(key=lambda post: (instant(post.published), post.document.path))
    fresh = bisect_right(posts, options.now, key=lambda post: fresh_until(post.published))
    due += [fresh_until(post.published) for post in posts[fresh : fresh + 1]]
    site = Site(
        config=config,
        zone=zone,
        posts=tuple(posts),
        pages=tuple(pages),
        unpublished={d.path: post_slug(d.path, d.meta.slug) for d in everything if fates[d.path] is not Fate.PUBLISHED},
        taken_down=tuple(taken_down),
        held_back={d.path: address(d)[1] for d in everything if fates[d.path] is Fate.HELD_BACK},
        unread={path: post_slug(path, "") for path in unread},
        fresh=fresh,
        due=min(due, default=None),
        terms={
            taxonomy: _group(posts, lambda post, t=taxonomy: [term for term in post.terms if term.taxonomy == t])  # type: ignore[misc]
            for taxonomy in config.taxonomies
        },
        companies=_group_companies(posts, pages),
        authors=_group(posts, lambda post: post.authors),
    )
    return site, tuple(problems)


def _no_slug(document: Document) -> Diagnostic:
    help_ = "give the file a name with letters or digits, or write slug: …"
    return Diagnostic(document.place, 1, 1, "error", "bad-slug", "the file's name makes no URL", help_)


def _early_expiry(document: Document, zone: tzinfo) -> Diagnostic | None:
    """`expires` at or before `date`: an editor who writes the day of both means its end."""
    meta = document.meta
    if meta.expires is None or meta.date is None:
        return None
    date, end = in_zone(meta.date, zone), in_zone(meta.expires, zone)
    if instant(end) > instant(date):
        return None
    message = f"this expires on {shown(end)}, and is not published before {shown(date)}: no reader ever sees it"
    help_ = f"write a later moment, like expires: {date + timedelta(days=1):%Y-%m-%d}, or take the line out"
    place = meta.places.get("expires", (1, 1))
    return Diagnostic(document.place, *place, "warning", "early-expiry", message, help_)


def _expired(document: Document, zone: tzinfo) -> Diagnostic:
    meta = document.meta
    assert meta.expires is not None, "it has expired"
    message = f"this expired on {shown(in_zone(meta.expires, zone))}: readers do not see it"
    help_ = "if they should, take the line out or write a later moment; if not, draft: true says so without this hint"
    return Diagnostic(document.place, *meta.places.get("expires", (1, 1)), "hint", "expired", message, help_)


def _author(spelling: str, tables: Tables) -> Author:
    key = slugify(spelling)
    return tables.authors.get(key) or Author(key, spelling)


def _group_companies(posts: Sequence[Post], pages: Sequence[StandingPage]) -> Groups[Company]:
    """Posts by company; one that only a standing page names has a page too, so that its link leads somewhere."""
    found = dict(_group(posts, lambda post: [company for company in post.companies if company is not None]))
    for company in (company for page in pages for company in page.companies if company is not None):
        found.setdefault(company.key, (company, ()))
    return dict(sorted(found.items()))


def _group(posts: Sequence[Post], things: Callable[[Post], Iterable[Thing]]) -> Groups[Thing]:
    """Positions of posts by the key of what they name, each post once, keys in order."""
    found: dict[str, tuple[Thing, list[int]]] = {}
    for position, post in enumerate(posts):
        for thing in things(post):
            positions = found.setdefault(thing.key, (thing, []))[1]
            if not positions or positions[-1] != position:
                positions.append(position)
    return {key: (found[key][0], tuple(found[key][1])) for key in sorted(found)}
