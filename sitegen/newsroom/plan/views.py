"""From the newsroom's values to what templates see: cards, links, companies, fillings. Each is made once and shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec.structs import replace

from sitegen.model import Author, Citation, Company, Document, Post, StandingPage, Term
from sitegen.newsroom import contexts, urls
from sitegen.newsroom.contexts import Card, Entry, FeedLinks, Link
from sitegen.newsroom.moments import in_zone, instant
from sitegen.newsroom.plan.status import status
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site


class Views:
    """The view of one site; `assets` maps css and js files to their URLs, `strings` are the theme's words."""

    def __init__(
        self, site: Site, publishers: Publishers, assets: Mapping[str, str], strings: Mapping[str, str]
    ) -> None:
        self._site = site
        self._config = site.config
        self.publishers = publishers
        self._assets = dict(sorted(assets.items()))
        self._strings = dict(sorted(strings.items()))
        self._companies: dict[str, contexts.Company] = {}
        self._terms: dict[Term, Link] = {}
        self._root = site.config.root
        self.page_size = site.config.page_size

    @property
    def posts(self) -> Sequence[Post]:
        return self._site.posts

    def url(self, path: str) -> str:
        """A path from the site's root as a URL path that honours the base URL's."""
        return self._root + path.lstrip("/")

    def absolute(self, path: str) -> str:
        return self._config.base_url.rstrip("/") + "/" + path.lstrip("/")

    @cached_property
    def site(self) -> contexts.Site:
        config = self._config
        return contexts.Site(
            title=config.title,
            base_url=config.base_url,
            root=config.root,
            description=config.description,
            language=config.language,
            timezone=config.timezone,
            subscribe=config.subscribe,
            menu=tuple(Link(item.name, self._own_url(item.url)) for item in config.menu),
            taxonomies=tuple(self.taxonomy(name) for name in config.taxonomies),
            feed=self.url("/feed.xml"),
            feeds=self.url("/feeds/"),
            search=self.url("/search/") if config.search.enabled else "",
            corrections_policy=self._own_url(config.corrections_policy),
            strings=self._strings,
            assets=self._assets,
        )

    def _own_url(self, url: str) -> str:
        return self.url(url) if url.startswith("/") else url

    @cached_property
    def cards(self) -> Sequence[Card]:
        """One for each post, at its position."""
        return [
            Card(
                url=self.url(post.url),
                title=post.document.title,
                kicker=post.meta.kicker,
                summary=post.document.summary,
                published=post.published,
                kind=post.meta.kind,
                status=status(post, self._site.zone, self._strings),
            )
            for post in self._site.posts
        ]

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """Each post in a list that is about all of it, at its position."""
        return [Entry(card) for card in self.cards]

    def latest(self, positions: Iterable[int]) -> datetime | None:
        """The last publishing or update among these posts; None where there are none."""
        last = max(map(self._updates.__getitem__, positions), default=None)
        return last and last[1]

    @cached_property
    def _updates(self) -> Sequence[tuple[int, datetime]]:
        """When each post was last changed, with that moment's place in time."""
        moments = [post.updated or post.published for post in self._site.posts]
        places = {at: place for place, at in enumerate(sorted(set(map(instant, moments))))}
        return [(places[instant(moment)], moment) for moment in moments]

    def page(
        self,
        kind: str,
        title: str,
        path: str,
        *,
        description: str = "",
        trail: Iterable[Link] = (),
        feed: contexts.FeedLinks | None = None,
        image: contexts.Preview | None = None,
    ) -> contexts.Page:
        """`feed` is that of the list that the page is part of, and is offered before the site's."""
        home = Link(self._config.title, self.url("/"))
        return contexts.Page(
            kind=kind,
            title=title,
            url=self.url(path),
            canonical=self.absolute(path),
            description=description or self._config.description,
            trail=(home, *trail) if path != "/" else (),
            feeds=(feed, self.site_feed) if feed else (self.site_feed,),
            indexed=kind not in ("404", "redirect", "withdrawn"),
            image=image,
        )

    @cached_property
    def site_feed(self) -> FeedLinks:
        return self.feed(self._config.title, self._config.title, "/")

    def feed(self, name: str, title: str, url: str) -> FeedLinks:
        """The feeds of the list at `url`."""
        rss, atom, json = (self.absolute(urls.feed_url(url, format)) for format in urls.FEED_NAMES)
        return FeedLinks(name, title, self.absolute(url), rss, atom, json)

    def taxonomy(self, name: str) -> Link:
        word = self._strings["tags"] if name == "tags" else name.capitalize()
        return Link(self._config.taxonomies[name].title or word, self.url(f"/{name}/"))

    def term(self, term: Term) -> Link:
        found = self._terms.get(term)
        if found is None:
            found = self._terms[term] = Link(term.name, self.url(urls.term_url(term.taxonomy, term.key)))
        return found

    def author(self, author: Author) -> contexts.Author:
        return contexts.Author(author.name, self.url(urls.author_url(author.key)), author.organization)

    def company(self, company: Company) -> contexts.Company:
        found = self._companies.get(company.key)
        if found is None:
            found = contexts.Company(
                name=company.name,
                short=company.short,
                symbol=company.symbol,
                exchange=company.exchange,
                ticker=company.symbol or company.slug,
                url=self.url(urls.company_url(company)),
            )
            self._companies[company.key] = found
        return found

    def companies(self, post: Post) -> tuple[contexts.Company, ...]:
        """The companies of a post, each once, in the order in which it names them."""
        return tuple(dict.fromkeys(self.company(c) for c in post.companies if c is not None))

    def filling(
        self, thing: Post | StandingPage, links: Sequence[str], pictures: tuple[contexts.Picture | None, ...]
    ) -> contexts.Filling:
        """What goes into the holes of a post's body; `links` are the URLs of its references."""
        return contexts.Filling(
            tickers=tuple(None if company is None else self.company(company) for company in thing.companies),
            names=tuple(
                m.name if c is None else "" for m, c in zip(thing.document.mentions, thing.companies, strict=True)
            ),
            sources=tuple(self._cited(citation, links) for citation in thing.document.citations),
            urls=tuple(links),
            stories=self._of_stories(thing),
            pictures=pictures,
        )

    def _of_stories(self, thing: Post | StandingPage) -> tuple[tuple[contexts.Company, ...], ...]:
        """The companies that each story names, each once, in their order."""
        named: dict[str, dict[contexts.Company, None]] = {story.anchor: {} for story in thing.document.stories}
        for mention, company in zip(thing.document.mentions, thing.companies, strict=True):
            if company is not None and mention.anchor in named:
                named[mention.anchor][self.company(company)] = None
        return tuple(map(tuple, named.values()))

    def _cited(self, citation: Citation, links: Sequence[str]) -> contexts.Source:
        source = self.publishers.source(citation, with_domain=False)
        return source if citation.reference is None else replace(source, url=links[citation.reference])

    def post(self, post: Post, image: contexts.Picture | None) -> contexts.Post:
        meta = post.meta
        terms: dict[str, list[Link]] = {taxonomy: [] for taxonomy in self._config.taxonomies}
        for term in post.terms:
            terms[term.taxonomy].append(self.term(term))
        return contexts.Post(
            url=self.url(post.url),
            title=post.document.title,
            kicker=meta.kicker,
            summary=post.document.summary,
            kind=meta.kind,
            published=post.published,
            updated=post.updated,
            minutes=reading_minutes(post.document),
            status=status(post, self._site.zone, self._strings),
            authors=tuple(map(self.author, post.authors)),
            terms={taxonomy: tuple(links) for taxonomy, links in terms.items()},
            companies=self.companies(post),
            sources=tuple(self.publishers.source(source, with_domain=True) for source in meta.sources),
            image=image,
            extra=shown_extra(meta.extra),
            correction_dates=tuple(in_zone(correction.date, self._site.zone) for correction in meta.corrections),
            history=tuple(contexts.Change(change.date, change.message) for change in post.history),
            body=post.document.key,
        )

    def standing(self, standing: StandingPage) -> contexts.Standing:
        return contexts.Standing(
            url=self.url(standing.url),
            title=standing.document.title,
            summary=standing.meta.summary and standing.document.summary,
            updated=standing.updated,
            status=status(standing, self._site.zone, self._strings),
            extra=shown_extra(standing.meta.extra),
            body=standing.document.key,
        )


def beside(company: Company) -> str:
    """A company's symbol, where it says more than the name beside it."""
    return company.symbol if company.symbol != company.short else ""


WORDS_A_MINUTE = 230  # silent reading of English non-fiction: Brysbaert 2019 finds 238 on average


def reading_minutes(document: Document) -> int:
    return max(1, round(document.words / WORDS_A_MINUTE))


def shown_extra(extra: Mapping[str, object]) -> dict[str, object]:
    """Keys that begin with `_` never leave the build (contract §8)."""
    return {key: value for key, value in extra.items() if not key.startswith("_")}
