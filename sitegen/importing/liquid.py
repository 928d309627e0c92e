"""Liquid and kramdown in Jekyll's texts: what Markdown can say becomes Markdown, the rest stays and is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.importing.attachments import line_and_column, outside_code
from sitegen.importing.entry import left_over
from sitegen.importing.shortcodes import fence_for

_MARK = re.compile(
    r"\{%-?\s*(?P<tag>\w++)(?P<words>(?:[^%]|%(?!\})){0,2000}?)-?%\}|\{\{-?(?P<value>[^{}]{0,500}?)-?\}\}"
)
_ENDS = {
    name: re.compile(r"(?:(?<![ \t])[ \t]+)?\{%-?\s*end" + name + r"\s*-?%\}")
    for name in ("highlight", "raw", "comment", "codeblock")
}
_SITE = re.compile(r"site\.(?:baseurl|url|github\.url)")
_ADDRESS = re.compile(r"(?:\"([^\"]*)\"|'([^']*)')\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.baseurl)\s*.*")
_TOC = re.compile(r"^[ \t]*(?:[*+-]|\d+\.)[^\n]*\n[ \t]*\{:[ \t]*toc[^}\n]*\}[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NO_TOC = re.compile(r"^[ \t]*\{:[ \t]*\.no_toc[ \t]*\}[ \t]*\n?", re.MULTILINE)
_OPTIONS = re.compile(r"^\{::(?:options|nomarkdown)[^}\n]*\}[ \t]*\n?|^\{:/(?:nomarkdown)?\}[ \t]*\n?", re.MULTILINE)
_COMMENT = re.compile(r"^\{::comment\}.*?^\{:/(?:comment)?\}[ \t]*\n?", re.MULTILINE | re.DOTALL)
_ALONE = re.compile(r"(?:\A|\n[ \t]*\n)[ \t]*(\{:[^}\n]*\})", re.MULTILINE)
_MATH = re.compile(r"\$\$")


@dataclass(frozen=True, slots=True)
class Links:
    """What `post_url` and `link` lead to, and the values that a text may show; None for what is not in the source."""

    post: Callable[[str], str | None]
    file: Callable[[str], str | None]
    values: Mapping[str, str]


def replace_liquid(text: str, links: Links, place: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """The text without the Liquid that is known."""
    problems: list[Diagnostic] = []
    made: list[str] = []
    at = 0

    def tell(offset: int, message: str, help_: str = "") -> None:
        problems.append(left_over(place, *line_and_column(text, offset, first_line), message, help_))

    while mark := _MARK.search(text, at):
        made.append(text[at : mark.start()])
        at = mark.end()
        tag, words = mark["tag"] or "", (mark["words"] or "").strip()
        written: str | None = None
        end = _ENDS[tag].search(text, at) if tag in _ENDS else None
        if end:
            body = text[at : end.start()]
            at = end.end()
            if tag in ("highlight", "codeblock"):
                fence, language = fence_for(body), words.partition(" ")[0]
                written = f"{fence}{language}\n{body.strip(chr(10))}\n{fence}"
            else:
                written = "" if tag == "comment" else body
        elif tag in ("post_url", "link"):
            written = (links.post if tag == "post_url" else links.file)(words)
            if written is None:
                tell(mark.start(), f"the link to {words} leads to nothing in the source", "write the path of a post")
        elif tag == "gist" and words:
            written = f"[Gist on GitHub](https://gist.github.com/{words.split()[0]})"
        elif tag in ("include", "include_relative", "include_cached"):
            name = words.partition(" ")[0]
            tell(mark.start(), f"the include {name} is left as it is", "write in Markdown what it should show")
            made.append(mark[0])
            continue
        elif not tag:
            written = _value((mark["value"] or "").strip(), links.values)
        if written is None:
            if tag not in ("post_url", "link"):
                what = f"the Liquid tag {tag}" if tag else f"the Liquid {mark[0]}"
                tell(mark.start(), f"{what} is left as it is", "write in Markdown what it should show")
            written = mark[0]
        made.append(written)
    return "".join([*made, text[at:]]), problems


def _value(expression: str, values: Mapping[str, str]) -> str | None:
    """What an expression shows: an address from the site's root, or a plain value of the page or the site."""
    if _SITE.fullmatch(expression):
        return ""
    if address := _ADDRESS.fullmatch(expression):
        written = address[1] or address[2] or ""
        return written if written.startswith("/") else f"/{written}"
    return values.get(expression)


def fit_kramdown(text: str, place: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """The text without what only kramdown knows: tables of contents (pages here have theirs), options, comments.

    Attribute lists behind a block or a link are the same here; those that stand alone, and formulas, are told.
    """
    problems: list[Diagnostic] = []

    def change(piece: str, offset: int) -> str:
        for match in _ALONE.finditer(piece):
            if not _NO_TOC.fullmatch(match[1]):
                at = line_and_column(text, offset + match.start(1), first_line)
                message = f"{match[1]} belongs to no block here, and readers would see it"
                problems.append(left_over(place, *at, message, "put it on the line below what it is for"))
        if math := _MATH.search(piece):
            at = line_and_column(text, offset + math.start(), first_line)
            message = "a formula ($$ … $$) is shown as it is written"
            problems.append(left_over(place, *at, message, "put a picture of it there"))
        for pattern in (_TOC, _NO_TOC, _COMMENT, _OPTIONS):
            piece = pattern.sub("", piece)
        return piece

    return outside_code(text, change), problems
