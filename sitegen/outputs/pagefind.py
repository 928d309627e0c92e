"""Records to the files of a search index, by pagefind's own program: the one place that knows it.

It is talked to as its wrappers do (`--service`): a message is JSON in base64 with a comma at its end, and so is its answer.
Its filters and sorts are left alone, for they are not the same bytes every time: `FACETS` is ours.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import gzip
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sitegen.outputs.records import Record

FACETS = "facets.json"
ENTRY = "pagefind-entry.json"
MAGIC = b"pagefind_dcd"  # at the head of each of its files, inside of the compression


def make_shard(records: Sequence[Record], language: str, folder: Path) -> None:
    """The index of `records` in `folder`, which is empty. Raises `OSError` where pagefind fails.

    `language` is ISO 639-1: words are brought to their stems where pagefind knows how.
    """
    _run(records, language, folder)
    for path in _files(folder):
        if not path.startswith(("index/", "fragment/")) and not path.endswith((".pf_meta", ENTRY)):
            os.unlink(folder / path)
    (folder / FACETS).write_bytes(_facets(records, folder))


def make_program(language: str, folder: Path) -> None:
    """What all shards share, in `folder`: the program for the browser, and an index of nothing, to merge shards into."""
    nothing = Record(url="/", title="", label="", date="", text="nothing", companies={}, symbols=(), tags={})
    _run([nothing], language, folder)
    entry = msgspec.json.decode((folder / ENTRY).read_bytes())
    wasm = f"wasm.{entry['languages'][language]['wasm'] or 'unknown'}.pagefind"
    for path in _files(folder):
        if path not in ("pagefind.js", "pagefind-worker.js", wasm, ENTRY) and not path.endswith(".pf_meta"):
            os.unlink(folder / path)


def _run(records: Iterable[Record], language: str, folder: Path) -> None:
    try:
        from pagefind_bin import get_executable

        with _Service(str(get_executable())) as service:
            service.ask({"type": "NewIndex", "config": {}})
            for record in records:
                service.ask({"type": "AddRecord", "index_id": 0, "language": language, **_message(record)})
            service.ask({"type": "WriteFiles", "index_id": 0, "output_path": str(folder)})
        if not (folder / ENTRY).is_file():
            raise _failed("it wrote no index")
    except ImportError as missing:
        raise _failed("the package pagefind_bin is missing; without it, set search.enabled = false") from missing
    except OSError as problem:
        if problem.filename == _WHAT:
            raise
        raise _failed(str(problem)) from problem


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

    def ask(self, payload: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(base64.b64encode(msgspec.json.encode({"message_id": 1, "payload": payload})) + b",")
        self._process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            piece = os.read(self._process.stdout.fileno(), 1 << 16)
            if not piece:
                raise _failed(f"it ended with code {self._process.wait()}")
            answer += piece
        said = msgspec.json.decode(base64.b64decode(answer[:-1]))["payload"]
        if said["type"] == "Error":
            raise _failed(f"it says: {said['message']}")

    def __enter__(self) -> _Service:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.kill()  # all that was asked for has been written
        self._process.wait()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _facets(records: Sequence[Record], folder: Path) -> bytes:
    """What results can be filtered by, as JSON in one order: names by key, and each record's keys by pagefind's id."""
    ids: dict[str, str] = {}
    for fragment in (folder / "fragment").iterdir():
        content = gzip.decompress(fragment.read_bytes()).removeprefix(MAGIC)
        ids[msgspec.json.decode(content)["url"]] = fragment.stem
    found = {
        "companies": {key: name for record in records for key, name in record.companies.items()},
        "tags": {key: name for record in records for key, name in record.tags.items()},
        "records": {ids[record.url]: [sorted(record.companies), sorted(record.tags)] for record in records},
    }
    return msgspec.json.encode(found, order="sorted")
