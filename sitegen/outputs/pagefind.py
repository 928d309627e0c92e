"""Records to the files of a search index, by pagefind's own program: the one place that knows it.

It is talked to as its own wrappers do (`--service`): messages and answers are JSON in base64, a comma after each one.
Its filters and sorts are left alone, for they are not the same bytes every time: `FACETS` is ours.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import gzip
import os
import select
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

import msgspec

from sitegen.outputs.records import Record

FACETS = "facets.json"
ENTRY = "pagefind-entry.json"
MAGIC = b"pagefind_dcd"  # at the head of each of its files, inside of the compression
PATIENCE = 300  # seconds without an answer: the fullest shard takes a few, a busy machine its time


def make_shard(records: Sequence[Record], language: str) -> dict[str, bytes]:
    """The files of an index of `records` by path. Raises `OSError` where pagefind fails.

    `language` is ISO 639-1: words are brought to their stems where pagefind knows how.
    """
    made = _index(records, language)
    own = {path: made[path] for path in sorted(made) if path.startswith(("index/", "fragment/")) or _describes(path)}
    return {**own, FACETS: _facets(records, made)}


@lru_cache(maxsize=1)  # for `serve`, and for tests: pagefind takes longer to start than a small site to build
def make_program(language: str) -> dict[str, bytes]:
    """What all shards share, by path: the program for the browser, and an index of nothing, to merge shards into."""
    nothing = Record(url="/", title="", label="", date="", text="nothing", companies={}, symbols=(), tags={})
    made = _index([nothing], language)
    entry = msgspec.json.decode(made[ENTRY])
    wasm = f"wasm.{entry['languages'][language]['wasm'] or 'unknown'}.pagefind"
    program = ("pagefind.js", "pagefind-worker.js", wasm)
    return {path: made[path] for path in sorted(made) if path in program or _describes(path)}


def _describes(path: str) -> bool:
    return path == ENTRY or path.endswith(".pf_meta")


def _index(records: Iterable[Record], language: str) -> dict[str, bytes]:
    """All that pagefind makes, asked for as bytes: files that it writes itself are not whole yet when it says so."""
    try:
        from pagefind_bin import get_executable

        with _Service(str(get_executable())) as service:
            service.ask({"type": "NewIndex", "config": {}})
            for record in records:
                service.ask({"type": "AddRecord", "index_id": 0, "language": language, **_message(record)})
            files = service.ask({"type": "GetFiles", "index_id": 0})["files"]
    except ImportError as missing:
        raise _failed("the package pagefind_bin is missing; without it, set search.enabled = false") from missing
    except OSError as problem:
        if problem.filename == _WHAT:
            raise
        raise _failed(str(problem)) from problem
    return {file["path"].replace(os.sep, "/"): base64.b64decode(file["content"]) for file in files}


_WHAT = "the search index"


def _failed(why: str) -> OSError:
    return OSError(errno.EIO, f"pagefind failed, {why}", _WHAT)


def _message(record: Record) -> dict[str, Any]:
    meta = {
        "title": record.title,
        "label": record.label,
        "date": record.date,
        "companies": ", ".join(record.companies.values()),
        "symbols": " ".join(record.symbols),
    }
    shown = {key: value for key, value in meta.items() if value}
    return {"url": record.url, "content": record.text or record.title or record.url, "meta": shown}


class _Service:
    """A running pagefind, which answers one message after the other; ended with the `with`."""

    def __init__(self, program: str) -> None:
        self._process = subprocess.Popen(
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, payload: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        into, out = self._process.stdin.fileno(), self._process.stdout.fileno()
        message = memoryview(base64.b64encode(msgspec.json.encode({"message_id": 1, "payload": payload})) + b",")
        while message:
            _wait(to_write=into)
            message = message[os.write(into, message[: select.PIPE_BUF]) :]
        answer = bytearray()
        while not answer.endswith(b","):
            _wait(to_read=out)
            piece = os.read(out, 1 << 16)
            if not piece:
                raise _failed("it ended before it answered")
            answer += piece
        said = msgspec.json.decode(base64.b64decode(answer[:-1]))["payload"]
        if said["type"] == "Error":
            raise _failed(f"it says: {said['message']}")
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.kill()
        self._process.wait()


def _wait(*, to_read: int | None = None, to_write: int | None = None) -> None:
    """Until a pipe can be read from or written to (up to PIPE_BUF bytes, as select(2) has it), or patience ends."""
    reading, writing = ([pipe] if pipe is not None else [] for pipe in (to_read, to_write))
    if not any(select.select(reading, writing, [], PATIENCE)):
        raise _failed("it does not answer")


def _facets(records: Sequence[Record], files: Mapping[str, bytes]) -> bytes:
    """What results can be filtered by, as JSON in one order: names by key, and each record's keys by pagefind's id."""
    ids: dict[str, str] = {}
    for path, content in files.items():
        if path.startswith("fragment/"):
            fragment = msgspec.json.decode(gzip.decompress(content).removeprefix(MAGIC))
            ids[fragment["url"]] = path.removeprefix("fragment/").removesuffix(".pf_fragment")
    kept = [record for record in records if record.url in ids]  # pagefind drops what has not one word
    found = {
        "companies": {key: name for record in kept for key, name in record.companies.items()},
        "tags": {key: name for record in kept for key, name in record.tags.items()},
        "records": {ids[record.url]: [sorted(record.companies), sorted(record.tags)] for record in kept},
    }
    return msgspec.json.encode(found, order="sorted")
