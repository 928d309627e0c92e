"""Which web addresses a site's texts, data and configuration link to, and where each is written. Asks no host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag

import msgspec

from sitegen.config import Config
from sitegen.config.addresses import ascii_address
from sitegen.diagnostics import FILE
from sitegen.engine.store import Store, needed
from sitegen.model import Document, Reference

_URL_KEY = re.compile(r"""^[^#\n]*?\burl["']?\s*[:=]\s*["']?(https?://[^\s"'<>,}]+)""", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written in the file `path`, and the `address` to ask for: without fragment, "" where it is none."""

    path: str
    line: int
    column: int
    target: str
    address: str
    picture: bool = False


def links_of_texts(documents: Iterable[Document], store: Store, config: Config) -> Iterator[Link]:
    """The links of posts and pages, newest first, as those are what readers follow; `store` is the build's cache."""
    kept = store.every("outside")
    decode = msgspec.msgpack.Decoder(tuple[Reference, ...]).decode
    for document in sorted(documents, key=_age):
        if encoded := needed(kept, document.key):
            for reference in decode(encoded):
                place = (document.place, reference.line, reference.column)
                yield from _link(*place, reference.target, config, picture=reference.picture)


def links_of_tables(site: Path, config: Config) -> Iterator[Link]:
    """The addresses of companies and authors in the data files, and those in the configuration."""
    for file in sorted((site / "content" / "data").glob("*")):
        if file.stem in ("authors", "companies") and file.suffix in (".toml", ".yaml", ".yml", ".json"):
            text = file.read_text(encoding="utf-8", errors="replace")
            for match in _URL_KEY.finditer(text):
                yield from _link(f"content/data/{file.name}", *_place(text, match.start(1)), match[1], config)
    text = (site / FILE).read_text(encoding="utf-8")
    targets = [*(item.url for item in config.menu), config.corrections_policy, *config.redirects.values()]
    for target in dict.fromkeys(target for target in targets if not target.startswith("/")):
        for match in re.finditer(rf"""["']({re.escape(target)})["']""", text) if target else ():
            yield from _link(FILE, *_place(text, match.start(1)), target, config)


def _link(path: str, line: int, column: int, target: str, config: Config, *, picture: bool = False) -> Iterator[Link]:
    """The link; none where it leads to the site itself, which may not be published yet."""
    address = _address(target)
    if not f"{address}/".startswith(f"{config.base_url.rstrip('/')}/"):
        yield Link(path, line, column, target, address, picture)


@cache  # sites link to the same pages over and over
def _address(target: str) -> str:
    written = f"https:{target}" if target.startswith("//") else target
    return urldefrag(ascii_address(written) or "").url


def _age(document: Document) -> tuple[float, str]:
    """Sorts the newest first, and pages, which have no date, before all. The zone matters little here."""
    date = document.meta.date or datetime.max.replace(tzinfo=UTC)
    return -date.replace(tzinfo=UTC).timestamp(), document.path


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, 1-based."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
