"""What of the configuration has a say in what a content file says; a file is parsed again when this changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.config import Config, Markdown
from sitegen.strings import STRINGS, WITHIN_TEXTS


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """`names` is the front-matter key that holds each field of ours, where it differs; `strings` are words in texts."""

    names: dict[str, str] = field(default_factory=dict)
    taxonomies: tuple[str, ...] = ("tags",)
    markdown: Markdown = field(default_factory=Markdown)
    strings: dict[str, str] = field(default_factory=lambda: _within_texts({}))

    @classmethod
    def of(cls, config: Config) -> LoadSettings:
        return cls(config.fields, tuple(config.taxonomies), config.markdown, _within_texts(config.strings))


def _within_texts(strings: dict[str, str]) -> dict[str, str]:
    return {key: strings.get(key, STRINGS[key]) for key in WITHIN_TEXTS}
