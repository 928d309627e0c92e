"""Annotations, `[finance:NAME]`: marked before Markdown sees the text, so that it never interprets a name.

A mark is a hole of its own kind, `⟦a3⟧`; in code and in attributes the text as written comes back. What an annotation
becomes in text is in `tickers.py`; which company a name means is the newsroom's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.markup.holes import CLOSE, OPEN

# A name may wrap over one line end, and then over a block quote's mark. Bounded on each line, so the search is linear.
_ANNOTATION = re.compile(r"\[finance:([^][\n]{0,250}(?:\n[ \t>]{0,100}[^][\n]{0,250})?)\]")
_WRAP = re.compile(r"\n[ \t>]*")
MARK = re.compile(f"{OPEN}a([0-9]+){CLOSE}")
_LOOSE = re.compile(f"{MARK.pattern}|[\ufdd0-\ufdef]")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Annotation:
    """`source` is the text as written, `name` what it names, `start` its offset in the text."""

    source: str
    name: str
    start: int
    escaped: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.source)


def find(text: str) -> Iterator[Annotation]:
    """Every annotation of a text in order, and what an odd number of backslashes keeps from being one (`escaped`)."""
    for match in _ANNOTATION.finditer(text):
        name = " ".join(_WRAP.sub(" ", match[1]).split())
        if name and len(name) <= LONGEST:
            start = before = match.start()
            while before and text[before - 1] == "\\":
                before -= 1
            yield Annotation(match[0], name, start, escaped=(start - before) % 2 == 1)


def mark(text: str) -> tuple[str, tuple[Annotation, ...]]:
    """The text with a mark in place of each annotation, and the annotations in the order of their marks.

    Escaped ones stay for Markdown to un-escape. `text` holds no noncharacters (see `manuscript.clean`).
    """
    if "[finance:" not in text:
        return text, ()
    found = tuple(annotation for annotation in find(text) if not annotation.escaped)
    parts, end = [], 0
    for index, annotation in enumerate(found):
        parts += [text[end : annotation.start], f"{OPEN}a{index}{CLOSE}"]
        end = annotation.end
    return "".join([*parts, text[end:]]), found


def whole_marks(html: str, count: int) -> str:
    """An engine's HTML with no noncharacters but the `count` marks; engines tear some apart in broken HTML."""
    return _LOOSE.sub(lambda match: match[0] if match[1] and int(match[1]) < count else "", html)


def restore(marked: str, annotations: Sequence[Annotation]) -> str:
    """The text as written, in place of its marks."""
    return MARK.sub(lambda match: annotations[int(match[1])].source, marked)


def plain(text: str) -> str:
    r"""A plain text (title, summary) without annotations and the white space before them, `\[finance:` un-escaped.

    A text that is nothing but annotations gives their names.
    """
    if "[finance:" not in text:
        return text
    parts, names, end = [], [], 0
    for annotation in find(text):
        before = text[end : annotation.start]
        parts.append(before[:-1] + annotation.source if annotation.escaped else before.rstrip())
        names += [] if annotation.escaped else [annotation.name]
        end = annotation.end
    return "".join([*parts, text[end:]]).strip() or " ".join(names)
