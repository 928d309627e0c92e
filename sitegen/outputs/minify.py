"""Pages, stylesheets and scripts without what only their authors read: indentation, empty lines, comments.

Takes white space away, never a quote, a tag or a name: attributes stay quoted, every element keeps its two tags, and
what cannot be told for sure is left as it is. What was weighed: docs/decisions/0011-minify.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_SPACE = "[ \t\r\n\f]"  # of HTML and CSS; Python's own notion takes in no-break spaces, which readers see

# Where white space means what it says, and comments, which may be meant for a server.
_AS_WRITTEN = re.compile(
    r"(<(?:pre|textarea|script|style)\b.*?(?:</(?:pre|textarea|script|style)\s*>|\Z)|<!--.*?(?:-->|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|head|header|hgroup|hr|html|legend|li|link|main|menu|meta|nav|ol|p|search|section|summary|table|"
    "tbody|td|tfoot|th|thead|title|tr|ul"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})[ >]")
_TAG = re.compile("(<[^<>]*>)")
_INDENTATION = re.compile(rf"\n{_SPACE}+")


def minify_html(page: str) -> str:
    """A page without its indentation, and without line breaks before blocks; other line breaks stay one each.

    Text within a tag is left alone as long as attributes hold no `<`; templates and texts write it `&lt;` there.
    """
    parts = _AS_WRITTEN.split(page)
    parts[::2] = [_dedented(part) for part in parts[::2]]
    return "".join(parts)


def _dedented(part: str) -> str:
    """A part without indentation in its text, and without line breaks before blocks.

    What stands before a bare `>` may be within a tag, and stays.
    """
    pieces = _TAG.split(part)
    for index in range(0, len(pieces), 2):
        unsure, bare, text = pieces[index].rpartition(">")
        if "\n" in text:
            text = _INDENTATION.sub("\n", text)
            if text[-1] == "\n" and index + 1 < len(pieces) and _BLOCK.match(pieces[index + 1]):
                text = text[:-1]
            pieces[index] = unsure + bare + text
    return "".join(pieces)


# The tokens of a stylesheet (CSS Syntax, section 4) that stay as written, and what may shrink. A hexadecimal escape
# takes in the white space after it, a string ends with its line at the latest, and `/*! … */` is meant to stay.
_STYLE = re.compile(
    r"""(?P<kept>"(?:[^"\\\n\r\f]|\\.)*+"?|'(?:[^'\\\n\r\f]|\\.)*+'?"""
    r"""|\\(?:[0-9a-f]{1,6}[ \t\r\n\f]?|.)|/\*!.*?(?:\*/|\Z)"""
    rf"""|url\({_SPACE}*+(?!["' \t\r\n\f])(?:[^)\\]|\\.)*+\)?)"""
    rf"|(?P<gap>(?:{_SPACE}|/\*(?!!).*?(?:\*/|\Z))++)",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PARTING = frozenset("{};,")  # no white space beside them means anything


def minify_css(sheet: str) -> str:
    """A stylesheet with one space for each stretch of white space and comments, and none beside braces, `;` and `,`.

    A space beside a colon or a combinator stays: among nested rules, `a :is(b)` and `color :red` look alike.
    """

    def shrink(token: re.Match[str]) -> str:
        if token["kept"]:
            return token[0]
        begin, end = token.span()
        before, after = sheet[max(begin - 1, 0) : begin], sheet[end : end + 1]
        escaped = sheet[max(begin - 2, 0) : begin - 1] == "\\"
        empty = before == ":" and after in _PARTING  # `--name: ;`, which older browsers know by its space
        parted = (before in _PARTING and not escaped) or after in _PARTING
        if not before or not after or (parted and not empty):
            return ""
        return " " if _COMMENT.sub("", token[0]) else "/**/"  # a comment alone parts two tokens without a space

    return _STYLE.sub(shrink, sheet)


# Where a slash may begin a regular expression or divide, only a parser knows.
_UNSURE = re.compile(r"(?:[)}]|=>|\+\+|--)\s*/(?![/*])[^\n]*/|<!--|-->")


def minify_js(script: str) -> str:
    """A script without comments, indentation and empty lines, by Pygments' tokens; other line ends stay.

    Line ends can end statements, so only a parser could take more. One that may be misread is left as it is.
    """
    from pygments.lexers.javascript import JavascriptLexer
    from pygments.token import Comment, Error, Whitespace

    if _UNSURE.search(script):
        return script
    tokens: Iterable[tuple[Any, str]] = JavascriptLexer(stripnl=False, ensurenl=False).get_tokens(script)
    kept: list[str] = []
    for kind, text in tokens:
        if not text:
            continue
        if kind in Error:
            return script
        comment = kind in Comment and not text.startswith(("/*!", "#!"))
        if comment or (kind in Whitespace and text.isspace()):
            gap = "\n" if "\n" in text else " "
            if not kept or kept[-1] == "\n":
                continue
            if kept[-1] == " ":
                kept.pop()
            kept.append(gap)
        else:
            kept.append(text)
    return "".join(kept)


@lru_cache(maxsize=64)  # a process that goes on may publish into several folders
def minify_static(path: str, text: str) -> str:
    """A css or js file for publishing; one that says by its name that it is minified (`x.min.js`) stays as it is."""
    if ".min." in path:
        return text
    return minify_css(text) if path.endswith(".css") else minify_js(text)
