"""Dates as other programs write them: ISO 8601, RFC 822, and what people put into front matter."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime

from sitegen.importing.entry import Moment
from sitegen.newsroom.moments import in_zone, instant

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3} \d{2,4} \d")  # RFC 822
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DEFAULTS = datetime(2000, 1, 1), datetime(2001, 2, 2)  # noqa: DTZ001 (what a text leaves open differs between them)


def read_moment(written: object, zone: tzinfo) -> Moment | None:
    """The day, or the aware moment to the second, that a text means; without an offset it is in `zone`.

    None for what is no date, and for years that a news site cannot have (1970 to 9998).
    """
    text = " ".join(str(written).split())
    if len(text) > 100:
        return None
    try:
        if _DAY.fullmatch(text):
            year, month, day = map(int, text.split("-"))
            return date(year, month, day) if _possible(year) else None
        found = _parse(text)
        if found is None or not _possible(found.year):
            return None
        moment = (found if found.tzinfo else in_zone(found, zone)).replace(microsecond=0)
        instant(moment)  # raises for an offset of days, which dateutil takes
    except (ValueError, OverflowError, TypeError, IndexError):  # the parsers raise what odd texts lead them to
        return None
    return moment


def day_of(moment: Moment, zone: tzinfo) -> date:
    """The day of a moment in a zone."""
    return in_zone(moment, zone).date() if isinstance(moment, datetime) else moment


def _possible(year: int) -> bool:
    return 1970 <= year <= 9998


def _parse(text: str) -> datetime | None:
    if _MAIL.match(text):  # as in feeds: names of zones and years of two digits, too
        return parsedate_to_datetime(text)
    try:
        return datetime.fromisoformat(re.sub(r"\s(?=[+-]\d{2}:?\d{2}$)", "", text))
    except ValueError:
        pass
    if not _YEAR.search(text):
        return None
    from dateutil import parser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of zones that it does not know
        first, second = (parser.parse(text, default=default) for default in _DEFAULTS)
    return first if first == second else None  # else it names no whole day
