"""What a page says, as data: the JSON-LD block in its head, in the words of schema.org and as Google's guides ask.

Takes everything from the page's own values, with their URLs made absolute, and decides nothing about the news. Parts
name each other by `@id`. A headline is never cut: Google's bound of 110 characters is gone from its guide. An index of
names has no list here, since each name leads to one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sitegen.newsroom.contexts import (
    ArchivePage,
    AuthorPage,
    Card,
    CompanyPage,
    Context,
    DaysPage,
    Entry,
    HomePage,
    Link,
    Month,
    Post,
    PostPage,
    PublisherPage,
    SearchPage,
    Site,
    StandingPage,
    TermPage,
    WeekPage,
)
from sitegen.outputs.things import (
    Node,
    absolute,
    author_of,
    citation,
    company_of,
    correction_comment,
    home_of,
    node,
    organization,
    part,
    publisher,
    said,
    website,
)

Filters = Mapping[str, Callable[..., Any]]

# What could end a data block, begin a comment in it, or may not stand in HTML or UTF-8: JSON can say it otherwise.
_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def data_block(data: Node | None) -> str:
    """Data as JSON that can stand in a `script` element (HTML, 4.12.1.3), whatever its texts hold; "" for none."""
    if data is None:
        return ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def structured(context: Context, shown: Filters) -> Node | None:
    """The graph of a page, None for one that is not to be found by searching.

    `shown` are the language's filters, for names that are dates.
    """
    site, page = context.site, context.page
    if not page.indexed:
        return None
    trail = [(absolute(site, link.url), _link_name(link, shown)) for link in page.trail]
    name = _name(context, shown)
    whole = node(
        "WebPage",
        id=page.canonical,
        url=page.canonical,
        name=name,
        description=page.description,
        inLanguage=site.language,
        isPartOf=part(home_of(site), "website"),
        breadcrumb=part(page.canonical, "trail") if trail else None,
    )
    graph = [*_about_page(context, whole, shown), website(site, home=isinstance(context, HomePage)), publisher(site)]
    if trail:
        steps = [*trail, (page.canonical, name)]
        graph.append(
            node(
                "BreadcrumbList",
                id=f"{page.canonical}#sg-trail",
                itemListElement=[
                    node("ListItem", position=n, name=name, item=url) for n, (url, name) in enumerate(steps, 1)
                ],
            )
        )
    return {"@context": "https://schema.org", "@graph": graph}


def _about_page(context: Context, page: Node, shown: Filters) -> Iterator[Node]:
    """The page as what its kind is, and what it is about."""
    site = context.site
    match context:
        case PostPage():
            yield page
            yield _article(context)
            return
        case StandingPage():
            updated = context.standing.updated
            page |= said(dateModified=updated and updated.isoformat())
        case SearchPage():
            page["@type"] = "SearchResultsPage"
        case AuthorPage():
            person = author_of(site, context.author)
            person |= said(description=context.bio, sameAs=context.website)
            told = [_told(site, entry.card, person["@id"]) for entry in _entries(context.months)]
            page |= node("ProfilePage", mainEntity=person, hasPart=told)
        case _:
            page["@type"] = "CollectionPage"
            page |= said(about=_subject(context), mainEntity=_list(_items(context, shown)))
    yield page


def _article(context: PostPage) -> Node:
    site, page, post = context.site, context.page, context.post
    image = page.image
    sources = dict.fromkeys((*post.sources, *context.filling.sources))
    return node(
        "NewsArticle",
        id=f"{page.canonical}#sg-article",
        url=page.canonical,
        mainEntityOfPage={"@id": page.canonical},
        headline=post.title,
        alternativeHeadline=post.kicker,
        description=post.summary,
        image=image and node("ImageObject", url=image.url, caption=image.alt),
        datePublished=post.published.isoformat(),
        dateModified=(post.updated or post.published).isoformat(),
        author=[author_of(site, author) for author in post.authors] or part(home_of(site), "publisher"),
        publisher=part(home_of(site), "publisher"),
        articleSection=post.section and post.section.name,
        keywords=[term.name for terms in post.terms.values() for term in terms],
        timeRequired=f"PT{post.minutes}M",
        isAccessibleForFree=True,
        inLanguage=site.language,
        hasPart=list(_stories(page.canonical, post)),
        citation=[citation(page.canonical, source) for source in sources],
        mentions=[company_of(site, company) for company in post.companies],
        correction=[correction_comment(correction) for correction in post.corrections],
    )


def _stories(canonical: str, post: Post) -> Iterator[Node]:
    """The stories of a digest, each at its anchor, by the contents: the last level that they show."""
    for section in post.contents if post.kind == "digest" else ():
        for story in section.children or (section,):
            url = f"{canonical}#{story.id}"
            yield node("NewsArticle", id=url, url=url, headline=story.text, articleSection=section.text)


def _subject(context: Context) -> Node | None:
    """What a list is about."""
    match context:
        case CompanyPage():
            symbols = [listing.replace(": ", " ", 1) for listing in context.listings]
            cik = context.cik and node("PropertyValue", propertyID="CIK", value=context.cik)
            more = said(tickerSymbol=symbols, sameAs=context.website, identifier=cik)
            return company_of(context.site, context.company) | more
        case PublisherPage():
            return organization(context.publisher.name, context.domain or context.publisher.name)
        case TermPage():
            return node("Thing", name=context.term.name, description=context.description)
        case _:
            return None


def _items(context: Context, shown: Filters) -> Iterable[tuple[str, str]]:
    """What a list leads to, as URLs and names: of a digest, the stories that the list names."""
    site = context.site
    match context:
        case TermPage() | CompanyPage() | PublisherPage():
            leads = (lead for entry in _entries(context.months) for lead in entry.stories or (entry.card,))
            return [(absolute(site, lead.url), _title(lead)) for lead in leads]
        case HomePage() | DaysPage() | WeekPage():
            lead = [context.lead.card] if isinstance(context, HomePage) and context.lead else []
            found = (*lead, *(card for day in context.days for card in day.cards))
            return [(absolute(site, card.url), card.title) for card in found]
        case ArchivePage():
            months = (month for year in context.years for month in year.months)
            return [(absolute(site, month.url), shown["month"](month.date)) for month in months]
        case _:
            return []


def _entries(months: Iterable[Month]) -> Iterator[Entry]:
    return (entry for month in months for entry in month.entries)


def _title(lead: Card | Link) -> str:
    return lead.title if isinstance(lead, Card) else lead.name


def _told(site: Site, card: Card, author: str) -> Node:
    """A post on its author's page."""
    url = absolute(site, card.url)
    return node(
        "NewsArticle",
        id=f"{url}#sg-article",
        url=url,
        headline=card.title,
        datePublished=card.published.isoformat(),
        author={"@id": author},
    )


def _name(context: Context, shown: Filters) -> str:
    """What the page is called: its title, or the time that it is about, as its template writes it."""
    match context:
        case DaysPage(page=page, date=day):
            whole = f"{shown['weekday'](day)}, {shown['date'](day)}"
            return str(shown["month"](day)) if page.kind == "month" else whole
        case WeekPage(site=site, number=number, year=year):
            return str(shown["fill"](site.strings["week_title"], number=number, year=str(year)))
        case _:
            return context.page.title


def _link_name(link: Link, shown: Filters) -> str:
    return str(shown["month"](link.date)) if isinstance(link.date, date) else link.name


def _list(items: Iterable[tuple[str, str]]) -> Node | None:
    """A list of what URLs lead to, with their names; None for an empty one."""
    elements = [node("ListItem", position=n, name=name, url=url) for n, (url, name) in enumerate(items, 1)]
    return node("ItemList", itemListElement=elements) if elements else None
