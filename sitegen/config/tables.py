"""From TOML tables to settings, and what is unknown or of the wrong kind, in an editor's words. Knows no setting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from sitegen.diagnostics import Code, did_you_mean

EXAMPLES = {int: "20", str: '"…"', bool: "true"}

WORDS = {"int": "a whole number", "str": "a text", "bool": "true or false", "float": "a number"} | {
    "array": "a list",
    "object": "a table",
    "date": "a date",
    "datetime": "a date",
    "time": "a time",
}


@dataclass(frozen=True, slots=True)
class WrongSetting:
    """What is wrong with the key that `path` leads to, from `[tool.sitegen]` on."""

    path: tuple[str, ...]
    code: Code
    message: str
    help: str = ""


def read_table(
    kind: type, table: Mapping[str, Any], above: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[WrongSetting]]:
    """The keyword arguments for the dataclass `kind`, and what is wrong; wrong keys are left out, at every depth."""
    types = {key_of(name): hint for name, hint in get_type_hints(kind).items()}
    names = {key_of(field.name): field.name for field in fields(kind)}
    needed = [field.name for field in fields(kind) if _is_needed(field)]
    problems = [
        WrongSetting(above, "bad-value", f"{name_of(above)} has no {name}", f'write {name} = "…"')
        for name in needed
        if name not in table
    ]
    values: dict[str, Any] = {}
    for key, value in table.items():
        path = (*above, key)
        if key in types:
            found, wrong = _read(types[key], value, path)
            problems += wrong
            if found is not MISSING:
                values[names[key]] = found
        else:
            help_ = did_you_mean(key, list(names)) or "take it out, or look it up in docs/configuration.md"
            problems.append(WrongSetting(path, "unknown-key", f"{name_of(path)} is not a setting", help_))
    return values, problems


def tables_with(kind: type, key: str, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The path of each table within the dataclass `kind` that has this key, and whether the key is a table itself."""
    for name, hint in get_type_hints(kind).items():
        if key_of(name) == key:
            yield above, is_dataclass(hint) or get_origin(hint) is dict
        if is_dataclass(hint):
            yield from tables_with(hint, key, (*above, key_of(name)))  # type: ignore[arg-type]


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read(kind: Any, value: Any, path: tuple[str, ...]) -> tuple[Any, list[WrongSetting]]:
    """A value of its kind, and what is wrong with it: of tables and lists, each part by itself.

    The value is what is right of a table, and else MISSING where something is wrong.
    """
    if is_dataclass(kind) and isinstance(value, dict):
        inner, problems = read_table(kind, value, path)  # type: ignore[arg-type]
        whole = all(field.name in inner for field in fields(kind) if _is_needed(field))
        return (kind(**inner) if whole else MISSING), problems  # type: ignore[operator]
    container, parts = get_origin(kind), get_args(kind)
    if container is dict and isinstance(value, dict):
        read = {key: _read(parts[1], item, (*path, key)) for key, item in value.items()}
        right = {key: found for key, (found, _) in read.items() if found is not MISSING}
        return right, [problem for _, wrong in read.values() for problem in wrong]
    if container is tuple and isinstance(value, list):
        listed = [_read(parts[0], item, (*path, str(number))) for number, item in enumerate(value)]
        problems = [problem for _, wrong in listed for problem in wrong]
        return (MISSING if problems else tuple(found for found, _ in listed)), problems
    try:
        return msgspec.convert(value, kind), []
    except msgspec.ValidationError as problem:
        return MISSING, [WrongSetting(path, "bad-value", f"{name_of(path)} {_in_words(problem)}", _advice(kind, path))]


def key_of(field: str) -> str:
    """The key of a field: one that is a word of Python's own has an underscore behind it (PEP 8)."""
    return field.removesuffix("_")


def name_of(path: tuple[str, ...]) -> str:
    """A setting as an editor finds it: `feeds.limit`, `item 1 of menu` (the first), `name in item 1 of menu`."""
    last = max((place for place, part in enumerate(path) if part.isdigit()), default=0)
    if not last:
        return ".".join(path)
    item = f"item {int(path[last]) + 1} of {name_of(path[:last])}"
    return f"{'.'.join(path[last + 1 :])} in {item}" if path[last + 1 :] else item


def _in_words(problem: msgspec.ValidationError) -> str:
    """What msgspec found, as an editor would say it."""
    what = str(problem).partition(" - at `$")[0]
    if match := re.fullmatch(r"Expected `([\w |]+)`, got `(\w+)`", what):
        return f"must be {WORDS.get(match[1], match[1])}, not {WORDS.get(match[2], match[2])}"
    if match := re.fullmatch(r"Invalid enum value '(.*)'", what):
        return f"cannot be {match[1]!r}"
    return f"is not right: {what[0].lower()}{what[1:]}"


def _advice(kind: Any, path: tuple[str, ...]) -> str:
    """What to write where a value is not of its kind."""
    if get_origin(kind) is Literal:
        return f"write one of: {', '.join(map(repr, get_args(kind)))}"
    if path[-1].isdigit():  # an item of a list
        return f"write {_example(kind)}"
    if is_dataclass(kind) or get_origin(kind) is dict:
        return f"write [tool.sitegen.{name_of(path)}], and keys below it"
    key = path[-1] if re.fullmatch(r"[\w-]+", path[-1], re.ASCII) else f'"{path[-1]}"'
    return f"write {key} = {_example(kind)}" + f" or {key} = false" * (kind is bool)


def _example(kind: Any) -> str:
    """What a value of a kind is written like in TOML."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return "{" + ", ".join(f"{key_of(name)} = {_example(hint)}" for name, hint in hints.items()) + "}"
    return f"[{_example(get_args(kind)[0])}]" if get_origin(kind) is tuple else EXAMPLES.get(kind, '"…"')
