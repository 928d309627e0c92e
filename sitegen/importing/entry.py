"""What a source gives, whatever program it comes from: its posts and pages, its authors, and what stays behind.

A reader (`hugo.py`, `jekyll.py`, `wordpress.py`, `feeds.py`) makes a `Source`; `plan.py` decides which files it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from sitegen.diagnostics import Code, Diagnostic, Severity

# Stands in texts for the address of another entry, whose key follows: new files are known in the end.
LINK = "https://entry.invalid/"

# What to do about what stays behind.
COPY = "write a page of your own, if its text matters"
TEXT = "save it as UTF-8, or leave it out"
OTHER = "make a site of its own for that language, and import into it"
LOST = "write in Markdown what readers need of it"
LEAD_ON = "links to it will find nothing here: give that page an address of its own, or let it be"

Moment = datetime | date  # an aware moment, or a day


@dataclass(frozen=True, slots=True)
class Entry:
    """A post, or a page outside the news (`standing`), as the source has it.

    `path` and `line` are its place in the source, and `key` is its own within it. `name` is what its address ends in,
    `url` its old path from the host's root as text ("/blog/2024/racks/", "" where it had none). `id` is the one that
    the old feed gave it. `authors` are names. `text` is Markdown, in which `link_to` another entry stands for its new
    address. `files` are those to put beside it: where each is on disk, by its name. `extra` are the keys that are not
    ours.
    """

    key: str
    path: str
    line: int
    title: str
    name: str
    text: str
    standing: bool = False
    date: Moment | None = None
    updated: Moment | None = None
    expires: Moment | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    image: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    aliases: tuple[str, ...] = ()
    id: str = ""
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` is the program's name for readers; `authors` say of each name what else is known ("bio", "url").

    `root` is the path that all addresses of the old site began with, with a slash at both ends.
    """

    kind: str
    entries: tuple[Entry, ...]
    authors: Mapping[str, Mapping[str, str]]
    problems: tuple[Diagnostic, ...]
    root: str = "/"


def link_to(key: str, otherwise: str) -> str:
    """What stands for the address of the entry with that key, or for what is to be there if it stays behind."""
    return f"{LINK}{quote(key, safe='')}?{quote(otherwise, safe='')}"


def left_over(path: str, line: int, column: int, message: str, help_: str) -> Diagnostic:
    """Something that came along and needs a hand, at its place in the source."""
    return Diagnostic(path, line, column, "warning", "left-over", message, help_)


def not_imported(
    path: str, line: int, message: str, help_: str, *, severity: Severity = "warning", code: Code = "not-imported"
) -> Diagnostic:
    """Something that stayed behind. An error is what should have come along: a post that cannot be read."""
    return Diagnostic(path, line, 0, severity, code, message, help_)
