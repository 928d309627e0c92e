"""The HTML tree that the passes work on: from HTML and back, its depth, and the few moves that lxml lacks.

Knows nothing of what the passes look for. An element is lxml's; the root is a `div` that is no part of the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from sitegen.markup.holes import CLOSE, OPEN

Element = etree._Element  # noqa: SLF001 - the one name that lxml has for what it returns

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# How many levels an element stands for. Void ones have none, and elements whose end tag may be left out cannot be
# counted by their tags: what they stand in counts for them.
_LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2} | dict.fromkeys(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd thead tbody tfoot tr td th colgroup caption option rt rp html head body".split(),
    0,
)
_HOLES = re.compile(rf"\s{{0,9}}{OPEN}[ast][0-9]+{CLOSE}")
_TEXT = etree.XPath("descendant::text()[not(ancestor::sup/@id)]")


def depth(html: str) -> int:
    """How many levels deep the HTML nests, about; linear, and without a tree, which could not be trusted to tell."""
    level = deepest = 0
    for slash, tag in _TAG.findall(html):
        levels = _LEVELS.get(tag.lower(), 1)
        level = max(0, level - levels if slash else level + levels)
        deepest = max(deepest, level)
    return deepest


_DEEP = etree.XPath(f"boolean({'/'.join('*' * 30)})")


def is_shallow(root: Element) -> bool:
    """Whether a tree is sure to nest less deep than `TEXT_LEVELS`: it has no element 30 levels down."""
    return not _DEEP(root)


_WITH_ID = etree.XPath("descendant::*[@id]")
_WITH_ATTRIBUTES = etree.XPath("descendant::*[@*]")


def elements_with_id(root: Element) -> list[Element]:
    """All elements of a tree that have an id, in order."""
    found: list[Element] = _WITH_ID(root)
    return found


def elements_with_attributes(root: Element) -> list[Element]:
    """All elements of a tree that have any attribute, in order."""
    found: list[Element] = _WITH_ATTRIBUTES(root)
    return found


def tags(root: Element) -> set[str]:
    """The names of all elements in a tree."""
    return {str(element.tag) for element in root.iterdescendants()}


def to_tree(html: str) -> Element:
    """The tree of a piece of HTML, without comments."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    body = etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), parser)[-1]
    return body[0] if len(body) == 1 else body  # raw HTML that is trusted may close more than it opened


def to_html(root: Element) -> str:
    """The HTML of what is in an element, without the element."""
    html = etree.tostring(root, method="html", encoding="unicode", with_tail=False)
    return html[html.index(">") + 1 : html.rindex("<")]


def plain(element: Element) -> str:
    """An element's text in one line, without footnote marks, and bare."""
    texts = _TEXT(element) if next(element.iter("sup"), None) is not None else element.itertext()
    return bare("".join(texts))


def plain_html(html: str) -> str:
    """The text of a line of HTML, as `plain` gives an element's."""
    return plain(to_tree(html))


def bare(text: str) -> str:
    """The text in one line, without marks and holes and the white space before them."""
    return " ".join((_HOLES.sub("", text) if OPEN in text else text).split())


def bare_lines(texts: Iterable[str]) -> Iterator[str]:
    """Each text as `bare` makes it."""
    for text in texts:
        yield " ".join((_HOLES.sub("", text) if OPEN in text else text).split())


def remove(element: Element) -> None:
    """Take an element out of its parent; the text that follows it stays."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "") or None
    else:
        parent.text = (parent.text or "") + (element.tail or "") or None
    element.tail = None
    parent.remove(element)


def replace(element: Element, new: Element) -> None:
    """Put a new element where an element is; the text that follows stays."""
    parent = element.getparent()
    assert parent is not None
    new.tail, element.tail = element.tail, None
    parent.replace(element, new)
