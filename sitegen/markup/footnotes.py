"""Footnotes: their ways back to the text say where they lead in the site's words, whichever engine made them."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.markup.tree import Element
from sitegen.strings import fill_words


def name_ways_back(root: Element, strings: Mapping[str, str]) -> None:
    """Give every link back its title, with the number of the note that it ends."""
    for link in root.iter("a"):
        note = next(link.iterancestors("li"), None) if link.get("class") == "footnote-backref" else None
        if note is not None:
            number = 1 + sum(1 for _ in note.itersiblings("li", preceding=True))
            link.set("title", fill_words(strings["footnote_back"], number=number))
