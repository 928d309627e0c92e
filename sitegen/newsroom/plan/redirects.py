"""A page at each of a document's aliases that leads on to it."""

from __future__ import annotations

from sitegen.model import Post, StandingPage
from sitegen.newsroom import contexts
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path


def plan_redirects(site: Site, views: Views) -> list[Output]:
    outputs = []
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        document = thing.document
        for alias in {alias.casefold(): alias for alias in document.meta.aliases}.values():
            path = alias if alias.endswith((".html", ".htm", "/")) else f"{alias}/"
            page = views.page("redirect", document.title, thing.url)
            context = contexts.RedirectPage(views.site, page, views.url(thing.url))
            place = document.meta.places.get("aliases", (1, 1))
            outputs.append(Output(output_path(path), document.place, Rank.LIST, context, place))
    return outputs
