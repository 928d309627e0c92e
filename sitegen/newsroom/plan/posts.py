"""The pages of posts and standing pages, with what their texts' links lead to and what belongs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.model import Post, StandingPage
from sitegen.newsroom import contexts
from sitegen.newsroom.links import Internal, Targets
from sitegen.newsroom.pins import Pins
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path


@dataclass(frozen=True, slots=True)
class Fillings:
    """What fills the holes of each text, by path under `content/`; `links` are all internal links, for checking."""

    by_path: Mapping[str, contexts.Filling]
    links: tuple[Internal, ...]
    problems: tuple[Diagnostic, ...]


def fill_texts(site: Site, views: Views, targets: Targets) -> Fillings:
    by_path: dict[str, contexts.Filling] = {}
    links: list[Internal] = []
    problems: list[Diagnostic] = []
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        urls = []
        for reference in thing.document.references:
            url, found = targets.resolve(thing.document, thing.url, reference)
            urls.append(url)
            if isinstance(found, Internal):
                links.append(found)
            else:
                problems.append(found)
        by_path[thing.document.path] = views.filling(thing, urls)
    return Fillings(by_path, tuple(links), tuple(problems))


def plan_posts(
    site: Site, views: Views, fillings: Fillings, related: Mapping[str, Sequence[str]]
) -> tuple[list[Output], list[Diagnostic]]:
    outputs: list[Output] = []
    problems: list[Diagnostic] = []
    cards = views.cards
    pins = Pins(site.posts, site.unpublished)
    positions = {post.document.path: position for position, post in enumerate(site.posts)}
    for position, post in enumerate(site.posts):
        document = post.document
        pinned, more = pins.related(post)
        problems += more
        earlier, more = pins.earlier(post)
        problems += more
        found = (positions[path] for path in related.get(document.path, ()))
        chosen = list(dict.fromkeys((*pinned, *found)))[: max(site.config.related.count, len(pinned))]
        context = contexts.PostPage(
            site=views.site,
            page=views.page("post", document.title, post.url, description=document.summary),
            post=views.post(post),
            filling=fillings.by_path[document.path],
            related=tuple(cards[other] for other in chosen),
            earlier=tuple(cards[other] for other in earlier),
            previous=cards[position - 1] if position else None,
            next=cards[position + 1] if position + 1 < len(cards) else None,
        )
        outputs.append(Output(output_path(post.url), document.place, Rank.POST, context))
    return outputs, problems


def plan_standing_pages(site: Site, views: Views, fillings: Fillings) -> list[Output]:
    outputs: list[Output] = []
    for standing in site.pages:
        document = standing.document
        page = views.page("page", document.title, standing.url, description=document.summary)
        filling = fillings.by_path[document.path]
        context = contexts.StandingPage(views.site, page, views.standing(standing), filling)
        outputs.append(Output(output_path(standing.url), document.place, Rank.POST, context))
    return outputs
