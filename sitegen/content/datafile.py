"""A file of `content/data/` as it was read and as it is written, so that a problem can be said where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sitegen.config.places import Place, key_places, nearest_place


@dataclass(frozen=True)
class DataFile:
    """`path` is from the site's root; `value` is what the file's `text` says, as plain data."""

    path: str
    text: str
    value: Any

    def at(self, *keys: str) -> tuple[str, int, int]:
        """Path, line and column of what these keys lead to, or of the nearest of them; else the file's beginning.

        An item of a list is called by its number, from "0".
        """
        place = nearest_place(self._places, keys)
        return (self.path, *(place if place[0] else (1, 1)))

    @cached_property
    def _places(self) -> Mapping[tuple[str, ...], Place]:
        if self.path.endswith(".toml"):
            return key_places(self.text)
        return {} if self.path.endswith(".csv") else dict(_node_places(self.text))


def _node_places(text: str) -> Iterator[tuple[tuple[str, ...], Place]]:
    """The keys and items of YAML, or of JSON, which is YAML but for rare escapes; nothing of what cannot be read."""
    import yaml

    from sitegen.content.nodes import BadYaml, compose, place_of

    try:
        pending: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), compose(text))]
    except BadYaml:
        return
    while pending:
        path, node = pending.pop()
        pairs: list[tuple[str, yaml.Node, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            pairs = [(str(key.value), key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            pairs = [(str(number), item, item) for number, item in enumerate(node.value)]
        for step, written, value in pairs:
            yield (*path, step), place_of(written)
            pending.append(((*path, step), value))
