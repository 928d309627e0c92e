"""Paragraphs of WordPress's classic editor, which keeps blank lines instead of tags; and the HTML of its blocks."""

from __future__ import annotations

import re

_NAMES = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr"
    "|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|iframe|script|style"
)
_PIECE = re.compile(
    rf"(<(?:pre|script|style)\b.*?(?:</(?:pre|script|style)\s*>|\Z)|</?(?:{_NAMES})\b[^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_HOLDERS = frozenset("div blockquote article section aside main header footer center fieldset details figure".split())
_EMPTY = frozenset({"hr", "pre", "script", "style"})
_LINE_END = re.compile(r"(?:<br ?/?>[ \t]*|(?<![ \t])[ \t]+)?\n")


def has_blocks(text: str) -> bool:
    """Whether a text was written in the block editor (Gutenberg), which writes its own paragraphs."""
    return "<!-- wp:" in text


def without_comments(text: str) -> str:
    """The text without comments, its lines kept."""
    made, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        made += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*made, text[at:]])


def with_paragraphs(text: str) -> str:
    """Each piece between blank lines as a paragraph, a single line end as a break, where no other block is open."""
    made: list[str] = []
    open_blocks: list[str] = []
    for number, piece in enumerate(_PIECE.split(text.replace("\r\n", "\n").replace("\r", "\n"))):
        if number % 2 == 0:
            made.append(_paragraphs(piece) if not open_blocks or open_blocks[-1] in _HOLDERS else piece)
            continue
        made.append(piece)
        tag = _TAG.match(piece)
        name = tag[2].lower() if tag else ""
        if name in _EMPTY or piece.endswith("/>"):
            continue
        if tag and tag[1]:
            if name in open_blocks:
                del open_blocks[len(open_blocks) - 1 - open_blocks[::-1].index(name) :]
        elif name:
            open_blocks.append(name)
    return "".join(made)


def _paragraphs(text: str) -> str:
    pieces = (piece.strip() for piece in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(f"<p>{_LINE_END.sub('<br>', piece)}</p>" for piece in pieces if piece)
