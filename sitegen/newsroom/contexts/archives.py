"""The pages that list posts by time: years, months, days and weeks, with their calendars."""

from __future__ import annotations

from datetime import date

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Card, Day
from sitegen.newsroom.contexts.counts import Count
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Brief


class CalendarDay(Value, frozen=True):
    """A day with its number of posts; `level`, from 0 to 4, is that against the busiest day shown."""

    date: date
    url: str
    count: int
    level: int


class CalendarWeek(Value, frozen=True):
    """A row of a calendar: Monday to Sunday, None for days of another month. `url` is its review's, "" without any."""

    number: int
    url: str
    days: tuple[CalendarDay | None, ...]


class MonthCount(Value, frozen=True):
    """`share` is the count's part of the busiest month's of its year, 0 to 100; `weeks` is its calendar, if drawn."""

    date: date
    url: str
    count: int
    share: int
    weeks: tuple[CalendarWeek, ...] = ()


class YearCount(Value, frozen=True):
    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]


class ArchivePage(Value, frozen=True):
    """`/archive/` (all years, the newest as calendars) and `/{yyyy}/` (one, as calendars)."""

    site: Site
    page: Page
    years: tuple[YearCount, ...]


class DaysPage(Value, frozen=True):
    """`/{yyyy}/{mm}/` (all its days) and `/{yyyy}/{mm}/{dd}/` (one). `earlier` and `later` are its neighbours.

    `month` is the month as a calendar, None on the page of a day; `week` leads to a day's week in review.
    """

    site: Site
    page: Page
    date: date
    days: tuple[Day, ...]
    month: MonthCount | None
    week: Link | None
    earlier: Link | None
    later: Link | None


class Connected(Value, frozen=True):
    """A story that shares companies or terms with `others` other stories; `through` are those it shares most."""

    card: Card
    others: int
    through: tuple[Link, ...]


class WeekPage(Value, frozen=True):
    """`/{yyyy}/w{ww}/`: an ISO week in review.

    `briefs` tell it by takeaways, and `connected` are the stories that share most with others of the week.
    """

    site: Site
    page: Page
    year: int
    number: int
    monday: date
    sunday: date
    count: int
    briefs: tuple[Brief, ...]
    companies: tuple[Count, ...]
    terms: tuple[Count, ...]
    connected: tuple[Connected, ...]
    days: tuple[Day, ...]
    earlier: Link | None
    later: Link | None
