"""An e-mail's HTML as plain text: headings underlined, links as numbered notes, lines of at most 72 columns.

Reads what the e-mail's template writes, so that both say the same. Tables become lines; nothing is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from lxml import html

from sitegen.markup.tree import Element

WIDTH = 72  # columns: RFC 3676 §4.2 wants at most 78, and quoting takes two of them each time
_SPACE = re.compile(r"[ \t\r\n]+")
_WIDE = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"  # letters that a line may end after
_UNIT = re.compile(rf" |[{_WIDE}]|[^ {_WIDE}]+")
_BLOCKS = frozenset(
    "article aside blockquote body dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_RULES = {"h1": "=", "h2": "=", "h3": "-"}


@dataclass(slots=True)
class _Notes:
    """The links met so far, each URL once. Those to companies and into the post itself need no note."""

    own: str
    found: dict[str, int] = field(default_factory=dict)

    def mark(self, link: Element, text: str) -> str:
        url = link.get("href") or ""
        silent = link.get("class") in ("ticker", "company") or url.startswith(f"{self.own}#")
        if not url or silent or url == text or not text:
            return text
        return f"{text} [{self.found.setdefault(url, len(self.found) + 1)}]"


def plain_text(page: str, own: str, label: str) -> str:
    """The body of an HTML page as text; `own` is the URL of the post, `label` heads the list of links."""
    notes = _Notes(own)
    (body,) = html.document_fromstring(page).iter("body")
    lines = "\n\n".join(_blocks(body, notes, WIDTH))
    listed = "".join(f"[{number}] {url}\n" for url, number in notes.found.items())
    return f"{lines}\n" + (f"\n{label}\n{'-' * width(label)}\n\n{listed}" if listed else "")


def _blocks(element: Element, notes: _Notes, room: int) -> Iterator[str]:
    """The blocks in an element, each wrapped; text that stands between them is a block too."""
    loose = element.text or ""
    for child in element:
        if child.get("aria-hidden") == "true" and child.tag in _BLOCKS:
            loose += child.tail or ""
        elif child.tag in _BLOCKS:
            yield from _paragraph(loose, room)
            yield from _block(child, notes, room)
            loose = child.tail or ""
        else:
            loose += _inline(child, notes) + (child.tail or "")
    yield from _paragraph(loose, room)


def _paragraph(text: str, room: int) -> Iterator[str]:
    if shown := wrap(text, room):
        yield shown


def _block(element: Element, notes: _Notes, room: int) -> Iterator[str]:
    tag = str(element.tag)
    if tag in ("ul", "ol"):
        items = [
            _hung("\n".join(_blocks(item, notes, room - 4)), f"{number}. " if tag == "ol" else "- ")
            for number, item in enumerate(element, 1)
        ]
        yield "\n".join(filter(None, items))
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        for shown in _paragraph(_inside(element, notes), room):
            rule = _RULES.get(tag)
            longest = max(map(width, shown.split("\n")))
            before = "\n" if tag == "h2" else ""
            yield f"{before}{shown}\n{rule * longest}" if rule else shown
    elif tag == "pre":
        yield "\n".join(f"    {line}".rstrip() for line in "".join(element.itertext()).strip("\n").split("\n"))
    elif tag == "blockquote":
        quoted = "\n\n".join(_blocks(element, notes, room - 2))
        yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
    elif tag == "dd":
        yield _hung("\n\n".join(_blocks(element, notes, room - 4)), "    ")
    elif tag == "hr":
        yield "* * *"
    elif tag == "tr":
        cells = (" ".join(_SPACE.sub(" ", _inside(cell, notes)).split()) for cell in element)
        yield _hung(wrap(" | ".join(cells), room - 2), "", "  ")
    elif tag == "table":
        yield "\n".join(line for row in element.iter("tr") for line in _block(row, notes, room))
    else:
        yield from _blocks(element, notes, room)


def _hung(text: str, first: str, rest: str = "") -> str:
    """The text with `first` before its first line, and the other lines below it."""
    return first + text.replace("\n", f"\n{rest or ' ' * len(first)}") if text else ""


def _inside(element: Element, notes: _Notes) -> str:
    return (element.text or "") + "".join(_inline(child, notes) + (child.tail or "") for child in element)


def _inline(element: Element, notes: _Notes) -> str:
    tag = str(element.tag)
    if tag == "br":
        return "\v"
    if tag == "img":
        return f"[{element.get('alt')}]" if element.get("alt") else ""
    text = _inside(element, notes)
    if tag == "a":
        return notes.mark(element, text)
    if tag == "sup" and text.strip():
        return f"^{text.strip()}"
    return f"“{text}”" if tag == "q" else text


def width(text: str) -> int:
    """Columns: what East Asian scripts write wide takes two (UAX #11)."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str, room: int) -> str:
    """The text in lines of at most `room` columns, broken at spaces and between wide letters; a long word is left."""
    lines = [_wrapped(line, room) for line in _SPACE.sub(" ", text).split("\v")]
    return "\n".join(lines).strip("\n").replace("\u00a0", " ")


def _wrapped(line: str, room: int) -> str:
    lines, here, used = [], "", 0
    for unit in _UNIT.findall(line):
        size = width(unit)
        if used + size > room and here.strip() and unit != " ":
            lines.append(here.rstrip())
            here, used = "", 0
        if unit != " " or here:
            here, used = here + unit, used + size
    return "\n".join([*lines, here.rstrip()]) if here.strip() else "\n".join(lines)
