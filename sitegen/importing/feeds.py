"""The entries of an RSS (2.0, 1.0, 0.9x) or Atom feed as posts: ids, dates, categories, authors, content, enclosures.

Read by lxml alone, so that each problem has its line; decisions/0017-import.md says why no library for feeds is asked.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import joined, parts_of
from sitegen.importing.entry import LEAD_ON, LOST, Entry, Moment, Source, left_over, link_to
from sitegen.importing.html import html_to_markdown
from sitegen.importing.moments import read_moment
from sitegen.importing.xml import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    MEDIA,
    RDF,
    RSS1,
    XML,
    Element,
    Tree,
    children,
    first_text,
    line_of,
    text_of,
)  # fmt: skip
from sitegen.markup.tree import plain_html
from sitegen.newsroom.urls import as_uri, slugify

_A, _R = f"{{{ATOM}}}", f"{{{RSS1}}}"
_PICTURE = re.compile(r"image/|.*\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


def read_feed(file: Path, tree: Tree, zone: tzinfo) -> Source:
    """What is in the feed; `zone` is of dates without one."""
    root = tree.root
    atom = root.tag == f"{_A}feed"
    channel = root if atom else next(children(root, "channel", f"{_R}channel"), root)
    items = [*root.iter(f"{_A}entry")] if atom else [*root.iter("item", f"{_R}item")]
    reader = _Reader(str(file), zone, channel, items)
    entries = tuple(reader.entry(item) for item in items)
    return Source("Atom" if atom else "RSS", entries, {}, (*tree.problems, *reader.problems))


class _Reader:
    def __init__(self, place: str, zone: tzinfo, channel: Element, items: list[Element]) -> None:
        self.place, self.zone = place, zone
        self.problems: list[Diagnostic] = []
        self.home = _link(channel) or _base(channel)
        self.authors = _authors(channel)
        self.addresses = {_plain(address): _key(item) for item in items if (address := self._address(item))}

    def entry(self, item: Element) -> Entry:
        line = line_of(item)
        address = self._address(item)
        html, base = self._content(item)
        title = " ".join(plain_html(_html(_first(item, "title", f"{_R}title", f"{_A}title", f"{{{DC}}}title"))).split())
        rights = first_text(item, f"{_A}rights", f"{{{DC}}}rights")
        parts = parts_of(address)
        if address and parts.query:
            message = f"nothing can lead on from the address {address}, for it has a query"
            self.problems.append(left_over(self.place, line, 0, message, LEAD_ON))
        return Entry(
            key=_key(item),
            path=self.place,
            line=line,
            title=title or _beginning(html) or "Without a title",
            name=_name(unquote(parts.path)) or title or _beginning(html),
            text=self._text(item, html, base),
            date=self._moment(
                item,
                "pubDate",
                f"{_A}published",
                f"{_A}issued",
                f"{{{DC}}}date",
                f"{_A}updated",
                f"{{{DCTERMS}}}created",
            ),
            updated=read_moment(first_text(item, f"{_A}updated", f"{_A}modified", f"{{{DCTERMS}}}modified"), self.zone),
            summary=self._summary(item, html),
            tags=_tags(item),
            authors=_authors(item) or self.authors,
            image=self._image(item),
            url="" if parts.query or not address else unquote(parts.path) or "/",
            id=first_text(item, "guid", f"{_A}id") or item.get(f"{{{RDF}}}about", "") or as_uri(address),
            extra={"rights": " ".join(rights.split())} if rights else {},
        )

    def _address(self, item: Element) -> str:
        """Where the entry was to be read; a guid that says nothing else is its address, too (RSS 2.0)."""
        found = _link(item)
        guid = item.find("guid")
        if not found and guid is not None and guid.get("isPermaLink", "true") == "true":
            found = text_of(guid)
        found = joined(_base(item) or self.home, found) if found else ""
        return found if re.match(r"https?://", found) else ""

    def _content(self, item: Element) -> tuple[str, str]:
        """The fullest text there is as HTML, and the address that its own are relative to."""
        found = _first(item, f"{{{CONTENT}}}encoded", f"{_A}content", "description", f"{_R}description", f"{_A}summary")
        if found is None or not _html(found).strip():
            found = _first(item, "description", f"{_R}description", f"{_A}summary", f"{{{MEDIA}}}description")
        return (_html(found), _base(found) or self.home) if found is not None else ("", self.home)

    def _text(self, item: Element, html: str, base: str) -> str:
        line = line_of(item)

        def change(target: str, picture: bool) -> str:
            whole = joined(base, target) if not target.startswith("#") else target
            address, hash_, fragment = whole.partition("#")
            if not picture and (path := self.addresses.get(_plain(address))):
                return link_to(path, address) + hash_ + fragment
            if picture and not target.startswith("data:"):
                message = f"the picture {whole} stays a link to the old site"
                self.problems.append(left_over(self.place, line, 0, message, "download it, and put it beside the post"))
            return whole

        def lose(words: str) -> None:
            self.problems.append(left_over(self.place, line, 0, words, LOST))

        text = html_to_markdown(html, change, lose)
        links = [joined(base, e.get("url") or e.get("href") or "") for e in _enclosures(item)]
        more = [f"[{unquote(parts_of(link).path).rpartition('/')[2] or link}]({as_uri(link)})" for link in links]
        return "\n\n".join(
            filter(None, [text, *(one for one, link in zip(more, links, strict=True) if link not in html)])
        )

    def _moment(self, item: Element, *names: str) -> Moment | None:
        for name in names:
            for element in item.findall(name):
                if found := read_moment(text_of(element), self.zone):
                    return found
                if text_of(element):
                    message = f"{text_of(element)[:60]!r} is no date that a post can have"
                    self.problems.append(
                        left_over(self.place, line_of(element), 0, message, "write the post’s date by hand")
                    )
        return None

    def _summary(self, item: Element, html: str) -> str:
        """The summary, where it says another thing than the text itself."""
        found = _first(item, f"{_A}summary", "description", f"{_R}description")
        said = _html(found) if found is not None else ""
        if not said or said == html:
            return ""
        return " ".join(plain_html(said).split())

    def _image(self, item: Element) -> dict[str, str]:
        named = [
            *item.findall(f"{{{MEDIA}}}content"),
            *item.findall(f"{{{MEDIA}}}thumbnail"),
            *item.findall("enclosure"),
        ]
        for element in named:
            address = joined(_base(item) or self.home, element.get("url", ""))
            kind = element.get("type") or element.get("medium", "")
            picture = element.tag == f"{{{MEDIA}}}thumbnail" or kind == "image" or _PICTURE.match(kind or address)
            if picture and re.match(r"https?://[^\s<>\"]+$", address):
                message = f"the picture {address} stays a link to the old site"
                help_ = "download it, and put it beside the post"
                self.problems.append(left_over(self.place, line_of(element), 0, message, help_))
                return {"src": address}
        return {}


def _first(item: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := item.find(name)) is not None), None)


def _html(element: Element | None) -> str:
    """What an element says, as HTML: escaped, as elements of its own (XHTML), or as plain text (Atom)."""
    if element is None:
        return ""
    kind = element.get("type", "")
    if len(element) and kind != "html":
        inner = element[0] if kind == "xhtml" else element
        whole = etree.tostring(inner, encoding="unicode", with_tail=False)
        inside = whole[whole.index(">") + 1 : whole.rindex("<")] if "</" in whole else ""
        html = re.sub(r"(</?)(?:\w+:)(\w)", r"\1\2", inside)
        return re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", html)
    text = "".join(element.itertext())
    if str(element.tag).startswith(_A) and kind in ("", "text"):
        return text.replace("&", "&amp;").replace("<", "&lt;")
    return text


def _base(element: Element | None) -> str:
    """The address that relative ones in an element are relative to (XML Base), "" where nothing says so."""
    base = ""
    while element is not None:
        base = joined(element.get(f"{{{XML}}}base", ""), base)
        element = element.getparent()
    return base


def _link(element: Element) -> str:
    for link in element.findall(f"{_A}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return joined(_base(link), link.get("href", ""))
    return first_text(element, "link", f"{_R}link")


def _enclosures(item: Element) -> list[Element]:
    links = [link for link in item.findall(f"{_A}link") if link.get("rel") == "enclosure" and link.get("href")]
    found = [*(e for e in item.findall("enclosure") if e.get("url")), *links]
    return [e for e in found if not _PICTURE.match(e.get("type") or e.get("url") or e.get("href") or "")]


def _tags(item: Element) -> tuple[str, ...]:
    atom = (c.get("label") or c.get("term") or "" for c in item.findall(f"{_A}category"))
    others = (text_of(c) for c in children(item, "category", f"{{{DC}}}subject"))
    names = (" ".join(plain_html(name).split()) for name in (*atom, *others))
    return tuple(dict.fromkeys(name for name in names if name))


def _authors(element: Element) -> tuple[str, ...]:
    """Names; of RSS's `mail@example.com (Jane Doe)` what stands in brackets."""
    atom = (text_of(author.find(f"{_A}name")) for author in element.findall(f"{_A}author"))
    others = (text_of(found) for found in children(element, f"{{{DC}}}creator", "author"))
    names = (re.sub(r"^\S+@\S+\s*(?:\((.*)\))?$", r"\1", name) for name in (*atom, *others))
    return tuple(dict.fromkeys(words for name in names if (words := " ".join(name.split()))))


def _name(path: str) -> str:
    """What an address ends in, without an ending of a file."""
    return re.sub(r"\.(?:html?|php|aspx?)$", "", path.rstrip("/").rpartition("/")[2])


def _beginning(html: str) -> str:
    words = plain_html(html).split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "") if slugify(" ".join(words)) else ""


def _key(item: Element) -> str:
    """An entry's place in the feed: that of the element in its parent."""
    parent = item.getparent()
    return str(parent.index(item)) if parent is not None else ""


def _plain(address: str) -> str:
    return address.partition("#")[0].rstrip("/")
