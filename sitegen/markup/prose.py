"""A text's prose: the text with code, comments and formulas blanked, so that a look at it meets what readers read.

Every character keeps its offset. A look, not a parser: where it is unsure, it blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t>]*(?:(?:[*+-]|[0-9]{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_ITEM = re.compile(r"[ \t>]*(?:[*+-]|[0-9]{1,9}[.)]|:|\[\^[^\]]+\]:)[ \t]")
_INDENTED = re.compile(r"[ >]*(?: {4}|\t)")
_INDENTED_IN_LIST = re.compile(r"[ >]*(?: {8}|\t\t)")
_TICKS = re.compile(r"(?<!\\)`+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_RAW = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HELD = re.compile(
    r"<(pre|code|kbd|samp|script|style|iframe|object|noscript|template|svg|textarea|select|title)\b[^>]{0,2000}>"
    r"(.*?)(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\$\$(?:[^$\n]|\n(?![ \t]*\n)){1,2000}\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,300}(?<![\s\\])\$(?![\d$])"
    r"|\\\([^\n]{1,300}?\\\)|\\\[[^\n]{1,300}?\\\]"
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is as long as what it was made of; `unclosed` is the offset of a code fence that is never closed."""

    text: str
    unclosed: int | None = None

    @classmethod
    def of(cls, text: str) -> Prose:
        """The prose of a clean Markdown text (`manuscript.clean`)."""
        blocks, unclosed = _code_blocks(text)
        text = _blank(text, blocks)
        if "`" in text:
            text = _blank(text, _code_spans(text))
        if "<" in text:
            text = _blank(text, (match.span() for match in _RAW.finditer(text)))
            text = _blank(text, (match.span(2) for match in _HELD.finditer(text)))
        if "$" in text or "\\" in text:
            text = _blank(text, (match.span() for match in _FORMULA.finditer(text)))
        return cls(text, unclosed)


def _blank(text: str, spans: Iterable[Span]) -> str:
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], re.sub(r"[^\n]", " ", text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def _code_blocks(text: str) -> tuple[list[Span], int | None]:
    """Fenced and indented code, and the offset of the fence that is never closed.

    One is not closed, too, where another begins within it that is as long and names a language: it was meant to open.
    """
    spans: list[Span] = []
    unclosed: int | None = None
    fence, opened = "", 0
    above, listed, indented = True, False, False  # a blank line above; within a list; within indented code
    at = 0
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence):
                if not match[2].strip():
                    spans.append((opened, at + len(line)))
                    fence = ""
                elif unclosed is None and "`" not in match[2]:
                    unclosed = opened
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            fence, opened = match[1], at + match.start(1)
        elif not line.strip(" \t>"):
            above = True
            at += len(line) + 1
            continue
        elif _ITEM.match(line):
            listed, indented = True, False
        elif _INDENTED.match(line):
            indented = indented or (above and (not listed or _INDENTED_IN_LIST.match(line) is not None))
            if indented:
                spans.append((at, at + len(line)))
        else:
            listed, indented = listed and not above, False
        above = False
        at += len(line) + 1
    if fence:
        spans.append((opened, len(text)))
        unclosed = opened if unclosed is None else unclosed
    return spans, unclosed


def _code_spans(text: str) -> Iterator[Span]:
    """What stands between backticks as many as each other in one paragraph."""
    start = 0
    for end in (*(match.start() for match in _BLANK_LINES.finditer(text)), len(text)):
        runs = [match.span() for match in _TICKS.finditer(text, start, end)]
        nearest: dict[int, int] = {}
        closers = [0] * len(runs)
        for index in range(len(runs) - 1, -1, -1):
            size = runs[index][1] - runs[index][0]
            closers[index] = nearest.get(size, 0)
            nearest[size] = index
        index = 0
        while index < len(runs):
            if closers[index]:
                yield runs[index][0], runs[closers[index]][1]
                index = closers[index]
            index += 1
        start = end
