"""Mistakes in templates that many pages meet: each is said once, with the first page that met it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sitegen.diagnostics import Diagnostic


def with_pages(problems: Mapping[str, Iterable[Diagnostic]]) -> tuple[Diagnostic, ...]:
    """The problems of pages, which are given by path: each once, and a template's with the first page that met it."""
    met: dict[Diagnostic, list[str]] = {}
    for path in sorted(problems):
        for diagnostic in problems[path]:
            met.setdefault(diagnostic, []).append(path)
    return tuple(sorted(_met(diagnostic, pages) for diagnostic, pages in met.items()))


def _met(diagnostic: Diagnostic, pages: list[str]) -> Diagnostic:
    if diagnostic.code != "template-error":
        return diagnostic
    others = len(pages) - 1
    more = f" and {others} other pages" if others > 1 else " and another page" * others
    said = diagnostic.message.rstrip(".")
    first = f"/{pages[0].removesuffix('index.html')}"
    return replace(diagnostic, message=f"{said} (met on {first}{more})")
