"""The front matter of an imported post, as a person would write it: our fields in their order, then the others.

PyYAML writes it, in Python: its C emitter would write emoji otherwise, and so other bytes elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

_SHORT = 90  # characters: a longer list has a line for each item


class _Flow(list[Any]):
    """A list in one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 (lists stand in)
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (a value that comes twice is written twice)
        return True


def _flow(dumper: _Dumper, value: _Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


def _moment(dumper: _Dumper, value: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Dumper.add_representer(_Flow, _flow)
_Dumper.add_representer(date, _moment)
_Dumper.add_representer(datetime, _moment)


def write_front_matter(fields: Mapping[str, Any]) -> str:
    """YAML of the fields that are not empty, with its two fences; a moment is written with its offset."""
    lines = []
    for key, value in fields.items():
        shown: Any = value
        if isinstance(value, (list, tuple)):
            items = list(value)
            plain = all(isinstance(item, str) and "\n" not in item for item in items)
            shown = _Flow(items) if plain and sum(len(item) + 2 for item in items) <= _SHORT else items
        lines.append(yaml.dump({key: shown}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6))
    return f"---\n{''.join(lines)}---\n"
