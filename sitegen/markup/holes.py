"""Holes: the places in stored HTML for what only the whole site knows, and the one pass that fills them.

A hole is written between two Unicode noncharacters, which no text may carry (`manuscript.py` takes them out), so no
author can make one: `⟦t3⟧` is mention 3, `⟦s3⟧` citation 3, and `data-hole-href="⟦u3⟧"` the URL of reference 3. An
empty `div` with `data-hole-companies="⟦c3⟧"` stands for the companies of story 3. In feeds
`data-hole-within="⟦part⟧"` is the page's own URL with that fragment, and `data-hole-language="⟦python⟧"` what a code
block is written in. URLs stand in data attributes because libxml2 percent-escapes what is in `href` and `src`. What
fills a hole is not decided here. See the Unicode Standard, section 23.7, on noncharacters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape

OPEN, CLOSE = "\ufdd0", "\ufdd1"

COMPANIES = "data-hole-companies"

_HOLE = re.compile(
    f' data-hole-(?:(href|src)="{OPEN}u([0-9]+)|(within|language)="{OPEN}([^"{CLOSE}]*)){CLOSE}"'
    f'|<div {COMPANIES}="{OPEN}c([0-9]+){CLOSE}"></div>\n?'
    f"|{OPEN}([ts])([0-9]+){CLOSE}"
)
_ATTRIBUTE = r"""\s++[^\s=<>"']++(?:="[^"]*"|='[^']*')?"""
_PICTURE = re.compile(f'<img((?:{_ATTRIBUTE})*? data-hole-src="{OPEN}u([0-9]+){CLOSE}"(?:{_ATTRIBUTE})*)>')
_PAIR = re.compile(r"""([^\s=>"']+)(?:="([^"]*)"|='([^']*)')?""")

ShowPicture = Callable[[int, dict[str, str]], str]  # from a reference and the other attributes to HTML


def ticker(index: int) -> str:
    """The hole for a mention's ticker link."""
    return f"{OPEN}t{index}{CLOSE}"


def source(index: int) -> str:
    """The hole for a citation."""
    return f"{OPEN}s{index}{CLOSE}"


def companies(index: int) -> str:
    """The value of `data-hole-companies`: the hole for the companies of a story."""
    return f"{OPEN}c{index}{CLOSE}"


def url(index: int) -> str:
    """The value of `data-hole-href` or `data-hole-src`: the hole for a reference's URL."""
    return f"{OPEN}u{index}{CLOSE}"


def within(fragment: str) -> str:
    """The value of `data-hole-within`: the hole for the page's own URL, with a fragment."""
    return f"{OPEN}{fragment}{CLOSE}"


def language(name: str) -> str:
    """The value of `data-hole-language`: the hole for the language of a code block."""
    return f"{OPEN}{name}{CLOSE}"


def fill(
    html: str,
    *,
    tickers: Sequence[str],
    sources: Sequence[str],
    urls: Sequence[str],
    stories: Sequence[str] = (),
    own: str = "",
    picture: ShowPicture | None = None,
    languages: bool = False,
) -> str:
    """The HTML with each hole filled: `tickers`, `sources` and `stories` (their companies) are ready HTML.

    `urls` are raw and escaped here. Each sequence is indexed as the document's mentions, citations, stories and
    references are; `own` is the page's own URL. An empty URL leaves its attribute out: a link to nothing is text.
    `picture` makes what stands for a whole `img`. `languages` of code blocks become classes where they are asked for.
    """
    if OPEN not in html:
        return html
    if picture and "<img" in html:
        show = picture

        def shown(img: re.Match[str]) -> str:
            written = {name: unescape(one or other) for name, one, other in _PAIR.findall(img[1])}
            del written["data-hole-src"]
            return show(int(img[2]), written)

        html = _PICTURE.sub(shown, html)

    def filled(hole: re.Match[str]) -> str:
        attribute, reference, said, word, story, kind, index = hole.groups()
        if story is not None:
            return stories[int(story)]
        if said == "within":
            return f' href="{escape(own)}#{word}"'
        if said:
            return f' class="language-{word}"' if languages else ""
        if attribute:
            address = urls[int(reference)]
            return f' {attribute}="{escape(address)}"' if address else ""
        return (tickers if kind == "t" else sources)[int(index)]

    return _HOLE.sub(filled, html)
