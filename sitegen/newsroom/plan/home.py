"""The front page and the page for what is not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sitegen.model import Post
from sitegen.newsroom import contexts, urls
from sitegen.newsroom.plan.lists import group_days
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.views import Views, counts
from sitegen.newsroom.site import Site

WEEK = timedelta(days=7)
FEWEST = 12  # stories on the front page: a site that publishes seldom shows more than its last week
MOST_NAMED = 8  # rows in "most in the news"
LATEST = 5  # stories on the page for what is not found


def plan_home(site: Site, views: Views, leads: Leads) -> list[Output]:
    lead = lead_position(site.posts)
    recent = _recent(site.posts)
    context = contexts.HomePage(
        site=views.site,
        page=views.page("home", views.site.title, "/"),
        lead=None if lead is None else _lead(site, views, leads, lead),
        newest=site.posts[-1].published.date() if site.posts else None,
        days=group_days(views, [position for position in recent if position != lead]),
        companies=_most_named_companies(site, views),
        terms=_most_used_terms(site, views),
    )
    latest = tuple(reversed(views.cards[-LATEST:]))
    missing = contexts.NotFoundPage(views.site, views.page("404", "", "/404.html"), latest)
    return [
        Output("index.html", "the home page", Rank.LIST, context),
        Output("404.html", "the page for what is not found", Rank.LIST, missing),
    ]


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


def _lead(site: Site, views: Views, leads: Leads, position: int) -> contexts.Lead:
    post = site.posts[position]
    return contexts.Lead(
        card=views.cards[position],
        body=post.document.key,
        companies=views.companies(post),
        filling=leads.filling(views, post),
    )


def _week(posts: Sequence[Post]) -> list[Post]:
    return [post for post in posts if posts[-1].published - post.published < WEEK]


def _most_named_companies(site: Site, views: Views) -> tuple[contexts.Count, ...]:
    """The week's companies by the number of posts that name them, then by name."""
    named = Counter(company for post in _week(site.posts) for company in views.companies(post))
    ranked = sorted(named, key=lambda company: (-named[company], company.short))[:MOST_NAMED]
    return counts((company.short, company.url, named[company], company.symbol) for company in ranked)


def _most_used_terms(site: Site, views: Views) -> tuple[contexts.Count, ...]:
    used = Counter(term for post in _week(site.posts) for term in post.terms if term.taxonomy == "tags")
    ranked = sorted(used, key=lambda term: (-used[term], term.name))[:MOST_NAMED]
    return counts((term.name, views.url(urls.term_url(term.taxonomy, term.key)), used[term], "") for term in ranked)
