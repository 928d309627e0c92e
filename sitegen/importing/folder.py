"""A folder or a file that is moved in from, read safely: nothing outside of it, and nothing that is too large."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.content.text import Unreadable, decode
from sitegen.diagnostics import Diagnostic
from sitegen.engine.files import Found, is_ours, scan
from sitegen.importing.entry import TEXT, not_imported

LARGEST_TEXT = 4 * 1024 * 1024  # bytes
LARGEST_FILE = 100 * 1024 * 1024  # bytes of a picture, or of anything else that stands beside a post

_PASSED_OVER = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Folder:
    """`shown` is the folder as the user wrote it, for messages; `files` are all in it by path, without hidden ones."""

    shown: str
    files: Mapping[str, Found]
    problems: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, folder: Path) -> Folder:
        links: list[str] = []
        found = scan(folder, links, lambda name: is_ours(name) and name not in _PASSED_OVER)
        message = "a link to a folder or out of the source, or a name that is no UTF-8, is passed over"
        problems = (
            not_imported(os.path.join(folder, path), 0, message, "put the file itself here", code="link-out")
            for path in sorted(links)
        )
        return cls(str(folder), {file.path: file for file in found}, tuple(problems))

    def place(self, path: str) -> str:
        """A path in the folder as messages show it."""
        return os.path.join(self.shown, path)

    def text(self, path: str) -> str:
        """A file's text; raises `Unreadable` for one that is too large or no UTF-8."""
        return read_text(self.files[path].real, self.place(path), LARGEST_TEXT)


def read_text(real: str, place: str, largest: int) -> str:
    data = read_bytes(real, place, largest)
    if b"\x00" in data:
        raise Unreadable(not_imported(place, 0, "the file is no text", TEXT, severity="error", code="bad-encoding"))
    return decode(data, place)


def read_bytes(real: str, place: str, largest: int) -> bytes:
    """A file's content; raises `Unreadable` where it has more than `largest` bytes, or cannot be read."""
    try:
        with open(real, "rb") as file:
            data = file.read(largest + 1)
    except OSError as problem:
        message = f"the file cannot be read: {(problem.strerror or 'no reason given').lower()}"
        raise Unreadable(
            not_imported(place, 0, message, "let yourself read it, and import again", severity="error")
        ) from None
    if len(data) > largest:
        message, help_ = f"the file has more than {largest // 1024 // 1024} MB", "make it smaller"
        raise Unreadable(not_imported(place, 0, message, help_, severity="error", code="too-large"))
    return data
