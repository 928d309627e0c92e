"""The build cache: values by kind and key in one SQLite file, each under a digest of all three.

A cache that is corrupt, foreign or of another program version is an empty cache, never an error. Only the parent
process writes; workers read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from sitegen.engine.digest import SIZE, digest_bytes
from sitegen.engine.write import make_folder, take_away

T = TypeVar("T")

TABLES = (
    "CREATE TABLE entries (kind TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, key))",
    "CREATE TABLE version (digest BLOB)",
)
MACHINE = {  # what is the machine's fault and not the file's, as the system calls it
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}


class CacheLost(Exception):
    """A value that the build relies on can no longer be read: the caller starts over without the cache."""


class Store:
    """A cache file, open. `version` is the program's digest: a file written under another one is emptied.

    Whoever asks for a damaged value is told `CacheLost`: what else is in that file is not to be trusted either.
    """

    def __init__(self, path: Path, version: bytes, *, reader: bool = False) -> None:
        self.path = path
        self._version = version
        self._reader = reader
        if reader:
            with self._sound():
                place = f"{path.resolve().as_uri()}?mode=ro"
                self._db = sqlite3.connect(place, uri=True, check_same_thread=False)  # a cluster's take turns
            return
        if path.is_symlink() or (path.exists() and not path.is_file()):
            take_away(path)
        try:
            self._open()
        except CacheLost:  # no database of ours: begin with an empty one
            self.wipe()

    def _open(self) -> None:
        make_folder(self.path.parent)
        with self._sound():
            self._db = sqlite3.connect(self.path, isolation_level=None)
            # The cache can always be made again, so it need not survive a power cut; it must survive a killed process.
            self._db.execute("PRAGMA synchronous = OFF")
            found = self._db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        if found and tuple(sql for (sql,) in found) != TABLES:  # with triggers, they could do anything
            raise CacheLost("another program's tables")
        with self._sound():
            known = self._db.execute("SELECT digest FROM version").fetchone() if found else None
        if known != (self._version,):
            with self.writing():
                for table in () if found else TABLES:
                    self._db.execute(table)
                self._db.execute("DELETE FROM entries")
                self._db.execute("DELETE FROM version")
                self._db.execute("INSERT INTO version VALUES (?)", (self._version,))

    def wipe(self) -> None:
        """Begin again with an empty file; raises `OSError` where even that cannot be written."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._db.close()
        for leftover in self.path.parent.glob(self.path.name + "*"):
            take_away(leftover)
        try:
            self._open()
        except CacheLost as problem:
            raise OSError(errno.EIO, f"the cache cannot be written ({problem})", str(self.path)) from problem

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The value, or None where there is none."""
        with self._sound():
            row = self._db.execute("SELECT value FROM entries WHERE kind = ? AND key = ?", (kind, key)).fetchone()
            return None if row is None else _checked(kind, key, row[0])

    def need(self, kind: str, key: bytes) -> bytes:
        """The value; raises `CacheLost` where it is gone."""
        value = self.get(kind, key)
        if value is None:
            raise CacheLost(f"{kind} {key.hex()}")
        return value

    def keys(self, kind: str) -> set[bytes]:
        with self._sound():
            return {key for (key,) in self._db.execute("SELECT key FROM entries WHERE kind = ?", (kind,))}

    def every(self, kind: str) -> dict[bytes, bytes]:
        """All values of a kind by key."""
        with self._sound():
            rows = self._db.execute("SELECT key, value FROM entries WHERE kind = ?", (kind,))
            return {key: _checked(kind, key, value) for key, value in rows}

    @contextlib.contextmanager
    def _sound(self) -> Iterator[None]:
        """Raise `CacheLost` where the file is damaged, `OSError` where it is the machine that does not let us."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
            code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # Python has none
            number = MACHINE.get(code & 0xFF)  # the low byte is the kind (sqlite.org/rescode.html)
            if number is None or self._reader or code == sqlite3.SQLITE_READONLY_DBMOVED:
                raise CacheLost(str(problem)) from problem
            probe = self.path.with_suffix(".probe")  # SQLite has but one code for no rights and no room for a file
            probe.write_bytes(b"")
            probe.unlink()
            raise OSError(number, os.strerror(number), str(self.path)) from problem

    def put(self, kind: str, items: Iterable[tuple[bytes, bytes]]) -> None:
        rows = ((kind, key, _seal(kind, key, value) + value) for key, value in items)
        with self.writing():
            self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)

    def drop(self, kind: str, keys: Iterable[bytes]) -> None:
        with self.writing():
            self._db.executemany("DELETE FROM entries WHERE kind = ? AND key = ?", ((kind, key) for key in keys))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing. A damaged file is lost; where the disk is full or not to be written to, that is said."""
        with self._sound():
            try:
                self._db.execute("BEGIN")
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # where the disk is full, SQLite has done it already
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        self._db.close()


def despite_damage(store: Store, work: Callable[[], T]) -> T:
    """What `work` gives; where the cache turns out to be damaged, it begins again without it."""
    try:
        return work()
    except CacheLost:
        store.wipe()
        try:
            return work()
        except CacheLost as lost:
            raise unusable(store, lost) from lost


def unusable(store: Store, lost: CacheLost) -> OSError:
    """What to say where a cache was lost again and again."""
    return OSError(errno.EIO, f"the cache cannot be used ({lost})", str(store.path))


def needed(values: Mapping[bytes, bytes], key: str) -> bytes:
    """The value of a text, by its key in hexadecimal digits; raises `CacheLost` where it is gone."""
    value = values.get(bytes.fromhex(key))
    if value is None:
        raise CacheLost(f"the values of {key}")
    return value


def _seal(kind: str, key: bytes, value: bytes) -> bytes:
    """What is said under one key is no answer under another."""
    return digest_bytes(kind.encode(), key, value)


def _checked(kind: str, key: object, value: object) -> bytes:
    if isinstance(key, bytes) and isinstance(value, bytes) and value[:SIZE] == _seal(kind, key, value[SIZE:]):
        return value[SIZE:]
    raise CacheLost(f"a damaged value of kind {kind}")
