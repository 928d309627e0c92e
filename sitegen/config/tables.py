"""From TOML tables to settings, and what is unknown or of the wrong kind, in an editor's words. Knows no setting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from sitegen.diagnostics import Code, did_you_mean

WORDS = {"int": "a whole number", "str": "a text", "bool": "true or false", "array": "a list", "object": "a table"}


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
    """The keyword arguments for the dataclass `kind`, and what is wrong; wrong keys are left out."""
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    needed = [field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING]
    problems = [
        WrongSetting(above, "bad-value", f"{'.'.join(above)} has no {name}", f'write {name} = "…"')
        for name in needed
        if name not in table
    ]
    for key, value in table.items():
        path = (*above, key)
        name = ".".join(path)
        if key not in types:
            help_ = did_you_mean(key, [field.name for field in fields(kind)])
            problems.append(WrongSetting(path, "unknown-key", f"{name} is not a setting", help_))
        elif isinstance(value, dict) and is_dataclass(types[key]):
            inner, found = read_table(types[key], value, path)
            values[key] = types[key](**inner)
            problems += found
        elif rows := _rows(types[key], value):
            made = []
            for number, row in rows.tables:
                inner, found = read_table(rows.kind, row, (*path, number))
                made.append((number, rows.kind(**inner)) if not found else (number, None))
                problems += found
            values[key] = rows.together([pair for pair in made if pair[1] is not None])
        else:
            try:
                values[key] = msgspec.convert(value, types[key])
            except msgspec.ValidationError as problem:
                where, words = _in_words(problem)
                problems.append(WrongSetting(path, "bad-value", f"{name}{where} {words}", _choices(types[key])))
    return values, problems


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table or list of tables: the dataclass of each, each with its name, and how they are put together."""

    kind: Any
    tables: list[tuple[str, Any]]
    together: Callable[[list[tuple[str, Any]]], Any]


def _rows(kind: Any, value: Any) -> _Rows | None:
    of = [argument for argument in get_args(kind) if is_dataclass(argument)]
    if of and isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()):
        return _Rows(of[0], list(value.items()), dict)
    if of and isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return _Rows(of[0], [(str(n), row) for n, row in enumerate(value)], lambda rows: tuple(row for _, row in rows))
    return None


def _in_words(problem: msgspec.ValidationError) -> tuple[str, str]:
    """Where inside of a value msgspec found something, and what, as an editor would say it."""
    what, _, inside = str(problem).partition(" - at `$")
    where = inside.rstrip("`")
    if match := re.fullmatch(r"Expected `([\w |]+)`, got `(\w+)`", what):
        return where, f"must be {WORDS.get(match[1], match[1])}, not {WORDS.get(match[2], match[2])}"
    if match := re.fullmatch(r"Invalid enum value '(.*)'", what):
        return where, f"cannot be {match[1]!r}"
    return where, f"is not right: {what[0].lower()}{what[1:]}"


def _choices(kind: Any) -> str:
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    return f"write one of: {', '.join(map(repr, choices))}" if choices else ""
