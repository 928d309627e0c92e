"""Dates as readers see them (contract §5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sitegen.newsroom.moments import site_zone
from sitegen.outputs.language import iso, language_filters, zone_name

MOMENT = datetime(2025, 11, 23, 1, 21, tzinfo=UTC)  # 7:21 PM on the 22nd in Chicago

TIMES = {
    ("en", "America/Chicago"): "November 22, 2025, 7:21 PM CST",
    ("en-US", "America/Chicago"): "November 22, 2025, 7:21 PM CST",
    ("en-GB", "Europe/London"): "23 November 2025, 01:21 GMT",
    ("de", "Europe/Berlin"): "23. November 2025, 02:21 CET",
    ("fr", "Europe/Paris"): "23 novembre 2025, 02:21 CET",
    ("ja", "Asia/Tokyo"): "2025年11月23日, 10:21 JST",
    ("en", "Asia/Kolkata"): "November 23, 2025, 6:51 AM IST",
    ("en", "UTC"): "November 23, 2025, 1:21 AM UTC",
    # Zones without letters of their own.
    ("en", "America/Sao_Paulo"): "November 22, 2025, 10:21 PM UTC-03:00",
    ("en", "Asia/Kathmandu"): "November 23, 2025, 7:06 AM UTC+05:45",
    # A language that CLDR does not know.
    ("tlh", "UTC"): "November 23, 2025, 1:21 AM UTC",
}


@pytest.mark.parametrize(("language", "zone", "shown"), [(*key, shown) for key, shown in TIMES.items()])
def test_a_moment_is_shown_in_the_sites_language_and_zone(language: str, zone: str, shown: str) -> None:
    assert language_filters(language)["time"](MOMENT.astimezone(site_zone(zone))) == shown


FILTERS = {
    "date": ("November 22, 2025", "22. November 2025"),
    "month": ("November 2025", "November 2025"),
    "weekday": ("Saturday", "Samstag"),
    "shortdate": ("Nov 22", "22. Nov."),
    "shortmonth": ("Nov", "Nov"),
}


@pytest.mark.parametrize(("name", "shown"), FILTERS.items())
def test_each_filter_takes_days_and_moments(name: str, shown: tuple[str, str]) -> None:
    for language, expected in zip(("en", "de"), shown, strict=True):
        filter_ = language_filters(language)[name]
        assert filter_(date(2025, 11, 22)) == expected
        assert filter_(MOMENT.astimezone(site_zone("America/Chicago"))) == expected


WEEKS = {
    "en": ("November 17 – 23, 2025", "November 24 – December 7, 2025", "December 29, 2025 – January 4, 2026"),
    "de": ("17.–23. November 2025", "24. November – 7. Dezember 2025", "29. Dezember 2025 – 4. Januar 2026"),
    "ja": ("2025年11月17日～23日", "2025年11月24日～12月7日", "2025年12月29日～2026年1月4日"),
}
DAYS = [
    (date(2025, 11, 17), date(2025, 11, 23)),
    (date(2025, 11, 24), date(2025, 12, 7)),
    (date(2025, 12, 29), date(2026, 1, 4)),
]


@pytest.mark.parametrize("language", WEEKS)
def test_days_from_and_to_name_what_they_share_once(language: str) -> None:
    interval = language_filters(language)["interval"]
    assert tuple(interval(first, last) for first, last in DAYS) == WEEKS[language]


def test_summer_time_has_its_own_letters() -> None:
    zone = site_zone("America/Chicago")
    assert [zone_name(datetime(2025, month, 1, tzinfo=zone)) for month in (7, 12)] == ["CDT", "CST"]


def test_attributes_hold_the_offset() -> None:
    assert iso(MOMENT.astimezone(site_zone("America/Chicago"))) == "2025-11-22T19:21:00-06:00"
    assert iso(date(2025, 11, 22)) == "2025-11-22"


def test_the_hour_that_comes_twice_is_shown_as_two() -> None:
    shown = language_filters("en")["time"]
    hours = [datetime(2025, 11, 2, hour, 30, tzinfo=UTC).astimezone(site_zone("America/Chicago")) for hour in (6, 7)]
    assert [shown(hour) for hour in hours] == ["November 2, 2025, 1:30 AM CDT", "November 2, 2025, 1:30 AM CST"]


def test_one_instant_in_two_zones_is_shown_as_two() -> None:
    shown = language_filters("en")["time"]
    zones = [site_zone(name) for name in ("America/Chicago", "UTC")]
    assert len({shown(MOMENT.astimezone(zone)) for zone in zones}) == 2
