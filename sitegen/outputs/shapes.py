"""What the values that templates are given are made of, read from their type hints: which parts a value has.

A shape of None is of a value of which nothing is known: whatever is asked of it is right.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct


@dataclass(frozen=True, slots=True)
class Thing:
    """A value of a class: one of `newsroom/contexts.py`, or a plain one like `str`."""

    kind: type


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of any length; `item` is each one's shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple of just these."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary with `value` under each of its `keys`, which are None where any can be."""

    value: Shape
    keys: frozenset[str] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Named:
    """Something of a template's own, as a macro: `what` is known to who walks through the templates."""

    what: Any


Shape: TypeAlias = Thing | Many | Row | Table | Named | None


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such part; `known` are those that there are, where they are worth telling. `of` says of what."""

    of: str
    known: tuple[str, ...] = ()


def shape_of(hint: Any) -> Shape:
    """The shape of a type hint; of `X | None`, that of X: what is None by intention is asked first."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        left = [part for part in inner if part is not type(None)]
        return shape_of(left[0]) if len(left) == 1 else None
    if origin is tuple:
        return Many(shape_of(inner[0])) if inner[1:] == (...,) else Row(tuple(map(shape_of, inner)))
    if origin is dict:
        return Table(shape_of(inner[1]))
    return Thing(hint) if isinstance(hint, type) and hint not in (Any, object) else None


@cache
def fields(kind: type) -> Mapping[str, Shape]:
    """The fields and properties of a class by name; those of a struct alone are told."""
    if not issubclass(kind, Struct):
        return {}
    found = {name: shape_of(hint) for name, hint in typing.get_type_hints(kind).items() if not name.startswith("_")}
    for name, member in vars(kind).items():
        if isinstance(member, property) and member.fget:
            found[name] = shape_of(typing.get_type_hints(member.fget).get("return", Any))
    return found


def part(whole: Shape, name: str) -> Shape | Missing:
    """What Jinja finds by `whole.name` or `whole["name"]`."""
    match whole:
        case Thing(kind):
            known = fields(kind)
            if name in known:
                return known[name]
            return None if hasattr(kind, name) else Missing(kind.__name__, tuple(known))
        case Table(value, keys):
            if keys is None or name in keys:
                return value
            return None if hasattr(dict, name) else Missing("", tuple(sorted(keys)))
        case Many() | Row():
            return None if hasattr(tuple, name) else Missing("list")
    return None


def item(whole: Shape) -> Shape:
    """What a loop over the value gives."""
    match whole:
        case Many(one):
            return one
        case Table():
            return Thing(str)
    return None


def either(one: Shape, other: Shape) -> Shape:
    """The shape of a value that is one or the other."""
    return one if one == other else None
