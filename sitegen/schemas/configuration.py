"""The JSON Schema of a site's pyproject.toml, from the dataclasses of `config/settings.py`.

It says what types say, and what a list of words can; `config/values.py` knows what is wrong beyond that.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from importlib import resources
from typing import Any, Literal, get_args, get_origin, get_type_hints

from sitegen.config import Config
from sitegen.config.tables import key_of
from sitegen.config.values import RESERVED
from sitegen.diagnostics import CODES
from sitegen.model import FIELDS
from sitegen.schemas.meanings import SETTINGS
from sitegen.strings import STRINGS

Schema = dict[str, Any]

PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
}


def config_schema(taxonomies: tuple[str, ...]) -> Schema:
    """Of the whole file; only `[tool.sitegen]` is described, and other tools' tables are as they like."""
    sitegen = _schema(Config, "") | {"required": ["title", "base_url"]}
    for path, more in _narrower(taxonomies).items():
        place = sitegen
        for key in path.split("."):
            place = place[key] if key in place else place["properties"][key]
        place |= more
    return _object({"tool": _object({"sitegen": sitegen}, open_=True)}, open_=True)


def _schema(kind: Any, path: str) -> Schema:
    """What a setting's type takes; `path` is its full name, by which its meaning is found."""
    container, parts = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        above = f"{path}." if path else ""
        properties = {}
        for field in fields(kind):
            name = f"{above}{key_of(field.name)}"
            meaning = {"description": SETTINGS[name]} if name in SETTINGS else {}
            properties[key_of(field.name)] = {**meaning, **_schema(hints[field.name], name)}
        needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        return _object(properties) | ({"required": needed} if needed else {})
    if container is dict:
        return {"type": "object", "additionalProperties": _schema(parts[1], f"{path}.NAME")}
    if container is tuple:
        return {"type": "array", "items": _schema(parts[0], path)}
    if container is Literal:
        return {"enum": [*parts]}
    return PLAIN[kind]


def _object(properties: Schema, *, open_: bool = False) -> Schema:
    return {"type": "object", "properties": properties} | ({} if open_ else {"additionalProperties": False})


def _narrower(taxonomies: tuple[str, ...]) -> dict[str, Schema]:
    """What more can be said of some settings, by their full names."""
    ours = {key: {"type": "string"} for key in (*FIELDS, *taxonomies)}
    words = {key: {"type": "string", "description": text} for key, text in STRINGS.items()}
    severity = _schema(get_type_hints(Config)["check"], "check")["properties"]["rules"]["additionalProperties"]
    rule = {"type": "object", "properties": dict.fromkeys(CODES, severity), "additionalProperties": False}
    taken = sorted({*RESERVED, *FIELDS})
    return {
        "title": {"pattern": r"\S"},
        "base_url": {"pattern": "^https?://"},
        "timezone": {"anyOf": [{"enum": zones()}, {"type": "string"}]},
        "page_size": {"minimum": 1},
        "feeds.limit": {"minimum": 1},
        "related.count": {"minimum": 0},
        "deploy.additionalProperties.grace": {"minimum": 0},
        "taxonomies": {"propertyNames": {"pattern": "^[a-z][a-z0-9_-]*$", "not": {"enum": taken}}},
        "fields": {"properties": ours, "additionalProperties": False},
        "redirects": {"propertyNames": {"pattern": "^/"}},
        "strings": {"properties": words, "additionalProperties": False},
        "check.rules": rule,
    }


def zones() -> list[str]:
    """The names of all time zones that come with the tzdata package."""
    return resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
