"""Text to terms: what counts as the same word, what is dropped, what weighs more."""

from __future__ import annotations

import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup.words import MOST, words


def terms(text: str) -> set[int]:
    return set(weights(text))


def weights(text: str, title: str = "") -> dict[int, int]:
    found = words(title, text)
    return dict(zip(struct.unpack(f"<{len(found.weights)}I", found.hashes), found.weights, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co\u2011design", "co-design"),  # non-breaking hyphen
        ("co\u2010design", "co-design"),
        ("co\u00addesign", "codesign"),  # soft hyphen
        ("OpenAI’s racks", "OpenAI's racks"),
        ("Nvidia's", "Nvidia"),
        ("Foxconn", "foxconn"),
        ("\uff21\uff2d\uff24", "AMD"),  # full width
        ("ﬁnance", "finance"),
        ("café", "cafe\u0301"),
        ("café", "cafe"),
        ("F.B.I.", "FBI"),
        ("2,000", "2000"),
        ("racks factories launches", "rack factory launch"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),  # syllables and their letters
    ],
)
def test_hyphens_quotes_case_and_forms_are_one(one: str, other: str) -> None:
    assert terms(one) == terms(other) != set()


@pytest.mark.parametrize(
    ("one", "other"), [("GPT-4", "GPT-5"), ("4.1", "41"), ("business", "busines"), ("Nvidia", "AMD"), ("हिन्दी", "हन्द")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_parts_of_a_compound_count() -> None:
    assert terms("data-center") == terms("data center")
    assert terms("gpt") < terms("GPT-5")


def test_stop_words_and_single_letters_are_dropped() -> None:
    assert terms("The one that they have said isn't and don’t, a b c") == set()


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert len(terms("人工知能")) == 3
    assert terms("人工") == terms("人工知能") & terms("人工の")
    assert len(terms("芯")) == 1
    assert terms("OpenAI与富士康") == terms("OpenAI") | terms("与富士康")


def test_vowel_signs_do_not_break_a_word() -> None:
    assert len(terms("हिन्दी")) == 1


def test_a_repeated_word_counts_more_but_ever_less() -> None:
    once, twice, often = (weights("chip " * n).popitem()[1] for n in (1, 2, 100))
    assert once < twice < often < 2 * once


def test_a_name_counts_more_than_a_word() -> None:
    reed, name = weights("reed"), weights("Reed")
    assert reed.keys() == name.keys()
    assert max(reed.values()) < max(name.values())


def test_an_opening_that_repeats_the_title_counts_once() -> None:
    assert words("Foxconn builds racks", "Foxconn builds racks\nin Ohio") == words("Foxconn builds racks", "in Ohio")


def test_of_a_long_text_the_head_is_kept() -> None:
    long = " ".join(f"word{n}" for n in range(3 * MOST))
    assert len(terms(long)) == MOST
    assert terms(long) == terms(" ".join(f"word{n}" for n in range(MOST)))


def test_hashes_are_fixed_for_ever() -> None:
    found = words("", "Nvidia")
    assert (found.hashes.hex(), list(found.weights)) == ("b380d472", [89])


def test_numpy_is_not_needed_to_read_a_post() -> None:
    import subprocess

    code = "import sys, sitegen.markup.words as w; w.words('a', 'b'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(max_size=200), st.text(max_size=2000))
def test_any_text_gives_sorted_distinct_terms(title: str, text: str) -> None:
    found = words(title, text)
    hashes = struct.unpack(f"<{len(found.weights)}I", found.hashes)
    assert list(hashes) == sorted(set(hashes))
    assert all(found.weights)


def test_of_a_very_long_text_the_head_counts():
    head = "Racks and chips. " * 2000
    assert words("", head + "Elephants walk. " * 10_000) == words("", head)
