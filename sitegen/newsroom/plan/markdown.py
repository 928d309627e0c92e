"""Each post once more, as Markdown at its own URL plus `index.md`: what other programs read instead of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sitegen.newsroom.contexts import Company, Filling, Picture, Source
from sitegen.newsroom.moments import in_zone
from sitegen.newsroom.plan.output import Later, Output, PostFacts, Rank, Written
from sitegen.newsroom.plan.posts import Leads, place_of_slug
from sitegen.newsroom.plan.programs import all_sources
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import markdown_url, output_path


class PostMarkdown(Written, frozen=True):
    """A post for other programs: nothing that is meant for editors alone, such as keys in `extra` or aliases.

    `url` is absolute; `origin` is to be put before the paths of companies, sources, pictures and the filling. `terms`
    are names by taxonomy. `corrections` are the moments of the corrections, whose texts are in the body.
    """

    url: str
    origin: str
    id: str
    title: str
    kicker: str
    summary: str
    kind: str
    language: str
    published: datetime
    updated: datetime | None
    authors: tuple[str, ...]
    terms: dict[str, tuple[str, ...]]
    companies: tuple[Company, ...]
    sources: tuple[Source, ...]
    image: Picture | None
    corrections: tuple[datetime, ...]
    body: str
    filling: Filling


def plan_markdown(site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> list[Output]:
    if not site.config.api.enabled:
        return []
    origin = site.config.origin

    def content(position: int) -> PostMarkdown:
        post = site.posts[position]
        document, meta = post.document, post.meta
        terms: dict[str, tuple[str, ...]] = dict.fromkeys(site.config.taxonomies, ())
        for term in post.terms:
            terms[term.taxonomy] += (term.name,)
        return PostMarkdown(
            url=views.absolute(post.url),
            origin=origin,
            id=post.id,
            title=document.title,
            kicker=meta.kicker,
            summary=document.summary,
            kind=meta.kind,
            language=site.config.language,
            published=post.published,
            updated=post.updated,
            authors=tuple(author.name for author in post.authors),
            terms=terms,
            companies=views.companies(post),
            sources=tuple(all_sources(views, post, leads.urls[document.path])),
            image=leads.images.get(document.path),
            corrections=tuple(in_zone(correction.date, site.zone) for correction in meta.corrections),
            body=document.key,
            filling=leads.filling(views, post),
        )

    outputs = []
    for position, post in enumerate(site.posts):
        later = Later(PostMarkdown, (), (facts[position],), partial(content, position))
        path, owner = output_path(markdown_url(post.url)), f"the Markdown of {post.document.place}"
        outputs.append(Output(path, owner, Rank.POST, later, place_of_slug(post.document)))
    return outputs
