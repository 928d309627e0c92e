"""A text parted into what an e-mail may end after: a digest's stories, else its paragraphs, lists and the like.

Takes the text as feeds have it, with its holes, and gives pieces with theirs: what fills them is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from sitegen.markup.tree import Element, bare, plain, replace, to_tree
from sitegen.model import Body, Heading, Story

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML, with holes; the heading that it stands under, if any; and which of the document's stories it is."""

    html: str
    heading: Heading | None
    story: int | None = None


def pieces(body: Body, stories: Sequence[Story], own: Callable[[str], bool], words: str) -> list[Piece]:
    """The text of a body in pieces. Pictures whose URL is not one of our `own` become links, called `words` if need be.

    A heading stays with what follows it, and a section's with its first story.
    """
    root = to_tree(body.feed)
    _cite_in_line(root)
    _link_to_others(root, own, words)
    _let_scroll(root)
    headings = _headings(root, body.outline)
    anchors = {story.anchor: number for number, story in enumerate(stories)}
    return list(_parted(root, headings, anchors))


def _parted(root: Element, headings: Mapping[Element, Heading], anchors: Mapping[str, int]) -> Iterator[Piece]:
    kept = escape(root.text or "", quote=False).strip()  # what waits for the end of its piece
    under: Heading | None = None
    for block in root:
        number = _story(block, headings, anchors)
        if number is None:
            kept += _whole(block)
            under = headings.get(block, under)
            if block.tag not in _HEADINGS:
                yield Piece(kept, under)
                kept = ""
            continue
        section = headings[block[0]]
        first, numbers = section, list[int]()
        for part in block:
            inner = _story(part, headings, anchors)
            if inner is None:
                kept += _whole(part)
                continue
            if numbers:
                yield Piece(kept, first, numbers.pop())
                kept, first = "", headings[part[0]]
            numbers.append(inner)
            kept += "".join(map(_whole, part))
        yield Piece(kept, first, numbers.pop() if numbers else number)
        kept, under = "", section
    if kept:
        yield Piece(kept, under)


def _story(block: Element, headings: Mapping[Element, Heading], anchors: Mapping[str, int]) -> int | None:
    """Which story or section of a digest a block is: an author's own `section` is none."""
    head = headings.get(block[0]) if block.tag == "section" and len(block) else None
    return anchors.get(head.id) if head else None


def _headings(root: Element, outline: Sequence[Heading]) -> dict[Element, Heading]:
    """Which heading each one is, as feeds have no ids; none where they are not those of the page."""
    found = [heading for heading in root.iter(*_HEADINGS) if bare(plain(heading))]
    same = [int(str(heading.tag)[1]) for heading in found] == [heading.level for heading in outline]
    return dict(zip(found, outline, strict=True)) if same else {}


def _cite_in_line(root: Element) -> None:
    """Citations in a line, as they were written: bullets would part what is read together."""
    for line in list(root.iter("div")):
        if [child.tag for child in line] == ["span", "ul"] and not (line.text or "").strip():
            label, listed = line
            shown = line.makeelement("p", {"class": "citation"})
            shown.text = f"{label.text or ''} "
            for number, item in enumerate(listed):
                before = shown[-1] if len(shown) else None
                joined = (" | " if number else "") + (item.text or "")
                if before is None:
                    shown.text += joined
                else:
                    before.tail = (before.tail or "") + joined
                shown.extend(list(item))
            replace(line, shown)


def _link_to_others(root: Element, own: Callable[[str], bool], words: str) -> None:
    for picture in list(root.iter("img")):
        source = picture.get("src")
        if source is not None and not own(source):
            link = picture.makeelement("a", {"href": source})
            link.text = picture.get("alt") or words
            replace(picture, link)


def _let_scroll(root: Element) -> None:
    """A wide table is moved within its box, by keys too, and never makes the e-mail wider than the window."""
    for box in root.iter("div"):
        if [child.tag for child in box] == ["table"]:
            box.set("class", "table")
            box.set("tabindex", "0")


def _whole(element: Element) -> str:
    return etree.tostring(element, method="html", encoding="unicode")
