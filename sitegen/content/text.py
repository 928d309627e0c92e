"""Bytes of a file to text, or the diagnostic that says why not; and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from sitegen.config.encoding import NotText, as_text
from sitegen.diagnostics import Diagnostic

# Spaces that are none, hyphens and marks without a width: they come along when text is pasted.
INVISIBLE = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]"
)


class Unreadable(Exception):
    """A content or data file that cannot be read at all; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def read_within(path: str, most: int) -> bytes:
    """A file's bytes; of one with more than `most`, these and one more: so `refuse_larger` knows it."""
    with open(path, "rb") as file:
        return file.read(most + 1)


def refuse_larger(data: bytes, most: int, path: str, help_: str) -> None:
    """Raises `Unreadable` for what `read_within` found to be larger than `most` bytes."""
    if len(data) > most:
        message = f"this file is larger than {most // 1_000_000} MB, and is not read"
        raise Unreadable(Diagnostic(path, 0, 0, "error", "too-large", message, help_))


def decode(data: bytes, path: str) -> str:
    r"""The file's text, with `\n` line ends and no byte order mark; raises `Unreadable` where it is not UTF-8."""
    try:
        text = as_text(data)
    except NotText as bad:
        raise Unreadable(Diagnostic(path, *bad.place, "error", "bad-encoding", bad.message, bad.help)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unseen(character: str) -> str:
    """An invisible character in words: "an invisible character (U+00A0, no-break space)"."""
    name = unicodedata.name(character, "").lower()
    return f"an invisible character (U+{ord(character):04X}{f', {name}' if name else ''})"


def unseen_in_key(key: str, known: Collection[str]) -> tuple[int, str, str] | None:
    """An invisible character in a key: where (from 0), the field that is meant or "", and what is wrong."""
    odd = INVISIBLE.search(key)
    if odd is None:
        return None
    bare = INVISIBLE.sub("", key).strip()
    where = "before" if odd.start() == 0 else "behind" if odd.end() == len(key) else "in"
    return odd.start(), bare if bare in known else "", f"{unseen(odd[0])} {where} {bare!r}"
