"""TOML text to tables; where it is none, what is wrong in an editor's words, with the place and what to write."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from sitegen.config.conflicts import HELP, MESSAGE, conflicts

# How what tomllib says begins; what an editor is told instead, and what to write.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("Illegal character '\\n'", "a quote is not closed on its line", 'close it: name = "Robo"'),
    ("Unterminated string", "a quote is never closed", 'close it: name = "Robo"'),
    ("Expected \"'", "a quote is never closed", "close it: name = 'Robo'"),
    ("Expected '=' after a key", "there is no = behind the key", 'write name = "Robo"'),
    ("Invalid value (at end", "a list is not closed", 'end it with ], like ["one", "two"]'),
    ("Invalid value", "there is no value behind the =", 'put a text in straight quotes: name = "Robo"'),
    ("Cannot overwrite a value", "a key is written twice in one table", "keep one of the two"),
    ("Cannot declare", "a table is written twice", "put the keys of both below one [table] line"),
    ("Expected ']' at the end", "the name of a table is not closed", "end the line with ]"),
    (
        "Unclosed array",
        "a list is not closed, or a comma is missing",
        "put a comma behind each item, and ] at the end",
    ),
    (
        "Unclosed inline table",
        "a table is not closed, or a comma is missing",
        "put a comma between two keys, and } at the end",
    ),
    ("Unescaped '\\'", "a backslash in double quotes means something else", "write two of them, or use single quotes"),
    ("Expected newline or end", "the line goes on behind the value", "put the whole value in quotes, or begin a line"),
    ("Invalid statement", "a line begins with no key", 'write name = "Robo", or [robo], or # before a remark'),
)

_TABLE = re.compile(r"""(\[+)([^][."'#=]+)(\]+)[ \t\r]*(?:#.*)?""")  # a line that names a table, with no dot or quote
MOST_DOTS = 100  # of a key: what the parser keeps of one grows with the square of them
_DOTTED = re.compile(r"""[\w"'. \t\[\]-]*""")  # what may be a key, or the line of a table
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class BadToml(Exception):
    """What is wrong, the line and column (1-based), and what to write."""

    def __init__(self, place: tuple[int, int], message: str, help_: str) -> None:
        super().__init__(message)
        self.place, self.message, self.help = place, message, help_


def toml_key(key: str) -> str:
    """The key as TOML takes it: in quotes unless it is made of plain letters, digits, `-` and `_`."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text; raises `BadToml`."""
    for number, line in enumerate(text.split("\n"), 1):
        key = line.partition("=")[0]
        if key.count(".") > MOST_DOTS and _DOTTED.fullmatch(key):
            raise BadToml((number, 1), f"this key has more than {MOST_DOTS} dots", "take out tables within tables")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as bad:  # TOMLDecodeError among them
        said = str(bad)
    if unmerged := conflicts(text):
        raise BadToml((unmerged[0], 1), MESSAGE, HELP)
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    place = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
    table = _TABLE.fullmatch(text.split("\n")[place[0] - 1].strip())
    if table and not _BARE.fullmatch(key := table[2].strip()):
        message = f"this is not TOML: {key} holds signs that need quotes here"
        raise BadToml(place, message, f"write {table[1]}{toml_key(key)}{table[3]}")
    for begins, what, help_ in _WORDS:
        if said.startswith(begins):
            raise BadToml(place, f"this is not TOML: {what}", help_)
    what = said.partition(" (at ")[0].splitlines()[0]
    raise BadToml(place, f"this is not TOML: {what}", 'write lines like name = "Robo" below a line like [robo]')
