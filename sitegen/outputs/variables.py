"""Variables that templates use and are not given, found without making a page: also where no page goes today.

Reads the templates, and says what a walk through them for each kind of page (`walk.py`) has missed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.newsroom.contexts import TEMPLATES
from sitegen.outputs.html import ThemeSettings, environment
from sitegen.outputs.shapes import Missing, Shape, Table, Thing, fields
from sitegen.outputs.theme import Facts, closure
from sitegen.outputs.walk import Miss, Walk

_BESIDE = ("data", "structured")  # what every page is given beside its context's own fields
_GUIDE = "docs/templates.md lists what each template is given"


def unknown_variables(
    theme: ThemeSettings, facts: Facts, own: Collection[str], strings: Sequence[str], assets: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """A warning for each place; `strings` and `assets` are the keys of `site.strings` and `site.assets`.

    Pages that hold none of the site's `own` templates are passed over: the built-in theme uses nothing that it is not
    given, as a test holds.
    """
    made = environment(theme)
    tables = {"strings": strings, "assets": assets}
    walk = Walk(made, {name: Table(Thing(str), frozenset(keys)) for name, keys in tables.items()})
    pages: defaultdict[Miss, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for kind, template in TEMPLATES.items():
        if not set(closure(template, facts)) & set(own):
            continue
        given: dict[str, Shape] = {name: shape for name, shape in fields(kind).items() if name != "filling"}
        for miss in _misses(walk, template, given | dict.fromkeys(_BESIDE)):
            pages[miss._replace(missing=Missing(miss.missing.of))].append((template, miss.missing.known))
    found = []
    for miss, met in pages.items():
        known = sorted({name for _, names in met for name in names})
        message, help_ = _told(miss, list(dict.fromkeys(page for page, _ in met)), known)
        column = _column(miss, theme.source(miss.template).splitlines())
        place = f"templates/{miss.template}"
        found.append(Diagnostic(place, miss.line, column, "warning", "unknown-variable", message, help_))
    return tuple(sorted(found))


def _misses(walk: Walk, template: str, given: dict[str, Shape]) -> list[Miss]:
    """What a page misses; nothing where its templates nest so deeply that Jinja cannot make it either."""
    try:
        return walk.page(template, given)
    except RecursionError:
        return []


def _told(miss: Miss, pages: Sequence[str], known: Sequence[str]) -> tuple[str, str]:
    """The message and help for something that these pages' templates miss, where `known` is there."""
    name, others = miss.name, len(pages) - 1
    near = did_you_mean(name, known)
    help_ = near if near.startswith("did you mean") else _GUIDE
    match miss.missing.of:
        case "variable":
            which = pages[0] + (f" and {others} other pages" if others > 1 else " and another page" * others)
            guard = f"{{% if {name} is defined %}} … {{% endif %}} asks whether it is there; {_GUIDE}"
            return f"{name!r} is not given to {which}", guard if others and help_ == _GUIDE else help_
        case "filter" | "test" | "macro" as what:
            return f"there is no {what} {name!r}", help_
        case "":
            return f"{miss.whole.removesuffix(name).rstrip('.')} has no {name!r}", help_
        case kind:
            start = "" if miss.whole.startswith("…") else f"{miss.whole}: "
            return f"{start}{'an' if kind[0] in 'AEIOU' else 'a'} {kind} has no field {name!r}", help_


def _column(miss: Miss, lines: Sequence[str]) -> int:
    """Where the name that is missing stands in its line, 0 where it cannot be told."""
    line = lines[miss.line - 1] if miss.line <= len(lines) else ""
    for written in (miss.whole, miss.name):
        if match := re.search(rf"(?<![\w.]){re.escape(written)}(?!\w)", line):
            return match.end() - len(miss.name) + 1
    at = line.find(miss.name)
    return at + 1
