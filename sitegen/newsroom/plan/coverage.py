"""How often a thing was written about over time, and with what else: the chart and "appears with" of its page.

Of the thing's own posts alone, so that no other post changes its page (contract §5), and counted only when the page is
made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import chain

from sitegen.model import Citation, Post
from sitegen.newsroom import urls
from sitegen.newsroom.cited import source_key
from sitegen.newsroom.contexts import Chart, Count, Link, Period, Together
from sitegen.newsroom.periods import by_period
from sitegen.newsroom.plan.output import Mark, Told
from sitegen.newsroom.plan.views import Views, beside
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site

MOST_TOGETHER = 8  # rows in each list of "appears with"


def post_marks(site: Site, publishers: Publishers) -> list[Mark]:
    """The mark of each post, at its position."""
    keys: dict[tuple[str, str], str] = {}  # a citation's publisher and domain: whose it is

    def key(citation: Citation) -> str:
        pair = (citation.publisher, citation.domain)
        if pair not in keys:
            keys[pair] = source_key(publishers, Citation(*pair))
        return keys[pair]

    def told(post: Post) -> tuple[Told, ...]:
        companies: dict[str, dict[str, None]] = {story.anchor: {} for story in post.document.stories}
        cited: dict[str, dict[str, None]] = {story.anchor: {} for story in post.document.stories}
        for mention, company in zip(post.document.mentions, post.companies, strict=True):
            if company is not None and mention.anchor in companies:
                companies[mention.anchor][company.key] = None
        for citation in post.document.citations:
            if citation.anchor in cited:
                cited[citation.anchor][key(citation)] = None
        return tuple([Told(tuple(companies[anchor]), tuple(cited[anchor])) for anchor in companies])

    return [
        Mark(
            post.published.date(),
            post.terms,
            tuple(dict.fromkeys([company.key for company in post.companies if company])),
            told(post) if post.document.stories else (),
        )
        for post in site.posts
    ]


def of_company(seen: Sequence[Mark], key: str) -> list[Mark]:
    """The marks of posts that name a company; of a digest, what the stories say that name it."""
    return [_part(mark, [story for story in mark.stories if key in story.companies]) for mark in seen]


def of_publisher(seen: Sequence[Mark], key: str) -> list[Mark]:
    """The marks of posts that cite a publisher; of a digest, what the stories say that do: all, if none of them does.

    Then it is a source of the whole digest, from its front matter.
    """
    return [_part(mark, [story for story in mark.stories if key in story.publishers] or mark.stories) for mark in seen]


def _part(mark: Mark, stories: Iterable[Told]) -> Mark:
    """A digest as if it held these stories alone. Its tags are not theirs, but the whole post's (contract §4)."""
    if not mark.stories:
        return mark
    return Mark(mark.date, (), tuple(dict.fromkeys(chain.from_iterable(story.companies for story in stories))))


def citing(mark: Mark, key: str) -> int:
    """How many stories a post adds to the list of a publisher that it cites: a digest's, or the post itself."""
    return sum(key in story.publishers for story in mark.stories) or 1


def chart(seen: Sequence[Mark]) -> Chart | None:
    """The chart of posts, given ascending; None where all are of one day: there is nothing to compare."""
    if not seen:
        return None
    unit, counted = by_period([mark.date for mark in seen])
    if len(counted) == 1:
        return None
    periods = tuple(Period(day, count) for day, count in counted)
    most = max(period.count for period in periods)
    peaks = [period for period in periods if period.count == most]
    return Chart(unit, periods, len(seen), seen[0].date, seen[-1].date, peaks[0] if len(peaks) == 1 else None)


def together(site: Site, views: Views, seen: Sequence[Mark], name: str) -> tuple[Together, ...]:
    """The companies, then the terms of each taxonomy, that most of the posts name; empty for a single post.

    `name` is the page's own term key: a term or company of that name is not news there.
    """
    if len(seen) < 2:
        return ()
    companies = Counter(chain.from_iterable(mark.companies for mark in seen))
    named = [(site.companies[key][0], count) for key, count in companies.items()]
    rows = {
        "": [
            (count, company.short, urls.company_url(company), beside(company))
            for company, count in named
            if urls.term_key(company.short) != name
        ]
    }
    for term, count in Counter(chain.from_iterable(mark.terms for mark in seen)).items():
        if term.key != name:
            url = urls.term_url(term.taxonomy, term.key)
            rows.setdefault(term.taxonomy, []).append((count, term.name, url, ""))
    indexes = {"": Link(views.site.strings["companies"], views.url("/tickers/"))}
    indexes |= {taxonomy: views.taxonomy(taxonomy) for taxonomy in site.terms}
    return tuple(
        Together(index, _most(views, rows[kind], len(seen))) for kind, index in indexes.items() if rows.get(kind)
    )


def _most(views: Views, rows: Iterable[tuple[int, str, str, str]], of: int) -> tuple[Count, ...]:
    """The rows of count, name, URL and detail that count most, then by name; shares are of `of`."""
    chosen = nsmallest(MOST_TOGETHER, rows, key=lambda row: (-row[0], row[1].casefold(), row[1], row[2]))
    return tuple(
        Count(name, views.url(url), count, round(100 * count / of), detail) for count, name, url, detail in chosen
    )
