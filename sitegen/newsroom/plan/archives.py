"""The archive by time: all years, each year, each month, each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from sitegen.newsroom import contexts, urls
from sitegen.newsroom.contexts import Link, YearCount
from sitegen.newsroom.plan.calendar import month_count, week_link
from sitegen.newsroom.plan.lists import group_days
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

Thing = TypeVar("Thing")

ENOUGH = 12  # months that the archive draws as calendars, in whole years


def plan_archives(site: Site, views: Views) -> list[Output]:
    days: dict[date, list[int]] = {}
    for position, post in enumerate(site.posts):
        days.setdefault(post.published.date(), []).append(position)
    months: dict[date, list[date]] = {}
    for day in days:
        months.setdefault(day.replace(day=1), []).append(day)
    years = _years(views, days, months)
    archive = Link(views.site.strings["archive"], views.url("/archive/"))
    page = views.page("archive", archive.name, "/archive/")
    outputs = [_output("/archive/", contexts.ArchivePage(views.site, page, _recent_drawn(years)))]
    for year in years:
        path = urls.year_url(year.year)
        page = views.page("archive", str(year.year), path, trail=[archive])
        outputs.append(_output(path, contexts.ArchivePage(views.site, page, (year,))))
    for earlier, month, later in with_neighbours(list(months)):
        path = urls.month_url(month.year, month.month)
        trail = [archive, _year_link(views, month)]
        found = {day: days[day] for day in months[month]}
        positions = [position for group in found.values() for position in group]
        context = contexts.DaysPage(
            site=views.site,
            page=views.page("month", f"{month:%Y-%m}", path, trail=trail),
            date=month,
            days=group_days(views, reversed(positions)),
            month=month_count(views, month, found, 100, max(map(len, found.values()))),
            week=None,
            earlier=_month_link(views, earlier),
            later=_month_link(views, later),
        )
        outputs.append(_output(path, context))
    for earlier, day, later in with_neighbours(list(days)):
        path = urls.day_url(day.year, day.month, day.day)
        month_link = _month_link(views, day)
        assert month_link is not None
        context = contexts.DaysPage(
            site=views.site,
            page=views.page("day", f"{day:%Y-%m-%d}", path, trail=[archive, _year_link(views, day), month_link]),
            date=day,
            days=group_days(views, reversed(days[day])),
            month=None,
            week=week_link(views, day),
            earlier=_day_link(views, earlier),
            later=_day_link(views, later),
        )
        outputs.append(_output(path, context))
    return outputs


def _years(views: Views, days: Mapping[date, list[int]], months: Mapping[date, list[date]]) -> tuple[YearCount, ...]:
    """Newest year first, its months from January; shares and levels are of the busiest of the same year."""
    years: dict[int, list[date]] = {}
    for month in months:
        years.setdefault(month.year, []).append(month)
    found = []
    for year, inside in sorted(years.items(), reverse=True):
        held = {month: {day: days[day] for day in months[month]} for month in inside}
        sizes = {month: sum(map(len, group.values())) for month, group in held.items()}
        busiest = max(len(group) for month in inside for group in held[month].values())
        counted = tuple(
            month_count(views, month, held[month], round(100 * sizes[month] / max(sizes.values())), busiest)
            for month in inside
        )
        found.append(YearCount(year, views.url(urls.year_url(year)), sum(sizes.values()), counted))
    return tuple(found)


def _recent_drawn(years: Sequence[YearCount]) -> tuple[YearCount, ...]:
    """The years, newest first, with calendars for the newest until enough months are drawn."""
    shown, drawn = [], 0
    for year in years:
        bare = tuple(replace(month, weeks=()) for month in year.months)
        shown.append(year if drawn < ENOUGH else replace(year, months=bare))
        drawn += len(year.months)
    return tuple(shown)


def with_neighbours(things: Sequence[Thing]) -> Iterator[tuple[Thing | None, Thing, Thing | None]]:
    padded: Iterable[Thing | None] = (None, *things, None)
    before = list(padded)
    return zip(before, things, before[2:])  # noqa: B905 (the first is longer by its padding)


def _year_link(views: Views, day: date) -> Link:
    return Link(str(day.year), views.url(urls.year_url(day.year)))


def _month_link(views: Views, month: date | None) -> Link | None:
    return Link(f"{month:%Y-%m}", views.url(urls.month_url(month.year, month.month)), month) if month else None


def _day_link(views: Views, day: date | None) -> Link | None:
    return Link(f"{day:%Y-%m-%d}", views.url(urls.day_url(day.year, day.month, day.day)), day) if day else None


def _output(path: str, context: contexts.Context) -> Output:
    return Output(urls.output_path(path), f"the archive at {path}", Rank.LIST, context)
