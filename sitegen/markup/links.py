"""Links and pictures that lead into the site: each becomes a reference and the hole for its URL.

Targets stay as written; what they lead to is the whole site's to know. Other sites' URLs and the page's own anchors
stay in the HTML (anchors are references too, so that checks see them).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.markup import holes
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.tree import Element
from sitegen.model import Reference

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_OURS = frozenset({"anchor", "footnote-ref", "footnote-backref"})
_BEFORE = ("(", "<", '"', " ", "'", "=", "")  # what stands before a target in Markdown and HTML, likeliest first


def leads_elsewhere(target: str) -> bool:
    """Whether a link's target is a URL of its own (`https:`, `mailto:`, `//host`) rather than a place in the site."""
    return _ELSEWHERE.match(target) is not None


def find_references(root: Element, locate: Callable[[str], tuple[int, int]], first: int) -> tuple[Reference, ...]:
    """The references of links and pictures in order; holes for their URLs, numbered from `first` on.

    `locate` tells the line and column of the next occurrence of a target.
    """
    references: list[Reference] = []
    for element in root.iter("a", "img"):
        picture = element.tag == "img"
        attribute = "src" if picture else "href"
        target = (element.get(attribute) or "").strip()
        if not target:
            element.attrib.pop(attribute, None)
            continue
        if leads_elsewhere(target) or element.get("class") in _OURS:
            continue
        references.append(Reference(target, *locate(target), picture))
        if picture or not target.startswith("#"):
            del element.attrib[attribute]
            element.set(f"data-hole-{attribute}", holes.url(first + len(references) - 1))
    return tuple(references)


def locator(manuscript: Manuscript) -> Callable[[str], tuple[int, int]]:
    """A function that finds a target's next occurrence in the text; the first line where it is not as written."""
    following: dict[str, int] = {}
    last: dict[str, tuple[int, int]] = {}

    def locate(target: str) -> tuple[int, int]:
        start = following.get(target, 0)
        for before in _BEFORE:
            at = manuscript.text.find(before + target, start)
            if at >= 0:
                following[target] = at + len(before) + len(target)
                last[target] = manuscript.place(at + len(before))
                break
        return last.get(target, (manuscript.first_line, 1))

    return locate
