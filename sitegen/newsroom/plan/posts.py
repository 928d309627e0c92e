"""The pages of posts and standing pages, with what their texts' links lead to and what belongs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.model import Document, Post, Reference, StandingPage
from sitegen.newsroom import contexts
from sitegen.newsroom.links import Internal, Targets
from sitegen.newsroom.pins import Pins, earlier_posts
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path, split_url

MOST_EARLIER = 10  # posts in "the story so far"


@dataclass(frozen=True, slots=True)
class Fillings:
    """What fills the holes of each text, and the picture that leads it, by path under `content/`.

    `links` are all internal links, for checking.
    """

    by_path: Mapping[str, contexts.Filling]
    images: Mapping[str, contexts.Picture]
    links: tuple[Internal, ...]
    problems: tuple[Diagnostic, ...]


def fill_texts(site: Site, views: Views, targets: Targets) -> Fillings:
    by_path: dict[str, contexts.Filling] = {}
    images: dict[str, contexts.Picture] = {}
    links: list[Internal] = []
    problems: list[Diagnostic] = []
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:

        def lead(reference: Reference, thing: Post | StandingPage = thing) -> str:
            url, found = targets.resolve(thing.document, thing.url, reference)
            if isinstance(found, Internal):
                links.append(found)
            else:
                problems.append(found)
            return url

        document = thing.document
        by_path[document.path] = views.filling(thing, [lead(reference) for reference in document.references])
        image = document.meta.image
        if image:
            parts = split_url(image.src)
            elsewhere = parts is None or parts.netloc != ""
            place = document.meta.places.get("image", (1, 1))
            src = image.src if elsewhere else lead(Reference(image.src, *place, picture=True))
            remote = elsewhere and site.config.markdown.remote_images == "link"
            images[document.path] = contexts.Picture(src, image.alt, image.credit, remote)
    return Fillings(by_path, images, tuple(links), tuple(problems))


def plan_posts(
    site: Site, views: Views, fillings: Fillings, related: Sequence[Sequence[int]]
) -> tuple[list[Output], list[Diagnostic]]:
    outputs: list[Output] = []
    problems: list[Diagnostic] = []
    cards = views.cards
    pins = Pins(site.posts, site.unpublished)
    followed: list[int | None] = []
    for post in site.posts:
        before, more = pins.followed(post)
        followed.append(before)
        problems += more
    for position, post in enumerate(site.posts):
        document = post.document
        pinned, more = pins.related(post)
        problems += more
        earlier = earlier_posts(position, followed, MOST_EARLIER)
        chosen = list(dict.fromkeys((*pinned, *related[position])))[: max(site.config.related.count, len(pinned))]
        context = contexts.PostPage(
            site=views.site,
            page=views.page("post", document.title, post.url, description=document.summary),
            post=views.post(post, fillings.images.get(document.path)),
            filling=fillings.by_path[document.path],
            related=tuple(cards[other] for other in chosen),
            earlier=tuple(cards[other] for other in earlier),
            previous=cards[position - 1] if position else None,
            next=cards[position + 1] if position + 1 < len(cards) else None,
        )
        outputs.append(Output(output_path(post.url), document.place, Rank.POST, context, place_of_slug(document)))
    return outputs, problems


def plan_standing_pages(site: Site, views: Views, fillings: Fillings) -> list[Output]:
    outputs: list[Output] = []
    for standing in site.pages:
        document = standing.document
        page = views.page("page", document.title, standing.url, description=document.summary)
        filling = fillings.by_path[document.path]
        context = contexts.StandingPage(views.site, page, views.standing(standing), filling)
        outputs.append(Output(output_path(standing.url), document.place, Rank.POST, context, place_of_slug(document)))
    return outputs


def place_of_slug(document: Document) -> tuple[int, int]:
    return document.meta.places.get("slug", (1, 1))
