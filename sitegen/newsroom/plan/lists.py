"""Lists of posts by term, company and author, paged from the oldest so that full pages never change (contract §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from sitegen.model import Author, Company, Post, Term
from sitegen.newsroom import contexts, urls
from sitegen.newsroom.contexts import Card, Entry, Link, Month, Paging
from sitegen.newsroom.plan.output import Later, Output, PostFacts, Rank
from sitegen.newsroom.plan.views import Views, counts
from sitegen.newsroom.site import Site


def plan_terms(site: Site, views: Views) -> list[Output]:
    outputs: list[Output] = []
    for taxonomy, groups in site.terms.items():
        index = views.taxonomy(taxonomy)
        rows = [(term.name, urls.term_url(taxonomy, term.key), len(found), "") for term, found in groups.values()]
        outputs.append(_index(views, index, f"/{taxonomy}/", rows))
        for term, positions in groups.values():

            def page(
                paging: Paging, path: str, chosen: Sequence[int], index: Link = index, term: Term = term
            ) -> contexts.TermPage:
                trail, url = [index], urls.term_url(term.taxonomy, term.key)
                page = views.page("term", term.name, path, description=term.description, trail=trail, of=url)
                months = group_months(views, (views.entries[position] for position in chosen))
                return contexts.TermPage(views.site, page, index, views.term(term), term.description, months, paging)

            url, owner = urls.term_url(taxonomy, term.key), f"the {taxonomy} page of {term.name}"
            outputs += _pages(views, url, owner, positions, term, contexts.TermPage, page, views.cards)
    return outputs


def plan_companies(site: Site, views: Views, facts: Sequence[PostFacts]) -> list[Output]:
    outputs: list[Output] = []
    index = Link(views.site.strings["companies"], views.url("/tickers/"))
    rows = [(c.short, urls.company_url(c), len(found), c.symbol) for c, found in site.companies.values() if found]
    outputs.append(_index(views, index, "/tickers/", rows))
    for company, positions in site.companies.values():

        def page(paging: Paging, path: str, chosen: Sequence[int], company: Company = company) -> contexts.CompanyPage:
            page = views.page("company", company.short, path, trail=[index], of=urls.company_url(company))
            entries = (_entry(views, site.posts[position], position, company) for position in chosen)
            return contexts.CompanyPage(
                site=views.site,
                page=page,
                company=views.company(company),
                listings=tuple(f"{s.exchange}: {s.symbol}" if s.exchange else s.symbol for s in company.listings),
                cik=company.cik,
                country=company.country,
                website=company.url,
                months=group_months(views, entries),
                paging=paging,
            )

        url, owner = urls.company_url(company), f"the page of {company.name}"
        outputs += _pages(views, url, owner, positions, company, contexts.CompanyPage, page, facts)
    return outputs


def plan_authors(site: Site, views: Views) -> list[Output]:
    outputs: list[Output] = []
    index = Link(views.site.strings["authors"], views.url("/authors/"))
    rows = [(author.name, urls.author_url(author.key), len(found), "") for author, found in site.authors.values()]
    outputs.append(_index(views, index, "/authors/", rows))
    for author, positions in site.authors.values():

        def page(paging: Paging, path: str, chosen: Sequence[int], author: Author = author) -> contexts.AuthorPage:
            url = urls.author_url(author.key)
            page = views.page("author", author.name, path, description=author.bio, trail=[index], of=url)
            months = group_months(views, (views.entries[position] for position in chosen))
            return contexts.AuthorPage(views.site, page, views.author(author), author.bio, author.url, months, paging)

        url, owner = urls.author_url(author.key), f"the page of {author.name}"
        outputs += _pages(views, url, owner, positions, author, contexts.AuthorPage, page, views.cards)
    return outputs


def _pages(
    views: Views,
    url: str,
    owner: str,
    positions: Sequence[int],
    of: Term | Company | Author,
    kind: type[contexts.Context],
    page: Callable[[Paging, str, Sequence[int]], contexts.Context],
    shared: Sequence[Card] | Sequence[PostFacts],
) -> Iterator[Output]:
    """The pages of the list at `url`, each to be made by `page` of what is `shared` by its posts' positions."""
    for paging, path, chosen in pages(views, url, positions, views.page_size):
        later = Later(
            kind=kind,
            own=(of, paging, path),
            shared=tuple([shared[position] for position in chosen]),
            make=partial(page, paging, path, chosen),
        )
        yield _list(path, owner, later)


def pages(views: Views, url: str, positions: Sequence[int], size: int) -> Iterator[tuple[Paging, str, Sequence[int]]]:
    """Each page of a list, as its paging, URL and posts, newest first: the list's own URL, then the numbered pages.

    Page 1 holds the `size` oldest posts and changes only when they do; a page exists once it is full, and knows of no
    later one (contract §5).
    """
    full = len(positions) // size
    newest = views.url(url)
    older = views.url(urls.numbered_url(url, full)) if len(positions) > size else ""
    yield Paging(None, older, newest), url, positions[: -size - 1 : -1]
    for number in range(1, full + 1):
        older = views.url(urls.numbered_url(url, number - 1)) if number > 1 else ""
        chosen = positions[(number - 1) * size : number * size][::-1]
        yield Paging(number, older, newest), urls.numbered_url(url, number), chosen


def _entry(views: Views, post: Post, position: int, company: Company) -> Entry:
    """A post in a company's list, with the parts of a digest that name the company, as links to them."""
    if not post.document.stories:
        return views.entries[position]
    anchors = {
        mention.anchor
        for mention, found in zip(post.document.mentions, post.companies, strict=True)
        if found is not None and found.key == company.key
    }
    stories = tuple(
        Link(story.title, f"{views.url(post.url)}#{story.anchor}")
        for story in post.document.stories
        if story.anchor in anchors
    )
    return Entry(views.cards[position], stories)


def group_months(views: Views, entries: Iterable[Entry]) -> tuple[Month, ...]:
    """Consecutive entries of one month together."""
    groups = groupby(entries, key=lambda entry: (entry.card.published.year, entry.card.published.month))
    return tuple(
        Month(found[0].card.published.date().replace(day=1), views.url(urls.month_url(year, month)), found)
        for (year, month), found in ((key, tuple(group)) for key, group in groups)
    )


def group_days(views: Views, positions: Iterable[int]) -> tuple[contexts.Day, ...]:
    """Posts, given newest first, by day; a day's digest leads it."""
    groups = groupby((views.cards[position] for position in positions), key=lambda card: card.published.date())
    return tuple(
        contexts.Day(
            date,
            views.url(urls.day_url(date.year, date.month, date.day)),
            tuple(sorted(cards, key=lambda card: card.kind != "digest")),
        )
        for date, cards in groups
    )


def _index(views: Views, index: Link, path: str, rows: Iterable[tuple[str, str, int, str]]) -> Output:
    """An index by name; names that differ only in case stay apart, in a fixed order."""
    ordered = sorted(rows, key=lambda row: (row[0].casefold(), row[0], row[1]))
    shown = counts((name, views.url(url), count, detail) for name, url, count, detail in ordered)
    context = contexts.IndexPage(views.site, views.page("index", index.name, path), shown)
    return _list(path, f"the index at {path}", context)


def _list(path: str, owner: str, content: contexts.Context | Later) -> Output:
    return Output(urls.output_path(path), owner, Rank.LIST, content)
