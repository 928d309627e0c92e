"""Social cards: what is written on one, set like the top of a front page, as a small PNG. Decides no words.

Text is set letter by letter with FreeType alone: what needs more (right-to-left scripts, marks that join their letters)
is not drawn, for the libraries that could are not everywhere, and the bytes would not be the same.
"""

from __future__ import annotations

import io
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import FILE, Diagnostic, SiteError
from sitegen.newsroom.plan.cards import HEIGHT, WIDTH
from sitegen.newsroom.plan.output import SocialCard

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

PAPER, INK, ACCENT, SOFT = (252, 252, 250), (22, 24, 28), (18, 64, 159), (85, 88, 94)  # the theme's, in light
LEFT, RIGHT = 72, WIDTH - 72
TITLE_SIZES = (100, 88, 78, 69, 61, 54, 48)
LEADING = 1.12
MOST_LINES = 5
Own = tuple[str, bytes]  # the place and the digest of the site's own font; ("", b"") for ours

READABLE = 0.8  # the part of a title's letters that must be drawn for it to be said at all

# Sixteen colours are four bits a pixel: the paper, then each colour from faint to full, as letters' edges need them.
_RAMPS = {INK: range(1, 8), ACCENT: range(8, 12), SOFT: range(12, 16)}


def draw_card(card: SocialCard) -> bytes:
    """The card as a PNG; raises `SiteError` where the site's font is no font."""
    from sitegen.outputs.language import language_filters

    day = language_filters(card.language)["date"](card.date)
    own = (card.real, card.digest)
    canvas = _sheet(own, card.site).copy()
    small = _font(own, "sans", 28)
    names = [name for label in card.companies if (name := _drawable(label, own, 1.0))]
    title = _drawable(card.title, own, READABLE)
    kicker = _drawable(card.kicker, own, READABLE) if title else ""
    top = 186
    if kicker:
        line = _font(own, "sans", 34)
        _write(canvas, (LEFT, top), [_fitting(kicker, line, RIGHT - LEFT)], line, ACCENT)
        top += 58
    size, lines = _headline(title or _drawable(card.site, own), own, 526 - top)
    _write(canvas, (LEFT, top), lines, _font(own, "serif", size), INK)
    day = _drawable(day, own, 1.0)
    _write(canvas, (LEFT, 562), [day], small, SOFT)
    row = _row(names, small, RIGHT - LEFT - _wide(small, day) - 64)
    _write(canvas, (RIGHT - _wide(small, row), 562), [row], small, INK)
    made = io.BytesIO()
    canvas.save(made, "PNG", bits=4, compress_level=4, compress_type=zlib.Z_RLE)
    return made.getvalue()


@lru_cache(maxsize=4)
def _sheet(font: Own, site: str) -> Picture:
    """What all cards of a site share: the paper, its name and the rules."""
    from PIL import Image, ImageDraw

    canvas = Image.new("P", (WIDTH, HEIGHT), 0)
    canvas.putpalette(_palette())
    name = _drawable(site, font)
    faces = [_font(font, "serif", size) for size in (46, 40, 35)]
    face = next((face for face in faces if _wide(face, name) <= RIGHT - LEFT), faces[-1])
    _write(canvas, (LEFT, 58), [_fitting(name, face, RIGHT - LEFT)], face, INK)
    pen = ImageDraw.Draw(canvas)
    full, soft = _RAMPS[INK][-1], _RAMPS[SOFT][0]
    pen.rectangle((LEFT, 132, RIGHT - 1, 139), fill=full)
    pen.rectangle((LEFT, 144, RIGHT - 1, 145), fill=full)
    pen.rectangle((LEFT, 540, RIGHT - 1, 541), fill=soft)
    return canvas


def _palette() -> list[int]:
    colours = [PAPER]
    for colour, ramp in _RAMPS.items():
        for step in range(1, len(ramp) + 1):
            part = step / len(ramp)
            colours.append(tuple(round(p + (c - p) * part) for p, c in zip(PAPER, colour, strict=True)))  # type: ignore[arg-type]
    return [value for colour in colours for value in colour]


def _write(
    canvas: Picture, at: tuple[int, int], lines: Sequence[str], font: FreeTypeFont, colour: tuple[int, int, int]
) -> None:
    """Set lines with the top of the first one's tallest letters at a point."""
    from PIL import Image, ImageDraw

    if not any(lines):
        return
    step = round(font.size * LEADING)
    width = max(_wide(font, line) for line in lines) + 8
    patch = Image.new("L", (min(width, WIDTH - at[0]), step * len(lines) + step // 2), 0)
    pen = ImageDraw.Draw(patch)
    rise = font.getbbox("Hd")[1]  # FreeType counts from above the accents of capitals
    lift = min(step // 4, int(rise))
    for number, line in enumerate(lines):
        pen.text((0, number * step - rise + lift), line, fill=255, font=font)
    inked = patch.point(_shades(colour))
    canvas.paste(inked, (at[0], at[1] - lift), inked.point(_ANY))  # a line above may reach into it


_ANY = [0] + [255] * 255


@lru_cache
def _shades(colour: tuple[int, int, int]) -> list[int]:
    """The place in the palette for each strength of a colour."""
    shades = [0, *_RAMPS[colour]]
    return [shades[(value * (len(shades) - 1) + 127) // 255] for value in range(256)]


def _headline(title: str, font: Own, height: int) -> tuple[int, list[str]]:
    """The largest size in which a title fits, and its lines; in the smallest one the last line may end with "…"."""
    for size in TITLE_SIZES:
        face = _font(font, "serif", size)
        fits = min(MOST_LINES, int(height / (size * LEADING)))
        lines = _wrapped(title, face, RIGHT - LEFT)
        if len(lines) <= fits and all(_wide(face, line) <= RIGHT - LEFT for line in lines):
            return size, _balanced(title, face, lines)
    lines = [*lines[: fits - 1], " ".join(lines[fits - 1 :])]
    return size, [_fitting(line, face, RIGHT - LEFT) for line in lines]


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


def _balanced(text: str, font: FreeTypeFont, lines: list[str]) -> list[str]:
    """As many lines, as even as they get."""
    narrow, wide = max(_wide(font, line) for line in lines) // 2, RIGHT - LEFT
    while wide - narrow > 12 and len(lines) > 1:
        middle = (narrow + wide) // 2
        tried = _wrapped(text, font, middle)
        if len(tried) <= len(lines) and all(_wide(font, line) <= RIGHT - LEFT for line in tried):
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


def _row(names: Sequence[str], font: FreeTypeFont, width: float) -> str:
    """As many companies as there is room for, and how many more there are."""
    for count in range(len(names), 0, -1):
        more = [f"+{len(names) - count}"] if count < len(names) else []
        row = "  ·  ".join([*names[:count], *more])
        if _wide(font, row) <= width:
            return row
    return ""


def _fitting(text: str, font: FreeTypeFont, width: float) -> str:
    """The text, or as much of it as fits with "…" after its last whole word."""
    if _wide(font, text) <= width:
        return text
    words = list(_words(text))
    while len(words) > 1 and _wide(font, "".join(words).rstrip(" ,;:–—-") + "…") > width:
        words.pop()
    cut = "".join(words).rstrip(" ,;:–—-")
    while cut and _wide(font, cut + "…") > width:
        cut = cut[:-1]
    return cut + "…"


def _wide(font: FreeTypeFont, text: str) -> int:
    """The width of a line, in pixels."""
    return sum(_word_wide(font, word) for word in _words(text))


@lru_cache(maxsize=8192)  # each line is tried in several sizes and widths
def _word_wide(font: FreeTypeFont, word: str) -> int:
    return round(font.getlength(word))


def _drawable(text: str, font: Own, least: float = 0.0) -> str:
    """The text without what the font cannot draw; "" where less than the part `least` of its letters is left."""
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    draws = _letters(font)
    kept = "".join(letter for letter in whole if letter == " " or draws(letter))
    said = sum(map(str.isalnum, whole))
    left = sum(map(str.isalnum, kept))
    return " ".join(kept.split()) if left and left >= least * said else ""


@lru_cache(maxsize=2)
def _letters(font: Own) -> Callable[[str], bool]:
    """Whether a character can be drawn with the fonts of a card."""
    faces = [_font(font, style, 32) for style in ("serif", "sans")]
    missing = [bytes(face.getmask("\uffff")) for face in faces]

    @lru_cache(maxsize=4096)
    def draws(letter: str) -> bool:
        if unicodedata.category(letter)[0] in "MC" or unicodedata.bidirectional(letter) in ("R", "AL"):
            return False
        return all(bytes(face.getmask(letter)) != box for face, box in zip(faces, missing, strict=True))

    return draws


@lru_cache(maxsize=32)
def _font(own: Own, style: str, size: int) -> FreeTypeFont:
    """The site's own font, else ours in a style."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(io.BytesIO(_file(own, style)), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as problem:
        message = f"cards.font leads to a file that is no font ({problem})"
        help_ = "write the path of a TrueType or OpenType file in fonts/"
        raise SiteError([Diagnostic(FILE, 0, 0, "error", "bad-value", message, help_)]) from problem


@lru_cache(maxsize=2)
def _file(own: Own, style: str) -> bytes:
    """The bytes of a font: FreeType would crash on a file that is written while it reads it."""
    from font_source_sans_pro import SourceSansProSemibold
    from font_source_serif_pro import SourceSerifProBold

    ours = {"serif": SourceSerifProBold, "sans": SourceSansProSemibold}
    return Path(own[0] or ours[style]).read_bytes()
