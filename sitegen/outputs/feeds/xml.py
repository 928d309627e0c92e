"""What RSS and Atom have in common: feedgen's elements as bytes, and our items put among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def generator() -> Any:
    from feedgen.feed import FeedGenerator

    return FeedGenerator()


def feed_entry() -> Any:
    from feedgen.entry import FeedEntry

    return FeedEntry()


def parse(text: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(text)


def written(root: Any) -> bytes:
    from lxml import etree

    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def with_items(parent: Any, items: Iterable[bytes], end: bytes) -> bytes:
    """A feed with its items before `end`, the line that ends their parent."""
    before, line, after = written(parent).rpartition(end)
    return b"".join((before, *items, line, after))


class Frame:
    """An empty feed with the namespaces of all, in which an item is written as it will stand in a feed."""

    def __init__(self, parent: Any, begin: bytes, end: bytes) -> None:
        self._parent = parent
        self._begin = begin
        self._end = end

    def item(self, element: Any) -> bytes:
        """The item's bytes, from the end of the line before it on."""
        self._parent.append(element)
        try:
            whole = written(self._parent.getroottree().getroot())
        finally:
            self._parent.remove(element)
        return whole[whole.index(self._begin) : whole.rindex(self._end)]
