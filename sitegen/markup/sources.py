"""Citation lines: a paragraph `Source: [AP News](https://…) | CNBC` becomes a list of sources, and data.

Publishers' names and aliases are the newsroom's to know. Annotations in a citation line are mentions, but show no
ticker: the list says who reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from sitegen.markup import holes
from sitegen.markup.stories import anchor_of
from sitegen.markup.tree import Element, bare, plain, replace
from sitegen.model import Citation

_LABEL = re.compile(r"\s*(Sources?:)")
_BOLD_LABEL = re.compile(r"(Sources?)(:?)")
_BAR = re.compile(r"(?:^|\s)\|(?=\s|$)")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_PAGE = re.compile(r"https?://", re.IGNORECASE)


def cite_sources(root: Element, anchors: Mapping[Element, str], strings: Mapping[str, str]) -> tuple[Citation, ...]:
    """Replace each citation line by a list with class `sources`, one hole an item; the citations in that order.

    The line's label is how it is known; what readers see in its place is the site's own word.
    """
    citations: list[Citation] = []
    for paragraph in list(root.iter("p")):
        head = paragraph.text or (paragraph[0].text if len(paragraph) else None) or ""
        if not head.lstrip().startswith("Source"):
            continue
        label, text, children = _label(paragraph)
        anchor = anchor_of(paragraph, anchors)
        items = _items(text, children) if label else []
        found = [citation for item in items if (citation := _citation(item, anchor))]
        if found:
            shown = strings["cited_sources"] if label == "Sources:" else strings["cited_source"]
            replace(paragraph, _list(paragraph, shown, len(citations), len(found)))
            citations += found
    return tuple(citations)


def domain_of(url: str) -> str:
    """The host of a URL without `www.`, "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _label(paragraph: Element) -> tuple[str, str, list[Element]]:
    """`Source:` at the start of a paragraph, bold or not, or ""; the text that follows it, and the elements."""
    text, children = paragraph.text or "", list(paragraph)
    if match := _LABEL.match(text):
        return match[1], text[match.end() :], children
    if text.strip() or not children or children[0].tag not in ("strong", "b", "em", "i"):
        return "", text, children
    match = _BOLD_LABEL.fullmatch(plain(children[0]))
    tail = (children[0].tail or "").lstrip()
    if not match or not (match[2] or tail.startswith(":")):
        return "", text, children
    return f"{match[1]}:", tail if match[2] else tail[1:], children[1:]


def _items(text: str, children: Sequence[Element]) -> list[list[Element | str]]:
    """What follows the label, parted at its bars; bars inside of a link's text part nothing."""
    items: list[list[Element | str]] = [[]]

    def part(text: str | None) -> None:
        here, *others = _BAR.split(text or "")
        items[-1].append(here)
        items.extend([other] for other in others)

    part(text)
    for child in children:
        items[-1].append(child)
        part(child.tail)
    return items


def _citation(item: Sequence[Element | str], anchor: str) -> Citation | None:
    texts = [part if isinstance(part, str) else plain(part) for part in item]
    text = bare("".join(texts))
    links = [link for part in item if not isinstance(part, str) for link in part.iter("a")]
    url, reference = _address(links[0]) if len(links) == 1 else ("", None)
    domain = domain_of(url)
    if _PAGE.match(text) or (url and text.casefold().startswith("www.")):
        text = ""
    elif _DOMAIN.fullmatch(text):  # "reuters.com" says where, "Investing.com" is a name as well
        domain, text = text.lower().removeprefix("www."), "" if text.islower() else text
    return Citation(text, domain, url, "", anchor, reference) if text or domain else None


def _address(link: Element) -> tuple[str, int | None]:
    """Where a link leads: its URL, or its place among the references where it leads into the site."""
    hole = link.get("data-hole-href")
    if hole:
        return "", int(hole[2:-1])
    url = link.get("href") or ""
    return (url if _PAGE.match(url) or url.startswith("//") else ""), None


def _list(paragraph: Element, label: str, first: int, count: int) -> Element:
    line = paragraph.makeelement("div", {"class": "citation"})
    shown = paragraph.makeelement("span", {"class": "label"})
    shown.text, shown.tail = label, " "
    listed = paragraph.makeelement("ul", {"class": "sources", "aria-label": label.rstrip(":")})
    for index in range(first, first + count):
        item = paragraph.makeelement("li", {})
        item.text = holes.source(index)
        listed.append(item)
    line.extend([shown, listed])
    return line
