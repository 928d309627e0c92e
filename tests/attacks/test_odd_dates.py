"""Dates at the edges of the calendar and of clocks: each post is found under one day, whatever its zone does to it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from sitegen.newsroom.contexts import ArchivePage, DaysPage, HomePage, WeekPage
from sitegen.newsroom.moments import site_zone
from tests.attacks.table import attack
from tests.newsroom.newsroom_of import outputs_of
from tests.site import CONFIG, build_site, make_site, post

ALWAYS = datetime(9998, 12, 31, tzinfo=UTC)


def zone(name: str) -> str:
    config = CONFIG.replace("[tool.sitegen.feeds]", f'timezone = "{name}"\n[tool.sitegen.feeds]')
    return f"{config}[tool.sitegen.cards]\nenabled = false\n"


# A zone and a date -> the address, the moment as `datetime` attributes and feeds have it, and as readers do.
SHOWN = {
    # Skipped by clocks: the moment is that of the offset before, and its day stays.
    ("America/Chicago", "2025-03-09T02:30:00"): (
        "2025/03/09",
        "2025-03-09T02:30:00-06:00",
        "March 9, 2025, 2:30 AM CST",
    ),
    ("America/Sao_Paulo", "2018-11-04"): ("2018/11/04", "2018-11-04T00:00:00-03:00", "November 4, 2018"),
    ("Africa/Casablanca", "2025-04-06T02:30:00"): (
        "2025/04/06",
        "2025-04-06T02:30:00+00:00",
        "April 6, 2025, 2:30 AM UTC+00:00",
    ),
    # Lord Howe Island's clocks skip half an hour.
    ("Australia/Lord_Howe", "2025-10-05T02:15:00"): (
        "2025/10/05",
        "2025-10-05T02:15:00+10:30",
        "October 5, 2025, 2:15 AM UTC+10:30",
    ),
    # An hour that comes twice: the first one is meant, unless an offset says otherwise.
    ("America/Chicago", "2025-11-02T01:30:00"): (
        "2025/11/02",
        "2025-11-02T01:30:00-05:00",
        "November 2, 2025, 1:30 AM CDT",
    ),
    ("America/Chicago", "2025-11-02T01:30:00-06:00"): (
        "2025/11/02",
        "2025-11-02T01:30:00-06:00",
        "November 2, 2025, 1:30 AM CST",
    ),
    ("Australia/Lord_Howe", "2025-04-06T01:45:00+10:30"): (
        "2025/04/06",
        "2025-04-06T01:45:00+10:30",
        "April 6, 2025, 1:45 AM UTC+10:30",
    ),
    # A day that was left out: its posts are the next day's.
    ("Pacific/Apia", "2011-12-29T23:59:59"): (
        "2011/12/29",
        "2011-12-29T23:59:59-10:00",
        "December 29, 2011, 11:59 PM UTC-10:00",
    ),
    ("Pacific/Apia", "2011-12-30"): ("2011/12/31", "2011-12-31T00:00:00+14:00", "December 31, 2011"),
    ("Pacific/Apia", "2011-12-30T12:00:00"): (
        "2011/12/31",
        "2011-12-31T12:00:00+14:00",
        "December 31, 2011, 12:00 PM UTC+14:00",
    ),
    ("Pacific/Kiritimati", "1994-12-31T12:00:00"): (
        "1995/01/01",
        "1995-01-01T12:00:00+14:00",
        "January 1, 1995, 12:00 PM UTC+14:00",
    ),
    # An offset of seconds is one of whole minutes, at the same moment.
    ("Africa/Monrovia", "1971-05-05T12:00:00"): (
        "1971/05/05",
        "1971-05-05T12:00:30-00:44",
        "May 5, 1971, 12:00 PM MMT",
    ),
    # Another day, month, year, and the ends of what years there may be.
    ("America/Chicago", "2026-01-01T05:59:59Z"): (
        "2025/12/31",
        "2025-12-31T23:59:59-06:00",
        "December 31, 2025, 11:59 PM CST",
    ),
    ("Asia/Tokyo", "2024-02-28T23:30:00Z"): (
        "2024/02/29",
        "2024-02-29T08:30:00+09:00",
        "February 29, 2024, 8:30 AM JST",
    ),
    ("UTC", "2000-02-29"): ("2000/02/29", "2000-02-29T00:00:00+00:00", "February 29, 2000"),
    ("Etc/GMT+12", "1970-01-01T00:00:00+14:00"): (
        "1969/12/30",
        "1969-12-30T22:00:00-12:00",
        "December 30, 1969, 10:00 PM UTC-12:00",
    ),
    ("Pacific/Kiritimati", "9998-12-31T23:59:59-12:00"): (
        "9999/01/02",
        "9999-01-02T01:59:59+14:00",
        "January 2, 9999, 1:59 AM UTC+14:00",
    ),
}


@attack(
    "Elsewhere",
    "A post is dated in an hour that clocks skip or show twice, on a day that a zone left out, at the ends of years",
    "it has one day, one address and one moment, in pages and feeds",
)
@pytest.mark.parametrize("name", sorted({name for name, _ in SHOWN}))
def test_each_date_has_one_address_and_one_moment(name: str, tmp_path: Any, attempts: Any) -> None:
    asked = {date: shown for (of, date), shown in SHOWN.items() if of == name}
    files = {f"content/posts/p{number}.md": post(date=date) for number, date in enumerate(asked)}
    site = build_site(make_site(tmp_path, {"pyproject.toml": zone(name), **files}), now=ALWAYS, future=True)
    assert site.problems == []
    atom = site.text("/atom.xml")
    for number, (day, moment, shown) in enumerate(asked.values()):
        (time,) = site.page(f"/{day}/p{number}/").cssselect("time.published")
        assert (time.get("datetime"), time.text_content()) == (moment, shown)
        assert f"<published>{moment}</published>" in atom
        assert f"/{day}/p{number}/" in site.text(f"/{day}/")
        attempts.made()


# Moments at which a zone's clocks do something odd.
TURNS = {
    "America/Chicago": "2025-03-09T08:00",
    "America/Havana": "2024-11-03T05:00",
    "America/Sao_Paulo": "2018-02-18T02:00",
    "America/Scoresbysund": "2024-03-31T01:00",
    "America/St_Johns": "2009-11-01T02:31",  # at 00:01 clocks go back to October
    "Africa/Cairo": "2024-04-25T22:00",
    "Africa/Casablanca": "2025-02-23T02:00",
    "Asia/Beirut": "2024-10-26T21:00",
    "Atlantic/Azores": "2024-10-27T01:00",
    "Australia/Lord_Howe": "2025-04-05T15:00",
    "Pacific/Apia": "2011-12-30T10:00",
    "Pacific/Kiritimati": "1994-12-31T10:00",
    "UTC": "2021-01-04T00:00",
}


@attack(
    "Elsewhere",
    "Posts are written all around the moment at which clocks or calendars change",
    "days, weeks and months are told once and in order, and each post under its own",
)
def test_days_are_told_once_and_in_order_however_clocks_are_turned(attempts: Any) -> None:
    for seed in range(attempts.times(650, quick=13)):
        draw = Random(seed)
        name = [*TURNS][seed % len(TURNS)]
        turn = datetime.fromisoformat(TURNS[name]).replace(tzinfo=UTC)
        away = [draw.choice([30, 3600, 7200]) * draw.uniform(-1, 1) for _ in range(8)]
        dates = [(turn + timedelta(seconds=round(seconds))).astimezone(site_zone(name)) for seconds in away]
        written = [date.isoformat() if draw.random() < 0.5 else f"{date:%Y-%m-%dT%H:%M:%S}" for date in dates]
        posts = {f"posts/p{n}.md": post(f"P{n}", date, tags=["t"]) for n, date in enumerate(written)}
        outputs = outputs_of(posts, config=zone(name), now=ALWAYS)
        met: Counter[str] = Counter()
        for path, output in outputs.items():
            context = output.content
            if isinstance(context, DaysPage | HomePage | WeekPage):
                days = [day.date for day in context.days]
                assert days == sorted(set(days), reverse=True), (written, path)
            if isinstance(context, DaysPage):
                around = [link.date for link in (context.earlier, context.later) if link]
                assert around == sorted({*around} - {context.date}), (written, path)
                if context.month is None:
                    (day,) = context.days
                    met.update(card.url for card in day.cards)
                    assert all(card.url.startswith(f"/{context.date:%Y/%m/%d}/") for card in day.cards), written
            if isinstance(context, ArchivePage) and path == "archive/index.html":
                assert sum(year.count for year in context.years) == len(posts)
        assert set(met.values()) == {1}, written
        assert len(met) == len(posts), written
        attempts.made()


WEEKS = {
    "2018-12-31": "2019/w01",
    "2019-12-29": "2019/w52",
    "2020-12-31": "2020/w53",
    "2021-01-03": "2020/w53",
    "2021-01-04": "2021/w01",
    "2024-12-30": "2025/w01",
    "2026-12-31": "2026/w53",
    "2027-01-03": "2026/w53",
}


@pytest.mark.parametrize(("date", "week"), WEEKS.items())
def test_a_week_belongs_to_the_year_that_has_its_thursday(date: str, week: str) -> None:
    """ISO 8601, 3.1.1.23: not to the year of the date."""
    weeks = [path for path in outputs_of({"posts/a.md": post(date=date)}, now=ALWAYS) if "/w" in path]
    assert weeks == [f"{week}/index.html"]


NONE = {
    "0001-01-01": "'0001-01-01' is not a date that a news site can have",
    "1900-02-29": "'1900-02-29' is not a date",
    "1969-12-31": "'1969-12-31' is not a date that a news site can have",
    "2025-02-29": "'2025-02-29' is not a date: February 2025 has 28 days",
    "2025-06-31": "'2025-06-31' is not a date: June has 30 days",
    "9999-12-31": "'9999-12-31' is not a date that a news site can have",
    "2016-12-31T23:59:60Z": "'2016-12-31T23:59:60Z' is not a date: a minute has 60 seconds",
    "2025-11-22T24:00:00": "'2025-11-22T24:00:00' is not a date: a day has 24 hours",
    "2025-11-22T10:00:00+25:00": "'2025-11-22T10:00:00+25:00' is not a date: there is no offset of +25:00",
}


@pytest.mark.parametrize(("date", "message"), NONE.items())
def test_days_that_no_calendar_has_are_refused(date: str, message: str, tmp_path: Any) -> None:
    site = build_site(make_site(tmp_path, {"content/posts/a.md": post(date=date)}))
    assert [problem.partition("\n")[0] for problem in site.problems] == [
        f"content/posts/a.md:3:7: error[bad-date]: {message}"
    ]


TOLD = {
    ("America/Sao_Paulo", "2018-11-04"): [],  # no clock showed its midnight, and a day is all that was meant
    ("America/Sao_Paulo", "2018-11-04T00:30"): [
        "there is no 2018-11-04 00:30 in America/Sao_Paulo: clocks skip that hour on this day",
        "write 2018-11-04T01:30, which it is taken for",
    ],
    ("Pacific/Apia", "2011-12-30"): [
        "there is no 2011-12-30 in Pacific/Apia: that day was left out",
        "write 2011-12-31T00:00, which it is taken for",
    ],
    ("Pacific/Apia", "2011-12-31"): [],
}


@pytest.mark.parametrize(("name", "date"), TOLD)
def test_check_tells_of_times_that_no_clock_showed(name: str, date: str, tmp_path: Any) -> None:
    site = build_site(
        make_site(tmp_path, {"pyproject.toml": zone(name), "content/posts/a.md": post(date=date)}), dry=True
    )
    found = [d for d in site.result.diagnostics if d.code == "bad-date"]
    assert [text for d in found for text in (d.message, d.help)] == TOLD[name, date]
