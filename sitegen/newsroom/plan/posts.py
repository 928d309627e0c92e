"""The pages of posts and standing pages, with what their texts' links lead to and what belongs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic
from sitegen.model import Document, Post, Reference, StandingPage
from sitegen.newsroom import contexts
from sitegen.newsroom.links import Internal, Targets
from sitegen.newsroom.pins import Pins
from sitegen.newsroom.plan.cards import card_path, preview
from sitegen.newsroom.plan.output import Later, Output, PostFacts, Rank
from sitegen.newsroom.plan.pictures import Pictures, lead_reference
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.threads import find_threads
from sitegen.newsroom.urls import markdown_url, output_path


@dataclass(frozen=True, slots=True)
class Leads:
    """What the references of each text lead to, and the picture that leads it, by path under `content/`.

    `links` are all internal links, for checking.
    """

    urls: Mapping[str, tuple[str, ...]]
    pictures: Mapping[str, tuple[contexts.Picture | None, ...]]
    images: Mapping[str, contexts.Picture]
    links: tuple[Internal, ...]
    problems: tuple[Diagnostic, ...]

    def filling(self, views: Views, thing: Post | StandingPage) -> contexts.Filling:
        """What fills the holes of a text."""
        path = thing.document.path
        return views.filling(thing, self.urls[path], self.pictures[path])

    def brief(self, views: Views, position: int, most: int) -> contexts.Brief:
        """A post told by its first takeaways, `most` of them."""
        post = views.posts[position]
        return contexts.Brief(
            card=views.cards[position],
            companies=views.companies(post),
            body=post.document.key,
            filling=self.filling(views, post),
            most=most,
        )


def resolve_texts(site: Site, targets: Targets, known: Pictures) -> Leads:
    urls: dict[str, tuple[str, ...]] = {}
    pictures: dict[str, tuple[contexts.Picture | None, ...]] = {}
    images: dict[str, contexts.Picture] = {}
    links: list[Internal] = []
    problems: list[Diagnostic] = []

    def lead(thing: Post | StandingPage, reference: Reference) -> str:
        url, found = targets.resolve(thing.document, thing.url, reference)
        if isinstance(found, Diagnostic):
            problems.append(found)
        elif reference.picture and (trouble := known.trouble(thing.document, reference, output_path(found.url))):
            problems.append(trouble)
        else:
            links.append(found)
        return url

    def picture(thing: Post | StandingPage, reference: Reference, url: str) -> contexts.Picture:
        _, found = targets.resolve(thing.document, thing.url, reference)
        return known.picture(url, output_path(found.url) if isinstance(found, Internal) else "")

    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        document = thing.document
        references = document.references
        urls[document.path] = found = tuple([lead(thing, reference) for reference in references])
        pictures[document.path] = ()
        if any(reference.picture for reference in references):
            both = zip(references, found, strict=True)
            pictures[document.path] = tuple([picture(thing, r, url) if r.picture else None for r, url in both])
        image, reference = document.meta.image, lead_reference(document)
        if reference and image:
            shown = picture(thing, reference, lead(thing, reference))
            images[document.path] = replace(shown, alt=image.alt, credit=image.credit)
        elif image:
            remote = site.config.markdown.remote_images == "link"
            images[document.path] = contexts.Picture(image.src, image.alt, image.credit, remote)
    return Leads(urls, pictures, images, tuple(links), tuple(problems))


def post_facts(site: Site, leads: Leads) -> list[PostFacts]:
    """The facts of each post, at its position."""
    facts = []
    for post in site.posts:
        path = post.document.path
        facts.append(
            PostFacts(
                key=post.document.key,
                url=post.url,
                id=post.id,
                published=post.published,
                updated=post.updated,
                history=post.history,
                authors=post.authors,
                terms=post.terms,
                companies=tuple([company.key if company else "" for company in post.companies]),
                urls=leads.urls[path],
                pictures=leads.pictures[path],
                image=leads.images.get(path),
            )
        )
    return facts


def plan_posts(
    site: Site,
    views: Views,
    leads: Leads,
    facts: Sequence[PostFacts],
    related: Sequence[Sequence[tuple[int, int]]],
    given: Mapping[str, tuple[int, int]],
) -> tuple[list[Output], list[Diagnostic]]:
    """The pages of posts; `given` are social cards of their own, by path."""
    outputs: list[Output] = []
    problems: list[Diagnostic] = []
    cards = views.cards
    pins = Pins(site.posts, site.unpublished, site.unread)
    followed: list[int | None] = []
    for post in site.posts:
        before, more = pins.followed(post)
        followed.append(before)
        problems += more
    threads = find_threads(site.posts, followed, related, automatic=site.config.threads.automatic)

    def page(position: int, chosen: Sequence[int], thread: Sequence[int], automatic: bool) -> contexts.PostPage:
        post = site.posts[position]
        document = post.document
        image = leads.images.get(document.path)
        beside = preview(site, views, post, image, given.get(card_path(post)))
        shown = views.page("post", document.title, post.url, description=document.summary, image=beside)
        markdown = views.url(markdown_url(post.url)) if site.config.api.enabled else ""
        return contexts.PostPage(
            site=views.site,
            page=replace(shown, markdown=markdown),
            post=views.post(post, image),
            filling=leads.filling(views, post),
            related=tuple(cards[other] for other in chosen),
            thread=contexts.Thread(tuple(cards[other] for other in thread), automatic) if thread else None,
            previous=cards[position - 1] if position else None,
            next=cards[position + 1] if position + 1 < len(cards) else None,
        )

    for position, post in enumerate(site.posts):
        pinned, more = pins.related(post)
        problems += more
        found = threads.get(position)
        thread, automatic = (found.around(position), found.automatic) if found else ((), False)
        retold = found.positions if found else ()
        alike = sorted((other for other, _ in related[position]), key=lambda other: other in retold)
        chosen = tuple(dict.fromkeys((*pinned, *alike)))[: max(site.config.related.count, len(pinned))]
        others = [
            position,
            *chosen,
            *thread,
            *range(max(0, position - 1), position),
            *range(position + 1, len(cards))[:1],
        ]
        content = Later(
            kind=contexts.PostPage,
            own=(
                len(chosen),
                len(thread),
                automatic,
                position > 0,
                position + 1 < len(cards),
                given.get(card_path(post)),
            ),
            shared=(facts[position], *[cards[other] for other in others]),
            make=partial(page, position, chosen, thread, automatic),
        )
        document = post.document
        outputs.append(
            Output(
                output_path(post.url),
                document.place,
                Rank.POST,
                content,
                place_of_slug(document),
                updated=views.latest([position]),
                closed=position,
            )
        )
    return outputs, problems


def plan_standing_pages(site: Site, views: Views, leads: Leads) -> list[Output]:
    outputs: list[Output] = []
    for standing in site.pages:
        document = standing.document
        page = views.page("page", document.title, standing.url, description=document.summary)
        filling = leads.filling(views, standing)
        context = contexts.StandingPage(views.site, page, views.standing(standing), filling)
        path, place = output_path(standing.url), place_of_slug(document)
        outputs.append(Output(path, document.place, Rank.POST, context, place, updated=standing.updated))
    return outputs


def place_of_slug(document: Document) -> tuple[int, int]:
    return document.meta.places.get("slug", (1, 1))
