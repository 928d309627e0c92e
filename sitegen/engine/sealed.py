"""Files that are believed only as they were written: whole, and under their own name, by a digest of both at the head.

A digest finds damage and mistakes, not forgery: whoever can write to the cache can seal what they like. So what is run
is believed only in the very file that was written here (`write_here`): a copy, as by git or an archive, is another.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sitegen.engine.digest import SIZE, digest_bytes
from sitegen.engine.write import make_folder, named, take_away


def read_sealed(path: Path) -> bytes | None:
    """What was written here, or None where it is missing, cut off, changed, or was written under another name."""
    return _read(path, of_file=False)


def write_sealed(path: Path, data: bytes) -> None:
    """Replace a file as a whole, and whatever stands in its way; raises `OSError` that names it.

    What a killed build leaves has a fixed name, so that it never adds up.
    """
    _write(path, data, of_file=False)


def read_here(path: Path) -> bytes | None:
    """What `write_here` wrote into this very file; None for any other, whatever it says."""
    return _read(path, of_file=True)


def write_here(path: Path, data: bytes) -> None:
    """As `write_sealed`, with the file's number and time (ns) under the seal: nobody elsewhere can know them."""
    _write(path, data, of_file=True)


def _read(path: Path, *, of_file: bool) -> bytes | None:
    try:
        with open(path, "rb") as file:
            mark = _mark(os.fstat(file.fileno()) if of_file else None)
            data = file.read()
    except OSError:
        return None
    return data[SIZE:] if data[:SIZE] == _seal(path, mark, data[SIZE:]) else None


def _write(path: Path, data: bytes, *, of_file: bool) -> None:
    make_folder(path.parent)
    temporary = path.with_suffix(".tmp")
    try:
        with named(path):
            begun = _begin(temporary) if of_file else None
            temporary.write_bytes(_seal(path, _mark(begun), data) + data)
            if begun:
                os.utime(temporary, ns=(begun.st_atime_ns, begun.st_mtime_ns))
            if path.is_dir():
                take_away(path)
            os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _begin(path: Path) -> os.stat_result:
    path.write_bytes(b"")
    return path.stat()


def _mark(found: os.stat_result | None) -> bytes:
    """What tells a file from all others: its number, and when it was written; nothing where any file will do."""
    if found is None:
        return b""
    return found.st_ino.to_bytes(16, "little") + found.st_mtime_ns.to_bytes(16, "little", signed=True)


def _seal(path: Path, mark: bytes, data: bytes) -> bytes:
    """A file's name and its folder's are part of it: what one place says is no answer in another."""
    return digest_bytes(path.parent.name.encode(), path.name.encode(), mark, data)
