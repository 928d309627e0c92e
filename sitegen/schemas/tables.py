"""JSON Schemas of the newsroom's data files, from what their readers know. A file is a table of tables."""

from __future__ import annotations

from typing import Any

from sitegen.content.data import ADDRESS, TABLES, Kind
from sitegen.content.registry import LISTS, WORDS
from sitegen.newsroom.names import SYMBOL
from sitegen.schemas.meanings import COMPANY, ROWS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
SAYING: Schema = {"type": "string", "pattern": r"\S"}
URL: Schema = {"type": "string", "pattern": f"^{ADDRESS}$"}
ROW_KINDS: dict[Kind, Schema] = {
    "text": TEXT,
    "texts": {"type": "array", "items": TEXT},
    "flag": {"type": "boolean"},
    "address": URL,
}
COMPANY_KINDS: dict[str, Schema] = {
    **dict.fromkeys(WORDS, SAYING),
    **{key: {"type": "array", "items": SAYING} for key in LISTS},
    "url": URL,
    "symbol": {"type": "string", "pattern": f"^{SYMBOL}$"},
    "listings": {"type": "array", "items": {"type": "string", "pattern": f"^ *{SYMBOL} *(@.*)?$"}},
    "cik": {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"},
}


def table_schema(name: str) -> Schema:
    """Of `authors`, `publishers`, or `tags`, which is every taxonomy's."""
    return _rows({key: {"description": ROWS[key], **ROW_KINDS[kind]} for key, kind in TABLES[name].items()})


def company_schema() -> Schema:
    return _rows({key: {"description": COMPANY[key], **kind} for key, kind in COMPANY_KINDS.items()})


def _rows(properties: dict[str, Schema]) -> Schema:
    row = {"type": "object", "additionalProperties": False, "properties": properties}
    return {"type": "object", "additionalProperties": row}
