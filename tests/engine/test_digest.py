"""Digests follow from the value alone (design.md, rule 2; contract §7.3)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sitegen.engine.digest import SIZE, digest_bytes, digest_value


@dataclass(frozen=True)
class Card:
    title: str
    tags: dict[str, tuple[str, ...]]
    day: date | None = None


VALUE = Card("Foxconn", {"tags": ("openai", "foxconn"), "people": ()}, date(2025, 11, 22))

DIFFERENT = [
    None,
    "",
    0,
    1.5,
    "1.5",
    (),
    ("a", "bc"),
    ("ab", "c"),
    ("a", ("b", "c")),
    {"a": 1, "b": 2},
    {"a": 2, "b": 1},
    VALUE,
    Card("Foxconn", {"tags": ("foxconn", "openai"), "people": ()}, date(2025, 11, 22)),
    datetime(2025, 11, 22, 19, tzinfo=UTC),
    datetime(2025, 11, 22, 19),  # noqa: DTZ001
]


def test_different_values_have_different_digests() -> None:
    assert len({digest_value(value) for value in DIFFERENT}) == len(DIFFERENT)


def test_equal_values_have_one_digest() -> None:
    again = Card("Foxconn", {"tags": ("openai", "foxconn"), "people": ()}, date(2025, 11, 22))
    assert digest_value(again) == digest_value(VALUE)
    assert len(digest_value(VALUE)) == SIZE


def test_one_moment_in_two_zones_is_shown_as_two_and_so_is_two_values() -> None:
    moment = datetime(2025, 11, 22, 19, tzinfo=UTC)
    assert digest_value(moment) != digest_value(moment.astimezone(timezone(timedelta(hours=1))))


def test_parts_are_set_off_from_one_another() -> None:
    assert digest_bytes(b"a", b"bc") != digest_bytes(b"ab", b"c")
    assert digest_bytes(b"abc") != digest_bytes(b"abc", b"")


def test_a_dictionary_counts_in_its_own_order() -> None:
    assert digest_value({"a": 1, "b": 2}) != digest_value({"b": 2, "a": 1})


SCRIPT = """
from dataclasses import dataclass
from datetime import datetime, UTC
from sitegen.engine.digest import digest_value
@dataclass(frozen=True)
class Page:
    title: str
    terms: dict
    at: datetime
value = Page("é", {"b": ("x", "y"), "a": {"deep": [1, None, 2.5, b"z"]}}, datetime(2025, 11, 22, tzinfo=UTC))
print(digest_value(value).hex())
"""


def test_a_digest_is_the_same_in_every_process() -> None:
    found = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("random", "America/Chicago")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        found.add(subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True).stdout)
    assert len(found) == 1


@pytest.mark.parametrize("value", [object(), len])
def test_what_is_no_plain_value_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError):
        digest_value(value)
