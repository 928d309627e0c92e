"""Lists of posts by term, company and author, paged from the oldest so that full pages never change (contract §5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from sitegen.model import Author, Company, Post, Term
from sitegen.newsroom import contexts, urls
from sitegen.newsroom.cited import Cited
from sitegen.newsroom.contexts import Card, Entry, Link, Month, Paging
from sitegen.newsroom.plan.coverage import chart, of_company, together
from sitegen.newsroom.plan.feed_links import author_feed, company_feed, company_title, term_feed
from sitegen.newsroom.plan.indexes import Recent, Row, index_page
from sitegen.newsroom.plan.output import Later, Mark, Output, PostFacts, Rank
from sitegen.newsroom.plan.views import Views, beside
from sitegen.newsroom.site import Site
from sitegen.strings import fill_words

MakePage = Callable[[Paging, str, Sequence[int], Sequence[Mark]], contexts.Context]


def plan_terms(site: Site, views: Views, marks: Sequence[Mark], recent: Recent) -> list[Output]:
    outputs: list[Output] = []
    for taxonomy, groups in site.terms.items():
        index = views.taxonomy(taxonomy)
        rows = [(term.name, urls.term_url(taxonomy, term.key), found, "") for term, found in groups.values()]
        outputs.append(plan_index(views, index_page(views, recent, index.name, f"/{taxonomy}/", rows), rows))
        for term, positions in groups.values():

            def page(
                paging: Paging,
                path: str,
                chosen: Sequence[int],
                seen: Sequence[Mark],
                index: Link = index,
                term: Term = term,
            ) -> contexts.TermPage:
                title = fill_words(views.site.strings["title_term"], name=term.name, taxonomy=index.name)
                return contexts.TermPage(
                    site=views.site,
                    page=views.page(
                        "term", title, path, description=term.description, trail=[index], feed=term_feed(views, term)
                    ),
                    taxonomy=index,
                    term=views.term(term),
                    description=term.description,
                    chart=chart(seen),
                    together=together(site, views, seen, term.key),
                    months=group_months(views, (views.entries[position] for position in chosen)),
                    paging=paging,
                )

            url, owner = urls.term_url(taxonomy, term.key), f"the {taxonomy} page of {term.name}"
            outputs += plan_pages(views, url, owner, positions, term, contexts.TermPage, page, views.cards, marks)
    return outputs


def plan_companies(
    site: Site, views: Views, facts: Sequence[PostFacts], marks: Sequence[Mark], recent: Recent
) -> list[Output]:
    outputs: list[Output] = []
    index = Link(views.site.strings["companies"], views.url("/tickers/"))
    rows = [(c.short, urls.company_url(c), found, beside(c)) for c, found in site.companies.values() if found]
    outputs.append(plan_index(views, index_page(views, recent, index.name, "/tickers/", rows), rows))
    for company, positions in site.companies.values():

        def page(
            paging: Paging, path: str, chosen: Sequence[int], seen: Sequence[Mark], company: Company = company
        ) -> contexts.CompanyPage:
            return contexts.CompanyPage(
                site=views.site,
                page=views.page(
                    "company", company_title(views, company), path, trail=[index], feed=company_feed(views, company)
                ),
                company=views.company(company),
                listings=tuple(f"{s.exchange}: {s.symbol}" if s.exchange else s.symbol for s in company.listings),
                cik=company.cik,
                country=company.country,
                website=company.url,
                chart=chart(seen),
                together=together(site, views, of_company(seen, company.key), urls.term_key(company.short)),
                months=group_months(views, (_company_entry(site, views, place, company) for place in chosen)),
                paging=paging,
            )

        url, owner = urls.company_url(company), f"the page of {company.name}"
        outputs += plan_pages(views, url, owner, positions, company, contexts.CompanyPage, page, facts, marks)
    return outputs


def plan_authors(site: Site, views: Views, marks: Sequence[Mark], recent: Recent) -> list[Output]:
    outputs: list[Output] = []
    index = Link(views.site.strings["authors"], views.url("/authors/"))
    rows = [(author.name, urls.author_url(author.key), found, "") for author, found in site.authors.values()]
    outputs.append(plan_index(views, index_page(views, recent, index.name, "/authors/", rows), rows))
    for author, positions in site.authors.values():

        def page(
            paging: Paging, path: str, chosen: Sequence[int], seen: Sequence[Mark], author: Author = author
        ) -> contexts.AuthorPage:
            return contexts.AuthorPage(
                site=views.site,
                page=views.page(
                    "author", author.name, path, description=author.bio, trail=[index], feed=author_feed(views, author)
                ),
                author=views.author(author),
                bio=author.bio,
                website=author.url,
                chart=chart(seen),
                together=together(site, views, seen, ""),
                months=group_months(views, (views.entries[position] for position in chosen)),
                paging=paging,
            )

        url, owner = urls.author_url(author.key), f"the page of {author.name}"
        outputs += plan_pages(views, url, owner, positions, author, contexts.AuthorPage, page, views.cards, marks)
    return outputs


def plan_pages(
    views: Views,
    url: str,
    owner: str,
    positions: Sequence[int],
    of: Term | Company | Author | Cited,
    kind: type[contexts.Context],
    page: MakePage,
    shared: Sequence[Card] | Sequence[PostFacts],
    marks: Sequence[Mark],
) -> Iterator[Output]:
    """The pages of the list at `url`, each to be made by `page` of what is `shared` by its posts' positions.

    The list's own URL is given the marks of all its posts besides, numbered pages none: they never change.
    """
    for paging, path, chosen in pages(views, url, positions, views.page_size):
        seen = [marks[position] for position in positions] if paging.number is None else []
        later = Later(
            kind=kind,
            own=(of, paging, path, len(chosen)),
            shared=(*[shared[position] for position in chosen], *seen),
            make=partial(page, paging, path, chosen, seen),
        )
        closed = None if paging.number is None else chosen[0]
        yield Output(urls.output_path(path), owner, Rank.LIST, later, updated=views.latest(chosen), closed=closed)


def pages(views: Views, url: str, positions: Sequence[int], size: int) -> Iterator[tuple[Paging, str, Sequence[int]]]:
    """Each page of a list, as its paging, URL and posts, newest first: the list's own URL, then the numbered pages."""
    for number, older, chosen in paged(positions, size):
        paging = Paging(number, views.url(urls.numbered_url(url, older)) if older else "", views.url(url))
        yield paging, urls.numbered_url(url, number) if number else url, chosen


def paged(positions: Sequence[int], size: int) -> Iterator[tuple[int | None, int, Sequence[int]]]:
    """Each part of a list, as its number, the next older one's (0: there is none) and its posts, newest first.

    The list itself, None, shows the newest posts. Page 1 holds the `size` oldest and changes only when they do; a page
    exists once it is full, and knows of no later one (contract §5).
    """
    full = len(positions) // size
    yield None, full if len(positions) > size else 0, positions[: -size - 1 : -1]
    for number in range(1, full + 1):
        yield number, number - 1, positions[(number - 1) * size : number * size][::-1]


def _company_entry(site: Site, views: Views, position: int, company: Company) -> Entry:
    """A post in a company's list, with the parts of a digest that name the company."""
    post = site.posts[position]
    return part_entry(views, post, position, anchors_naming(post, company))


def anchors_naming(post: Post, company: Company) -> set[str]:
    """The parts of a post that name a company; "" is what is before any part."""
    named = zip(post.document.mentions, post.companies, strict=True)
    return {mention.anchor for mention, found in named if found is not None and found.key == company.key}


def part_entry(views: Views, post: Post, position: int, anchors: Collection[str]) -> Entry:
    """A post in a list, with those of a digest's parts that have the anchors, as links to them."""
    if not post.document.stories:
        return views.entries[position]
    return Entry(views.cards[position], part_links(views, post, anchors))


def part_links(views: Views, post: Post, anchors: Collection[str]) -> tuple[Link, ...]:
    url = views.url(post.url)
    stories = [story for story in post.document.stories if story.anchor in anchors]
    return tuple([Link(story.title, f"{url}#{story.anchor}") for story in stories])


def group_months(views: Views, entries: Iterable[Entry]) -> tuple[Month, ...]:
    """Entries of one month together, months in the order of their first entries."""
    groups: dict[date, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.card.published.date().replace(day=1), []).append(entry)
    return tuple(
        Month(month, views.url(urls.month_url(month.year, month.month)), tuple(found))
        for month, found in groups.items()
    )


def group_days(views: Views, positions: Iterable[int]) -> tuple[contexts.Day, ...]:
    """Posts, given newest first, by day; a day's digest leads it.

    Where clocks are set back at midnight, some posts of a day are older than some of the day before.
    """
    groups: dict[date, list[Card]] = {}
    for card in (views.cards[position] for position in positions):
        groups.setdefault(card.published.date(), []).append(card)
    return tuple(
        contexts.Day(
            day,
            views.url(urls.day_url(day.year, day.month, day.day)),
            tuple(sorted(groups[day], key=lambda card: card.kind != "digest")),
        )
        for day in sorted(groups, reverse=True)
    )


def plan_index(views: Views, context: contexts.IndexPage | contexts.SourcesPage, rows: Iterable[Row]) -> Output:
    path = context.page.url.removeprefix(context.site.root.rstrip("/"))
    updated = views.latest({position for _, _, positions, _ in rows for position in positions})
    return Output(urls.output_path(path), f"the index at {path}", Rank.LIST, context, updated=updated)
