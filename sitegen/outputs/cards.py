"""Social cards: what is written on one, set like the top of a front page, as a small PNG. Decides no words.

How its text is measured and broken into lines is in `lettering.py`.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.newsroom.plan.cards import HEIGHT, WIDTH
from sitegen.newsroom.plan.output import SocialCard
from sitegen.outputs.lettering import LEADING, Own, drawable, fitting, font_of, headline, row_of, width_of

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

PAPER, INK, ACCENT, SOFT = (252, 252, 250), (22, 24, 28), (18, 64, 159), (85, 88, 94)  # the theme's, in light
LEFT, RIGHT = 72, WIDTH - 72
READABLE = 0.8  # the part of a title's letters that must be drawn for it to be said at all

# Sixteen colours are four bits a pixel: the paper, then each colour from faint to full, as letters' edges need them.
_RAMPS = {INK: range(1, 8), ACCENT: range(8, 12), SOFT: range(12, 16)}


def draw_card(card: SocialCard) -> bytes:
    """The card as a PNG; a site's own font is known to be one."""
    from sitegen.outputs.language import language_filters

    day = language_filters(card.language)["date"](card.date)
    own = (card.real, card.digest)
    canvas = _sheet(own, card.site).copy()
    small = font_of(own, "sans", 28)
    names = [name for label in card.companies if (name := drawable(label, own, 1.0))]
    title = drawable(card.title, own, READABLE)
    kicker = drawable(card.kicker, own, READABLE) if title else ""
    top = 186
    if kicker:
        line = font_of(own, "sans", 34)
        _write(canvas, (LEFT, top), [fitting(kicker, line, RIGHT - LEFT)], line, ACCENT)
        top += 58
    size, lines = headline(title or drawable(card.site, own), own, RIGHT - LEFT, 526 - top)
    _write(canvas, (LEFT, top), lines, font_of(own, "serif", size), INK)
    day = drawable(day, own, 1.0)
    _write(canvas, (LEFT, 562), [day], small, SOFT)
    row = row_of(names, small, RIGHT - LEFT - width_of(small, day) - 64)
    _write(canvas, (RIGHT - width_of(small, row), 562), [row], small, INK)
    made = io.BytesIO()
    canvas.save(made, "PNG", bits=4, compress_level=4, compress_type=zlib.Z_RLE)
    return made.getvalue()


@lru_cache(maxsize=4)
def _sheet(font: Own, site: str) -> Picture:
    """What all cards of a site share: the paper, its name and the rules."""
    from PIL import Image, ImageDraw

    canvas = Image.new("P", (WIDTH, HEIGHT), 0)
    canvas.putpalette(_palette())
    name = drawable(site, font)
    faces = [font_of(font, "serif", size) for size in (46, 40, 35)]
    face = next((face for face in faces if width_of(face, name) <= RIGHT - LEFT), faces[-1])
    _write(canvas, (LEFT, 58), [fitting(name, face, RIGHT - LEFT)], face, INK)
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
    width = max(width_of(font, line) for line in lines) + 8
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
