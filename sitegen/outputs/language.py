"""Dates, numbers, plurals and countries as readers see them, in the site's language (CLDR's, through Babel).

Takes moments in the site's zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache

from sitegen.strings import fill_words

_CHOICE = re.compile(r"\{(\w+):([^{}]*)\}")
_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")
THIN_SPACE = "\u2009"  # CLDR puts it around a dash
NARROW_SPACE = "\u202f"  # CLDR puts it before AM and PM; an ordinary space is what people search and copy


def language_filters(language: str) -> Mapping[str, Callable[..., str]]:
    """The filters by their names in templates."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton, format_time
    from babel.numbers import format_decimal

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")

    # Equal moments in two zones are one key to a cache and two texts to a reader: days and clock times are kept apart.
    @cache
    def day(year: int, month: int, day: int, form: str) -> str:
        moment = datetime(year, month, day)  # noqa: DTZ001 (a day has no zone)
        if form in ("yMMMM", "MMMd"):
            return format_skeleton(form, moment, locale=locale)
        return format_date(moment, form, locale)

    @cache
    def clock(hour: int, minute: int) -> str:
        return format_time(time(hour, minute), "short", locale=locale).replace(NARROW_SPACE, " ")

    def long_date(moment: date) -> str:
        """November 22, 2025"""
        return day(moment.year, moment.month, moment.day, "long")

    def interval(first: date, last: date) -> str:
        """November 17 – 23, 2025: used on the first day, given the last"""
        unit = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        forms = locale.interval_formats.get("yMMMd", {}).get(unit)
        if not forms:
            return f"{long_date(first)} – {long_date(last)}"
        both = zip((first, last), forms, strict=True)
        said = "".join(format_date(day, _SHORT_MONTH.sub("MMMM", form), locale) for day, form in both)
        return said.replace(THIN_SPACE, " ")

    def long_time(moment: date) -> str:
        """November 22, 2025, 7:21 PM CST"""
        if not isinstance(moment, datetime):
            raise TypeError("`time` shows a moment, and this is a day: use `date`")
        return f"{long_date(moment)}, {clock(moment.hour, moment.minute)} {zone_name(moment)}"

    def month(moment: date) -> str:
        """November 2025"""
        return day(moment.year, moment.month, 1, "yMMMM")

    def weekday(moment: date) -> str:
        """Saturday"""
        return day(moment.year, moment.month, moment.day, "EEEE")

    def short_weekday(moment: date) -> str:
        """Sa"""
        return day(moment.year, moment.month, moment.day, "EEEEEE")

    def short_date(moment: date) -> str:
        """Nov 22"""
        return day(moment.year, moment.month, moment.day, "MMMd")

    def short_month(moment: date) -> str:
        """Nov"""
        return day(moment.year, moment.month, 1, "LLL")

    def country(code: str) -> str:
        """Taiwan, for TW"""
        return str(locale.territories.get(code, code))

    @cache
    def number(count: int) -> str:
        """1,234"""
        return str(format_decimal(count, locale=locale))

    def form(choice: re.Match[str], count: object) -> str:
        """The form for a count among `one=story|other=stories`, the last where none is for it."""
        if not isinstance(count, int):
            return choice[0]
        pairs = (pair.partition("=") for pair in choice[2].split("|"))
        forms: dict[str, str] = {category: words for category, _, words in pairs}
        return forms.get(str(locale.plural_form(count)), [*forms.values()][-1])

    def fill(words: str, **values: object) -> str:
        """The theme's words with `{name}` and forms for a count filled in: `fill(count=2)` after `site.strings.KEY`"""
        whole = _CHOICE.sub(lambda choice: form(choice, values.get(choice[1])), words)
        return fill_words(whole, **{k: number(v) if isinstance(v, int) else v for k, v in values.items()})

    def direction(_language: str) -> str:
        """The way the site's language is written, "ltr" or "rtl": used on `site.language`"""
        return "rtl" if locale.character_order == "right-to-left" else "ltr"

    def territory(_language: str) -> str:
        """`en_US` for `en-US`, as Open Graph writes a locale, "" without a territory: used on `site.language`"""
        return f"{locale.language}_{locale.territory}" if locale.territory else ""

    return {
        "country": country,
        "number": number,
        "fill": fill,
        "direction": direction,
        "territory": territory,
        "date": long_date,
        "time": long_time,
        "interval": interval,
        "month": month,
        "weekday": weekday,
        "shortweekday": short_weekday,
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
