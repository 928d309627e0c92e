"""Links and pictures: each that leads into the site becomes a reference and the hole for its URL.

Targets stay as written; what they lead to is the whole site's to know. Other sites' URLs and the page's own anchors
stay in the HTML; anchors are references too, so that checks see them, and web addresses are told apart for those.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.markup import holes
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.tree import Element
from sitegen.model import Reference

Place = tuple[int, int]

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_GOES_ON = re.compile(r"[\w/#?&=%~+@-]|[.,:;!]\w")  # what follows is a part of the address still
_OURS = frozenset({"anchor", "footnote-ref", "footnote-backref"})
SEARCHED = 500_000_000  # characters gone over in search of one text's targets; later ones are told at the last place
_BEFORE = ("(", "<", '"', " ", "'", "=", "")  # what stands before a target in Markdown and HTML, likeliest first


def leads_elsewhere(target: str) -> bool:
    """Whether a link's target is a URL of its own (`https:`, `mailto:`, `//host`) rather than a place in the site."""
    return _ELSEWHERE.match(target) is not None


def find_references(
    root: Element, locate: Callable[[str], Place], first: int
) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """The references of links and pictures in order, and apart from them those to web addresses.

    References get holes for their URLs, numbered from `first` on. `locate` tells the line and column of the next
    occurrence of a target.
    """
    references: list[Reference] = []
    outside: list[Reference] = []
    for element in root.iter("a", "img"):
        picture = element.tag == "img"
        attribute = "src" if picture else "href"
        target = (element.get(attribute) or "").strip()
        if not target:
            element.attrib.pop(attribute, None)
            continue
        if element.get("class") in _OURS:
            continue
        if leads_elsewhere(target):
            if _WEB.match(target):
                outside.append(Reference(target, *locate(target), picture))
            continue
        references.append(Reference(target, *locate(target), picture))
        if picture or not target.startswith("#"):
            del element.attrib[attribute]
            element.set(f"data-hole-{attribute}", holes.url(first + len(references) - 1))
    return tuple(references), tuple(outside)


def locator(manuscript: Manuscript, start: Place | None = None) -> Callable[[str], Place]:
    """A function that finds a target's next occurrence in the text, from the place `start` on.

    It gives `start`, or the text's first line, for one that is not as written.
    """
    begin = manuscript.offset(*start) if start else 0
    following: dict[str, int] = {}
    last: dict[str, Place] = {}
    left = SEARCHED

    def locate(target: str) -> Place:
        nonlocal left
        after = following.get(target, begin)
        for before in _BEFORE if left > 0 else ():
            at = _find(manuscript.text, before + target, after)
            left -= (at if at >= 0 else len(manuscript.text)) - after
            if at >= 0:
                following[target] = at + len(before) + len(target)
                last[target] = manuscript.place(at + len(before))
                break
        return last.get(target, start or (manuscript.first_line, 1))

    return locate


def _find(text: str, words: str, start: int) -> int:
    """As `str.find`, passing over longer addresses that begin with these words."""
    at = text.find(words, start)
    while at >= 0 and _GOES_ON.match(text, at + len(words)):
        at = text.find(words, at + 1)
    return at
