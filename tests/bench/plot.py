"""The results as one SVG picture: bars for each case of each corpus, and our stages against the number of posts.

Both on logarithmic axes of seconds, as the figures span four powers of ten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from statistics import median

from tests.bench.tables import LONG, Result

WIDTH, LABELS, ROW, GAP = 960, 190, 17, 34
LEAST = 0.01  # seconds, where the axes begin
COLOURS = ("#c2410c", "#1d4ed8", "#0e7490", "#7c3aed", "#15803d", "#a16207", "#be185d", "#475569", "#0f766e", "#6b7280")


def plot(results: Sequence[Result]) -> str:
    """An SVG document."""
    names = list(dict.fromkeys(result.generator for result in results))
    colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(names)}
    parts: list[str] = []
    top = 0.0
    for size in dict.fromkeys(result.size for result in results):
        top = _bars(parts, [result for result in results if result.size == size], colours, top)
    for generator in dict.fromkeys(result.generator for result in results if result.stages):
        clean = [r for r in results if r.generator == generator and r.case == "clean" and r.size != LONG]
        if len({result.posts for result in clean}) > 1:
            top = _lines(parts, clean, top)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top:.0f}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n{"".join(parts)}</svg>\n'
    )


def _bars(parts: list[str], results: Sequence[Result], colours: dict[str, str], top: float) -> float:
    most = max(median(result.wall) for result in results)
    top = _title(parts, f"{results[0].size} posts: seconds of a build (logarithmic)", top)
    for case in dict.fromkeys(result.case for result in results):
        parts.append(_text(8, top + 12, case, weight="bold"))
        for result in (result for result in results if result.case == case):
            seconds = median(result.wall)
            width = _scale(seconds, LEAST, most) * (WIDTH - LABELS - 90)
            parts.append(_text(LABELS - 6, top + 12, result.generator, anchor="end"))
            parts.append(
                f'<rect x="{LABELS}" y="{top + 2:.0f}" width="{width:.1f}" height="{ROW - 4}" '
                f'fill="{colours[result.generator]}"/>\n'
            )
            parts.append(_text(LABELS + width + 5, top + 12, f"{seconds:.2f} s"))
            top += ROW
        top += 6
    return top


def _lines(parts: list[str], results: Sequence[Result], top: float) -> float:
    """One line for each stage; a dashed one shows what grows as N does."""
    height, left, right = 330, 70, WIDTH - LABELS
    ours = sorted(results, key=lambda result: result.posts)
    first, last = ours[0].posts, ours[-1].posts
    most = max(seconds for result in ours for seconds in result.stage_medians().values())
    top = _title(parts, f"{ours[0].generator}: seconds of each stage of a clean build against posts", top)

    def point(posts: int, seconds: float) -> tuple[float, float]:
        x = left + _scale(posts, first, last) * (right - left)
        return x, top + height * (1 - _scale(seconds, LEAST, most))

    for power in range(round(math.log10(LEAST)), math.floor(math.log10(most)) + 1):
        _, y = point(first, 10.0**power)
        parts.append(f'<path d="M{left} {y:.1f}H{right}" stroke="#ddd"/>\n')
        parts.append(_text(left - 6, y + 4, f"{10.0**power:g} s", anchor="end"))
    parts += [_text(point(r.posts, 1)[0], top + height + 16, r.size, anchor="middle") for r in ours]
    linear = [point(first, most * first / last), point(last, most)]
    parts.append(_path(linear, "#999", ' stroke-dasharray="4 4"'))
    names = dict.fromkeys(name for result in ours for name in result.stage_medians())
    heights: list[float] = []
    for place, name in enumerate(sorted(names, key=lambda name: -ours[-1].stage_medians().get(name, 0.0))):
        colour = COLOURS[place % len(COLOURS)]
        points = [point(result.posts, result.stage_medians().get(name, 0.0)) for result in ours]
        y = max(points[-1][1] + 4, heights[-1] + 13 if heights else 0)
        heights.append(y)
        parts.append(_path(points, colour))
        parts.append(_text(right + 8, y, f"{name} {ours[-1].stage_medians().get(name, 0.0):.2f} s", fill=colour))
    return max([top + height + GAP, *heights]) + GAP


def _scale(value: float, least: float, most: float) -> float:
    """Where a value lies between two others, on a logarithmic axis: 0 to 1."""
    return max(0.0, math.log(max(value, least) / least) / math.log(max(most / least, 1.01)))


def _title(parts: list[str], text: str, top: float) -> float:
    parts.append(_text(8, top + 22, text, weight="bold", size=15))
    return top + GAP


def _path(points: Sequence[tuple[float, float]], colour: str, more: str = "") -> str:
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="2"{more}/>\n'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", size: int = 12, fill: str = "#111"
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}" font-size="{size}" '
        f'fill="{fill}">{escape(text)}</text>\n'
    )
