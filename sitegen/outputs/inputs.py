"""What each output is made from, as named digests: the names are what `--explain` prints. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.newsroom.plan.output import Copy, Feed, Output, Text
from sitegen.outputs.html import SOURCE, TICKER
from sitegen.outputs.theme import Facts, closure, named_data, templates_digest


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What outputs are made from beside their own values: the program, the templates, and the data that those name."""

    program: bytes
    facts: Facts
    templates: Mapping[str, bytes]
    data: Mapping[str, bytes]


def input_digests(around: Surroundings) -> Callable[[Output], dict[str, bytes]]:
    """A function from an output to its named digests, which computes those of shared values once."""
    shared: dict[int, tuple[Any, bytes]] = {}  # by identity; the value is kept so that no other can take its address
    themes: dict[str, dict[str, bytes]] = {}

    def once(value: Any) -> bytes:
        known = shared.get(id(value))
        if known is None:
            known = shared[id(value)] = (value, digest_value(value))
        return known[1]

    def theme(template: str) -> dict[str, bytes]:
        if template not in themes:
            names = closure(template, around.facts)
            for component in (TICKER, SOURCE):  # shown inside of texts, whether or not the template names them
                names = tuple(sorted({*names, *closure(component, around.facts)}))
            found = {"templates": templates_digest(names, around.templates)}
            for name in named_data(names, around.facts, around.data):
                found[f"data.{name}"] = around.data[name]
            themes[template] = found
        return themes[template]

    def inputs(output: Output) -> dict[str, bytes]:
        content = output.content
        match content:
            case Copy():
                return {"file": content.digest}
            case Text():
                return {"file": digest_value(content.text)}
            case Feed():
                own = {
                    name: digest_value(getattr(content, name))
                    for name in content.__struct_fields__
                    if name != "entries"
                }
                settings = digest_bytes(*own.values())
                return {
                    "entries": digest_bytes(*map(once, content.entries)),
                    "feed": settings,
                    "program": around.program,
                }
            case _:
                parts = {name: getattr(content, name) for name in content.__struct_fields__}
                found = {name: once(value) if name == "site" else digest_value(value) for name, value in parts.items()}
                return {**found, **theme(output.template), "program": around.program}

    return inputs
