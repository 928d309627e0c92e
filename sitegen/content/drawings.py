"""What an SVG file holds: its size, and whether anything in it would run. Decides nothing about publishing.

As a picture in a page, a drawing runs nothing. Opened on its own it is a page of the site, with all that a page's
scripts may do; so what comes with a post must hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from sitegen.content.copies import Copies
from sitegen.newsroom.plan.pictures import Measured

_OTHERS_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/1999/XSL/")
_RUNS = frozenset({"script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video"})
_LINKS = frozenset({"href", "src"})
_ANIMATED = frozenset({"to", "from", "by", "values"})
_HARMLESS = re.compile(
    r"(?:https?|mailto):|data:image/(?:png|jpe?g|gif|webp|avif)[;,]|[^:]*(?:[/?#]|\Z)", re.IGNORECASE
)
_UNSEEN = re.compile("[\x00-\x20\x7f-\x9f\ufffd]+")  # which browsers leave out of a scheme, or may

_ENCODINGS = frozenset("utf-8 utf8 utf-16 us-ascii ascii iso-8859-1 latin1 windows-1252".split())  # read alike by all

_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}  # CSS, in pixels


def measure_drawing(data: bytes) -> Measured:
    """The size of an SVG by its width and height, else its viewBox (SVG 2, section 8.2); nothing it names is fetched.

    Expat opens no other file, and ends a text whose entities grow beyond all measure with an error. Of a text in an
    encoding that it lacks nothing is known, so it counts as one that runs.
    """
    root: dict[str, str] = {}
    names: list[str] = []
    running: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not names:
            names.append(name)
            root.update(attributes)
        running.extend(_running(name, attributes))
        copies.begin(name, attributes)

    def instruction(target: str, _: str) -> None:
        if target == "xml-stylesheet":  # which may be a program (XSLT)
            running.append(f"<?{target}?>")

    def entity(
        name: str, parameter: bool, _value: str | None, _base: str | None, system: str | None, *_: object
    ) -> None:
        """What expat leaves unread may hold anything, and browsers may read it."""
        if parameter or system is not None:
            running.append(f"the entity {name}")

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            running.append(f"text in {encoding}")

    copies = Copies()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = copies.end
    parser.ProcessingInstructionHandler = instruction
    parser.EntityDeclHandler = entity
    parser.XmlDeclHandler = declaration
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return Measured(trouble="broken")
    except (ValueError, LookupError):  # an encoding that Python lacks, or of several bytes a letter: browsers know more
        return Measured("SVG", runs="text in an unknown encoding")
    if names[0].rpartition(" ")[2] != "svg":
        return Measured(trouble="broken")
    if copies.are_too_many():
        return Measured("SVG", trouble="large")
    box = [_pixels(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    wide, high = box[2:] if len(box) == 4 else (0.0, 0.0)
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if wide and high:  # one that is not said follows from the other
        width, height = width or (height * wide / high) or wide, height or (width * high / wide) or high
    known = 1 <= width < 1e6 and 1 <= height < 1e6
    size = (round(width), round(height)) if known else (0, 0)
    return Measured("SVG", *size, runs=running[0] if running else "")


def _running(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """What of an element would run, as it is written. Names have their namespace and a space before them."""
    space, _, plain = name.rpartition(" ")
    if plain.lower() in _RUNS or space.startswith(_OTHERS_PAGES):
        yield f"<{plain}>"
    for key, value in attributes.items():
        word = key.rpartition(" ")[2].lower()
        bare = _UNSEEN.sub("", value)
        if (
            word.startswith("on")
            or (word in _LINKS and not _HARMLESS.match(bare))
            or (word == "attributename" and bare.rpartition(":")[2].lower() in _LINKS)
            or (word == "attributename" and bare.lower().startswith("on"))
            or (word in _ANIMATED and "script:" in bare.lower())
        ):
            yield f"{word}={value[:40]!r}"


def _pixels(length: str) -> float:
    """A length in pixels; 0 for none, and for one in percent or in letters' sizes."""
    length = length.strip().lower()
    number = length.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(number) * _UNITS.get(length[len(number) :], 0.0)
    except ValueError:
        return 0.0
