"""Bytes that take long to make, kept in a folder under the digest of what they are made from.

Each file is sealed, so that a damaged one is made again. Who may still want a file is the caller's to know.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Container
from pathlib import Path

from sitegen.engine.sealed import read_sealed, write_sealed


def kept(folder: Path, key: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` gave for this key when it was first asked for."""
    place = folder / key.hex()
    data = read_sealed(place)
    if data is None:
        data = make()
        with contextlib.suppress(OSError):  # what stands in the way there costs time, no build
            write_sealed(place, data)
    return data


def drop_others(folder: Path, wanted: Container[bytes]) -> None:
    """Take away all files but those of `wanted` keys."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        try:
            stays = bytes.fromhex(name) in wanted
        except ValueError:  # left by a build that was killed
            stays = False
        if not stays:
            with contextlib.suppress(OSError):  # a folder, which is none of ours
                os.unlink(folder / name)
