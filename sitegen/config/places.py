"""Where keys and list items stand in TOML text: tomllib keeps no places, so the text is gone through again.

Only for text that tomllib has read: it is not looked at whether it is TOML.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

Place = tuple[int, int]
Path = tuple[str, ...]

_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\''''
    r"""|#[^\n]*|[\[\]{}=,.\n]|[^\s\[\]{}=,."'#]+""",
    re.DOTALL,
)


def key_places(text: str) -> dict[Path, Place]:
    """Line and column of each key that is written out, and of each item of a list, by its path.

    Items are called "0", "1" and so on. The first item of a list of tables (`[[menu]]`) is also found without its
    number; of a key that stands there twice, the first.
    """
    scanner = _Scanner()
    line, begins = 1, 0  # the line that is read, and where it begins
    for match in _TOKEN.finditer(text):
        scanner.take(match[0], (line, match.start() - begins + 1))
        if breaks := match[0].count("\n"):
            line += breaks
            begins = match.start() + match[0].rindex("\n") + 1
    return scanner.places


def locate(text: str, path: Path) -> Place:
    """Line and column of a key, or of the nearest table above it that is written out; (0, 0) if none is."""
    return nearest_place(key_places(text), path)


def nearest_place(places: Mapping[Path, Place], path: Path) -> Place:
    """As `locate`, of a text whose places are known."""
    above = (path[:length] for length in range(len(path), 0, -1))
    return next((places[key] for key in above if key in places), (0, 0))


class _Scanner:
    """Takes TOML sign by sign: a bracket, a word, a whole text.

    `open` are the brackets around the next sign: each with the paths that lead to it and the number of its item, which
    is -1 in a table.
    """

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.tables: tuple[Path, ...] = ((),)  # the paths that the keys of the table now being read are known by
        self.lists: Counter[Path] = Counter()
        self.reads: Literal["key", "header", "value", "rest"] = "key"
        self.open: list[tuple[tuple[Path, ...], int]] = []
        self.key: list[str] = []
        self.at: Place = (0, 0)
        self.brackets = 0  # of a header

    def take(self, sign: str, at: Place) -> None:
        if sign.startswith("#"):
            return
        if sign == "\n":
            if self.reads == "header":
                self._end_header()
            if not self.open:
                self.reads, self.key, self.brackets = "key", [], 0
        elif self.reads == "value":
            self._value(sign, at)
        elif sign in "]}" and self.open:
            self.open.pop()
            self.reads = "rest"
        elif sign == "," and self.open:
            paths, number = self.open[-1]
            self.reads, self.key = "key" if number < 0 else "value", []
            self.open[-1] = paths, number + 1 if number >= 0 else number
        elif self.reads != "rest":
            self._key(sign, at)

    def _key(self, sign: str, at: Place) -> None:
        if sign == "=":
            self.reads = "value"
            self._note(self._inside(), tuple(self.key), self.at)
        elif sign == "[" and not self.key:
            self.reads = "header"
            self.brackets += 1
        elif sign not in ".]":
            self.at = self.at if self.key else at
            self.key.append(_plain(sign))

    def _end_header(self) -> None:
        path = tuple(self.key)
        self._note(((),), path, self.at)
        self.tables = (path,)
        if self.brackets > 1:
            item = (*path, str(self.lists[path]))
            self.lists[path] += 1
            self._note(((),), item, self.at)
            self.tables = (path, item)

    def _value(self, sign: str, at: Place) -> None:
        paths, number = self.open[-1] if self.open else (self.tables, -1)
        step = tuple(self.key) if number < 0 else (str(number),)
        if sign == "]":  # of an empty list, or after the last comma
            self.open.pop()
            self.reads = "rest"
            return
        if number >= 0:
            self._note(paths, step, at)
        if sign in "[{":
            self.open.append((tuple(path + step for path in paths), 0 if sign == "[" else -1))
        self.reads = "value" if sign == "[" else "key" if sign == "{" else "rest"
        self.key = []

    def _inside(self) -> tuple[Path, ...]:
        return self.open[-1][0] if self.open else self.tables

    def _note(self, above: Sequence[Path], step: Path, at: Place) -> None:
        for path in above:
            self.places.setdefault(path + step, at)


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
