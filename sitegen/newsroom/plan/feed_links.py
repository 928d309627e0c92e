"""Where the feeds of each list are, and what they are called: on the list's page, and wherever feeds are listed."""

from __future__ import annotations

from sitegen.model import Author, Company, Term
from sitegen.newsroom import urls
from sitegen.newsroom.contexts import FeedLinks
from sitegen.newsroom.plan.views import Views, beside
from sitegen.strings import fill_words


def term_feed(views: Views, term: Term) -> FeedLinks:
    return _list_feed(views, term.name, urls.term_url(term.taxonomy, term.key))


def company_feed(views: Views, company: Company) -> FeedLinks:
    return _list_feed(views, company_title(views, company), urls.company_url(company))


def author_feed(views: Views, author: Author) -> FeedLinks:
    return _list_feed(views, author.name, urls.author_url(author.key))


def company_title(views: Views, company: Company) -> str:
    """The name that tells a company from a term of the same name."""
    strings = views.site.strings
    words = strings["title_company"] if beside(company) else strings["title_private"]
    return fill_words(words, name=company.short, symbol=company.symbol)


def _list_feed(views: Views, name: str, url: str) -> FeedLinks:
    return views.feed(name, f"{name} · {views.site.title}", url)
