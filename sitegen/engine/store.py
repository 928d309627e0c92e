"""The build cache: values by kind and key in one SQLite file, each under its own digest.

A cache that is corrupt, foreign or of another program version is an empty cache, never an error. Only the parent
process writes; workers read.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.engine.digest import SIZE, digest_bytes


class CacheLost(Exception):
    """A value that the build relies on can no longer be read: the caller starts over without the cache."""


class Store:
    """A cache file, open. `version` is the program's digest: a file written under another one is emptied."""

    def __init__(self, path: Path, version: bytes, *, reader: bool = False) -> None:
        self.path = path
        self._version = version
        if reader:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:  # no database of ours: begin with an empty one
            self.wipe()

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path, isolation_level=None)
        # The cache can always be made again, so it need not survive a power cut; it must survive a killed process.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS entries (kind TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, key))"
        )
        self._db.execute("CREATE TABLE IF NOT EXISTS version (digest BLOB)")
        row = self._db.execute("SELECT digest FROM version").fetchone()
        if row is None or row[0] != self._version:
            self._db.execute("DELETE FROM entries")
            self._db.execute("DELETE FROM version")
            self._db.execute("INSERT INTO version VALUES (?)", (self._version,))

    def wipe(self) -> None:
        """Begin again with an empty file; raises `OSError` where even that cannot be written."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._db.close()
        for leftover in self.path.parent.glob(self.path.name + "*"):
            leftover.unlink()
        try:
            self._open()
        except sqlite3.DatabaseError as problem:
            raise OSError(errno.EIO, f"the cache cannot be written ({problem})", str(self.path)) from problem

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The value, or None where there is none or it is damaged."""
        try:
            row = self._db.execute("SELECT value FROM entries WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return None if row is None else _checked(row[0])

    def need(self, kind: str, key: bytes) -> bytes:
        """The value; raises `CacheLost` where it is gone."""
        value = self.get(kind, key)
        if value is None:
            raise CacheLost(f"{kind} {key.hex()}")
        return value

    def keys(self, kind: str) -> set[bytes]:
        try:
            return {row[0] for row in self._db.execute("SELECT key FROM entries WHERE kind = ?", (kind,))}
        except sqlite3.DatabaseError:
            return set()

    def every(self, kind: str) -> dict[bytes, bytes]:
        """All values of a kind by key, without those that are damaged."""
        try:
            rows = self._db.execute("SELECT key, value FROM entries WHERE kind = ?", (kind,)).fetchall()
        except sqlite3.DatabaseError:
            return {}
        return {key: value for key, row in rows if (value := _checked(row)) is not None}

    def put(self, kind: str, items: Iterable[tuple[bytes, bytes]]) -> None:
        rows = ((kind, key, digest_bytes(value) + value) for key, value in items)
        with self.writing():
            self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def drop(self, kind: str, keys: Iterable[bytes]) -> None:
        with self.writing():
            self._db.executemany("DELETE FROM entries WHERE kind = ? AND key = ?", ((kind, key) for key in keys))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing. A damaged file is begun again, and what was being written is lost with it."""
        try:
            self._db.execute("BEGIN")
            yield
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as problem:
            self.wipe()
            raise CacheLost(str(problem)) from problem
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def close(self) -> None:
        self._db.close()


def _checked(value: bytes) -> bytes | None:
    return value[SIZE:] if value[:SIZE] == digest_bytes(value[SIZE:]) else None
