"""What searching needs as values: the periods of news that are indexed together, the search page, its announcement.

Knows nothing of how an index is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from sitegen.letters import cut
from sitegen.model import Value
from sitegen.newsroom.contexts import SearchPage, SearchPeriod
from sitegen.newsroom.plan.output import Output, PostFacts, Rank, Text
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

FULL = 100_000  # words: half a second to a second to index; a smaller one costs readers more requests
SHORT_NAME, LONG_NAME, DESCRIPTION = 16, 48, 1024  # characters at most: OpenSearch 1.1


class Shard(Value, frozen=True):
    """The posts from position `start` up to `stop` that are indexed together; `since` is the day of the first."""

    since: date
    start: int
    stop: int

    @property
    def path(self) -> str:
        return f"search/{self.since:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Indexed:
    """The index's files, and what changes with the files of each shard (`versions`) and of the search program."""

    files: tuple[Output, ...]
    versions: tuple[str, ...]
    program: str


Index = Callable[[Sequence[Shard], Sequence[PostFacts]], Indexed]


def plan_search(site: Site, views: Views, facts: Sequence[PostFacts], index: Index) -> list[Output]:
    """The search page, what browsers are told of it, and the files of `index`; nothing where search is off."""
    if not site.config.search.enabled:
        return []
    shards = part_posts(site)
    indexed = index(shards, facts)
    periods = [
        SearchPeriod(shard.since, views.url(f"/{shard.path}/"), version)
        for shard, version in zip(shards, indexed.versions, strict=True)
    ]
    context = SearchPage(
        site=views.site,
        page=views.page("search", views.site.strings["search"], "/search/"),
        periods=tuple(reversed(periods)),
        years=tuple(dict.fromkeys(shard.since.year for shard in reversed(shards))),
        version=indexed.program,
    )
    return [
        *indexed.files,
        Output(
            "search/index.html",
            "the search page",
            Rank.LIST,
            context,
            updated=views.latest(range(len(site.posts))),
        ),
        Output("opensearch.xml", "the description of the search", Rank.LIST, Text(describe_search(site, views))),
    ]


def part_posts(site: Site) -> list[Shard]:
    """Whole days in turn, until they hold enough words or the year ends: a new post changes the last shard alone."""
    shards: list[Shard] = []
    words = 0
    day: date | None = None
    for position, post in enumerate(site.posts):
        today = post.published.date()
        full = today != day and words >= FULL
        if not shards or full or today.year != shards[-1].since.year:
            shards.append(Shard(today, position, position))
            words = 0
        day = today
        words += post.document.words
        shards[-1] = Shard(shards[-1].since, shards[-1].start, position + 1)
    return shards


def describe_search(site: Site, views: Views) -> str:
    """The OpenSearch description (version 1.1), by which a browser offers the site's search as one of its own."""
    config = site.config
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"  <ShortName>{_within(config.title, SHORT_NAME)}</ShortName>",
        f"  <LongName>{_within(config.title, LONG_NAME)}</LongName>",
        f"  <Description>{_within(config.description or config.title, DESCRIPTION)}</Description>",
        f'  <Url type="text/html" template="{escape(views.absolute("/search/"))}?q={{searchTerms}}"/>',
        f"  <Language>{escape(config.language)}</Language>",
        "  <InputEncoding>UTF-8</InputEncoding>",
        "  <OutputEncoding>UTF-8</OutputEncoding>",
        "</OpenSearchDescription>",
    ]
    return "\n".join(lines) + "\n"


def _within(text: str, longest: int) -> str:
    """As many of a text's first words, or of a long word's letters, as may stand there; escaped."""
    if len(text) > longest:
        text = text[: longest + 1].rpartition(" ")[0] or cut(text, longest)
    return escape(text)
