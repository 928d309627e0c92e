"""The engine `markdown`: Python-Markdown with the dialect's extensions, and without its vain trials."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.htmlparser import HTMLExtractor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.tilde import DeleteSubExtension

from sitegen.markup.effort import spend

# What patterns begin and end with: each may be a vain try that goes over the rest of the run.
_MARKS = re.compile(r"[\[\]!(*_~`:^]|w(?=ww\.)")
_LIGHT = re.compile(r"[<&\\\x02]")  # those of which each costs no more than a copy of the run


class _Meter(BlockProcessor):
    """Counts what the processors of blocks go over: a block that is taken apart line by line is seen as often."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        spend(2 * len(block), block)
        return False

    def run(self, parent: Element, blocks: list[str]) -> None: ...


class _Footnotes(FootnoteExtension):
    """Counts what is gone over for a free id: all earlier references to the same note, and all notes."""

    def unique_ref(self, reference: str, found: bool = False) -> str:
        if found:
            spend(
                60 * self.found_refs.get(reference, 0) + len(self.footnote_order), f"[^{reference.partition(':')[2]}]"
            )
        return str(super().unique_ref(reference, found))


class _Extractor(HTMLExtractor):
    """Counts what is gone over in vain for the end of a tag or comment that never ends."""

    def parse_starttag(self, i: int) -> int:
        return self._spent(i, super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        return self._spent(i, super().parse_endtag(i))

    def parse_html_declaration(self, i: int) -> int:
        return self._spent(i, super().parse_html_declaration(i))

    def parse_pi(self, i: int) -> int:
        return self._spent(i, super().parse_pi(i))

    def inline_close_follows(self, text: str) -> bool:
        spend(len(self.inline_stack) * 1_000, text)
        return bool(super().inline_close_follows(text))

    def _spent(self, begin: int, end: int) -> int:
        if end < begin + 3:  # nothing but its first signs was taken: what follows them was gone over
            spend(4 * (len(self.rawdata) - begin), self.rawdata[begin : begin + 100])
        return end


class _RawHtml(HtmlBlockPreprocessor):
    """The library's own, with the extractor that counts."""

    def run(self, lines: list[str]) -> list[str]:
        extractor = _Extractor(self.md)
        extractor.feed("\n".join(lines))
        extractor.close()
        return "".join(extractor.cleandoc).split("\n")


# An extension is loaded only where its mark is in the text: one that is absent can match nothing, and costs time.
_EXTENSIONS: tuple[tuple[Callable[[], Extension], tuple[str, ...]], ...] = (
    (SaneListExtension, ("",)),
    (AttrListExtension, ("{",)),
    (DefListExtension, (":   ", ": ", ":\t")),
    (FencedCodeExtension, ("```", "~~~")),
    (_Footnotes, ("[^",)),
    (TableExtension, ("|",)),
    (lambda: DeleteSubExtension(subscript=False), ("~~", "\\~")),
    (MagiclinkExtension, ("://", "www.", "WWW.")),
)

# Likewise an inline pattern is tried on a run of text only where one of its marks is in it. A reference needs its
# definition, `[name]: URL`, somewhere in the whole text.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "link": ("](",),
    "image_link": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_", "~"),
    "delimiter": ("*", "_", "~"),
    "magic-link": ("://", "www.", "WWW."),
}
_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")


class _Inline(InlineProcessor):
    """Python-Markdown's own processor, which tries every pattern on every run of text, with the vain trials left out.

    It takes the place of a method that the library calls by its private name; a test with random texts holds the HTML
    to be the library's own.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = {id(md.inlinePatterns[item.name]): item.name for item in md.inlinePatterns._priority}  # type: ignore[attr-defined] # noqa: SLF001
        self._tried = [(pattern, _PATTERNS.get(names[id(pattern)], ())) for pattern in md.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        index, at, count = patternIndex, 0, len(self._tried)
        if index == 0:
            spend((len(_MARKS.findall(data)) + len(_LIGHT.findall(data)) // 50) * len(data), data)
        while index < count:
            pattern, marks = self._tried[index]
            for mark in marks:
                if mark in data:
                    break
            else:
                if marks:
                    index, at = index + 1, 0
                    continue
            data, matched, at = apply(pattern, data, index, at)
            if not matched:
                index += 1
        return data


@lru_cache(maxsize=64)
def _instance(extensions: tuple[bool, ...], references: bool) -> Markdown:
    """Python-Markdown with some of the dialect's extensions; to be reset before each text."""
    wanted = [make() for (make, _), present in zip(_EXTENSIONS, extensions, strict=True) if present]
    md = Markdown(extensions=wanted, output_format="html")
    if not references:
        for name in _REFERENCES:
            md.inlinePatterns.deregister(name)
    if "magic-mail" in md.inlinePatterns:  # an address becomes a link only where its author asked for one: <a@b.org>
        md.inlinePatterns.deregister("magic-mail")
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.parser.blockprocessors.register(_Meter(md.parser), "meter", 1000)
    md.preprocessors.register(_RawHtml(md), "html_block", 20)
    return md


def python_markdown(text: str) -> str:
    """Python-Markdown with the dialect's extensions. Raw HTML passes through as written.

    Raises RecursionError where blocks are nested too deeply for it, and TooMuchEffortError.
    """
    spend(text.count("\n\n") ** 2 // 25, text)  # blocks wait in a list that is moved up for each of them
    extensions = tuple(any(mark in text for mark in marks) for _, marks in _EXTENSIONS)
    md = _instance(extensions, "]:" in text)
    try:
        html = md.reset().convert(text)
    except BaseException:
        _instance.cache_clear()  # what was broken off has left its traces in the instance
        raise
    return html.replace("\x02", "").replace("\x03", "")  # its own marks, left behind by broken HTML
