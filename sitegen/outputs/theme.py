"""The templates of a site: its own over the built-in theme's, what each one is made of, and what data it names.

A page depends on its template's closure: every template that it extends, includes or imports. Jinja's own parser says
which those are, so a template that names one only at run time is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen.diagnostics import Diagnostic, nearest
from sitegen.engine.digest import digest_value

DICT_METHODS = frozenset(dir(dict))
EVERY = "*"  # a template that uses `data` itself, not one of its names, depends on all of it


def theme_folder(name: str) -> Path:
    """The built-in theme's `templates` or `static`: inside the package when installed, else the repository's own."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "theme" / name
    return inside if inside.is_dir() else package.parent / name


@dataclass(frozen=True, slots=True)
class Template:
    """What a template names: other templates, and data files."""

    refers: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    templates: dict[str, Template]
    diagnostics: tuple[Diagnostic, ...]


def read_facts(roots: Iterable[str], known: Mapping[str, str], read: Callable[[str], str]) -> Facts:
    """What the templates named `roots`, and all that they are made of, name.

    `known` gives the path to report each template by; `read` gives its source.
    """
    templates: dict[str, Template] = {}
    seen: set[str] = set()
    problems: list[Diagnostic] = []
    pending = sorted(roots, reverse=True)
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        parsed = _parse(read(name), name)
        if isinstance(parsed, _Broken):
            problems.append(
                Diagnostic(known[name], parsed.line, 0, "error", "template-error", *in_words(parsed.message))
            )
            continue
        refers = []
        for line, references, optional in parsed.references:
            if references is None:
                message = "this template names another one only when it is rendered"
                help_ = "write the name of the template in quotes, so that pages know what they are made of"
                problems.append(Diagnostic(known[name], line, 0, "error", "dynamic-include", message, help_))
                continue
            refers += [reference for reference in references if reference in known]
            if not set(references) & set(known) and not optional:
                message = f"there is no template {' or '.join(map(repr, references))}"
                help_ = _instead(references, known)
                problems.append(Diagnostic(known[name], line, 0, "error", "missing-template", message, help_))
        templates[name] = Template(tuple(sorted(set(refers))), parsed.data)
        pending += refers
    return Facts(templates, tuple(problems))


def _instead(references: Sequence[str], known: Iterable[str]) -> str:
    """What to write where none of these templates is known."""
    for name in references:
        folder, slash, file = name.rpartition("/")
        beside = {other.removeprefix(f"{folder}{slash}") for other in known if other.rpartition("/")[0] == folder}
        if near := nearest(file, sorted(beside)):
            return f"did you mean {f'{folder}{slash}{near}'!r}?"
    return "make the file in templates/, or take this out"


def in_words(message: str) -> tuple[str, str]:
    """What is wrong in a template of which Jinja says this, and what to write."""
    if match := re.search(r"block that needs to be closed is '(\w+)'", message):
        return f"{{% {match[1]} %}} is not closed", f"close it: {{% end{match[1]} %}}"
    if match := re.match(r"No (filter|test) named ('.*')", message):
        help_ = f"docs/templates.md lists the theme's filters; any other {match[1]} must be one of Jinja's own"
        return f"there is no {match[1]} {match[2]}", help_
    if "'end of print statement'" in message:
        return f"a {{{{ is not closed, or a sign is missing: {message.rstrip('.')}", "write {{ value }}"
    help_ = "look at the brackets and quotes here: {{ value }}, {% if value %} … {% endif %}, {# remark #}"
    return f"this is not a template: {message.rstrip('.')}", help_


@dataclass(frozen=True, slots=True)
class _Broken:
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The templates that one names (line, names or None where only rendering tells, whether they may be missing)."""

    references: tuple[tuple[int, tuple[str, ...] | None, bool], ...]
    data: tuple[str, ...]


@lru_cache(maxsize=512)  # a preview that goes on parses again only what was edited
def _parse(source: str, name: str) -> _Parsed | _Broken:
    try:
        return _named_in(source, name)
    except RecursionError:
        return _Broken(1, "it nests too deeply to be read")


def _named_in(source: str, name: str) -> _Parsed | _Broken:
    from jinja2 import Environment, TemplateSyntaxError, nodes

    try:
        tree = Environment(autoescape=True).parse(source, name)
    except TemplateSyntaxError as problem:
        return _Broken(problem.lineno, problem.message or "this is not a template")
    references = []
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        names = _references(node.template)  # type: ignore[attr-defined]
        optional = bool(getattr(node, "ignore_missing", False))
        references.append((node.lineno, None if names is None else tuple(names), optional))
    named = [n.attr for n in tree.find_all(nodes.Getattr) if _is_data(n.node) and n.attr not in DICT_METHODS]
    named += [
        str(n.arg.value) for n in tree.find_all(nodes.Getitem) if _is_data(n.node) and isinstance(n.arg, nodes.Const)
    ]
    uses = sum(node.name == "data" and node.ctx == "load" for node in tree.find_all(nodes.Name))
    return _Parsed(tuple(references), (EVERY,) if uses > len(named) else tuple(sorted(set(named))))


def _references(node: Any) -> list[str] | None:
    """The names of templates that an expression gives, None where it gives them only when it is rendered."""
    from jinja2 import nodes

    if isinstance(node, nodes.Const):
        return [node.value] if isinstance(node.value, str) else None
    if isinstance(node, (nodes.Tuple, nodes.List)) and all(isinstance(item, nodes.Const) for item in node.items):
        return [str(item.value) for item in node.items if isinstance(item, nodes.Const)]
    return None


def _is_data(node: Any) -> bool:
    return getattr(node, "name", None) == "data"


def closure(template: str, facts: Facts) -> tuple[str, ...]:
    """The template and all that it is made of, by name."""
    found: set[str] = set()
    pending = [template]
    while pending:
        name = pending.pop()
        if name not in found and name in facts.templates:
            found.add(name)
            pending.extend(facts.templates[name].refers)
    return tuple(sorted(found))


def named_data(templates: tuple[str, ...], facts: Facts, known: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the data that these templates can show."""
    names = {name for template in templates for name in facts.templates[template].data}
    return tuple(sorted(known)) if EVERY in names else tuple(sorted(names & set(known)))


def templates_digest(templates: tuple[str, ...], digests: Mapping[str, bytes]) -> bytes:
    return digest_value([(name, digests[name]) for name in templates])
