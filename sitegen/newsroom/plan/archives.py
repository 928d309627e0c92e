"""The archive by time: all years, each year, each month, each day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

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
    archive = Link(views.site.strings["archive"], views.url("/archive/"))
    page = views.page("archive", archive.name, "/archive/")
    whole = contexts.ArchivePage(views.site, page, _years(views, days, months, _recent(months)))
    outputs = [_output(views, "/archive/", whole, range(len(site.posts)), over=False)]
    for _, year, next_year in with_neighbours(sorted({month.year for month in months})):
        path = urls.year_url(year)
        page = views.page("archive", str(year), path, trail=[archive])
        own = {month: found for month, found in months.items() if month.year == year}
        context: contexts.Context = contexts.ArchivePage(views.site, page, _years(views, days, own, {year}))
        positions = [position for found in own.values() for day in found for position in days[day]]
        outputs.append(_output(views, path, context, positions, over=next_year is not None))
    for earlier, month, later in with_neighbours(sorted(months)):
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
        outputs.append(_output(views, path, context, positions, over=later is not None))
    for earlier, day, later in with_neighbours(sorted(days)):
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
        outputs.append(_output(views, path, context, days[day], over=later is not None))
    return outputs


def _years(
    views: Views, days: Mapping[date, Sequence[int]], months: Mapping[date, Sequence[date]], draw: Collection[int]
) -> tuple[YearCount, ...]:
    """Newest year first, its months from January; those in `draw` as calendars, marked against the busiest day of all.

    A month's share is of the busiest month of its year.
    """
    years: dict[int, list[date]] = {}
    for month in months:
        years.setdefault(month.year, []).append(month)
    busiest = max((len(found) for day, found in days.items() if day.year in draw), default=0)
    counted = []
    for year, inside in sorted(years.items(), reverse=True):
        held = {month: {day: days[day] for day in months[month]} for month in inside}
        sizes = {month: sum(map(len, group.values())) for month, group in held.items()}
        largest, most = max(sizes.values()), busiest if year in draw else 0
        parts = [month_count(views, month, held[month], round(100 * sizes[month] / largest), most) for month in inside]
        counted.append(YearCount(year, views.url(urls.year_url(year)), sum(sizes.values()), tuple(parts)))
    return tuple(counted)


def _recent(months: Iterable[date]) -> set[int]:
    """The newest years that together have enough months to draw."""
    drawn: set[int] = set()
    for count, month in enumerate(sorted(months, reverse=True)):
        if count >= ENOUGH and month.year not in drawn:
            break
        drawn.add(month.year)
    return drawn


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


def _output(views: Views, path: str, context: contexts.Context, positions: Sequence[int], *, over: bool) -> Output:
    """The page of a time that is `over` or not, and of its posts."""
    closed = positions[-1] + 1 if over else None
    updated = views.latest(positions)
    return Output(urls.output_path(path), f"the archive at {path}", Rank.LIST, context, updated=updated, closed=closed)
