"""What an editor should look at in a text, seen in its tree: pictures without words, headings that skip a level.

Places are found in the manuscript. Changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sitegen.diagnostics import Diagnostic
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.tree import Element
from sitegen.model import Heading, Reference

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)", re.MULTILINE)
_BARE = re.compile(r"[\W_]+")


def remark(
    root: Element,
    headings: Mapping[Element, Heading],
    references: Sequence[Reference],
    manuscript: Manuscript,
    path: str,
) -> tuple[Diagnostic, ...]:
    """The remarks on a tree whose references are found and whose pictures are not shown yet."""
    return (*_pictures(root, references, path), *_headings(headings.values(), manuscript, path))


def _pictures(root: Element, references: Sequence[Reference], path: str) -> Iterable[Diagnostic]:
    """Pictures whose alternative text was left out (WCAG 1.1.1); `<img alt="">` says that one is an ornament."""
    ours = [reference for reference in references if reference.picture]
    if not ours:
        return
    for picture, reference in zip((i for i in root.iter("img") if i.get("data-hole-src")), ours, strict=True):
        if not (picture.get("alt") or "").strip():
            message = f"the picture {reference.target} has no alternative text"
            help_ = "say between the brackets what it shows: ![Two racks in a hall](…)"
            yield Diagnostic(path, reference.line, reference.column, "warning", "no-alt", message, help_)


def _headings(headings: Iterable[Heading], manuscript: Manuscript, path: str) -> Iterable[Diagnostic]:
    """Headings more than one level below the one before them; the page's own title is at level 1 (WCAG 1.3.1)."""
    above = 1
    after = 0
    for heading in headings:
        if heading.level > above + 1:
            written, line, after = _heading_line(heading.text, manuscript, after)
            too_many = heading.level - above - 1
            message = f"the heading {heading.text!r} skips {'a level' if too_many == 1 else f'{too_many} levels'}"
            help_ = f"begin it with {'#' * (written - too_many)}" if written > too_many else f"write an h{above + 1}"
            yield Diagnostic(path, line, 1, "warning", "skipped-heading", message, help_)
        above = heading.level


def _heading_line(text: str, manuscript: Manuscript, after: int) -> tuple[int, int, int]:
    """With how many `#` a heading is written, 0 where it is written otherwise; its line; and where to go on looking."""
    wanted = _BARE.sub("", text)
    for match in _ATX.finditer(manuscript.text, after):
        if _BARE.sub("", match[2]).endswith(wanted) or wanted in _BARE.sub("", match[2]):
            return len(match[1]), manuscript.place(match.start())[0], match.end()
    return 0, manuscript.first_line, after
