"""What goes wrong in a template while a page is made: where, what it is, and which pages it was met on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.newsroom import contexts

MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)  # what an expression can run into


def template_problem(problem: Exception, templates: tuple[tuple[str, str], ...], template: str) -> Diagnostic:
    """Where in the site's templates it went wrong: Jinja puts the template's own lines into the traceback."""
    names = {file: name for name, file in templates}
    place, line = template, 0
    at = problem.__traceback__
    while at is not None:
        name = names.get(at.tb_frame.f_code.co_filename)
        if name is not None:
            place, line = name, at.tb_lineno
        at = at.tb_next
    line = getattr(problem, "lineno", None) or line
    place = getattr(problem, "name", None) or place if hasattr(problem, "lineno") else place
    return Diagnostic(f"templates/{place}", line, 0, "error", "template-error", *_explain(problem))


def _explain(problem: Exception) -> tuple[str, str]:
    """What went wrong in a template, and what to look at."""
    message = str(problem) or type(problem).__name__
    if isinstance(problem, UnicodeDecodeError):
        return "the template is not UTF-8", "save the file in the UTF-8 encoding"
    if isinstance(problem, RecursionError):
        return "this template calls itself without end", "look at what it includes, extends and calls"
    if match := re.search(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '([^']*)'", message):
        kind = getattr(contexts, match[1], None)
        known = list(kind.__struct_fields__) if kind else []
        what = f"a {match[1]} has no field {match[2]!r}" if kind else f"there is nothing called {match[2]!r} here"
        return what, did_you_mean(match[2], known) or "docs/templates.md lists what each template is given"
    if "is undefined" in message:
        return message, "docs/templates.md lists what each template is given"
    return message, ""


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
    first = f"/{pages[0].removesuffix('index.html')}"
    return replace(diagnostic, message=f"{diagnostic.message} (met on {first}{more})")
