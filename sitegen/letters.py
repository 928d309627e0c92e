"""A text cut short between what readers see as letters: never within an emoji, or between a letter and its marks.

It knows the cases of Unicode's grapheme clusters (UAX #29) that texts are made of, not Hangul's single jamos.
"""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"


def cut(text: str, longest: int) -> str:
    """As much of a text's beginning as fits in `longest` characters."""
    if len(text) <= longest or text.isascii():
        return text[:longest]
    end = longest
    while end and _joined(text, end):
        end -= 1
    return text[: end or longest]  # a letter may have more marks than there is room for


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after a place are parts of one letter, or of one emoji."""
    after = text[at]
    if text[at - 1] == JOINER or after == JOINER or unicodedata.category(after)[0] == "M":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # skin tones, flags' tags
        return True
    flags = 0
    while flags < at and "\U0001f1e6" <= text[at - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return flags % 2 == 1 and "\U0001f1e6" <= after <= "\U0001f1ff"
