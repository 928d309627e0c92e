"""Markdown engines: a function each, from Markdown to HTML. No engine knows annotations, stories or anything of ours.

What is ours works on the tree of the HTML, so it holds for every engine; a further engine is a function in `ENGINES`.
Each is imported by its first text: a site uses one, and they take their time.
"""

from __future__ import annotations

from collections.abc import Callable


def _markdown(text: str) -> str:
    from sitegen.markup.python_markdown import python_markdown

    return python_markdown(text)


def _cmark(text: str) -> str:
    from sitegen.markup.cmark import cmark  # its library is an extra

    return cmark(text)


ENGINES: dict[str, Callable[[str], str]] = {"markdown": _markdown, "cmark": _cmark}
