"""What each output is made from, as named digests: the names are what `--explain` prints. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import asdict, astuple

from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.newsroom.contexts import TEMPLATES
from sitegen.newsroom.plan.output import Copy, Feed, Later, Output, Rendition, SocialCard, Text, Written
from sitegen.outputs.drawn import DRAWN, recipe
from sitegen.outputs.texts import WITHIN
from sitegen.outputs.theme import Facts, closure, named_data, templates_digest


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What outputs are made from beside their own values: the program, the templates, and the data that those name.

    `minified` is whether pages are.
    """

    program: bytes
    facts: Facts
    templates: Mapping[str, bytes]
    data: Mapping[str, bytes]
    minified: bool


class Shared:
    """The digests of values that outputs share, each computed once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}  # the value is kept so that no other can take its address

    def digest(self, value: Any) -> bytes:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, digest_value(value))
        return known[1]


class Inputs:
    """The digests of outputs' inputs."""

    def __init__(self, around: Surroundings, common: object, shared: Shared) -> None:
        """`common` is the plan's."""
        self._around = around
        self._common = digest_value(common)
        self._once = shared.digest
        self._themes: dict[str, dict[str, bytes]] = {}
        self._theme_digests: dict[str, bytes] = {}

    def whole(self, output: Output) -> bytes:
        """One digest of all inputs: the quick answer to whether any of them changed."""
        content = output.content
        match content:
            case Copy():
                return content.digest
            case Text():
                return digest_value(content.text)
            case Rendition() | SocialCard():  # wherever its file is
                return digest_value((recipe(), type(content).__name__, astuple(content)[1:]))
            case Later():
                theme = self._theme_digest(output.template) if content.kind in TEMPLATES else b""
                shared = list(map(self._once, content.shared))
                return digest_value((self._around.program, theme, self._common, content.own, shared))
            case Written():
                return digest_value((self._around.program, self._written(content)))
            case Feed():
                return digest_bytes(self._around.program, self._settings(content), *map(self._once, content.entries))
            case _:
                site, *others = astuple(content)  # the site, which all pages have first, is large
                theme = self._theme_digest(output.template)
                return digest_value((self._around.program, theme, self._once(site), others))

    def named(self, output: Output) -> dict[str, bytes]:
        """The digest of each input of an output that is made, by the name that `--explain` prints."""
        content = output.content
        match content:
            case Copy() | Text():
                return {"file": self.whole(output)}
            case Rendition() | SocialCard():
                return {DRAWN: self.whole(output)}
            case Written():
                return {"content": self._written(content), "program": self._around.program}
            case Feed():
                return {
                    "entries": digest_bytes(*map(self._once, content.entries)),
                    "feed": self._settings(content),
                    "program": self._around.program,
                }
            case _:
                parts = asdict(content)
                site = {"site": self._once(parts.pop("site"))}
                own = {name: digest_value(value) for name, value in parts.items()}
                return {**site, **own, **self._theme(output.template), "program": self._around.program}

    def _written(self, content: Written) -> bytes:
        return digest_value((type(content).__name__, astuple(content)))

    def _settings(self, feed: Feed) -> bytes:
        """The digest of a feed without its entries, which are its last field."""
        return digest_value(astuple(feed)[:-1])

    def _theme_digest(self, template: str) -> bytes:
        if template not in self._theme_digests:
            self._theme_digests[template] = digest_value((template, self._theme(template)))
        return self._theme_digests[template]

    def _theme(self, template: str) -> dict[str, bytes]:
        if template not in self._themes:
            facts, data = self._around.facts, self._around.data
            names = closure(template, facts)
            for component in WITHIN:
                names = tuple(sorted({*names, *closure(component, facts)}))
            found = {
                "templates": templates_digest(names, self._around.templates),
                "minified": digest_value(self._around.minified),
            }
            for name in named_data(names, facts, data):
                found[f"data.{name}"] = data[name]
            self._themes[template] = found
        return self._themes[template]
