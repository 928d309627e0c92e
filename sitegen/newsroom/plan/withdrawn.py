"""The pages of what was withdrawn: at its own address, with the reason, and in no list, feed or file for programs."""

from __future__ import annotations

from sitegen.newsroom import contexts
from sitegen.newsroom.plan.home import newest_cards
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.posts import place_of_slug
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path


def plan_withdrawn(site: Site, views: Views) -> list[Output]:
    outputs = []
    latest = newest_cards(views)
    for gone in site.taken_down:
        if gone.meta.withdrawn:
            document, reason = gone.document, gone.meta.withdrawn
            page = views.page("withdrawn", document.title, gone.url, description=reason)
            context = contexts.WithdrawnPage(views.site, page, gone.published, reason, latest)
            place = place_of_slug(document)
            outputs.append(Output(output_path(gone.url), document.place, Rank.POST, context, place))
    return outputs
