"""The lines of the site's files that problems stand on, and how they are shown: with a caret below the place.

Reads only files of the site itself, however a path is written.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from sitegen.diagnostics import Diagnostic, acts, visible

LONGEST = 96  # columns of a line that are shown
BEFORE = 60  # of them, at most so many before the caret
TAB = "    "

Lines = Callable[[str], Sequence[str]]  # a diagnostic's path to the file's lines, () where it cannot be read


def site_lines(site: Path) -> Lines:
    """A function that gives the lines of a file of the site; it reads each file once."""
    root = site.resolve()

    @cache
    def lines(path: str) -> Sequence[str]:
        try:
            file = Path(os.path.realpath(root / path))  # which no circle of links stops
            if not file.is_relative_to(root) or not file.is_file():  # a pipe would be waited for
                return ()
            text = file.read_bytes().decode("utf-8-sig", "replace")
        except (OSError, ValueError):
            return ()
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    return lines


def excerpt(diagnostic: Diagnostic, lines: Lines) -> str:
    """The line that a problem stands on, with a caret below its column; "" where either is not known.

    Of a long line the part around the caret is shown. What would move a terminal's cursor is shown as "·".
    """
    found = lines(diagnostic.path)
    if not 1 <= diagnostic.line <= len(found):
        return ""
    line = found[diagnostic.line - 1]
    at = min(max(diagnostic.column - 1, 0), len(line))
    start = 0 if len(line) <= LONGEST else max(0, min(at - BEFORE, len(line) - LONGEST))
    shown = line[start : start + LONGEST]
    head, tail = "…" if start else "", "…" if start + LONGEST < len(line) else ""
    number = str(diagnostic.line)
    bar = f"  {' ' * len(number)} | "
    text = f"  {number} | {head}{_visible(shown)}{tail}"
    if not diagnostic.column:
        return text.rstrip()
    return f"{text.rstrip()}\n{bar}{' ' * (len(head) + _width(shown[: at - start]))}^"


def _visible(text: str) -> str:
    return TAB.join(map(visible, text.split("\t")))


def _width(text: str) -> int:
    """The columns that a text takes on a terminal (UAX #11, wide and full-width characters take two)."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if sign == "\t":
        return len(TAB)
    if unicodedata.category(sign) in ("Mn", "Me", "Cf") and not acts(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
