"""HTML of other programs as Markdown in this site's dialect.

html-to-markdown does the turning. Before it, the tree is made to hold only what the dialect can say; what readers would
lose is told. Texts get the backslashes that they need here, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

from sitegen.bounds import TEXT_LEVELS
from sitegen.importing.addresses import parts_of
from sitegen.markup.manuscript import clean
from sitegen.markup.sanitise import harmless_references
from sitegen.markup.sources import domain_of
from sitegen.markup.tree import Element, depth, remove, replace, to_html, to_tree

Change = Callable[[str, bool], str]  # a link's or (True) a picture's address to the one to write
Lose = Callable[[str], None]  # told of each thing that is lost

# Noncharacters, which no text holds: signs that the library passes on, for what must get a backslash or a reference.
_SIGNS = {
    "\ufdd3": "\\", "\ufdd4": "&lt;", "\ufdd5": "&amp;", "\ufdd6": "&#58;", "\ufdd7": "&#61;",
    "\ufdd8": " {#", "\ufdd9": "}",
}  # fmt: skip
_BACKSLASH, _LESS, _AND, _COLON, _EQUALS, _OPEN, _CLOSE = _SIGNS
_REFERENCES = {":": _COLON, "=": _EQUALS}  # no backslash takes their meaning

_BLOCKS = frozenset("p li td th dd dt div blockquote h1 h2 h3 h4 h5 h6 section article figcaption aside header".split())
_DROPPED = {
    "script": "a script", "form": "a form", "object": "an embedded object", "embed": "an embedded object",
    "canvas": "a drawing", "svg": "a drawing in the text (SVG)", "math": "a formula",
}  # fmt: skip
_SILENT = frozenset("style noscript template link meta title button input select textarea".split())
_AS_IT_IS = frozenset({"pre", "code", "details", "dl", "kbd", "samp"})

_MARKS = re.compile(
    r"[\\`*]|(?<!\w)_|_(?!\w)|~(?=~)"
    r"|\[(?=finance:|\^|[^\]\n]{0,200}\][(\[:])|(?<=\])\[|\{(?=[:#.])"  # links, notes, companies and attributes
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_REFERENCE = re.compile(r"&(?=#[0-9xX]|\w+;)")  # a browser takes a number without a semicolon, too (HTML, 13.2.5.80)
_BEGINS = re.compile(r"\s*(?:(#+|>|[-+](?=\s|$)|[-=]+\s*$|\d+(?=[.)](?:\s|$))|:(?=\s|$)))")
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]]")
_NESTED_RULE = re.compile(r"^(>.*)\n(?=(?:---|\*\*\*)$)", re.MULTILINE)


def html_to_markdown(html: str, change: Change, lose: Lose) -> str:
    """A piece of HTML as Markdown, without line breaks around it."""
    from html_to_markdown import convert

    if depth(html) > TEXT_LEVELS:
        lose(f"HTML that nests more than {TEXT_LEVELS} levels deep is its text alone")
        html = re.sub(r"<[^<>]*>", " ", html)
    root = to_tree(harmless_references(clean(html)))
    _fit(root, change, lose)
    _protect(root)
    made = convert(f"<div>{to_html(root)}</div>", _options()).content or ""
    for sign, written in _SIGNS.items():
        made = made.replace(sign, written)
    return _NESTED_RULE.sub("\\1\n\n", made).strip("\n")


@lru_cache(maxsize=1)
def _options() -> Any:
    from html_to_markdown import ConversionOptions

    return ConversionOptions(
        autolinks=False,
        bullets="-",
        compact_tables=True,
        expand_abbreviations=False,
        extract_metadata=False,
        highlight_style="none",
        list_indent_width=4,  # Python-Markdown's levels
        newline_style="spaces",
        preserve_tags=["details", "dl"],
        sub_symbol="<sub>",
        sup_symbol="<sup>",
    )


def _fit(root: Element, change: Change, lose: Lose) -> None:
    """Make links and pictures what they will be, and of what no post can hold a link, or nothing."""
    for element in list(root.iter()):
        tag = str(element.tag)
        if tag in _SILENT or tag in _DROPPED:
            if tag in _DROPPED:
                lose(f"{_DROPPED[tag]} is not carried over")
            remove(element)
        elif tag == "a" and element.get("href"):
            element.set("href", change(element.get("href", "").strip(), False))
        elif tag == "img":
            _fit_picture(element, change)
        elif tag in ("iframe", "video", "audio"):
            _link(element, change)
    for link in list(root.iter("a")):
        alone = len(link) == 1 and link[0].tag == "img" and not f"{link.text or ''}{link[0].tail or ''}".strip()
        if alone and link.get("href") == link[0].get("src"):  # it opens what it shows
            picture = link[0]
            picture.tail = None
            replace(link, picture)
    for figure in list(root.iter("figure")):
        _fit_figure(figure)
    fragments = {link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")}
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        name = heading.get("id", "")
        if name in fragments and re.fullmatch(r"[A-Za-z][\w.-]*", name, re.ASCII):
            last = heading[-1] if len(heading) else None
            mark = f"{_OPEN}{name}{_CLOSE}"
            if last is None:
                heading.text = (heading.text or "") + mark
            else:
                last.tail = (last.tail or "") + mark


def _fit_picture(picture: Element, change: Change) -> None:
    source = (picture.get("data-orig-file") or picture.get("data-src") or picture.get("src") or "").strip()
    if source.startswith("data:"):
        source = (picture.get("src") or "").strip()
    picture.set("src", change(source, True))
    for name in ("alt", "title"):
        if picture.get(name):
            picture.set(name, " ".join(picture.get(name, "").split()))


def _link(element: Element, change: Change) -> None:
    """A player or a frame as a link to what it shows."""
    sources = (child.get("src") for child in element.iter("source") if child.get("src"))
    source = element.get("src") or element.get("data-src") or next(sources, "")
    if not source:
        remove(element)
        return
    address, words = embedded("https:" + source if source.startswith("//") else source)
    link = element.makeelement("a", {"href": change(address, False)})
    link.text = element.get("title") or words
    replace(element, link)


def embedded(address: str) -> tuple[str, str]:
    """The page of what a player's address shows, and words for a link to it."""
    parts = parts_of(address)
    host = domain_of(address).removeprefix("player.").removesuffix("-nocookie.com").removesuffix(".com")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host == "youtube" and "/embed/" in parts.path and last not in ("embed", "videoseries"):
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={last}{f'&t={start}s' if start else ''}", "Video on YouTube"
    if host == "vimeo" and "/video/" in parts.path:
        return f"https://vimeo.com/{last}", "Video on Vimeo"
    return address, f"Shown at {domain_of(address)}" if parts.netloc else last


def _fit_figure(figure: Element) -> None:
    """A figure of one picture as the dialect writes it, the caption as the picture's title; others keep both."""
    pictures, captions = list(figure.iter("img")), list(figure.iter("figcaption"))
    if len(pictures) == 1 and captions:
        words = " ".join("".join(captions[0].itertext()).split())
        if words and len(list(captions[0].iter("a"))) == 0:
            pictures[0].set("title", words)
            remove(captions[0])
    figure.tag = "div" if len(pictures) != 1 else "p"
    for caption in figure.iter("figcaption"):
        caption.tag = "p"
    if figure.tag == "p" and len(list(figure.iter("p"))) > 1:
        figure.tag = "div"


def _protect(root: Element) -> None:
    """Put signs into all texts, where this site's Markdown would read more than a text."""
    pending = [(root, False)]
    while pending:
        element, as_it_is = pending.pop()
        tag = str(element.tag)
        as_it_is = as_it_is or tag in _AS_IT_IS
        if not as_it_is:
            inside = tag == "a" or next(element.iterancestors("a"), None) is not None
            if element.text:
                element.text = _safe(element.text, begins=tag in _BLOCKS)
                if not inside:
                    _link_addresses(element, None)
            for child in list(element):
                pending.append((child, as_it_is))
                if child.tail:
                    before = str(child.tag)
                    child.tail = _safe(child.tail, begins=before == "br" or before in _BLOCKS)
                    if not inside:
                        _link_addresses(element, child)


def _escaped(sign: re.Match[str]) -> str:
    return _BACKSLASH + (_BACKSLASH if sign[0] == "\\" else sign[0])


def _safe(text: str, *, begins: bool) -> str:
    """A text with signs; `begins` is whether a line of Markdown may begin with it."""
    if text.isspace():
        return text
    text = _SPACE.sub(" ", text)
    pieces = re.split(f"({_URL.pattern})", text) if "://" in text else [text]
    if len(pieces) > 1:  # an address stays as it is
        return "".join(
            piece if number % 2 else _safe(piece, begins=begins and number == 0) for number, piece in enumerate(pieces)
        )
    safe = _MARKS.sub(_escaped, text)
    safe = _REFERENCE.sub(_AND, _TAG.sub(_LESS, safe))
    if begins and (found := _BEGINS.match(safe)):
        at = found.end(1) if found[1][0].isdigit() else found.start(1)
        if found[1][0] in _REFERENCES:
            return f"{safe[:at]}{_REFERENCES[found[1][0]]}{safe[at + 1 :]}"
        return f"{safe[:at]}{_BACKSLASH}{safe[at:]}"
    return safe


def _link_addresses(parent: Element, after: Element | None) -> None:
    """Make links of the web addresses in a text, so that no sign in them is taken for Markdown."""
    text = (parent.text if after is None else after.tail) or ""
    pieces = re.split(f"({_URL.pattern})", text)
    if len(pieces) == 1:
        return
    at = 0 if after is None else parent.index(after) + 1
    if after is None:
        parent.text = pieces[0]
    else:
        after.tail = pieces[0]
    for address, tail in zip(pieces[1::2], pieces[2::2], strict=True):
        link = parent.makeelement("a", {"href": address})
        link.text, link.tail = _MARKS.sub(_escaped, address), tail
        parent.insert(at, link)
        at += 1
