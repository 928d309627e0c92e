"""Charts as inline SVG, from plain numbers: one path each, whole without script or style. Labels are the page's.

Sizes are attributes, so nothing moves when a page loads; colours are the stylesheet's.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

SLOT, BAR, HEIGHT = 24, 18, 96  # of a bar chart, in pixels before it is scaled to its column
NARROWEST = 320  # so that the labels of its ends find room
TICK, TINY = 4, 16  # of a sparkline: a bar with its gap, and the height


def bar_chart(counts: Sequence[int], label: str) -> Markup:
    """A bar for each number, from edge to edge; `label` says in words what it shows."""
    from markupsafe import Markup

    width = max(SLOT * len(counts), NARROWEST)
    step = (width - BAR) / max(len(counts) - 1, 1)
    path = _bars(counts, max(counts, default=0), step, BAR, HEIGHT)
    return Markup(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}" preserveAspectRatio="none">'
        '<path d="{}"/></svg>'
    ).format(label, width, HEIGHT, width, HEIGHT, path)


def sparkline(counts: Sequence[int], most: int) -> Markup:
    """Tiny bars on the scale of `most`, which the whole list shares; nothing where there are no numbers.

    Heights grow with the square root, so that one story and three differ beside a thing that has fifty.
    """
    from markupsafe import Markup

    if not any(counts):
        return Markup("")
    path = _bars([sqrt(count) for count in counts], sqrt(most), TICK, TICK - 1, TINY)
    return Markup('<svg class="spark" width="{}" height="{}" aria-hidden="true"><path d="{}"/></svg>').format(
        TICK * len(counts) - 1, TINY, path
    )


def _bars(counts: Sequence[float], most: float, step: float, width: int, height: int) -> str:
    """A path of rectangles on the ground line; what is more than nothing is at least two pixels high."""
    bars = []
    for place, count in enumerate(counts):
        if count:
            tall = max(round(height * count / most), 2)
            left = f"{place * step:.1f}".removesuffix(".0")
            bars.append(f"M{left} {height}v-{tall}h{width}v{tall}")
    return "".join(bars)
