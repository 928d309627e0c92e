"""A cache that cannot be trusted is an empty one (design.md, rule 6)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sitegen.engine.store import CacheLost, Store
from tests.fuzz.found import found_by

VERSION = b"v" * 16


@contextmanager
def opened(path: Path, version: bytes = VERSION, *, reader: bool = False) -> Iterator[Store]:
    store = Store(path, version, reader=reader)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A cache with one value: of kind `body`, under `k`."""
    path = tmp_path / "deep" / "cache.sqlite"
    with opened(path) as store:
        store.put("body", [(b"k", b"value")])
    return path


def test_a_value_is_found_again_by_kind_and_key(filled: Path) -> None:
    for reader in (False, True):
        with opened(filled, reader=reader) as store:
            assert (store.get("body", b"k"), store.get("words", b"k"), store.get("body", b"q")) == (
                b"value",
                None,
                None,
            )
            assert store.need("body", b"k") == b"value"


def test_a_value_can_be_replaced_and_dropped(filled: Path) -> None:
    with opened(filled) as store:
        store.put("body", [(b"k", b"new"), (b"l", b"")])
        assert (store.get("body", b"k"), store.get("body", b"l")) == (b"new", b"")
        assert store.keys("body") == {b"k", b"l"}
        store.drop("body", [b"k", b"nothing"])
        assert store.keys("body") == {b"l"}


def test_what_is_gone_but_needed_is_a_lost_cache(filled: Path) -> None:
    with opened(filled) as store, pytest.raises(CacheLost, match="body 71"):
        store.need("body", b"q")


def other_version(path: Path) -> None:
    with opened(path, b"w" * 16):
        pass


def corrupt(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def no_database(path: Path) -> None:
    path.write_text("This is a shopping list.\n" * 100, encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def foreign_tables(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE version (name TEXT, major INT)")
        base.execute("CREATE TABLE entries (title TEXT)")
        base.execute("INSERT INTO entries VALUES ('not ours')")
    base.close()


@pytest.mark.parametrize("spoil", [other_version, corrupt, no_database, empty, cut_off, foreign_tables])
def test_a_cache_that_cannot_be_trusted_is_empty_and_works(filled: Path, spoil: Callable[[Path], None]) -> None:
    spoil(filled)
    with opened(filled) as store:
        assert (store.get("body", b"k"), store.keys("body")) == (None, set())
        store.put("body", [(b"k", b"again")])
    with opened(filled) as store:
        assert store.get("body", b"k") == b"again"


def test_a_damaged_value_is_none(filled: Path) -> None:
    with sqlite3.connect(filled) as base:
        base.execute("UPDATE entries SET value = ?", (b"\0" * 16 + b"value",))
    base.close()
    with opened(filled) as store:
        for ask in (lambda: store.get("body", b"k"), lambda: store.every("body")):
            with pytest.raises(CacheLost, match="a damaged value of kind body"):
                ask()


SWAPS = {
    "another key": "UPDATE entries SET key = x'71' WHERE key = x'6b'",
    "another kind": "UPDATE entries SET kind = 'words'",
    "a value of another type": "UPDATE entries SET value = 7",
    "a value of no type": "UPDATE entries SET value = NULL",
    "a key of another type": "UPDATE entries SET key = 'k'",
}


@pytest.mark.parametrize("swap", SWAPS)
def test_a_value_is_not_believed_under_another_key_or_kind(filled: Path, swap: str) -> None:
    with sqlite3.connect(filled) as base:
        base.execute(SWAPS[swap])
    base.close()
    with opened(filled) as store:
        for kind in ("body", "words"):
            for key in (b"k", b"q"):
                with suppress(CacheLost):
                    assert store.get(kind, key) is None
            with suppress(CacheLost):
                assert store.every(kind) == {}


def test_tables_with_more_than_ours_are_foreign(filled: Path) -> None:
    """A trigger could write what nobody put, a view could run for ever."""
    with sqlite3.connect(filled) as base:
        base.execute("CREATE TRIGGER evil AFTER INSERT ON entries BEGIN DELETE FROM entries; END")
    base.close()
    with opened(filled) as store:
        store.put("body", [(b"k", b"value")])
        assert store.get("body", b"k") == b"value"


def test_a_cache_that_cannot_be_written_says_so_and_stays(filled: Path) -> None:
    with opened(filled) as store:
        (size,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {size}")  # as on a disk that is full
        with pytest.raises(OSError, match="No space left on device") as problem:
            store.put("body", [(bytes([n]), bytes(4000)) for n in range(9)])
        assert problem.value.filename == str(filled)
        assert store.get("body", b"k") == b"value"


def test_a_file_spoilt_under_an_open_cache_is_lost_and_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with opened(path) as store:
        store.put("body", [(bytes([n]), bytes(4000)) for n in range(200)])
    with opened(path) as store:
        path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 500_000)
        with pytest.raises(CacheLost):
            store.get("body", b"\1")
        with pytest.raises(CacheLost):
            store.put("body", [(bytes([n]), b"x") for n in range(200)])
        store.wipe()
        store.put("body", [(b"k", b"v")])
        assert store.keys("body") == {b"k"}


def test_wiping_leaves_an_empty_cache_and_no_file_of_the_old(filled: Path) -> None:
    journal = filled.with_name("cache.sqlite-journal")
    with opened(filled) as store:
        journal.write_bytes(b"left by a killed build")
        store.wipe()
        assert store.keys("body") == set()
        assert not journal.exists()


def test_what_fails_half_way_was_never_written(filled: Path) -> None:
    def items() -> Iterator[tuple[bytes, bytes]]:
        yield b"one", b"1"
        raise KeyboardInterrupt

    with opened(filled) as store:
        with pytest.raises(KeyboardInterrupt):
            store.put("body", items())
        assert store.keys("body") == {b"k"}


@found_by("caches")
@pytest.mark.parametrize("damaged", [b"version (digest B\xffOB)", b"version \xff\xfedigest BLOB)"])
def test_tables_whose_description_is_no_text_are_none(filled: Path, damaged: bytes) -> None:
    data = filled.read_bytes()
    whole = b"version (digest BLOB)"
    assert data.count(whole) == 1
    filled.write_bytes(data.replace(whole, damaged[: len(whole)].ljust(len(whole))))
    with opened(filled) as store:
        assert store.get("body", b"k") is None
