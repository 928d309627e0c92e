"""The publishers that the site cites: their index, and for each the stories that cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sitegen.newsroom import contexts, urls
from sitegen.newsroom.cited import Cited, cited, source_key, sources_of
from sitegen.newsroom.contexts import CitedPublisher, Entry, Link, Paging
from sitegen.newsroom.plan.coverage import chart, citing, of_publisher, together
from sitegen.newsroom.plan.indexes import Recent, most_in_a_week
from sitegen.newsroom.plan.lists import group_months, part_entry, plan_index, plan_pages
from sitegen.newsroom.plan.output import Mark, Output, PostFacts
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.strings import fill_words

NEWEST = 3  # stories beside each publisher of the index


def plan_sources(
    site: Site, views: Views, facts: Sequence[PostFacts], marks: Sequence[Mark], recent: Recent
) -> list[Output]:
    index = Link(views.site.strings["sources"], views.url("/sources/"))
    counted = [
        (one, positions, [position for position in positions for _ in range(citing(marks[position], one.key))])
        for one, positions in cited(site.posts, views.publishers)
    ]
    counted.sort(key=lambda row: (-len(row[2]), row[0].name, row[0].slug))
    rows = [(one.name, urls.source_url(one.slug), stories, _domain(one)) for one, _, stories in counted]
    counts = recent.rows(views, rows)
    publishers = [
        CitedPublisher(count, tuple(islice(_newest(site, views, one, positions), NEWEST)))
        for count, (one, positions, _) in zip(counts, counted, strict=True)
    ]
    context = contexts.SourcesPage(
        site=views.site,
        page=views.page("sources", index.name, "/sources/"),
        publishers=tuple(publishers),
        since=recent.since if publishers else None,
        most=most_in_a_week(counts),
    )
    outputs = [plan_index(views, context, rows)]
    for one, positions, _ in counted:

        def page(
            paging: Paging, path: str, chosen: Sequence[int], seen: Sequence[Mark], one: Cited = one
        ) -> contexts.PublisherPage:
            title = fill_words(views.site.strings["title_publisher"], name=one.name)
            return contexts.PublisherPage(
                site=views.site,
                page=views.page("publisher", title, path, trail=[index]),
                publisher=Link(one.name, views.url(urls.source_url(one.slug))),
                domain=_domain(one),
                chart=chart([mark for mark in seen for _ in range(citing(mark, one.key))]),
                together=together(site, views, of_publisher(seen, one.key), ""),
                months=group_months(views, (_entry(site, views, one, position) for position in chosen)),
                paging=paging,
            )

        url, owner = urls.source_url(one.slug), f"the page of the source {one.name}"
        outputs += plan_pages(views, url, owner, positions, one, contexts.PublisherPage, page, facts, marks)
    return outputs


def _domain(one: Cited) -> str:
    """The domain, where it says more than the name."""
    return one.domain if one.domain != one.name else ""


def _entry(site: Site, views: Views, one: Cited, position: int) -> Entry:
    """A post in a publisher's list, with the parts of a digest that close with a citation of it."""
    post = site.posts[position]
    if not post.document.stories:
        return views.entries[position]
    anchors = {
        citation.anchor
        for citation in sources_of(post.document)
        if citation.anchor and source_key(views.publishers, citation) == one.key
    }
    return part_entry(views, post, position, anchors)


def _newest(site: Site, views: Views, one: Cited, positions: Sequence[int]) -> Iterator[Link]:
    """The stories that cite a publisher, newest first."""
    for position in reversed(positions):
        entry = _entry(site, views, one, position)
        yield from entry.stories or (Link(entry.card.title, entry.card.url),)
