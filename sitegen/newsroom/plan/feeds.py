"""The feeds: of the site, and of each term, company and author, in three formats. What is in them, not how.

Beside them the page that lists them for people, and the outline that feed readers import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from sitegen.model import Company, Value
from sitegen.newsroom import urls
from sitegen.newsroom.contexts import FeedGroup, FeedLinks, FeedsPage, Link, ListedFeed
from sitegen.newsroom.identity import authority
from sitegen.newsroom.moments import instant
from sitegen.newsroom.plan.feed_links import author_feed, company_feed, term_feed
from sitegen.newsroom.plan.lists import anchors_naming, part_links
from sitegen.newsroom.plan.output import FORMATS, Entry, Feed, Later, Lead, Output, PostFacts, Rank, Written
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.programs import all_sources
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.strings import fill_words

OUTLINE = "/feeds.opml"


class OutlineGroup(Value, frozen=True):
    """Feeds under a name; the site's own have none."""

    name: str
    feeds: tuple[FeedLinks, ...]


class Outline(Written, frozen=True):
    """All feeds for feed readers to import."""

    title: str
    groups: tuple[OutlineGroup, ...]


class _List(Value, frozen=True):
    """A list that has feeds: its posts by their positions, and, where it is a company's, whose."""

    feed: FeedLinks
    url: str
    positions: Sequence[int]
    description: str = ""
    company: Company | None = None


def plan_feeds(site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> list[Output]:
    groups = [(name, sorted(lists, key=_by_name)) for name, lists in _groups(site, views)]  # two may have one name
    feeds = _Feeds(site, views, leads, facts)
    return [
        *(output for _, lists in groups for one in lists for output in feeds.plan(one)),
        *_lists_of_feeds(site, views, [(name, lists) for name, lists in groups if lists]),
    ]


def _by_name(one: _List) -> tuple[str, str]:
    return one.feed.name.casefold(), one.url


def _groups(site: Site, views: Views) -> Iterator[tuple[str, Iterator[_List]]]:
    """The lists by what they are of; the site's own are of nothing."""
    yield "", iter([_List(views.site_feed, "/", range(len(site.posts)))])
    for taxonomy, terms in site.terms.items():
        yield (
            views.taxonomy(taxonomy).name,
            (
                _List(term_feed(views, term), urls.term_url(taxonomy, term.key), found, term.description)
                for term, found in terms.values()
            ),
        )
    yield (
        views.site.strings["companies"],
        (
            _List(company_feed(views, company), urls.company_url(company), found, company=company)
            for company, found in site.companies.values()
        ),
    )
    yield (
        views.site.strings["authors"],
        (
            _List(author_feed(views, author), urls.author_url(author.key), found, author.bio)
            for author, found in site.authors.values()
        ),
    )


def _lists_of_feeds(site: Site, views: Views, lists: Sequence[tuple[str, Sequence[_List]]]) -> list[Output]:
    groups = tuple(
        FeedGroup(name, tuple([ListedFeed(one.feed, len(one.positions)) for one in found])) for name, found in lists
    )
    outline = tuple(OutlineGroup(name, tuple([one.feed for one in found])) for name, found in lists)
    page = views.page("feeds", views.site.strings["all_feeds"], "/feeds/")
    settings = site.config.feeds
    updated = views.latest(range(len(site.posts)))
    shown = FeedsPage(views.site, page, groups, settings.limit, settings.content, views.url(OUTLINE))
    return [
        Output("feeds/index.html", "the page of all feeds", Rank.LIST, shown, updated=updated),
        Output(urls.output_path(OUTLINE), "the outline of all feeds", Rank.FEED, Outline(site.config.title, outline)),
    ]


class _Feeds:
    """Plans the feeds of one site; an entry is made once for all that carry it."""

    def __init__(self, site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> None:
        self._site = site
        self._views = views
        self._facts = facts
        self._leads = leads
        self._origin = site.config.origin
        self._authority = authority(site.config)
        self._entry = cache(self._make_entry)

    def plan(self, one: _List) -> Iterator[Output]:
        """The feeds of a list; in that of a company a digest leads to its stories on it."""
        chosen = one.positions[-self._site.config.feeds.limit :][::-1]
        shared = tuple([self._facts[position] for position in chosen])
        for format in FORMATS:
            own = (format, one.feed, one.description, one.company is not None)
            later = Later(Feed, own, shared, partial(self._make, format, one, chosen))
            path = urls.feed_url(one.url, format)
            yield Output(urls.output_path(path), f"the {urls.FEED_NAMES[format]} of {one.url}", Rank.FEED, later)

    def _make(self, format: str, one: _List, chosen: Sequence[int]) -> Feed:
        config, views = self._site.config, self._views
        entries = tuple(map(self._entry, chosen))
        return Feed(
            format=format,
            id=f"tag:{self._authority}:{one.url}",
            title=one.feed.title,
            description=one.description or config.description or config.title,
            language=config.language,
            origin=self._origin,
            home=one.feed.home,
            url=getattr(one.feed, format),
            hub=config.feeds.hub,
            icon=views.absolute("/apple-touch-icon.png"),
            about=f"{views.absolute('/feeds/')}#extension",
            site=Link(config.title, views.absolute("/")),
            content=config.feeds.content,
            updated=max((entry.updated for entry in entries), key=instant, default=None),
            leads=tuple(self._lead(position, one.company) for position in chosen),
            entries=entries,
        )

    def _lead(self, position: int, of: Company | None) -> Lead | None:
        post = self._site.posts[position]
        if of is None or not (stories := part_links(self._views, post, anchors_naming(post, of))):
            return None
        absolute = tuple(Link(story.name, self._origin + story.url) for story in stories)
        return Lead(fill_words(self._views.site.strings["stories_on"], name=of.short), absolute)

    def _make_entry(self, position: int) -> Entry:
        post, views = self._site.posts[position], self._views
        image = self._leads.images.get(post.document.path)
        return Entry(
            id=post.id,
            title=post.document.title,
            url=views.absolute(post.url),
            summary=post.document.summary,
            published=post.published,
            updated=post.updated or post.published,
            authors=tuple(Link(a.name, views.absolute(urls.author_url(a.key))) for a in post.authors),
            categories=tuple(term.name for term in post.terms),
            companies=views.companies(post),
            sources=tuple(views.publishers.source(source, with_domain=True) for source in post.meta.sources),
            every_source=tuple(all_sources(views, post, self._leads.urls[post.document.path])),
            image=image if image and not image.remote and not image.broken else None,
            body=post.document.key,
            filling=self._leads.filling(views, post),
            corrected=views.site.strings["correction"],
            cited=views.site.strings["sources"],
        )
