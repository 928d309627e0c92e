"""A target for all that is kept in `.sitegen/`: whatever changes in a file of it, no value that is read is another."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.content.library import Library, load_library
from sitegen.content.settings import LoadSettings
from sitegen.engine.digest import SIZE, digest_bytes
from sitegen.engine.files import scan
from sitegen.engine.kept import kept
from sitegen.engine.ledger import NAME, Once, read_ledger, write_ledger
from sitegen.engine.manifest import Manifest, Record, read_manifest, write_manifest
from sitegen.engine.pool import Pool
from sitegen.engine.snapshot import Snapshot
from sitegen.engine.store import CacheLost, Store
from sitegen.memory import Memory, recall, remember
from sitegen.outside.answers import Answer
from sitegen.outside.known import fresh_answers, keep_answers
from tests.fuzz.target import Target
from tests.site import make_site, post

_FOLDER = tempfile.TemporaryDirectory(prefix="sitegen-fuzz-")
HOME = Path(_FOLDER.name)
STORE = HOME / "cache.sqlite"
VERSION = b"v" * SIZE
KEY = digest_bytes(b"a key")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROWS = {
    "theme": {KEY: b"a value", digest_bytes(b"another"): b"x" * 300},
    "seen": {b"files": b"\x80"},
    "font": {KEY: b""},
}
MANIFEST = Manifest({"index.html": Record({"post": KEY, "site": KEY}, KEY, KEY, 10, 20), "feed.xml": Record({})})
LEDGER = {"/a/": Once("posts/a.md", "A", "2026-01-01"), "/b/": Once("posts/b.md")}
SNAPSHOT = Snapshot(KEY, 5)
MEMORY = Memory(KEY, 10**12, NOW, None, "", SNAPSHOT, str(HOME / "none"), (), 1, 2, ())
ANSWERS = {"https://a.example/": Answer("good"), "https://b.example/": Answer("dead", "410 Gone")}


def _library(store: Store) -> Library:
    """The posts of a small site, as a build would know them from this cache."""
    files = scan(_site() / "content")
    later = 10**10 + max(max(file.signature[1:3]) for file in files)
    return load_library(files, LoadSettings(), store, Pool(1), later, lambda *_: None)


@cache
def _site() -> Path:
    texts = {"a": post("A", body="[finance:NVDA] rose.\n"), "b": post("B", body="[a](a.md)\n"), "c": "no front matter"}
    return make_site(HOME / "site", {f"content/posts/{name}.md": text for name, text in texts.items()})


def _filled() -> Store:
    store = Store(STORE, VERSION)
    for kind, rows in ROWS.items():
        store.put(kind, rows.items())
    return store


def _read_store() -> None:
    """What a build may do with a cache: open it, ask for all, add to it; a loss is told by `CacheLost` alone."""
    store = Store(STORE, VERSION)
    try:
        for kind, rows in ROWS.items():
            found = store.every(kind)
            assert found.items() <= rows.items(), "a value that was never put there"
            assert all(store.get(kind, key) in (value, None) for key, value in rows.items())
        library = _library(store)
        assert (library.documents, library.diagnostics) == _truth()
        store.put("new", [(b"k", b"v")])
        assert store.get("new", b"k") in (b"v", None)
    except CacheLost:
        pass
    finally:
        store.close()


@cache
def _truth() -> tuple[Any, ...]:
    store = Store(HOME / "truth" / "cache.sqlite", VERSION)
    library = _library(store)
    store.close()
    return library.documents, library.diagnostics


def _read_manifest() -> None:
    assert read_manifest(HOME / "manifest") in (MANIFEST, None)


def _read_ledger() -> None:
    assert read_ledger(HOME) in (LEDGER, {})


def _read_memory() -> None:
    assert recall(HOME / "memory", KEY, SNAPSHOT, NOW, lambda: "") in (MEMORY, None)


def _read_kept() -> None:
    assert kept(HOME, KEY, lambda: b"made") == b"made"


def _read_answers() -> None:
    assert fresh_answers(HOME / "links", 10) in (ANSWERS, {})


_READERS: dict[str, Callable[[], None]] = {
    STORE.name: _read_store,
    "manifest": _read_manifest,
    NAME: _read_ledger,
    "memory": _read_memory,
    KEY.hex(): _read_kept,
    "links": _read_answers,
}


@cache
def _originals() -> dict[str, bytes]:
    """The files as they were written."""
    store = _filled()
    _library(store)
    store.close()
    write_manifest(HOME / "manifest", MANIFEST)
    write_ledger(HOME, LEDGER)
    remember(HOME / "memory", MEMORY)
    kept(HOME, KEY, lambda: b"made")
    keep_answers(HOME / "links", {}, ANSWERS, 10)
    return {name: (HOME / name).read_bytes() for name in _READERS}


def caches(data: bytes) -> None:
    """The first byte chooses a file; each four of the others are an edit of it: where (two), which, and with what."""
    name = [*_READERS][data[0] % len(_READERS)] if data else STORE.name
    whole = _originals()[name]
    made = bytearray(whole)
    for at in range(1, len(data) - 3, 4):
        place, how, what = int.from_bytes(data[at : at + 2]) % (len(made) + 1), data[at + 2], data[at + 3]
        if how % 4 == 0:
            made[place : place + 1] = bytes([what])
        elif how % 4 == 1:
            made[place : place + 1] = bytes(byte ^ (what or 1) for byte in made[place : place + 1])
        elif how % 4 == 2:
            made[place:place] = bytes([what]) * (1 + how // 4)
        else:
            del made[place : place + 1 + (what if how // 4 else len(made))]
    for leftover in HOME.glob(f"{STORE.name}*"):
        leftover.unlink()
    (HOME / name).write_bytes(made)
    try:
        _READERS[name]()
    finally:
        (HOME / name).write_bytes(whole)


_EDITS = [
    bytes([number]) + at.to_bytes(2) + bytes([how, 255])
    for number in range(6)
    for at in (0, 20, 100)
    for how in range(4)
]
_ROWS_AT = [bytes([0]) + at.to_bytes(2) + b"\x01\x01" for at in range(4096, 32_000, 97)]

TARGETS = (
    Target(
        "caches",
        "a changed byte never gives another value: the value is gone, and the build knows it",
        caches,
        [b"", *_EDITS, *_ROWS_AT],
    ),
)
