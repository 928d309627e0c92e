"""Addresses that were published once, each with the file that was there: what a later build must not lose silently.

One for each site, for its addresses are those of all its output folders. It may be deleted: then it begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.engine.manifest import read_sealed, write_sealed

NAME = "addresses"


def read_ledger(cache: Path) -> dict[str, str]:
    """The file that was last at each address."""
    data = read_sealed(cache / NAME)
    try:
        return {} if data is None else msgspec.msgpack.decode(data, type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def ledger_stamp(cache: Path) -> tuple[int, int]:
    """What shows, without reading it, that a ledger is another: its size and time (ns), zeros where there is none."""
    try:
        found = (cache / NAME).stat()
    except OSError:
        return (0, 0)
    return found.st_size, found.st_mtime_ns


def write_ledger(cache: Path, addresses: Mapping[str, str]) -> None:
    write_sealed(cache / NAME, msgspec.msgpack.encode(addresses))
