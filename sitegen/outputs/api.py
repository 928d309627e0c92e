"""The JSON files of `/api/`, written: their values are JSON already, key by key."""

from __future__ import annotations

import msgspec

from sitegen.newsroom.plan.api import JsonFile
from sitegen.outputs.texts import ReadBody

_encode = msgspec.json.Encoder().encode


def write_json(content: JsonFile, _read_body: ReadBody) -> str:
    return f"{_encode(content).decode()}\n"
