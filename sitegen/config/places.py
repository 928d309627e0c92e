"""Where a key stands in TOML text: tomllib keeps no places, so the lines are read again when there is a problem."""

from __future__ import annotations

import re


def locate(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of a key, or of the nearest table above it that is written out; (0, 0) if none is."""
    table: tuple[str, ...] = ()
    best, place = 0, (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]#]+?)\s*\]+", line):
            table = _parts(header[1])
            here, column = table, header.start(1) + 1
        elif assignment := re.match(r"\s*([\w\"'.-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=", line):
            here, column = table + _parts(assignment[1]), assignment.start(1) + 1
        else:
            continue
        if len(here) > best and here == path[: len(here)]:
            best, place = len(here), (number, column)
    return place


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
