"""Digests of bytes and of plain values: how the build tells "the same" from "changed".

A value's digest is that of its JSON encoding, so it follows from the value alone: not from memory addresses, hash seeds
or the process that computed it. (MessagePack would be as quick, but keeps of a moment only the instant, not the offset
that readers see.) Dictionaries count in their own order; callers build them in a fixed one.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

SIZE = 16  # bytes; 128 bits leave no room for chance collisions

_encode = msgspec.json.Encoder().encode


def digest_bytes(*parts: bytes) -> bytes:
    """The digest of the parts, each set off by its length, so that ("a", "bc") is not ("ab", "c")."""
    hasher = blake2b(digest_size=SIZE)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "little"))
        hasher.update(part)
    return hasher.digest()


def digest_file(path: str) -> bytes:
    """The digest of a file's bytes, as `digest_bytes` has it; however large it is, little of it is in memory."""
    hasher = blake2b(digest_size=SIZE)
    with open(path, "rb") as file:
        hasher.update(os.fstat(file.fileno()).st_size.to_bytes(8, "little"))
        while piece := file.read(1_000_000):
            hasher.update(piece)
    return hasher.digest()


def digest_value(value: Any) -> bytes:
    """The digest of a plain value: None, numbers, text, bytes, dates, dataclasses; tuples, lists and dicts of them."""
    return blake2b(_encode(value), digest_size=SIZE).digest()


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """The digest of the program itself: its own source, the packages installed beside it, and the Python version.

    Anything that could make the same input give other bytes is in here, so an upgrade of a library rebuilds the site.
    """
    package = Path(__file__).resolve().parent.parent
    hasher = blake2b(digest_size=SIZE)
    hasher.update(sys.version.encode())
    for path in sorted(package.rglob("*.py")) + sorted((package / "data").iterdir()):
        hasher.update(path.relative_to(package).as_posix().encode())
        hasher.update(path.read_bytes())
    for folder in filter(os.path.isdir, sys.path):
        for name in sorted(
            entry.name for entry in os.scandir(folder) if entry.name.endswith((".dist-info", ".egg-info"))
        ):
            hasher.update(name.encode("utf-8", "surrogateescape"))
    return hasher.digest()
