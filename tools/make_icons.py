"""Makes the icons that stand in for static/icon.svg where SVG is not taken: static/favicon.ico, apple-touch-icon.png.

python tools/make_icons.py
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parent.parent / "static"
FINE = 8  # drawn so many times larger, so that edges are smooth

ACCENT, PAPER = "#12409f", "#ffffff"
BARS = (
    (6, 7, 26, 11),
    (6, 14, 17, 25),
    (20, 14, 26, 16),
    (20, 18.5, 26, 20.5),
    (20, 23, 26, 25),
)  # in icon.svg's units


def draw(size: int, corner: float, margin: float) -> Image.Image:
    """The design of icon.svg, with `corner` as its radius and `margin` more of the ground around it, in its units."""
    scale = size * FINE / (32 + 2 * margin)
    large = Image.new("RGBA", (size * FINE, size * FINE))
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle((0, 0, size * FINE - 1, size * FINE - 1), corner * scale, fill=ACCENT)
    for left, top, right, bottom in BARS:
        edges = [round((edge + margin) * scale) for edge in (left, top, right, bottom)]
        pen.rectangle((edges[0], edges[1], edges[2] - 1, edges[3] - 1), fill=PAPER)
    return large.resize((size, size), Image.Resampling.BOX)


def main() -> None:
    draw(32, 3, 0).save(STATIC / "favicon.ico", sizes=[(32, 32)])
    touch = io.BytesIO()
    draw(180, 0, 3).convert("RGB").quantize(16).save(touch, "PNG", optimize=True)  # iOS rounds the corners itself
    (STATIC / "apple-touch-icon.png").write_bytes(touch.getvalue())


if __name__ == "__main__":
    main()
