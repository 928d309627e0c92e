"""The front page and the page for what is not found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sitegen.model import Post
from sitegen.newsroom import contexts
from sitegen.newsroom.plan.calendar import week_link
from sitegen.newsroom.plan.lists import group_days
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.plan.weeks import most_named_companies, most_used_terms
from sitegen.newsroom.site import Site

WEEK = timedelta(days=7)
FEWEST = 12  # stories on the front page: a site that publishes seldom shows more than its last week
MOST_NAMED = 8  # rows in "most in the news"
LATEST = 5  # stories on pages that have nothing else to show


def plan_home(site: Site, views: Views, leads: Leads) -> list[Output]:
    lead = lead_position(site.posts)
    recent = _recent(site.posts)
    week = _week(site.posts)
    newest = site.posts[-1].published.date() if site.posts else None
    context = contexts.HomePage(
        site=views.site,
        page=views.page("home", views.site.title, "/"),
        lead=None if lead is None else leads.brief(views, lead, len(site.posts[lead].meta.takeaways)),
        newest=newest,
        days=group_days(views, [position for position in recent if position != lead]),
        companies=most_named_companies(week, views, MOST_NAMED),
        terms=most_used_terms(week, views, MOST_NAMED),
        week=week_link(views, newest),
    )
    missing = contexts.NotFoundPage(views.site, views.page("404", "", "/404.html"), newest_cards(views))
    return [
        Output("index.html", "the home page", Rank.LIST, context, updated=views.latest(recent)),
        Output("404.html", "the page for what is not found", Rank.LIST, missing),
    ]


def newest_cards(views: Views) -> tuple[contexts.Card, ...]:
    """The newest stories, for readers who came to a page that has none: the way on."""
    return tuple(reversed(views.cards[-LATEST:]))


def lead_position(posts: Sequence[Post]) -> int | None:
    """The newest day's digest, else that day's first story (contract §5)."""
    if not posts:
        return None
    newest = posts[-1].published.date()
    day = [position for position, post in enumerate(posts) if post.published.date() == newest]
    return next((position for position in reversed(day) if posts[position].meta.kind == "digest"), day[0])


def _recent(posts: Sequence[Post]) -> list[int]:
    """Positions of about a week's posts, newest first, counted from the newest: whole days, and not too few."""
    found: list[int] = []
    for position in range(len(posts) - 1, -1, -1):
        date = posts[position].published.date()
        in_week = posts[-1].published.date() - date < WEEK
        begun = bool(found) and posts[found[-1]].published.date() == date
        if not in_week and len(found) >= FEWEST and not begun:
            break
        found.append(position)
    return found


def _week(posts: Sequence[Post]) -> list[Post]:
    return [post for post in posts if posts[-1].published - post.published < WEEK]
