"""Dates as readers see them, in the site's language (CLDR's, through Babel). Takes moments in the site's zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache

NARROW_SPACE = "\u202f"  # CLDR puts it before AM and PM; an ordinary space is what people search and copy


def date_filters(language: str) -> Mapping[str, Callable[[date], str]]:
    """The filters by their names in templates; each remembers what it has formatted."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton, format_time

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")

    @cache
    def long_date(moment: date) -> str:
        """November 22, 2025"""
        return format_date(moment, "long", locale)

    @cache
    def long_time(moment: date) -> str:
        """November 22, 2025, 7:21 PM CST"""
        assert isinstance(moment, datetime)
        clock = format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale).replace(NARROW_SPACE, " ")
        return f"{long_date(moment.date())}, {clock} {zone_name(moment)}"

    @cache
    def month(moment: date) -> str:
        """November 2025"""
        return format_skeleton("yMMMM", datetime(moment.year, moment.month, 1), locale=locale)  # noqa: DTZ001

    @cache
    def weekday(moment: date) -> str:
        """Saturday"""
        return format_date(moment, "EEEE", locale)

    @cache
    def short_date(moment: date) -> str:
        """Nov 22"""
        return format_skeleton("MMMd", datetime(moment.year, moment.month, moment.day), locale=locale)  # noqa: DTZ001

    @cache
    def short_month(moment: date) -> str:
        """Nov"""
        return format_date(moment, "LLL", locale)

    return {
        "date": long_date,
        "time": long_time,
        "month": month,
        "weekday": weekday,
        "shortdate": short_date,
        "shortmonth": short_month,
        "iso": iso,
    }


def iso(moment: date) -> str:
    """A value for `datetime` attributes (HTML, "Times"): a day, or a moment with its offset."""
    return moment.isoformat()


def zone_name(moment: datetime) -> str:
    """CST, or UTC+05:30 where the zone has no letters for itself."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{name[:3]}:{name[3:] or '00'}" if name else "UTC"
