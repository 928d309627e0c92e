"""From planned outputs to files in the staging folder: what a worker does. Writes only there, and only what is new."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from sitegen.diagnostics import Diagnostic, SiteError
from sitegen.engine.digest import digest_bytes
from sitegen.engine.store import Store
from sitegen.model import Body
from sitegen.newsroom.plan.output import Copy, Feed, Output, Text
from sitegen.outputs.feeds import FeedWriter
from sitegen.outputs.html import ThemeSettings, render_page


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """Where a worker reads and writes, and what all pages share; `data` is what templates can name of `content/data`.

    `started` tells one build from another in a process that lives through several.
    """

    theme: ThemeSettings
    started: int
    cache: str
    version: bytes
    staging: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """An output to make; `published` is the digest of what is published now, if that is to stay when it is the same."""

    output: Output
    published: bytes = b""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`staged` is the file with the new content, "" where the published one is the same already."""

    path: str
    digest: bytes
    staged: str
    diagnostics: tuple[Diagnostic, ...] = ()


def render_tasks(settings: RenderSettings, tasks: Sequence[Task]) -> list[Rendered]:
    renderer = _renderer(settings.cache, settings.version, settings.started)
    return [renderer.render(settings, task) for task in tasks]


@lru_cache(maxsize=1)
def _renderer(cache: str, version: bytes, _started: int) -> _Renderer:
    return _Renderer(cache, version)


class _Renderer:
    """One for each process: an open cache, and the feed entries that were made so far."""

    def __init__(self, cache: str, version: bytes) -> None:
        self._store = Store(Path(cache), version, reader=True)
        self._decoder = msgspec.msgpack.Decoder(Body)
        self._feeds = FeedWriter(self.read_body)

    def read_body(self, key: str) -> Body:
        """A document's body; raises `CacheLost` where it is gone."""
        return self._decoder.decode(self._store.need("body", bytes.fromhex(key)))

    def render(self, settings: RenderSettings, task: Task) -> Rendered:
        output = task.output
        try:
            content = self._content(settings, output)
        except SiteError as error:
            return Rendered(output.path, b"", "", error.diagnostics)
        digest = digest_bytes(content)
        if digest == task.published:
            return Rendered(output.path, digest, "")
        staged = os.path.join(settings.staging, digest_bytes(output.path.encode()).hex())
        with open(staged, "wb") as file:
            file.write(content)
        return Rendered(output.path, digest, staged)

    def _content(self, settings: RenderSettings, output: Output) -> bytes:
        content = output.content
        match content:
            case Feed():
                return self._feeds.render(content)
            case Text():
                return content.text.encode()
            case Copy():
                raise AssertionError("files are copied, not rendered")
            case _:
                page = render_page(settings.theme, output.template, content, settings.data, self.read_body)
                return page.encode("utf-8", "replace")
