"""Results, and the tables that show them as text: medians, ratios, memory, and how the stages grow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

LONG = "long"  # the corpus of 700 posts of 180 KB
REFERENCES = ("hugo", "hugo-plain")
NOISE = 0.05  # seconds: the growth of shorter stages tells nothing


@dataclass(slots=True)
class Result:
    """All runs of one generator in one case: seconds, bytes, and (ours) the seconds of each stage."""

    size: str
    posts: int
    case: str
    generator: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)

    def stage_medians(self) -> dict[str, float]:
        names = dict.fromkeys(name for run in self.stages for name in run)
        return {name: median(run.get(name, 0.0) for run in self.stages) for name in names}

    def as_dict(self) -> dict[str, Any]:
        seconds = median(self.wall)
        return asdict(self) | {
            "median": seconds,
            "posts_a_second": round(self.posts / seconds, 1),
            "peak_median": median(self.peak),
            "stage_medians": self.stage_medians(),
        }


def table(results: Sequence[Result]) -> str:
    """A table in Markdown: a line for each corpus, case and generator; a ratio below 1 is quicker than that peer."""
    head = (
        "posts",
        "case",
        "generator",
        "seconds",
        "range",
        "CPU s",
        "peak MB",
        "posts/s",
        *map("÷ {}".format, REFERENCES),
    )
    medians = {(result.size, result.case, result.generator): median(result.wall) for result in results}
    rows = []
    for result in results:
        seconds = median(result.wall)
        references = (medians.get((result.size, result.case, name)) for name in REFERENCES)
        rows.append(
            (
                result.size,
                result.case,
                result.generator,
                f"{seconds:.2f}",
                f"{min(result.wall):.2f}–{max(result.wall):.2f}",
                f"{median(result.cpu):.2f}",
                f"{median(result.peak) / 1e6:.0f}",
                f"{result.posts / seconds:,.0f}" if result.case == "clean" else "",
                *(f"{seconds / reference:.3g}" if reference else "" for reference in references),
            )
        )
    return _markdown(head, rows, left=3)


def stages_tables(results: Sequence[Result]) -> str:
    """Our stages in seconds: for each corpus by case; and a clean build's against N, with their growth.

    Growth is the power of N that leads from one corpus to the next: 1 is linear.
    """
    parts = []
    for generator in dict.fromkeys(result.generator for result in results if result.stages):
        ours = [result for result in results if result.generator == generator]
        for size in dict.fromkeys(result.size for result in ours):
            cases = [result for result in ours if result.size == size]
            head = [f"{generator}, {size} posts", *(result.case for result in cases)]
            parts.append(_markdown(head, [[n, *(f"{s:.2f}" for s in row)] for n, row in _by_stage(cases)], left=1))
        clean = sorted((result for result in ours if result.case == "clean" and result.size != LONG), key=_posts)
        if len(clean) > 1:
            head = [f"{generator}, clean", clean[0].size]
            for result in clean[1:]:
                head += [result.size, "power of N"]
            parts.append(_markdown(head, [[n, *_growing(clean, row)] for n, row in _by_stage(clean)], left=1))
    return "\n".join(parts)


def _by_stage(results: Sequence[Result]) -> list[tuple[str, list[float]]]:
    stages = [result.stage_medians() for result in results]
    names = dict.fromkeys(name for stage in stages for name in stage)
    return [(name, [stage.get(name, 0.0) for stage in stages]) for name in names]


def _growing(results: Sequence[Result], seconds: Sequence[float]) -> list[str]:
    cells = [f"{seconds[0]:.2f}"]
    for (before, after), (less, more) in zip(pairwise(results), pairwise(seconds), strict=True):
        cells += [f"{more:.2f}", _growth(before.posts, after.posts, less, more)]
    return cells


def _posts(result: Result) -> int:
    return result.posts


def _growth(posts: int, more_posts: int, seconds: float, more_seconds: float) -> str:
    if min(seconds, more_seconds) < NOISE or posts == more_posts:
        return ""
    return f"{math.log(more_seconds / seconds) / math.log(more_posts / posts):.2f}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        shown = (c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        return f"| {' | '.join(shown)} |"

    rule = "|".join("-" * (w + 2) if i < left else "-" * (w + 1) + ":" for i, w in enumerate(widths))
    return "\n".join([line(head), f"|{rule}|", *map(line, rows), ""])
