"""The things that pages name, as schema.org's nodes: the site, its publisher, authors, companies, sources.

A thing has one `@id` on all pages: its own page's address with a fragment that no heading can have. Nothing here knows
what kind of page it stands on.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from sitegen.newsroom.contexts import Author, Company, Correction, Site, Source
from sitegen.newsroom.urls import split_url

Node = dict[str, Any]

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def node(kind: str, *, id: str = "", **properties: object) -> Node:  # noqa: A002 (JSON-LD's word)
    """A thing of a kind, with those of the properties that have something to say."""
    return {"@type": kind, **({"@id": id} if id else {}), **said(**properties)}


def said(**properties: object) -> Node:
    """The properties that have something to say."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], ())}


def home_of(site: Site) -> str:
    return site.origin + site.root


def absolute(site: Site, url: str) -> str:
    """A path from the host's root with its host; what is absolute stays."""
    return site.origin + url if url.startswith("/") else url


def part(url: str, name: str) -> Node:
    """What names a part of the page at `url`; no heading's id begins like that."""
    return {"@id": f"{url}#sg-{name}"}


def website(site: Site, *, home: bool) -> Node:
    """The site; on its home page with its search."""
    action = None
    if site.search and home:
        target = node("EntryPoint", urlTemplate=f"{absolute(site, site.search)}?q={{search_term_string}}")
        action = node("SearchAction", target=target) | {"query-input": "required name=search_term_string"}
    return node(
        "WebSite",
        id=f"{home_of(site)}#sg-website",
        url=home_of(site),
        name=site.title,
        inLanguage=site.language,
        publisher=part(home_of(site), "publisher"),
        potentialAction=action,
    )


def publisher(site: Site) -> Node:
    home = home_of(site)
    return node(
        "NewsMediaOrganization",
        id=f"{home}#sg-publisher",
        name=site.title,
        url=home,
        logo=node("ImageObject", url=f"{home}apple-touch-icon.png"),
        correctionsPolicy=absolute(site, site.corrections_policy) if site.corrections_policy else "",
    )


def citation(canonical: str, source: Source) -> Node:
    """A source as what was cited: a page where its address is known, else some work of the publisher's."""
    url = urljoin(canonical, source.url) if source.url and split_url(source.url) else ""
    linked = url.startswith(("https://", "http://"))
    return node(
        "WebPage" if linked else "CreativeWork",
        url=url if linked else "",
        name=source.title,
        publisher=organization(source.publisher or source.domain, source.domain),
    )


def organization(name: str, domain: str) -> Node:
    return node("Organization", name=name, url=f"https://{domain}/" if _DOMAIN.fullmatch(domain) else "")


def correction_comment(correction: Correction) -> Node:
    return node("CorrectionComment", text=correction.text, datePublished=correction.date.isoformat())


def author_of(site: Site, author: Author) -> Node:
    url = absolute(site, author.url)
    return node("Organization" if author.organization else "Person", id=f"{url}#sg-author", name=author.name, url=url)


def company_of(site: Site, company: Company) -> Node:
    """A company by its page here. A symbol follows its exchange and a space, as schema.org writes it."""
    url = absolute(site, company.url)
    return node(
        "Corporation",
        id=f"{url}#sg-company",
        name=company.short,
        legalName=company.name,
        tickerSymbol=f"{company.exchange} {company.symbol}".strip(),
        url=url,
    )
