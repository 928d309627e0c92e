"""The archive by time: all years, each year, each month, each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sitegen.newsroom import contexts, urls
from sitegen.newsroom.contexts import Link, MonthCount, YearCount
from sitegen.newsroom.plan.lists import group_days
from sitegen.newsroom.plan.output import Output, Rank
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

Thing = TypeVar("Thing")


def plan_archives(site: Site, views: Views) -> list[Output]:
    days: dict[date, list[int]] = {}
    for position, post in enumerate(site.posts):
        days.setdefault(post.published.date(), []).append(position)
    months: dict[date, list[date]] = {}
    for day in days:
        months.setdefault(day.replace(day=1), []).append(day)
    years = _years(views, Counter({month: sum(len(days[day]) for day in found) for month, found in months.items()}))
    archive = Link(views.site.strings["archive"], views.url("/archive/"))
    page = views.page("archive", archive.name, "/archive/")
    outputs = [_output("/archive/", contexts.ArchivePage(views.site, page, years))]
    for year in years:
        path = urls.year_url(year.year)
        page = views.page("archive", str(year.year), path, trail=[archive])
        outputs.append(_output(path, contexts.ArchivePage(views.site, page, (year,))))
    for earlier, month, later in _with_neighbours(list(months)):
        path = urls.month_url(month.year, month.month)
        trail = [archive, _year_link(views, month)]
        positions = [position for day in months[month] for position in days[day]]
        context = contexts.DaysPage(
            site=views.site,
            page=views.page("month", f"{month:%Y-%m}", path, trail=trail),
            date=month,
            days=group_days(views, reversed(positions)),
            earlier=_month_link(views, earlier),
            later=_month_link(views, later),
        )
        outputs.append(_output(path, context))
    for earlier, day, later in _with_neighbours(list(days)):
        path = urls.day_url(day.year, day.month, day.day)
        month_link = _month_link(views, day)
        assert month_link is not None
        context = contexts.DaysPage(
            site=views.site,
            page=views.page("day", f"{day:%Y-%m-%d}", path, trail=[archive, _year_link(views, day), month_link]),
            date=day,
            days=group_days(views, reversed(days[day])),
            earlier=_day_link(views, earlier),
            later=_day_link(views, later),
        )
        outputs.append(_output(path, context))
    return outputs


def _years(views: Views, counted: Counter[date]) -> tuple[YearCount, ...]:
    """Newest year first, its months from January; shares are of the busiest month of the same year."""
    years: dict[int, list[tuple[date, int]]] = {}
    for month, count in counted.items():
        years.setdefault(month.year, []).append((month, count))
    return tuple(
        YearCount(
            year,
            views.url(urls.year_url(year)),
            sum(count for _, count in months),
            tuple(
                MonthCount(month, views.url(urls.month_url(year, month.month)), count, round(100 * count / most))
                for month, count in months
            ),
        )
        for year, months in sorted(years.items(), reverse=True)
        for most in [max(count for _, count in months)]
    )


def _with_neighbours(things: Sequence[Thing]) -> Iterator[tuple[Thing | None, Thing, Thing | None]]:
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
