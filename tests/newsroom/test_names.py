"""What is left of a company's name when it is compared, and what it is called in short."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.newsroom.names import LEGAL, normalise, short_name
from tests.fuzz.found import found_by


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("QUALCOMM INC/DE", "qualcomm"),
        ("BANK OF AMERICA CORP /DE/", "bank of america"),
        ("RUSH ENTERPRISES INC \\TX\\", "rush enterprises"),
        ("Siemens Energy AG/ADR", "siemens energy"),
        ("Novo Nordisk A/S", "novo nordisk"),
        ("ASML Holding N.V.", "asml holding"),
        ("The Walt Disney Company", "walt disney"),
        ("JPMorgan Chase & Co.", "jpmorgan chase"),
        ("Moody\u2019s Corp", "moodys"),
        ("Coca\u2011Cola", "coca cola"),
        ("SoftBank Group Corp.", "softbank group"),
        ("SoftBank Corp.", "softbank"),
        ("The Company", "company"),
        ("Ｓｏｎｙ", "sony"),
        ("百度", "百度"),
        ("!!!", "!!!"),
    ],
)
def test_normal_names(name: str, normal: str) -> None:
    assert normalise(name) == normal


@pytest.mark.parametrize(
    ("name", "short"),
    [("Merck & Co., Inc.", "Merck"), ("STMicroelectronics N.V.", "STMicroelectronics"), ("Company", "Company")],
)
def test_short_names_drop_the_legal_form(name: str, short: str) -> None:
    assert short_name(name) == short


@found_by("addresses")
def test_a_short_name_does_not_end_in_a_space() -> None:
    assert short_name("Robo , Inc.") == "Robo"


@given(st.text())
@example("¯")
@example("N.V./DE/")
def test_normalise_is_idempotent_and_keeps_something(name: str) -> None:
    normal = normalise(name)
    assert normalise(normal) == normal
    assert bool(normal) == bool(name.strip())


WORDS = st.lists(st.text(string.ascii_letters + string.digits + "éßя百", min_size=2), min_size=1, max_size=4)


@given(WORDS, st.sampled_from(sorted(LEGAL)), st.sampled_from([", ", " ", "  ", "\u00a0", ". "]), st.booleans())
def test_normalise_is_indifferent_to_case_punctuation_and_legal_form(
    words: list[str], form: str, mark: str, upper: bool
) -> None:
    name = "Xy " + " ".join(words)
    other = f"“Xy-{'-'.join(words)}”{mark}{form}."
    assert normalise(other.upper() if upper else other) == normalise(name)
