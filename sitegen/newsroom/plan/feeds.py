"""The feeds: one for the site, and one for each term, company and author. What is in them, not how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from urllib.parse import urlsplit

from sitegen.newsroom import urls
from sitegen.newsroom.moments import instant
from sitegen.newsroom.plan.output import Entry, Feed, Later, Output, PostFacts, Rank
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site


def plan_feeds(site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> list[Output]:
    config = site.config
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(config.base_url))

    @cache
    def entry(position: int) -> Entry:
        post = site.posts[position]
        return Entry(
            id=post.id,
            title=post.document.title,
            url=views.absolute(post.url),
            summary=post.document.summary,
            published=post.published,
            updated=post.updated or post.published,
            authors=tuple(author.name for author in post.authors),
            categories=tuple(term.name for term in post.terms),
            body=post.document.key,
            filling=leads.filling(views, post),
            correction=views.site.strings["correction"],
        )

    def content(title: str, url: str, chosen: Sequence[int]) -> Feed:
        entries = tuple(map(entry, chosen))
        return Feed(
            title=f"{title} · {config.title}" if title else config.title,
            description=config.description or config.title,
            language=config.language,
            origin=origin,
            home=views.absolute(url),
            url=views.absolute(urls.feed_url(url)),
            content=config.feeds.content,
            updated=max((e.updated for e in entries), key=instant, default=None),
            entries=entries,
        )

    def feed(title: str, url: str, positions: Sequence[int]) -> Output:
        chosen = positions[-config.feeds.limit :][::-1]
        later = Later(
            kind=Feed,
            own=(title, url),
            shared=tuple([facts[position] for position in chosen]),
            make=partial(content, title, url, chosen),
        )
        return Output(urls.output_path(urls.feed_url(url)), f"the feed of {url}", Rank.FEED, later)

    outputs = [feed("", "/", range(len(site.posts)))]
    for taxonomy, terms in site.terms.items():
        outputs += [feed(term.name, urls.term_url(taxonomy, term.key), found) for term, found in terms.values()]
    outputs += [feed(company.short, urls.company_url(company), found) for company, found in site.companies.values()]
    outputs += [feed(author.name, urls.author_url(author.key), found) for author, found in site.authors.values()]
    return outputs
