"""Months as calendars: which days have stories, how many, and the week that each row of days belongs to."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sitegen.newsroom import urls
from sitegen.newsroom.contexts import CalendarDay, CalendarWeek, Link, MonthCount
from sitegen.newsroom.plan.views import Views

LEVELS = 4  # how finely a day's mark tells how much was published


def month_count(views: Views, month: date, days: Mapping[date, Sequence[int]], share: int, most: int) -> MonthCount:
    """A month whose days hold these posts, drawn as a calendar against the busiest day's `most`; with 0 it is not."""
    count = sum(map(len, days.values()))
    weeks = tuple(_week(views, month, row, days, most) for row in _rows(month)) if most else ()
    return MonthCount(month, views.url(urls.month_url(month.year, month.month)), count, share, weeks)


def _rows(month: date) -> list[list[date]]:
    """The weeks that a month touches, from Monday to Sunday (ISO 8601)."""
    return Calendar().monthdatescalendar(month.year, month.month)


def _week(
    views: Views, month: date, row: Sequence[date], days: Mapping[date, Sequence[int]], most: int
) -> CalendarWeek:
    year, number, _ = row[0].isocalendar()
    shown = [day if day.month == month.month else None for day in row]
    busy = any(day in days for day in shown)
    return CalendarWeek(
        number,
        views.url(urls.week_url(year, number)) if busy else "",
        tuple(_day(views, day, len(days.get(day, ())), most) if day else None for day in shown),
    )


def _day(views: Views, day: date, count: int, most: int) -> CalendarDay:
    url = views.url(urls.day_url(day.year, day.month, day.day)) if count else ""
    return CalendarDay(day, url, count, -(-LEVELS * count // most))


def week_link(views: Views, day: date | None) -> Link | None:
    """The link to the review of a day's week; its name is ISO 8601's, "2025-W47", and its date the Monday."""
    if day is None:
        return None
    year, number, weekday = day.isocalendar()
    url = views.url(urls.week_url(year, number))
    return Link(f"{year}-W{number:02}", url, day - timedelta(days=weekday - 1))
