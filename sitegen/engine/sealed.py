"""Files that are believed only as they were written: whole, and under their own name, by a digest of both at the head.

A digest finds damage and mistakes, not forgery: whoever can write to the cache can seal what they like.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sitegen.engine.digest import SIZE, digest_bytes
from sitegen.engine.write import make_folder, named, take_away


def read_sealed(path: Path) -> bytes | None:
    """What was written here, or None where it is missing, cut off, changed, or was written under another name."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data[SIZE:] if data[:SIZE] == _seal(path, data[SIZE:]) else None


def write_sealed(path: Path, data: bytes) -> None:
    """Replace a file as a whole, and whatever stands in its way; raises `OSError` that names it.

    What a killed build leaves has a fixed name, so that it never adds up.
    """
    make_folder(path.parent)
    temporary = path.with_suffix(".tmp")
    try:
        with named(path):
            temporary.write_bytes(_seal(path, data) + data)
            if path.is_dir():
                take_away(path)
            os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _seal(path: Path, data: bytes) -> bytes:
    """A file's name and its folder's are part of it: what one place says is no answer in another."""
    return digest_bytes(path.parent.name.encode(), path.name.encode(), data)
