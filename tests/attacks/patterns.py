"""Every regular expression of the code, read from its source, and texts that could make it run away, made from it.

A pattern that is put together of what a function is given has `name` in the place of that. How it is used, by `search`,
`fullmatch` or another method, is read from the source, too.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).parent.parent.parent
METHODS = ("search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split")
FLAGS = {name: getattr(re, name) for name in ("ASCII", "IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE")}
MANY = 30  # repeats that are allowed so often may as well go on for ever


@dataclass(frozen=True)
class Used:
    """A pattern, where it is written, and by which methods it is used."""

    place: str
    pattern: str
    flags: int
    methods: frozenset[str]

    def __str__(self) -> str:
        return f"{self.place} {self.pattern}"


@cache
def every_pattern() -> tuple[Used, ...]:
    paths = [path for path in sorted((ROOT / "sitegen").rglob("*.py")) if path.name != "__main__.py"]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    called = {path: _called(tree) for path, tree in trees.items()}
    everywhere: dict[str, set[str]] = {}
    for names in called.values():
        for name, methods in names.items():
            everywhere.setdefault(name, set()).update(methods)
    return tuple(used for path, tree in trees.items() for used in _patterns(path, tree, called[path], everywhere))


def _called(tree: ast.Module) -> dict[str, set[str]]:
    """The names that methods of patterns are called on, or that are handed on (to a method that searches)."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            for name in (part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)):
                found.setdefault(name, set()).add(node.attr)
        if isinstance(node, ast.Call):
            for given in node.args:
                if isinstance(given, ast.Name) and given.id.isupper():
                    found.setdefault(given.id, set()).add("finditer")
    return found


def _patterns(
    path: Path, tree: ast.Module, called: dict[str, set[str]], everywhere: dict[str, set[str]]
) -> Iterator[Used]:
    place = path.relative_to(ROOT).as_posix()
    module = importlib.import_module(place.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    targets = {
        node.value: node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re") or node.func.attr == "escape":
            continue
        pattern = _text(node.args[0], vars(module))
        if isinstance(pattern, re.Pattern):
            continue  # found where it is compiled
        flags = 0
        for word in (w for part in (*node.args[1:], *node.keywords) for w in ast.walk(part)):
            flags |= FLAGS.get(word.attr, 0) if isinstance(word, ast.Attribute) else 0
        name = node.func.attr
        target = targets.get(node, "")
        methods = {name} if name != "compile" else called.get(target) or everywhere.get(target) or {"search", "match"}
        yield Used(f"{place}:{node.lineno}", pattern, int(flags), frozenset(methods))


def _text(node: ast.expr, names: dict[str, Any]) -> Any:
    """What an expression is in a module: what only a function knows is `name`."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(_text(part, names)) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, names)
    if isinstance(node, ast.BinOp):
        return str(_text(node.left, names)) + str(_text(node.right, names))
    try:
        return eval(compile(ast.Expression(node), "", "eval"), dict(names))
    except NameError:
        return "name"


def attacks(used: Used) -> list[tuple[str, str, str]]:
    """Texts that could make a pattern run away, in three parts: the second is to be repeated."""
    tree = parser.parse(used.pattern, used.flags)
    found = [*dict.fromkeys(_repeats(list(tree), ""))]
    signs = [*dict.fromkeys([*_signs(tree), " ", "\n", "a"])][:16]
    pumps = dict.fromkeys(("", sign) for sign in signs)
    for prefix, body in found:
        pumps |= dict.fromkeys((prefix, pump) for pump in (body, *signs))
        pumps |= dict.fromkeys(("", pump) for pump in (prefix, prefix + body) if pump)
    return [(prefix, pump, end) for prefix, pump in pumps if pump for end in ("", "\x00")]


def _repeats(items: list[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """What leads to each repeat without an end, and an example of what it repeats."""
    for op, value in items:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = value
            if most > MANY:
                yield before, _example(inner)
            yield from _repeats(list(inner), before)
            yield from _repeats(list(inner), before + _example(inner)) if most > 1 else ()
            before += _example(inner) * max(least, 1 if most > 1 else least)
            continue
        for inner in _inside(op, value):
            yield from _repeats(list(inner), before)
        before += _example([(op, value)])


def _inside(op: Any, value: Any) -> Iterable[Any]:
    if op is codes.SUBPATTERN:
        return [value[3]]
    if op is codes.BRANCH:
        return value[1]
    if op is codes.ATOMIC_GROUP:
        return [value]
    if op in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]] if value[0] > 0 else []
    return []


def _example(items: Any) -> str:
    """A text that the items match, about."""
    text = ""
    for op, value in items:
        if op is codes.LITERAL:
            text += chr(value)
        elif op is codes.NOT_LITERAL:
            text += "a" if value != ord("a") else "b"
        elif op is codes.ANY:
            text += "a"
        elif op is codes.IN:
            text += _member(value)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            text += _example(value[2]) * min(value[0], 100)
        elif op not in (codes.ASSERT, codes.ASSERT_NOT):
            text += next((_example(inner) for inner in _inside(op, value)), "")
    return text


def _member(parts: list[tuple[Any, Any]]) -> str:
    """A sign of a set, a usual one where it has one."""
    inner = parser.SubPattern(parser.State(), [(codes.IN, parts)])
    return next((sign for sign in " \t\nax0A_-.,:/#\"'<>&;é" if _matches(sign, inner.data[0][1])), "\u4e00")


def _matches(sign: str, parts: list[tuple[Any, Any]]) -> bool:
    within = False
    for op, value in parts:
        if op is codes.LITERAL:
            within |= ord(sign) == value
        elif op is codes.RANGE:
            within |= value[0] <= ord(sign) <= value[1]
        elif op is codes.CATEGORY:
            name = {"SPACE": r"\s", "DIGIT": r"\d", "WORD": r"\w"}[str(value).rpartition("_")[2]]
            within |= re.match(name.upper() if "_NOT_" in str(value) else name, sign) is not None
    return within != (parts[0][0] is codes.NEGATE)


def _signs(items: Any) -> Iterator[str]:
    """Signs that the items tell apart."""
    for op, value in items:
        if op in (codes.LITERAL, codes.NOT_LITERAL):
            yield chr(value)
        elif op is codes.IN:
            yield _member(value)
            yield from (chr(part) for kind, part in value if kind is codes.LITERAL)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from _signs(value[2])
        else:
            for inner in _inside(op, value):
                yield from _signs(inner)
