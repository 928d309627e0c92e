"""The letters of social cards: which can be drawn, how wide they are, and how a text is broken into lines.

Text is set letter by letter with FreeType alone: what needs more (right-to-left scripts, marks that join their letters)
is not drawn, for the libraries that could are not everywhere, and the bytes would not be the same.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.engine.files import read_as_seen

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

TITLE_SIZES = (100, 88, 78, 69, 61, 54, 48)
LEADING = 1.12
MOST_LINES = 5
MOST_LETTERS = 1000  # of a text that are looked at: more than there is room for, in the narrowest letters
Own = tuple[str, bytes]  # the place and the digest of the site's own font; ("", b"") for ours


def headline(title: str, font: Own, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size in which a title fits, and its lines; in the smallest one the last line may end with "…"."""
    for size in TITLE_SIZES:
        face = font_of(font, "serif", size)
        fits = min(MOST_LINES, int(height / (size * LEADING)))
        lines = _wrapped(title, face, width)
        if len(lines) <= fits and all(width_of(face, line) <= width for line in lines):
            return size, _balanced(title, face, lines, width)
    lines = [*lines[: fits - 1], " ".join(lines[fits - 1 :])]
    return size, [fitting(line, face, width) for line in lines]


def _wrapped(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """Lines no wider than `width`, but for single words that are."""
    lines = [""]
    room = width
    for word in _words(text):
        wide = _word_wide(font, word)
        if lines[-1] and wide > room:
            lines.append(word.lstrip())
            room = width - _word_wide(font, word.lstrip())
        else:
            lines[-1] += word
            room -= wide
    return lines


def _balanced(text: str, font: FreeTypeFont, lines: list[str], width: int) -> list[str]:
    """As many lines, as even as they get."""
    narrow, wide = max(width_of(font, line) for line in lines) // 2, width
    while wide - narrow > 12 and len(lines) > 1:
        middle = (narrow + wide) // 2
        tried = _wrapped(text, font, middle)
        if len(tried) <= len(lines) and all(width_of(font, line) <= width for line in tried):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """What lines are made of: words with the space before them, and the single letters of scripts without spaces."""
    words = [""]
    for letter in text:
        alone = unicodedata.east_asian_width(letter) in "WF"
        if letter == " " or (alone and unicodedata.category(letter)[0] == "L"):
            words.append(letter)
        else:
            words[-1] += letter
    return tuple([word for word in words if word])


def row_of(names: Sequence[str], font: FreeTypeFont, width: float) -> str:
    """As many companies as there is room for, and how many more there are."""
    for count in range(len(names), 0, -1):
        more = [f"+{len(names) - count}"] if count < len(names) else []
        row = "  ·  ".join([*names[:count], *more])
        if width_of(font, row) <= width:
            return row
    return ""


def fitting(text: str, font: FreeTypeFont, width: float) -> str:
    """The text, or as much of it as fits with "…" after its last whole word."""
    if width_of(font, text) <= width:
        return text
    words = list(_words(text))
    while len(words) > 1 and width_of(font, "".join(words).rstrip(" ,;:–—-") + "…") > width:
        words.pop()
    cut = "".join(words).rstrip(" ,;:–—-")
    while cut and width_of(font, cut + "…") > width:
        cut = cut[:-1]
    return cut + "…"


def width_of(font: FreeTypeFont, text: str) -> int:
    """The width of a line, in pixels."""
    return sum(_word_wide(font, word) for word in _words(text))


@lru_cache(maxsize=8192)  # each line is tried in several sizes and widths
def _word_wide(font: FreeTypeFont, word: str) -> int:
    return round(font.getlength(word))


def drawable(text: str, font: Own, least: float = 0.0) -> str:
    """The text without what the font cannot draw; "" where less than the part `least` of its letters is left."""
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    has = _letters(font)
    kept = "".join(letter for letter in whole if letter == " " or has(letter))
    said = sum(map(str.isalnum, whole))
    left = sum(map(str.isalnum, kept))
    return " ".join(kept.split())[:MOST_LETTERS].rstrip() if left and left >= least * said else ""


@lru_cache(maxsize=2)
def _letters(font: Own) -> Callable[[str], bool]:
    """Whether a character can be drawn with the fonts of a card."""
    faces = [font_of(font, style, 32) for style in ("serif", "sans")]
    missing = [bytes(face.getmask("\uffff")) for face in faces]

    @lru_cache(maxsize=4096)
    def has(letter: str) -> bool:
        if unicodedata.category(letter)[0] in "MC" or unicodedata.bidirectional(letter) in ("R", "AL"):
            return False
        return all(bytes(face.getmask(letter)) != box for face, box in zip(faces, missing, strict=True))

    return has


@lru_cache(maxsize=32)
def font_of(own: Own, style: str, size: int) -> FreeTypeFont:
    """The site's own font, else ours in a style."""
    return _face(_file(own, style), size)


def _face(data: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def draws(data: bytes) -> bool:
    """Whether a file's bytes are a font that letters can be drawn with."""
    try:
        for size in TITLE_SIZES:
            _face(data, size).getmask("Hd")
    except Exception:  # noqa: BLE001 (OSError for most that is no font, others for what is half of one)
        return False
    return True


@lru_cache(maxsize=2)
def _file(own: Own, style: str) -> bytes:
    """The bytes of a font: FreeType would crash on a file that is written while it reads it."""
    from font_source_sans_pro import SourceSansProSemibold
    from font_source_serif_pro import SourceSerifProBold

    ours = {"serif": SourceSerifProBold, "sans": SourceSansProSemibold}
    return read_as_seen(*own) if own[0] else Path(ours[style]).read_bytes()
