"""What an editor meant by a date that is written in another form, and why there is no such date.

Pure. It never guesses: where two days can be meant, it says nothing.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass

_MONTHS = "january february march april may june july august september october november december".split()
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::(\d\d)(?:\.\d+)?)? ?(am|pm|a\.m\.|p\.m\.|uhr)?", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<day>.*?\d{4}(?:([-/.])\d{1,2}\2\d{1,2})?)"
    r"(?:(?:,? +(?:at )?|T|,)(?P<time>\d{1,2}.*?) ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What is meant as we write it, "" where nobody can know; `why` says what is impossible in it, and `help_` how on.

    Either may be "".
    """

    written: str = ""
    why: str = ""
    help_: str = ""


def meant_by(written: str) -> Meant:
    """What `written`, which is no date of ours, means."""
    parts = _PARTS.fullmatch(written.strip())
    found = _numbers(parts["day"]) if parts else None
    if parts is None or found is None:
        return Meant()
    year, month, day = found
    if not 1970 <= year <= 9998:
        return Meant()
    if not 1 <= month <= 12:
        return Meant(why="a year has 12 months", help_=f"write a month from 01 to 12: {year}-11-22")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        of = f" {year}" if month == 2 else ""
        why = f"{month_name[month]}{of} has {last} days"
        return Meant(why=why, help_=f"write a day from {year}-{month:02}-01 to {year}-{month:02}-{last}")
    date = f"{year}-{month:02}-{day:02}"
    return _at(date, parts["time"], parts["zone"] or "") if parts["time"] else Meant(date)


def _at(date: str, written: str, zone: str) -> Meant:
    time = _TIME.fullmatch(written.strip())
    if not time or not (time[2] or time[4]):
        return Meant()
    hour, minute, second, half = int(time[1]), int(time[2] or 0), int(time[3] or 0), (time[4] or "uhr")[0].lower()
    if half in "ap" and not 1 <= hour <= 12:
        return Meant(why=f"there is no {written}", help_=f"write the hour from 00 to 23: {date}T19:21")
    hour = hour % 12 + 12 * (half == "p") if half in "ap" else hour
    if hour > 23:
        return Meant(why="a day has 24 hours", help_=f"write an hour from 00 to 23: {date}T19:21")
    if minute > 59 or second > 59:
        why = "an hour has 60 minutes" if minute > 59 else "a minute has 60 seconds"
        return Meant(
            why=why, help_=f"write {'minutes' if minute > 59 else 'seconds'} from 00 to 59: {date}T{hour:02}:30"
        )
    if zone and not re.fullmatch(r"Z|[+-]([01]\d|2[0-3]):?[0-5]\d", zone, re.IGNORECASE):
        return Meant(why=f"there is no offset of {zone}", help_=f"write one like {date}T{hour:02}:{minute:02}-06:00")
    return Meant(f"{date}T{hour:02}:{minute:02}{f':{second:02}' if time[3] else ''}{zone}")


def _numbers(day: str) -> tuple[int, int, int] | None:
    """Year, month and day, if they can be but one each."""
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", day, re.ASCII):
        return int(found[1]), int(found[3]), int(found[4])
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", day, re.ASCII):
        return int(found[3]), int(found[2]), int(found[1])
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", day, re.ASCII):
        month, one, year = int(found[1]), int(found[2]), int(found[3])
        if month > 12:
            return year, one, month
        return None if one <= 12 else (year, month, one)  # April 5 here is May 4 there
    if found := re.fullmatch(r"(\w+)\.? (\d{1,2}),? (\d{4})|(\d{1,2})\.? (\w+)\.? (\d{4})", day):
        name = (found[1] or found[5]).casefold()
        month = next((number for number, known in enumerate(_MONTHS, 1) if len(name) > 2 and known.startswith(name)), 0)
        return (int(found[3] or found[6]), month, int(found[2] or found[4])) if month else None
    return None
