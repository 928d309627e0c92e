"""Indexes: all terms, companies, authors or publishers at one look, with what was written of each lately."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sitegen.model import Post
from sitegen.newsroom import contexts
from sitegen.newsroom.contexts import Count, Initial
from sitegen.newsroom.periods import monday, week_number
from sitegen.newsroom.plan.views import Views

WEEKS = 12  # that count as lately, the newest post's and those before it
MANY = 60  # names: a longer index is parted by initials, and the busiest of it come first
BUSIEST = 12  # rows of a long index's head

Row = tuple[str, str, Sequence[int], str]  # name, URL from the site's root, positions of posts, detail


class Recent:
    """What was written in the last weeks, counted from the newest post."""

    def __init__(self, posts: Sequence[Post]) -> None:
        weeks = [week_number(post.published.date()) for post in posts]
        self._first = weeks[-1] - WEEKS + 1 if weeks else 0
        self._begin = bisect_left(weeks, self._first)
        self._places = [week - self._first for week in weeks]
        self.since: date | None = monday(max(self._first, 0)) if weeks else None

    def counts(self, positions: Sequence[int]) -> tuple[int, ...]:
        """Posts in each of the weeks; empty where there are none. `positions` are ascending."""
        recent = positions[bisect_left(positions, self._begin) :]
        if not recent:
            return ()
        found = [0] * WEEKS
        for position in recent:
            found[self._places[position]] += 1
        return tuple(found)

    def rows(self, views: Views, rows: Iterable[Row]) -> list[Count]:
        """The rows of an index, in the order given, each with its share of the largest."""
        found = list(rows)
        largest = max((len(positions) for _, _, positions, _ in found), default=1)
        return [
            Count(
                name,
                views.url(url),
                len(positions),
                round(100 * len(positions) / largest),
                detail,
                self.counts(positions),
            )
            for name, url, positions, detail in found
        ]


def most_in_a_week(rows: Iterable[Count]) -> int:
    return max((max(row.recent) for row in rows if row.recent), default=0)


def index_page(views: Views, recent: Recent, title: str, path: str, rows: Iterable[Row]) -> contexts.IndexPage:
    """An index by name; names that differ only in case stay apart, in a fixed order."""
    counted = sorted(recent.rows(views, rows), key=lambda row: (*_place(row.name), row.name, row.url))
    initials: tuple[Initial, ...] = (Initial("", "", tuple(counted)),) if counted else ()
    busiest: list[Count] = []
    if len(counted) > MANY:
        initials = tuple(
            Initial(letter, f"sg-{'0-9' if letter == '0–9' else 'other' if letter == '#' else letter}", tuple(group))
            for (_, letter), group in groupby(counted, key=lambda row: _initial(row.name))
        )
        active = (row for row in counted if row.recent)
        busiest = sorted(active, key=lambda row: (-sum(row.recent), -row.count))[:BUSIEST]
    return contexts.IndexPage(
        site=views.site,
        page=views.page("index", title, path),
        initials=initials,
        busiest=tuple(busiest),
        since=recent.since if counted else None,
        most=most_in_a_week(counted),
    )


def _place(name: str) -> tuple[int, str, str]:
    """Where a name stands in an index: digits, then letters with their accents aside, then all else."""
    rank, letter = _initial(name)
    return rank, letter, _bare(name).casefold()


def _initial(name: str) -> tuple[int, str]:
    first = _bare(name)[:1]
    if first.isdecimal():
        return 0, "0–9"
    upper = first.upper()[:1]
    return (1, upper) if first.isalpha() and upper != first.lower() else (2, "#")


def _bare(name: str) -> str:
    """Without accents: É stands with E."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
