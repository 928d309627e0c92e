"""Mentions: each mark that stands in text becomes the hole for a ticker link; in code and attributes it goes.

Which company a name means, and what its link shows, is decided when the page is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

from lxml import etree

from sitegen.markup.annotations import MARK, Annotation, restore
from sitegen.markup.holes import CLOSE, OPEN, ticker
from sitegen.markup.stories import anchor_of
from sitegen.markup.tree import Element
from sitegen.model import Mention

_TEXTS = etree.XPath(f"descendant::text()[contains(., '{OPEN}a')]")
_IN_CODE = etree.XPath(
    f"descendant::text()[contains(., '{OPEN}a')]"
    "[ancestor::code or ancestor::pre or ancestor::script or ancestor::style or ancestor::textarea]"
)
_ATTRIBUTES = etree.XPath(f"descendant-or-self::*/@*[contains(., '{OPEN}a')]")
_LINK = etree.XPath("(ancestor-or-self::a|ancestor-or-self::button)[1]")
_URLS = frozenset({"href", "src", "cite"})
_SPACED_MARK = re.compile(rf"\s{{0,9}}{MARK.pattern}")
_LEADING_HOLES = re.compile(rf"(?: {OPEN}t[0-9]+{CLOSE})*")


def restore_marks(root: Element, annotations: Sequence[Annotation]) -> None:
    """Give code and URLs back what was written, and leave annotations out of all other attributes (`alt`, `title`)."""
    if not annotations:
        return
    for value in _ATTRIBUTES(root):
        holder, name = value.getparent(), value.attrname
        holder.set(name, restore(value, annotations) if name in _URLS else _SPACED_MARK.sub("", value))
    for text in _IN_CODE(root):
        _set_text(text.getparent(), text.is_tail, restore(text, annotations))


def restore_rest(html: str, annotations: Sequence[Annotation]) -> str:
    """The HTML with what was written in place of marks that no pass can reach: in the name of a trusted, broken tag."""
    return MARK.sub(lambda mark: escape(annotations[int(mark[1])].source), html) if f"{OPEN}a" in html else html


def find_mentions(
    root: Element,
    annotations: Sequence[Annotation],
    place: Callable[[int], tuple[int, int]],
    anchors: Mapping[Element, str],
    first: int,
) -> tuple[Mention, ...]:
    """Turn every mark left into a hole, numbered from `first` on, and give the mentions in that order.

    A link may not hold a link: a ticker in the text of one moves right behind it. `place` tells the line and column of
    an annotation's offset.
    """
    mentions: list[Mention] = []

    def mention(mark: re.Match[str], anchor: str) -> str:
        annotation = annotations[int(mark[1])]
        mentions.append(Mention(annotation.name, *place(annotation.start), anchor))
        return ticker(first + len(mentions) - 1)

    for text in _TEXTS(root) if annotations else ():
        node, is_tail = text.getparent(), text.is_tail
        current = (node.tail if is_tail else node.text) or ""  # holes may have been moved into it since it was found
        holder = node.getparent() if is_tail else node
        anchor = anchor_of(holder, anchors)
        link = next(iter(_LINK(holder)), None)
        if link is None:
            _set_text(node, is_tail, MARK.sub(partial(mention, anchor=anchor), current))
        else:
            _set_text(node, is_tail, _SPACED_MARK.sub("", current))
            _put_behind(link, "".join(f" {mention(mark, anchor)}" for mark in MARK.finditer(current)))
    return tuple(mentions)


def _put_behind(link: Element, holes: str) -> None:
    tail = link.tail or ""
    moved = _LEADING_HOLES.match(tail)
    at = moved.end() if moved else 0
    link.tail = tail[:at] + holes + tail[at:]


def _set_text(node: Element, is_tail: bool, text: str) -> None:
    if is_tail:
        node.tail = text
    else:
        node.text = text
