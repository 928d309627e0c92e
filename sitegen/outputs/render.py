"""From planned outputs to files in the staging folder: what a worker does. Writes only there, and only what is new."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Self

import msgspec

from sitegen.diagnostics import Diagnostic, SiteError
from sitegen.engine.digest import digest_bytes
from sitegen.engine.store import Store
from sitegen.engine.write import named
from sitegen.model import Body
from sitegen.newsroom.plan.output import Copy, Entry, Feed, Later, Output, Rendition, SocialCard, Text, Written
from sitegen.outputs.drawn import draw, forget
from sitegen.outputs.feeds import render_feed, render_items
from sitegen.outputs.html import ThemeSettings, render_page
from sitegen.outputs.written import write


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
    pictures: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """An output to make; `published` is the digest of what is published now, if that is to stay when it is the same.

    `key` is that of a picture in the cache; `items` are the pieces that a feed is made of.
    """

    output: Output
    published: bytes = b""
    key: bytes = b""
    items: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that a worker has left in a staged file for others."""

    file: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """`staged` is the file with the new content, "" where the published one is the same already."""

    path: str
    digest: bytes
    staged: str
    diagnostics: tuple[Diagnostic, ...] = ()


def render_entries(settings: RenderSettings, entries: Sequence[tuple[Entry, str, str]]) -> list[tuple[Piece, ...]]:
    """Entries, each with its feeds' `content` and `origin`, as items in each format: what feeds share is made once."""
    renderer = _renderer(settings.cache, settings.version, settings.started)
    name = os.path.join(settings.staging, f"items-{_writer(os.getpid())}")
    pieces = []
    with named(name), open(name, "ab") as file:
        for entry, content, origin in entries:
            found = []
            for item in render_items(entry, content, origin, renderer.read_body):
                found.append(Piece(name, file.tell(), len(item)))
                file.write(item)
            pieces.append(tuple(found))
    return pieces


def render_tasks(settings: RenderSettings, tasks: Sequence[Task]) -> list[Rendered]:
    renderer = _renderer(settings.cache, settings.version, settings.started)
    with _Pieces() as pieces:
        rendered = [renderer.render(settings, task, pieces) for task in tasks]
    forget()
    return rendered


def try_pages(settings: RenderSettings, pages: Sequence[Output]) -> list[tuple[str, tuple[Diagnostic, ...]]]:
    """Each page's path and what is wrong with it; what was made is let go."""
    renderer = _renderer(settings.cache, settings.version, settings.started)
    found: list[tuple[str, tuple[Diagnostic, ...]]] = []
    with _Pieces() as none:
        for page in pages:
            try:
                renderer.content(settings, Task(page), none)
            except SiteError as error:
                found.append((page.path, error.diagnostics))
            else:
                found.append((page.path, ()))
    return found


@lru_cache(maxsize=1)
def _renderer(cache: str, version: bytes, _started: int) -> _Renderer:
    return _Renderer(cache, version)


@lru_cache(maxsize=1)
def _writer(_process: int) -> str:
    """What is in the names of all files that this process stages, and in no other's here or on another machine.

    Work may be given to two processes, where a cluster takes one for lost, or end after its build has.
    """
    return secrets.token_hex(8)


class _Pieces:
    """Reads pieces, opening each file once."""

    def __init__(self) -> None:
        self._open: dict[str, BinaryIO] = {}

    def read(self, piece: Piece) -> bytes:
        file = self._open.get(piece.file)
        if file is None:
            file = self._open[piece.file] = open(piece.file, "rb")  # noqa: SIM115 (closed together)
        file.seek(piece.start)
        return file.read(piece.size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()


class _Renderer:
    """One for each process: an open cache."""

    def __init__(self, cache: str, version: bytes) -> None:
        self._store = Store(Path(cache), version, reader=True)
        self._decoder = msgspec.msgpack.Decoder(Body)

    def read_body(self, key: str) -> Body:
        """A document's body; raises `CacheLost` where it is gone."""
        return self._decoder.decode(self._store.need("body", bytes.fromhex(key)))

    def render(self, settings: RenderSettings, task: Task, pieces: _Pieces) -> Rendered:
        output = task.output
        try:
            content = self.content(settings, task, pieces)
        except SiteError as error:
            return Rendered(output.path, b"", "", error.diagnostics)
        digest = digest_bytes(content)
        if digest == task.published:
            return Rendered(output.path, digest, "")
        name = digest_bytes(output.path.encode()).hex()
        staged = os.path.join(settings.staging, f"{name}-{_writer(os.getpid())}")
        with named(staged), open(staged, "wb") as file:
            file.write(content)
        return Rendered(output.path, digest, staged)

    def content(self, settings: RenderSettings, task: Task, pieces: _Pieces) -> bytes:
        """The bytes of an output; raises `SiteError` for what is wrong in a template or a picture."""
        content = task.output.content
        match content:
            case Feed():
                return render_feed(content, map(pieces.read, task.items))
            case Text():
                return content.text.encode()
            case Written():
                return write(content, self.read_body)
            case Rendition() | SocialCard():
                return draw(content, task.output.owner, Path(settings.pictures), task.key)
            case Copy() | Later():
                raise AssertionError("files are copied, not rendered, and contents are made before")
            case _:
                page = render_page(settings.theme, task.output.template, content, settings.data, self.read_body)
                return page.encode("utf-8", "replace")
