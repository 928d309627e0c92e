"""What an editor has allowed at one place: `sitegen: allow CODE` in a comment, in the line of the finding or above it.

The comment is of the file's own kind: `<!-- … -->` in Markdown, `# …` in front matter and TOML, `{# … #}` in templates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from sitegen.diagnostics import CODES, OUTSIDE, Diagnostic, did_you_mean
from sitegen.rules.excerpts import Lines

_WORD = "[a-z]+(?:-[a-z]+)*"
_COMMENT = re.compile(rf"(?:#|<!--|\{{#)-?[ \t]*sitegen:[ \t]*allow[ \t]+({_WORD}(?:[ \t,]+{_WORD})*)")
_ALONE = re.compile(r"[ \t]*(?:<!--.*-->|\{#.*#\}|#.*)[ \t]*")

Allowance = tuple[str, int, str]  # a path, a line of it, and the code that is allowed there


def allowance(diagnostic: Diagnostic, lines: Lines) -> Allowance | None:
    """The comment that allows a problem: in its line, or in the lines of nothing but a comment right above it."""
    found, line = lines(diagnostic.path), diagnostic.line
    while 1 <= line <= len(found):
        if diagnostic.code in _codes(found[line - 1]):
            return diagnostic.path, line, diagnostic.code
        line -= 1
        if line and not _ALONE.fullmatch(found[line - 1]):
            break
    return None


def lines_that_allow(lines: Sequence[str]) -> tuple[int, ...]:
    """The lines of a file, 1-based, that allow something."""
    return tuple(number for number, line in enumerate(lines, 1) if "sitegen:" in line and _codes(line))


def unused(places: Iterable[tuple[str, int]], used: Collection[Allowance], lines: Lines) -> Iterator[Diagnostic]:
    """A hint for each allowance of these lines, given by path and number, that allows nothing that was found.

    None for those of links to other sites: most checks do not ask for them.
    """
    for path, number in places:
        line = lines(path)[number - 1] if number <= len(lines(path)) else ""
        match = _COMMENT.search(line)
        for code in _codes(line) if match else ():
            if (path, number, code) in used or code in OUTSIDE:
                continue
            known = code in CODES
            message = f"nothing here needs {code} to be allowed" if known else f"there is no rule {code!r} to allow"
            near = did_you_mean(code, CODES) or "look it up in docs/rules.md"
            help_ = "take it out of the comment" if known else near
            yield Diagnostic(path, number, line.index(code) + 1, "hint", "unused-allowance", message, help_)


def _codes(line: str) -> tuple[str, ...]:
    match = _COMMENT.search(line)
    return tuple(re.split(r"[ \t,]+", match[1])) if match else ()
