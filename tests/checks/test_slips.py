"""Which keys are one thing written twice, and which are two; the index against all pairs; and how long it takes."""

from __future__ import annotations

import time
from itertools import combinations, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.checks.slips import CROWD, similar, similar_pairs

ONE = [
    ("data-center", "data-centers"),
    ("data-centers", "datacenter"),
    ("nvdia", "nvidia"),
    ("opneai", "openai"),
    ("startup", "start-up"),
    ("policies", "policy"),
    ("chip-maker", "chipmakers"),
    ("artificial-inteligence", "artificial-intelligence"),
    ("méxico", "mexico"),
    ("semiconductor", "semicondictor"),
    ("gb300-racks", "gb300-rack"),
    ("gpt-4-model", "gpt4-models"),
]

TWO = [
    ("gpt-4", "gpt-5"),
    ("gpt-4.1", "gpt-41"),
    ("c", "c++"),
    ("h100", "h200"),
    ("ai", "ar"),
    ("blackwell-b100", "blackwell-b200"),
    ("chips", "ships"),
    ("policy", "police"),
    ("trade", "trader"),
    ("india", "indian"),
    ("robots", "robotics"),
    ("banking", "ranking"),
    ("meta", "beta"),
    ("apple", "apply"),
    ("claude", "clause"),
    ("john-smith", "joan-smith"),
    ("openai", "openai"),
    ("politic", "politics"),
    ("data-center", "data-policy"),
    ("数据中心市场", "数据中心市长"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_plurals_hyphens_accents_and_slips_are_one(one: str, other: str) -> None:
    assert similar(one, other)
    assert similar(other, one)
    assert similar_pairs([one, other]) == {tuple(sorted((one, other)))}


@pytest.mark.parametrize(("one", "other"), TWO)
def test_versions_short_names_and_other_endings_are_two(one: str, other: str) -> None:
    assert not similar(one, other)
    assert not similar(other, one)
    assert similar_pairs([one, other]) == set()


WORD = st.text("abenst45é", min_size=1, max_size=9)
KEY = st.lists(WORD, min_size=1, max_size=2).map("-".join) | st.sampled_from([key for pair in ONE for key in pair])


@st.composite
def families(draw: st.DrawFn) -> list[str]:
    """Keys, and some of them with a letter left out, put in, changed or swapped: else few would be alike."""
    keys = draw(st.lists(KEY, min_size=1, max_size=12))
    for key in draw(st.lists(st.sampled_from(keys), max_size=12)):
        at = draw(st.integers(0, len(key)))
        letter = draw(st.sampled_from(["", *"abenst5-"]))
        keys.append((key[:at] + letter + key[at + draw(st.integers(0, 1)) :]).strip("-") or key)
        keys.append(key[:at] + key[at : at + 2][::-1] + key[at + 2 :])
    return keys


@given(families())
def test_the_index_finds_what_comparing_all_pairs_finds(keys: list[str]) -> None:
    known = set(keys)
    assert similar_pairs(known) == {(a, b) for a, b in combinations(sorted(known), 2) if similar(a, b)}


def test_ten_thousand_terms_take_no_time() -> None:
    keys = [f"{'bcdfghklm'[n % 9]}{'aeiou'[n // 9 % 5]}term-{n * 7919 % 99991}-of-{n:x}" for n in range(9_990)]
    keys += [f"family-{letter}{other}member" for letter in "abcde" for other in "xy"]
    begun = time.process_time()
    similar_pairs(keys)
    assert time.process_time() - begun < 3, "half a second on a machine that does nothing else"


@pytest.mark.parametrize(
    ("one", "other"), [("apple", "аpple"), ("ai", "аi"), ("open-ai", "ореn-ai"), ("nvidia", "νvidia")]
)
def test_letters_of_other_scripts_that_look_alike_are_one(one: str, other: str) -> None:
    assert similar(one, other)
    assert similar_pairs([one, other]) == {(one, other)}


def test_words_of_other_scripts_are_their_own() -> None:
    assert similar_pairs(["москва", "moskau", "αθήνα", "athina", "ии", "nn", "日本"]) == set()


def test_a_crowd_of_one_thing_is_compared_with_those_that_come_first() -> None:
    """All pairs of 20,000 would be two hundred million: the most used come first, and one of them is meant."""
    word = "artificialintelligence"
    parted = (f"{word[:a]}-{word[a:b]}-{word[b:]}" for a, b in combinations(range(2, 14), 2))
    known = [word, *islice(parted, CROWD + 10)]
    found = similar_pairs(known)
    assert {tuple(sorted((word, key))) for key in known[1:]} <= found
    assert tuple(sorted(known[-2:])) not in found
