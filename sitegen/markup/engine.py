"""Markdown engines: a function each, from Markdown to HTML. No engine knows annotations, stories or anything of ours.

What is ours works on the tree of the HTML, so it holds for every engine; a further engine is a function in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown import Extension, Markdown
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.tilde import DeleteSubExtension

# An extension is loaded only where its mark is in the text: one that is absent can match nothing, and costs time.
_EXTENSIONS: tuple[tuple[Callable[[], Extension], tuple[str, ...]], ...] = (
    (SaneListExtension, ("",)),
    (AttrListExtension, ("{",)),
    (DefListExtension, (":   ", ": ", ":\t")),
    (FencedCodeExtension, ("```", "~~~")),
    (FootnoteExtension, ("[^",)),
    (TableExtension, ("|",)),
    (lambda: DeleteSubExtension(subscript=False), ("~~",)),
    (MagiclinkExtension, ("://", "www.", "WWW.")),
)

# Likewise Python-Markdown's own inline patterns: each is searched for in every run of text, and most never match.
# A reference needs its definition, `[name]: URL`.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("]:",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("]:",),
    "short_reference": ("]:",),
    "short_image_ref": ("]:",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
}


def python_markdown(text: str) -> str:
    """Python-Markdown with the dialect's extensions, in an instance of its own. Raw HTML passes through as written.

    Raises RecursionError where blocks are nested too deeply for it.
    """

    def present(marks: tuple[str, ...]) -> bool:
        return any(mark in text for mark in marks)

    extensions = [make() for make, marks in _EXTENSIONS if present(marks)]
    md = Markdown(extensions=extensions, output_format="html")
    for name, marks in _PATTERNS.items():
        if not present(marks):
            md.inlinePatterns.deregister(name)
    if "magic-mail" in md.inlinePatterns:  # an address becomes a link only where its author asked for one: <a@b.org>
        md.inlinePatterns.deregister("magic-mail")
    return md.convert(text).replace("\x02", "").replace("\x03", "")  # its own marks, left behind by broken HTML


ENGINES: dict[str, Callable[[str], str]] = {"markdown": python_markdown}
