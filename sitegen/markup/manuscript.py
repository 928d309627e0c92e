"""A manuscript: a text as its author wrote it, without the characters that no page can carry, and its places.

Gives the line and column of the file for an offset of the text. Knows no Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

# Control characters and U+FFFE/U+FFFF are in no XML or HTML text; U+FDD0..U+FDEF are ours, for holes and marks. U+202D
# and U+202E show letters in another order than they are written in, which no script needs: only who deceives does.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202d\u202e\ufdd0-\ufdef\ufffe\uffff]")
_CONTROL = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_SIGNS = (b"\xef\xb7", b"\xef\xbf", b"\xe2\x80\xad", b"\xe2\x80\xae")  # how the others begin in UTF-8
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The text with `\n` for every line end, without forbidden characters, and U+FFFD for lone surrogates."""
    return text if _is_clean(text) else _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", _lines(text)))


def _is_clean(text: str) -> bool:
    """Whether `clean` surely has nothing to do: as most texts are clean, a look at their bytes saves time."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _CONTROL)) == len(data) and not any(sign in data for sign in _SIGNS)


def forbidden(code: int) -> bool:
    """Whether no text may carry this code point, not even as a character reference."""
    return code <= 0xFFFF and _FORBIDDEN.match(chr(code)) is not None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`text` is clean; `raw` has the same lines as written; `starts` are the offsets of its lines in `text`."""

    text: str
    raw: str
    first_line: int
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, first_line: int) -> Manuscript:
        """The manuscript of a text that starts on the 1-based `first_line` of its file."""
        cleaned = clean(text)
        starts = accumulate((len(line) + 1 for line in cleaned.split("\n")), initial=0)
        return cls(cleaned, text, first_line, tuple(starts)[:-1])

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line of the file and column of the line at which `text[offset]` was written."""
        index = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[index]
        if len(self.raw) != len(self.text):  # count what was taken out before it on its line
            line = _lines(self.raw).split("\n")[index]
            kept = [at for at, character in enumerate(line) if not _FORBIDDEN.match(character)]
            column = kept[column] if column < len(kept) else len(line)
        return self.first_line + index, column + 1

    def offset(self, line: int, column: int) -> int:
        """Where in `text` a place of the file is, if nothing forbidden was taken out before it on its line."""
        index = min(max(line - self.first_line, 0), len(self.starts) - 1)
        return self.starts[index] + column - 1
