"""The plain text of a tree, for search and related news, its lead and its count of words.

Code counts as text. Tickers, citation lines, footnote marks and a story's link to itself do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitegen.letters import cut
from sitegen.markup.tree import Element, bare_lines, plain, remove
from sitegen.markup.words import SPACELESS

_BREAK, _PART = "\ufdd2", "\ufdd3"  # noncharacters, so in no text
_BLOCKS = (
    "address blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "summary table td th tr ul"
).split()
_APART = frozenset({"anchor", "citation", "footnote-ref", "footnote-backref"})
_ASIDE = ("blockquote", "li", "figure", "td", "dd")
LEAD = 300
_SPACELESS = re.compile(f"[{SPACELESS}]")


def find_lead(root: Element) -> str:
    """The first paragraph of running text, at most 300 characters, cut at a word. A label alone ("Scope:") is none."""
    for paragraph in root.iter("p"):
        text = plain(paragraph)
        if text and not text.endswith(":") and next(paragraph.iterancestors(*_ASIDE), None) is None:
            return shorten(text, LEAD)
    return ""


def shorten(text: str, longest: int) -> str:
    """The text, or as many of its first words as fit with a "…" in `longest` characters."""
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition(" ")[0] or cut(text, longest - 1)
    return kept.rstrip(" ,;:–—-") + "…"


def count_words(text: str) -> int:
    """How many words a text has; of scripts without spaces two letters count as one, for they take as long to read.

    Japanese is read at about 500 characters a minute, English at 230 to 240 words (Brysbaert 2019).
    """
    if text.isascii():
        return len(text.split())
    letters = len(_SPACELESS.findall(text))
    return len(_SPACELESS.sub(" ", text).split()) + (letters + 1) // 2


def parts_apart(root: Element) -> list[Element]:
    """The elements of a tree that are no part of its text, though they have some."""
    return [
        element
        for element in root.iter("a", "div", "sup")
        if element.get("class") in _APART or (element.tag == "sup" and element.get("id"))
    ]


def take_text(
    root: Element, apart: Iterable[Element], sections: Mapping[Element, str]
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The plain text, blocks parted by line ends, and its parts (see `Body`): `sections` has each story's anchor.

    The tree is spent: what stands apart is taken out of it.
    """
    for element in apart:
        if element.getparent() is not None:
            remove(element)
    for element in root:  # what follows the last section, like footnotes, is no part of it
        if sections and element not in sections and element.getprevious() in sections:
            sections = {**sections, element: ""}
    for section in sections:
        section.text = f"{_PART}{_BREAK}{section.text or ''}"
    for block in root.iter(*_BLOCKS):
        block.text = _BREAK + (block.text or "")
        block.tail = _BREAK + (block.tail or "")
    anchors = iter([sections[element] for element in root.iter() if element in sections] if sections else ())
    parts = [("", 0)] if sections else []
    lines: list[str] = []
    size = 0
    for line in bare_lines("".join(root.itertext()).split(_BREAK)):
        if line == _PART:
            parts.append((next(anchors), size))
        elif line:
            lines.append(line)
            size += len(line) + 1
    return "\n".join(lines), tuple(parts)
