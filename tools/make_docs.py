"""Makes docs/templates.md from the contexts that templates are given, so that the two cannot differ.

python tools/make_docs.py
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.model import Value
from sitegen.newsroom import contexts
from sitegen.outputs import charts, language

TARGET = Path(__file__).resolve().parent.parent / "docs" / "templates.md"

HEAD = """\
# What templates are given

Made by `tools/make_docs.py` from `sitegen/newsroom/contexts/`; a test holds it to the code.

A file in your site's `templates/` takes the place of the built-in theme's file of that name; `templates/components/`
has one macro a file. Templates are Jinja, with `StrictUndefined` (a name that is not given is an error) and
autoescaping: fields of HTML are shown with `| safe`.

Beside its own fields, every page is given `data`: `data.NAME` is `content/data/NAME.toml` (or `.json`, `.yaml`,
`.csv`). Only pages whose templates name it are made again when that file changes, so write its name out.

And `structured`, the page as data for search engines: schema.org's words as JSON-LD, safe in
`<script type="application/ld+json">{{ structured | safe }}</script>`; "" for a page that is not to be found.

| filter | gives |
|---|---|
"""


def document() -> str:
    """The whole of docs/templates.md."""
    filters = [
        f"| `{name}` | {(inspect.getdoc(function) or '').splitlines()[0]} |"
        for name, function in language.language_filters("en").items()
    ]
    filters += [
        f"| `{function.__name__}` | {(inspect.getdoc(function) or '').splitlines()[0]} |"
        for function in (charts.bar_chart, charts.sparkline)
    ]
    pages = typing.get_args(contexts.Context)
    parts = [HEAD + "\n".join(filters), "", "## Pages", ""]
    for page in pages:
        parts += [f"### `{contexts.TEMPLATES[page]}`", "", *_described(page), ""]
    parts += ["## Values", ""]
    for value in _reached(pages):
        parts += [f"### {value.__name__}", "", *_described(value), ""]
    return "\n".join(parts).rstrip() + "\n"


def _described(kind: type) -> Iterator[str]:
    lineage = [base for base in reversed(kind.__mro__) if issubclass(base, Value) and base is not Value]
    if said := [" ".join(base.__doc__.split()) for base in reversed(lineage) if base.__doc__]:
        yield " ".join(said)
        yield ""
    yield "| field | is |"
    yield "|---|---|"
    for name, hint in [field for base in lineage for field in base.__annotations__.items()]:
        if name == "filling":  # is used up before a template sees it
            continue
        shown = str(hint).replace("|", "\\|")
        yield f"| `{name}` | `{shown}` |"
    for name, member in vars(kind).items():
        if isinstance(member, property):
            returned = inspect.signature(member.fget).return_annotation  # type: ignore[arg-type]
            yield f"| `{name}` | `{returned}` |"


def _reached(pages: tuple[Any, ...]) -> list[type]:
    """The structs that the pages' fields lead to, by name."""
    found: set[type] = set()
    pending = list(pages)
    while pending:
        kind = pending.pop()
        for hint in typing.get_type_hints(kind).values():
            for inner in _within(hint):
                if inner not in found:
                    found.add(inner)
                    pending.append(inner)
    return sorted(found, key=lambda value: value.__name__)


def _within(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for inner in typing.get_args(hint):
        yield from _within(inner)


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
