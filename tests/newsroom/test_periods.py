"""What happened on which days, counted by the unit that suits the span (ISO 8601 weeks)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sitegen.newsroom.periods import by_period, monday, week_number

FIRST = date(2025, 1, 1)  # a Wednesday

UNITS = {
    FIRST: "day",
    FIRST + timedelta(days=13): "day",
    FIRST + timedelta(days=14): "week",
    date(2025, 7, 27): "week",  # the Sunday of the 30th week
    date(2025, 7, 28): "month",
    date(2028, 12, 31): "month",  # the last day of the 48th month
    date(2029, 1, 1): "year",
    date(2060, 1, 1): "year",
}


@pytest.mark.parametrize(("last", "unit"), UNITS.items())
def test_the_unit_follows_from_the_span(last: date, unit: str) -> None:
    assert by_period([FIRST, last])[0] == unit


def test_every_period_between_is_there_and_none_beyond() -> None:
    days = [date(2025, 12, 28), date(2025, 12, 29), date(2026, 1, 1), date(2026, 1, 14)]
    assert by_period(days) == (
        "week",
        [
            (date(2025, 12, 22), 1),  # its Sunday
            (date(2025, 12, 29), 2),  # ISO's first week of 2026
            (date(2026, 1, 5), 0),
            (date(2026, 1, 12), 1),
        ],
    )
    assert by_period([date(2025, 11, 30), date(2026, 11, 1)])[1][0] == (date(2025, 11, 1), 1)
    assert by_period([date(2020, 5, 5), date(2020, 5, 6), date(2025, 1, 1)]) == (
        "year",
        [
            (date(year, 1, 1), count)
            for year, count in ((2020, 2), (2021, 0), (2022, 0), (2023, 0), (2024, 0), (2025, 1))
        ],
    )
    assert by_period([FIRST, FIRST]) == ("day", [(FIRST, 2)])


@pytest.mark.parametrize("day", [date.min, date(2024, 12, 30), date(2025, 1, 5), date(2020, 12, 31), date.max])
def test_weeks_begin_on_mondays_as_iso_says(day: date) -> None:
    assert monday(week_number(day)) == day - timedelta(days=day.weekday())
    assert by_period([day, day]) == ("day", [(day, 2)])
