"""Where a key stands in TOML text: tomllib keeps no places, so the lines are read again when one is asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Place = tuple[int, int]

_KEY = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[+\s*({_DOTTED})\s*\]+")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")


def key_places(text: str) -> dict[tuple[str, ...], Place]:
    """Line and column of each key that is written out, by its path; of one that stands there twice, the first."""
    table: tuple[str, ...] = ()
    places: dict[tuple[str, ...], Place] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            places.setdefault(table, (number, header.start(1) + 1))
        elif assignment := _ASSIGNMENT.match(line):
            places.setdefault(table + _parts(assignment[1]), (number, assignment.start(1) + 1))
    return places


def locate(text: str, path: tuple[str, ...]) -> Place:
    """Line and column of a key, or of the nearest table above it that is written out; (0, 0) if none is."""
    return nearest_place(key_places(text), path)


def nearest_place(places: Mapping[tuple[str, ...], Place], path: tuple[str, ...]) -> Place:
    """As `locate`, of a text whose places are known."""
    above = (path[:length] for length in range(len(path), 0, -1))
    return next((places[key] for key in above if key in places), (0, 0))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(map(_plain, re.findall(_KEY, dotted)))


def _plain(key: str) -> str:
    """A key without its quotes, and with what it escapes."""
    if key[0] == "'":
        return key[1:-1]
    if key[0] != '"' or "\\" not in key:
        return key.strip('"')
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except ValueError:
        return key[1:-1]
