"""Addresses that were published once, each with what was there: what a later build must not lose silently.

One for each site, for its addresses are those of all its output folders. It may be deleted: then it begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.engine.sealed import read_sealed, write_sealed

NAME = "addresses"


class Once(NamedTuple):
    """What was last at an address: its file, and the title and date by which it is known again under another name.

    Ledgers of former versions have the file alone.
    """

    path: str
    title: str = ""
    date: str = ""


def read_ledger(cache: Path) -> dict[str, Once]:
    """What was last at each address."""
    data = read_sealed(cache / NAME)
    try:
        known = {} if data is None else msgspec.msgpack.decode(data, type=dict[str, str | Once])
    except msgspec.DecodeError:
        return {}
    return {url: Once(once) if isinstance(once, str) else once for url, once in known.items()}


def ledger_stamp(cache: Path) -> tuple[int, int]:
    """What shows, without reading it, that a ledger is another: its size and time (ns), zeros where there is none."""
    try:
        found = (cache / NAME).stat()
    except OSError:
        return (0, 0)
    return found.st_size, found.st_mtime_ns


def write_ledger(cache: Path, addresses: Mapping[str, Once]) -> None:
    write_sealed(cache / NAME, msgspec.msgpack.encode(addresses))
