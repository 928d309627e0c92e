"""Front matter as Hugo and Jekyll take it: YAML between ---, TOML between +++, or JSON in braces.

Values come as plain data, dates as their text. python-frontmatter is not asked: its TOML wants the package `toml`, its
JSON ends at the first brace on a line, and neither knows lines.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml

from sitegen.bounds import FRONT_MATTER, LEVELS
from sitegen.content.nodes import BadYaml, as_data, compose, place_of
from sitegen.content.text import Unreadable
from sitegen.content.yaml_slips import Place
from sitegen.diagnostics import Code
from sitegen.importing.entry import not_imported
from sitegen.markup.manuscript import clean

_YAML = re.compile(r"-{3}[ \t]*\n(.*?)^(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+{3}[ \t]*\n(.*?)^\+{3}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

DEEP = "use fewer brackets within brackets"
JSON = "texts and keys stand in double quotes; a comma parts two values, and none stands behind the last"
KEYS = "write lines like title: OpenAI and Foxconn"


@dataclass(frozen=True, slots=True)
class Matter:
    """`data` is the front matter, `lines` where each of its keys stands in the file; `text` begins on `first_line`."""

    data: dict[str, Any]
    lines: dict[str, int]
    text: str
    first_line: int

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)


def read_matter(text: str, place: str) -> Matter | None:
    """The two parts of a content file, None for one without front matter; raises `Unreadable` for one that is wrong."""
    if text.startswith("{"):
        return _json_matter(text, place)
    fence = "+++" if text.startswith("+++") else "---"
    if not text.startswith(fence) or text.partition("\n")[0].strip() != fence:
        return None
    found = (_TOML if fence == "+++" else _YAML).match(text)
    if not found:
        message = "the front matter that begins here never ends"
        help_ = f"put a line {fence} between the front matter and the text"
        raise Unreadable(not_imported(place, 1, message, help_, severity="error", code="unclosed-front-matter"))
    head = found[1]
    if len(head) > FRONT_MATTER:
        message = "the front matter is too long"
        raise Unreadable(not_imported(place, 1, message, "move text below it", severity="error", code="too-large"))
    data, lines = parse_toml(head, place, 2) if fence == "+++" else parse_yaml(head, place, 2)
    return Matter(data, lines, text[found.end() :], text.count("\n", 0, found.end()) + 1)


def _json_matter(text: str, place: str) -> Matter | None:
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as problem:
        raise _wrong(place, problem.lineno, f"this is not JSON: {problem.msg}", "bad-data", JSON) from None
    except RecursionError:
        raise _wrong(place, 1, "this is nested too deep", "too-large", DEEP) from None
    rest = text[end:]
    body = rest.lstrip(" \t").removeprefix("\n")
    lines = {key: text.count("\n", 0, max(text.find(f'"{key}"'), 0)) + 1 for key in data}
    return Matter(_plain(data, place), lines, body, text.count("\n", 0, len(text) - len(body)) + 1)


def parse_yaml(text: str, place: str, first_line: int = 1) -> tuple[dict[str, Any], dict[str, int]]:
    """A YAML text's keys with their values, and the line of each; raises `Unreadable`."""
    try:
        root = compose(text)
        if root is None:
            return {}, {}
        if not isinstance(root, yaml.MappingNode):
            raise BadYaml(place_of(root), "these are not keys and values", KEYS)
    except BadYaml as bad:
        raise _wrong(place, _line(bad.place, first_line), bad.message, bad.code, bad.help) from None
    lines = {str(key.value): _line(place_of(key), first_line) for key, _ in root.value}
    data = as_data(root)
    assert isinstance(data, dict), "the root is a mapping"
    return data, lines


def parse_toml(text: str, place: str, first_line: int = 1) -> tuple[dict[str, Any], dict[str, int]]:
    """A TOML text's keys with their values, and the line of each; raises `Unreadable`."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = re.search(r"\(at line (\d+)", str(problem))
        line = int(at[1]) if at else text.count("\n") + 1
        message = f"this is not TOML: {str(problem).split(' (at ')[0]}"
        raise _wrong(place, line + first_line - 1, message, "bad-toml", "mend this line, and import again") from None
    lines = {}
    for key in data:
        match = re.search(rf"^[ \t]*(?:\[{{1,2}}[ \t]*)?[\"']?{re.escape(key)}[\"']?[ \t]*[].=]", text, re.MULTILINE)
        lines[key] = text.count("\n", 0, match.start() if match else 0) + first_line
    return _plain(data, place), lines


def parse_json(text: str, place: str) -> tuple[dict[str, Any], dict[str, int]]:
    """A JSON text's keys with their values, and the line of each; raises `Unreadable`."""
    matter = _json_matter(text.lstrip(), place)
    return (matter.data, matter.lines) if matter else ({}, {})


def _line(at: Place, first_line: int) -> int:
    return at[0] + first_line - 1


def _wrong(place: str, line: int, message: str, code: Code, help_: str) -> Unreadable:
    return Unreadable(not_imported(place, line, message, help_, severity="error", code=code))


def _plain(value: Any, place: str) -> dict[str, Any]:
    """Data as our own front matter can hold it, dates as text; raises `Unreadable` for what is too deep or no table."""

    def plain(value: Any, depth: int) -> Any:
        if depth > LEVELS:
            raise _wrong(place, 1, "this is nested too deep", "too-large", DEEP)
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, dict):
            return {clean(str(key)): plain(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item, depth + 1) for item in value]
        return value.isoformat() if isinstance(value, (datetime, date, time)) else value

    if not isinstance(value, dict):
        raise _wrong(place, 1, "these are not keys and values", "bad-data", KEYS)
    found = plain(value, 1)
    assert isinstance(found, dict), "a table stays one"
    return found
