"""What an editor should look at in a text: pictures without words, headings that skip a level, fences that stay open,
and what of it readers would not get, or get as it is written.

Places are found in the manuscript. Changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from sitegen.diagnostics import Diagnostic
from sitegen.markup.destinations import find_lost
from sitegen.markup.dropped import find_dropped
from sitegen.markup.leftovers import find_leftovers
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.pasted import find_pasted
from sitegen.markup.proof import Findings, Proof
from sitegen.markup.tree import Element
from sitegen.markup.unfinished import find_unfinished
from sitegen.model import Heading, Reference

_ATX = re.compile(r"[ >]{0,9}(#{1,6})(?!#)(.*)")
_UNDERLINE = re.compile(r" {0,3}(=|-)\1*[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BARE = re.compile(r"[\W_]+")

LOOK = 50  # written headings that are tried for one of the tree; only those in raw HTML are passed over


def remark(
    proof: Proof, headings: Mapping[Element, Heading], references: Sequence[Reference], path: str
) -> tuple[Diagnostic, ...]:
    """The remarks on a text whose tree has its references found and its pictures not shown yet."""
    finders = (find_leftovers, find_dropped, find_lost, find_pasted, find_unfinished, _fences)
    findings = chain.from_iterable(find(proof) for find in finders)
    return (
        *_pictures(proof.root, references, path),
        *_headings(headings.values(), proof.manuscript, path),
        *(
            Diagnostic(path, *proof.manuscript.place(at), "warning", code, message, help_)
            for at, code, message, help_ in findings
        ),
    )


def _fences(proof: Proof) -> Findings:
    if ("```" in proof.text or "~~~" in proof.text) and (at := proof.prose.unclosed) is not None:
        sign = proof.text[at]
        fence = sign * (len(proof.text[at:]) - len(proof.text[at:].lstrip(sign)))
        message = f"the code that begins here with {fence} is never closed"
        yield at, "unclosed-fence", message, f"put a line {fence} below its last line"


def _pictures(root: Element, references: Sequence[Reference], path: str) -> Iterator[Diagnostic]:
    """Pictures whose alternative text was left out (WCAG 1.1.1); `<img alt="">` says that one is an ornament."""
    ours = [reference for reference in references if reference.picture]
    if not ours:
        return
    for picture, reference in zip((i for i in root.iter("img") if i.get("data-hole-src")), ours, strict=True):
        if not (picture.get("alt") or "").strip():
            message = f"the picture {reference.target} has no alternative text"
            help_ = "say between the brackets what it shows: ![Two racks in a hall](…)"
            yield Diagnostic(path, reference.line, reference.column, "warning", "no-alt", message, help_)


def _headings(headings: Iterable[Heading], manuscript: Manuscript, path: str) -> Iterator[Diagnostic]:
    """Headings more than one level below the one before them; the page's own title is at level 1 (WCAG 1.3.1)."""
    outline = tuple(headings)
    skips = [heading.level - above - 1 for heading, above in zip(outline, _levels_above(outline), strict=True)]
    if not any(skip > 0 for skip in skips):
        return
    for heading, skip, (signs, line) in zip(outline, skips, _written(outline, manuscript), strict=True):
        if skip > 0:
            message = f"the heading {heading.text!r} skips {'a level' if skip == 1 else f'{skip} levels'}"
            help_ = f"begin it with {'#' * (signs - skip)}" if signs > skip else f"write an h{heading.level - skip}"
            yield Diagnostic(path, line, 1, "warning", "skipped-heading", message, help_)


def _levels_above(outline: Sequence[Heading]) -> tuple[int, ...]:
    return (1, *(heading.level for heading in outline[:-1])) if outline else ()


def _written(outline: Sequence[Heading], manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """With how many `#` each heading is written and in which line of the file; 0 and the first where that is unsure."""
    lines = list(_heading_lines(manuscript.text))
    shift = 1 if any(signs == 1 for signs, _, _ in lines) else 0
    after = 0
    for heading in outline:
        wanted = _BARE.sub("", heading.text)
        near = range(after, min(len(lines), after + LOOK))
        alike = (at for at in near if min(6, lines[at][0] + shift) == heading.level)
        found = next((at for at in alike if wanted in lines[at][2]), None)
        if found is None:
            yield 0, manuscript.first_line
        else:
            after = found + 1
            yield lines[found][0], manuscript.first_line + lines[found][1]


def _heading_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """The level of each heading in Markdown, its line counted from 0, and its letters; code has none."""
    fence = ""
    before = ""
    for number, line in enumerate(text.split("\n")):
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif opened := _FENCE.match(line):
            fence = opened[1]
        elif match := _ATX.match(line):
            yield len(match[1]), number, _BARE.sub("", match[2])
        elif before.strip() and (under := _UNDERLINE.fullmatch(line)):
            yield 1 if under[1] == "=" else 2, number - 1, _BARE.sub("", before)
        before = line
