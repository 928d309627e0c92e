"""The week in review: what happened in an ISO week, from its posts alone, so that an old week never changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from sitegen.model import Post
from sitegen.newsroom import contexts, urls
from sitegen.newsroom.contexts import Connected, Count, Link
from sitegen.newsroom.plan.archives import with_neighbours
from sitegen.newsroom.plan.calendar import week_link
from sitegen.newsroom.plan.lists import group_days
from sitegen.newsroom.plan.output import Later, Output, PostFacts, Rank
from sitegen.newsroom.plan.posts import Leads
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

MOST_NAMED = 10  # companies and tags
MOST_CONNECTED = 5  # stories
MOST_SHARED = 3  # things through which a story is said to be connected


def plan_weeks(site: Site, views: Views, leads: Leads, facts: Sequence[PostFacts]) -> list[Output]:
    weeks: dict[date, list[int]] = {}
    for position, post in enumerate(site.posts):
        day = post.published.date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(position)
    archive = Link(views.site.strings["archive"], views.url("/archive/"))

    def content(monday: date, positions: Sequence[int], earlier: Link | None, later: Link | None) -> contexts.WeekPage:
        year, number, _ = monday.isocalendar()
        posts = [site.posts[position] for position in positions]
        return contexts.WeekPage(
            site=views.site,
            page=views.page("week", f"{year}-W{number:02}", urls.week_url(year, number), trail=[archive]),
            year=year,
            number=number,
            monday=monday,
            sunday=monday + timedelta(days=6),
            count=len(positions),
            briefs=tuple(
                leads.brief(views, position, most) for position, most in reversed(_telling(site.posts, positions))
            ),
            companies=most_named_companies(posts, views, MOST_NAMED),
            terms=most_used_terms(posts, views, MOST_NAMED),
            connected=_connected(site.posts, positions, views),
            days=group_days(views, reversed(positions)),
            earlier=earlier,
            later=later,
        )

    outputs = []
    for before, monday, after in with_neighbours(sorted(weeks)):
        positions, near = weeks[monday], (week_link(views, before), week_link(views, after))
        later = Later(
            kind=contexts.WeekPage,
            own=(monday, *near),
            shared=(*[facts[position] for position in positions], *[views.cards[position] for position in positions]),
            make=partial(content, monday, positions, *near),
        )
        year, number, _ = monday.isocalendar()
        path = urls.week_url(year, number)
        outputs.append(
            Output(
                urls.output_path(path),
                f"the week in review at {path}",
                Rank.LIST,
                later,
                updated=views.latest(positions),
                closed=positions[-1] + 1 if after else None,
            )
        )
    return outputs


def _telling(posts: Sequence[Post], positions: Sequence[int]) -> list[tuple[int, int]]:
    """The posts whose takeaways tell the week, oldest first, and how many of each: a digest speaks for its day.

    On a day without one each story has its say, with its first takeaway; so it has on the day of a digest that only
    retells what the stories of other days have said.
    """
    digests = [position for position in positions if posts[position].meta.kind == "digest"]
    digested = {posts[position].published.date() for position in digests}
    told = [posts[position] for position in positions if posts[position].published.date() not in digested]
    retold = {position for position in digests if _retells(posts[position], told)}
    digested = {posts[position].published.date() for position in digests if position not in retold}
    found = []
    for position in positions:
        post = posts[position]
        if post.meta.kind == "digest":
            found.append((position, 0 if position in retold else len(post.meta.takeaways)))
        else:
            found.append((position, int(post.published.date() not in digested)))
    return [(position, most) for position, most in found if most and posts[position].meta.takeaways]


def _retells(digest: Post, stories: Sequence[Post]) -> bool:
    """Whether stories with takeaways of their own cover a digest: as many as it has takeaways, with all its terms."""
    own = set(digest.terms)
    covering = [story for story in stories if story.meta.takeaways and not own.isdisjoint(story.terms)]
    return len(covering) >= max(len(digest.meta.takeaways), 1) and own <= {t for story in covering for t in story.terms}


def most_named_companies(posts: Sequence[Post], views: Views, most: int) -> tuple[Count, ...]:
    """Companies by the number of posts that name them, then by name."""
    named = Counter(company for post in posts for company in views.companies(post))
    ranked = sorted(named, key=lambda company: (-named[company], company.short.casefold(), company.short))[:most]
    return _counts(
        (company.short, company.url, named[company], company.symbol if company.symbol != company.short else "")
        for company in ranked
    )


def most_used_terms(posts: Sequence[Post], views: Views, most: int) -> tuple[Count, ...]:
    """Tags by the number of posts that have them, then by name."""
    used = Counter(term for post in posts for term in post.terms if term.taxonomy == "tags")
    ranked = sorted(used, key=lambda term: (-used[term], term.name.casefold(), term.name))[:most]
    return _counts((term.name, views.term(term).url, used[term], "") for term in ranked)


def _connected(posts: Sequence[Post], positions: Sequence[int], views: Views) -> tuple[Connected, ...]:
    """The stories that share most companies and terms with others of the week; not digests, which share all."""
    stories = [position for position in positions if posts[position].meta.kind != "digest"]
    sharing: dict[Link, list[int]] = {}
    things: dict[int, list[Link]] = {}
    for position in stories:
        post = posts[position]
        links = [Link(company.short, company.url) for company in views.companies(post)]
        things[position] = [*links, *map(views.term, post.terms)]
        for thing in things[position]:
            sharing.setdefault(thing, []).append(position)

    def connected(position: int) -> Connected:
        shared = [thing for thing in things[position] if len(sharing[thing]) > 1]
        others = {other for thing in shared for other in sharing[thing]} - {position}
        shared.sort(key=lambda thing: (-len(sharing[thing]), thing.name.casefold(), thing.name))
        through = {thing.name.casefold(): thing for thing in reversed(shared)}  # a company and a tag may have one name
        named = [thing for thing in shared if through[thing.name.casefold()] is thing]
        return Connected(views.cards[position], len(others), tuple(named[:MOST_SHARED]))

    def strength(position: int) -> tuple[int, int]:
        return (-sum(len(sharing[thing]) - 1 for thing in things[position]), position)

    found = map(connected, sorted(stories, key=strength)[:MOST_CONNECTED])
    return tuple(story for story in found if story.others)


def _counts(rows: Iterable[tuple[str, str, int, str]]) -> tuple[Count, ...]:
    """Rows of name, URL, count and detail as counts, each with its share of the largest."""
    found = list(rows)
    largest = max((count for _, _, count, _ in found), default=1)
    return tuple(Count(name, url, count, round(100 * count / largest), detail) for name, url, count, detail in found)
