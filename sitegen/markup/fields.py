"""Front matter's texts as HTML with holes: title and summary are plain, takeaways and corrections inline Markdown.

Their mentions come before the body's, in the order title, summary, takeaways, corrections.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from sitegen.markup.annotations import find, mark
from sitegen.markup.holes import ticker
from sitegen.markup.links import Place, find_references, locator
from sitegen.markup.manuscript import Manuscript, clean
from sitegen.markup.pictures import show_pictures
from sitegen.markup.tickers import find_mentions, restore_marks, restore_rest
from sitegen.markup.tree import Element, to_html
from sitegen.model import Mention, Meta, Reference

_MARKUP = re.compile(r"[\\`*_~<&\[{!]|://|www\.", re.IGNORECASE)
_ANNOTATION = re.compile(r"(?<!\\)(?:\\{2})*(\[finance:)")
_GUARD = "\ufdd2"  # no block of Markdown starts with a noncharacter, so a paragraph does; gone with the torn marks
ToTree = Callable[[str, int], Element]


@dataclass(frozen=True, slots=True)
class Fields:
    title: str
    summary: str
    takeaways: tuple[str, ...]
    corrections: tuple[str, ...]
    mentions: tuple[Mention, ...]
    references: tuple[Reference, ...]
    outside: tuple[Reference, ...]


def read_fields(meta: Meta, to_tree: ToTree, head: str, strings: Mapping[str, str], *, remote: bool) -> Fields:
    """The texts of front matter as HTML, and their facts.

    `to_tree` makes a harmless tree of marked Markdown and the count of its marks; `head` is the front matter as
    written, from the file's second line on; `strings` are the theme's words; `remote` is whether pictures of other
    hosts are shown.
    """
    mentions: list[Mention] = []
    references: list[Reference] = []
    outside: list[Reference] = []
    places = {
        key: _places(head, meta.places.get(key, (1, 1))) for key in ("title", "summary", "takeaways", "corrections")
    }

    @cache
    def locate(key: str) -> Callable[[str], Place]:
        return locator(Manuscript.of(head, 2), meta.places.get(key, (1, 1)))

    def line(text: str, key: str) -> str:
        html, found = _line(clean(text), places[key], len(mentions))
        mentions.extend(found)
        return html

    def markdown(text: str, key: str) -> str:
        text = " ".join(clean(text).split())
        if not _MARKUP.search(text):
            return escape(text, quote=False)
        marked, annotations = mark(text)
        root = _inline(to_tree(_GUARD + marked, len(annotations)))
        restore_marks(root, annotations)
        mentions.extend(find_mentions(root, annotations, lambda _: next(places[key]), {}, len(mentions)))
        inside, web = find_references(root, locate(key), len(references))
        references.extend(inside)
        outside.extend(web)
        show_pictures(root, strings, remote=remote)
        return restore_rest(to_html(root), annotations)

    return Fields(
        title=line(meta.title, "title"),
        summary=line(meta.summary, "summary"),
        takeaways=tuple(markdown(text, "takeaways") for text in meta.takeaways),
        corrections=tuple(markdown(correction.text, "corrections") for correction in meta.corrections),
        mentions=tuple(mentions),
        references=tuple(references),
        outside=tuple(outside),
    )


def _places(head: str, place: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Line and column of each annotation of a field, in order, in the file; `place` is that of the field's value."""
    lines = head.split("\n")
    for number, line in enumerate(lines[place[0] - 2 :], place[0]):
        start = place[1] - 1 if number == place[0] else 0
        for match in _ANNOTATION.finditer(line, start):
            yield number, match.start(1) + 1
    while True:
        yield place


def _line(text: str, places: Iterator[tuple[int, int]], first: int) -> tuple[str, list[Mention]]:
    """A plain text as HTML: escaped, annotations as holes."""
    parts: list[str] = []
    mentions: list[Mention] = []
    end = 0
    for annotation in find(text) if "[finance:" in text else ():
        before = text[end : annotation.start]
        if annotation.escaped:
            parts += [escape(before[:-1], quote=False), escape(annotation.source, quote=False)]
        else:
            parts += [escape(before, quote=False), ticker(first + len(mentions))]
            mentions.append(Mention(annotation.name, *next(places)))
        end = annotation.end
    return "".join([*parts, escape(text[end:], quote=False)]), mentions


def _inline(root: Element) -> Element:
    """The one paragraph of an inline text. Where raw HTML made blocks of it, their plain text."""
    paragraph = root[0] if len(root) == 1 and root[0].tag == "p" and not (root.text or "").strip() else None
    if paragraph is None:
        paragraph = root.makeelement("p", {})
        paragraph.text = " ".join("".join(root.itertext()).split())
    paragraph.tail = None
    return paragraph
