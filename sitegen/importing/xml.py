"""An XML file that is moved in from, read with nothing else: no entities, no network, no other file."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.importing.entry import TEXT, not_imported
from sitegen.importing.folder import read_bytes

LARGEST = 512 * 1024 * 1024  # bytes

Element = etree._Element  # noqa: SLF001 (the one name that lxml has for what it returns)

ATOM = "http://www.w3.org/2005/Atom"
RSS1 = "http://purl.org/rss/1.0/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
WORDPRESS = "http://wordpress.org/export/"  # and a version


@dataclass(frozen=True, slots=True)
class Tree:
    root: Element
    problems: tuple[Diagnostic, ...]

    @property
    def is_wordpress(self) -> bool:
        spaces = {space for element in (self.root, *self.root) for space in element.nsmap.values() if space}
        return self.root.tag == "rss" and any(s.startswith(WORDPRESS) and "excerpt" not in s for s in spaces)

    @property
    def is_feed(self) -> bool:
        return self.root.tag in ("rss", f"{{{RDF}}}RDF", f"{{{ATOM}}}feed")


def looks_like_xml(path: Path) -> bool:
    """Whether a file begins as XML does, in any of its encodings."""
    with open(path, "rb") as file:
        begins = file.read(1000)
    return begins.removeprefix(BOM_UTF8).lstrip().startswith((b"<", BOM_UTF16_LE, BOM_UTF16_BE))


def read_xml(path: Path) -> Tree:
    """The file's tree; what is not well-formed in it is passed over and told. Raises `Unreadable`."""
    place = str(path)
    data = read_bytes(str(path), place, LARGEST).removeprefix(BOM_UTF8).lstrip()
    if b"\x00" in data[:1000] and not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise Unreadable(not_imported(place, 0, "the file is no text", TEXT, severity="error", code="bad-encoding"))
    try:
        return Tree(_parse(data, place, recover=False), ())
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or 1
        reason = (problem.msg or "it breaks off").partition(", line")[0]
    try:
        root = _parse(data, place, recover=True)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        message, help_ = f"this is not XML: {reason}", "export it anew, or save the feed from the browser once more"
        raise Unreadable(not_imported(place, line, message, help_, severity="error", code="bad-data"))
    message = f"this is not XML: {reason}; what could be read is carried over"
    help_ = "compare the posts from here on with the old site"
    return Tree(root, (not_imported(place, line, message, help_, severity="error", code="bad-data"),))


def _parse(data: bytes, place: str, *, recover: bool) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover)
    root = etree.fromstring(data, parser)
    declared = root.getroottree().docinfo.internalDTD if root is not None else None
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        message, help_ = "the file declares entities of its own, which are not read", "take its DOCTYPE out"
        raise Unreadable(not_imported(place, 1, message, help_, severity="error", code="bad-data"))
    return root


def text_of(element: Element | None) -> str:
    """An element's text, without white space around it; "" where there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def children(element: Element, *names: str) -> Iterator[Element]:
    """An element's children of these names, name by name."""
    for name in names:
        yield from element.findall(name)


def first_text(element: Element, *names: str) -> str:
    """The text of the first of the children of these names that has any."""
    return next((text for child in children(element, *names) if (text := text_of(child))), "")


def line_of(element: Element) -> int:
    return int(element.sourceline or 0)
