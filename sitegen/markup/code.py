"""Code blocks: reachable by keyboard, for they scroll, and coloured by Pygments where their language is named.

Classes only: colours are the theme's. Pygments is imported for a block that asks for it, and no other.
"""

from __future__ import annotations

from sitegen.markup.tree import Element

_LANGUAGE = "language-"
_LONGEST = 50_000  # characters; some lexers are slow on what no reader reads


def show_code(root: Element) -> None:
    """Prepare every `pre`, and colour its code if `class` names a language that Pygments knows."""
    for block in root.iter("pre"):
        block.set("tabindex", "0")
        code = block[0] if len(block) == 1 and block[0].tag == "code" else None
        names = (code.get("class") or "").split() if code is not None else []
        language = next((n.removeprefix(_LANGUAGE) for n in names if n.startswith(_LANGUAGE)), "")
        if code is not None and language and not len(code) and len(code.text or "") <= _LONGEST:
            _colour(block, code, language)


def _colour(block: Element, code: Element, language: str) -> None:
    from pygments.lexers import get_lexer_by_name
    from pygments.token import STANDARD_TYPES
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return
    text, code.text = code.text or "", ""
    last: Element | None = None
    for kind, value in lexer.get_tokens(text):
        name = next(STANDARD_TYPES[known] for known in reversed(kind.split()) if known in STANDARD_TYPES)
        if name and name != "w":  # white space has no colour
            last = code.makeelement("span", {"class": name})
            last.text = value
            code.append(last)
        elif last is None:
            code.text += value
        else:
            last.tail = (last.tail or "") + value
    block.set("class", " ".join([*(block.get("class") or "").split(), "highlight"]))
