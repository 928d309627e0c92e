"""What happened on which days, counted by day, week, month or year as suits the span. Pure; weeks are ISO's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

MOST_DAYS = 14  # a longer span is shown by weeks
MOST_WEEKS = 30  # a longer span is shown by months
MOST_MONTHS = 48  # and a longer one still by years


def week_number(day: date) -> int:
    """Which week of the calendar's first it is, from 0: weeks begin on Mondays, as did the year 1."""
    return (day.toordinal() - 1) // 7


def monday(week: int) -> date:
    """The first day of a week by its number."""
    return date.fromordinal(7 * week + 1)


def by_period(days: Sequence[date]) -> tuple[str, list[tuple[date, int]]]:
    """The unit ("day", "week", "month" or "year"), and the first day and the count of each period.

    There is one day at least. Periods go from the first day's to the last's; one with no days counts 0.
    """
    first, last = min(days), max(days)
    unit: str
    number: Callable[[date], int]
    begin: Callable[[int], date]
    if last.toordinal() - first.toordinal() < MOST_DAYS:
        unit, number, begin = "day", date.toordinal, date.fromordinal
    elif week_number(last) - week_number(first) < MOST_WEEKS:
        unit, number, begin = "week", week_number, monday
    elif _month_number(last) - _month_number(first) < MOST_MONTHS:
        unit, number, begin = "month", _month_number, _month
    else:
        unit, number, begin = "year", _year_number, _year
    counted = Counter(map(number, days))
    return unit, [(begin(period), counted[period]) for period in range(number(first), number(last) + 1)]


def _month_number(day: date) -> int:
    return 12 * day.year + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _year_number(day: date) -> int:
    return day.year


def _year(number: int) -> date:
    return date(number, 1, 1)
