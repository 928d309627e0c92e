"""How often and when: names with the number of their stories, and stories by time."""

from __future__ import annotations

from datetime import date

from sitegen.model import Value
from sitegen.newsroom.contexts.site import Link


class Count(Value, frozen=True):
    """A link with how often it was met: `share` is its part of the largest in the list, 0 to 100.

    `recent` has, in an index, one number for each of the last weeks, and none where there was nothing.
    """

    name: str
    url: str
    count: int
    share: int
    detail: str = ""
    recent: tuple[int, ...] = ()


class Period(Value, frozen=True):
    """A day, week (its Monday), month or year by its first day, and its stories."""

    date: date
    count: int


class Chart(Value, frozen=True):
    """Stories by time: `unit` is "day", "week", "month" or "year"; periods without stories are there too.

    `first` and `last` are the days of the first and the newest of all `total` stories. `peak` is the period with the
    most, None where several have as many.
    """

    unit: str
    periods: tuple[Period, ...]
    total: int
    first: date
    last: date
    peak: Period | None


class Together(Value, frozen=True):
    """What is met most in the same stories: companies, or terms of a taxonomy, whose index is `index`.

    Each `share` is of all stories of the page's own subject.
    """

    index: Link
    counts: tuple[Count, ...]
