"""Which of many keys are one thing written twice: the same but for a plural, a hyphen, an accent or a typing slip.

Pure. It would rather miss a slip than call two things one: versions (`gpt-4`, `gpt-5`), short names and words that
differ in their ending (`trade`, `trader`) are never alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from sitegen.diagnostics import one_edit_away
from sitegen.markup.words import singular

SHORTEST = 5  # letters: in shorter ones, one letter makes another word
CROWD = 40  # keys: nobody writes one thing in so many ways by mistake
LONG = 8  # letters from which a letter may be another one that is beside it on the keyboard

# Letters of other scripts that look like Latin ones, in small letters or in capitals (UTS #39, confusables).
_TWINS = str.maketrans(
    "авекмнорстухіјѕԁһԛԝӏαβεζηικμνορτυχıɑɡ",
    "abekmhopctyxijsdhqwlabezhikmnoptyxiag",
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {pair for row in _ROWS for a, b in pairwise(row) for pair in ((a, b), (b, a))}


class Spelled(NamedTuple):
    """A key's words, each without its plural; all their characters as one; and those of them that are no letters."""

    words: tuple[str, ...]
    whole: str
    signs: str


@lru_cache(maxsize=1 << 15)
def spelled(key: str) -> Spelled:
    plain = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c)).translate(_TWINS)
    words = tuple(word if word.endswith("ics") else singular(word) for word in plain.split("-"))
    whole = "".join(words)
    return Spelled(words, whole, re.sub(r"[^\W\d_]+", "", whole))


def similar(one: str, other: str) -> bool:
    """Whether two keys are probably one thing: `data-center` and `data-centers`, `nvdia` and `nvidia`."""
    if look_alike(one, other):
        return True
    if one == other or min(_letters(spelled(one).whole), _letters(spelled(other).whole)) < SHORTEST:
        return False
    return same_but_for_form(one, other) or _slipped(spelled(one), spelled(other))


def look_alike(one: str, other: str) -> bool:
    """Whether two keys are told apart only by letters of other scripts: `apple` and `аpple`, with a Cyrillic а."""
    return one != other and one.translate(_TWINS) == other.translate(_TWINS)


def same_but_for_form(one: str, other: str) -> bool:
    """Whether two keys differ in plurals, hyphens and accents alone."""
    return spelled(one).whole == spelled(other).whole


def similar_pairs(keys: Iterable[str]) -> set[tuple[str, str]]:
    """All pairs of keys that are similar, each in order, in time near linear in their number.

    Keys one edit apart give the same when one letter is left out of each, or of one: so only such are compared. Where
    more than `CROWD` give the same, each is compared with those that come first alone.
    """
    found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key in keys:
        own = spelled(key)
        if _letters(own.whole) >= SHORTEST:
            for left in _shortened(own.whole):
                found[own.signs, left][key] = None
        else:
            found[own.signs, own.whole][key] = None
    near = {
        (first, key) if first < key else (key, first)
        for group in found.values()
        for number, key in enumerate(group)
        for first in islice(group, min(number, CROWD))
    }
    return {pair for pair in near if similar(*pair)}


def _shortened(word: str) -> Iterator[str]:
    """A word, and what is left of it without each of its letters but the first, in which no slip is."""
    yield word
    for at in range(1, len(word)):
        if word[at].isalpha():
            yield word[:at] + word[at + 1 :]


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))


def _slipped(one: Spelled, other: Spelled) -> bool:
    if one.signs != other.signs:
        return False
    if len(one.words) != len(other.words):
        return _slip(one.whole, other.whole)
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _slip(*differing[0])


def _slip(one: str, other: str) -> bool:
    """Whether one of two words is the other with a slip of the hand: never in its first letter, nor at its end."""
    short, long = sorted((one, other), key=len)
    if _letters(short) < SHORTEST or short[0] != long[0] or not (short.isascii() and one_edit_away(short, long)):
        return False
    if len(short) < len(long):
        return long[:-1] != short
    changed = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(changed) == 2 or (len(one) >= LONG and one[-1] == other[-1] and changed[0] in _BESIDE)
