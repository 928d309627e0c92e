"""A folder at a glance: whether any file below it may have changed, without reading one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.engine.digest import digest_value
from sitegen.engine.files import SETTLED, scan, signature


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`digest` stands for all paths and signatures; `newest` is the latest time (ns) at which any file was touched."""

    digest: bytes
    newest: int

    def settled(self, moment: int) -> bool:
        """Whether nothing was touched shortly before `moment` (ns), so that equal signatures mean equal content."""
        return self.newest + SETTLED < moment


def take_snapshot(places: Iterable[Path]) -> Snapshot:
    """The snapshot of some files and folders; one that is not there counts as such."""
    seen: list[object] = []
    newest = 0
    for place in places:
        if place.is_dir():
            links: list[str] = []
            files = [(file.path, file.signature) for file in scan(place, links, lambda _name: True)]
            seen.append((files, sorted(links)))
        else:
            files = [(place.name, signature(os.stat(place)))] if place.exists() else []
            seen.append(files)
        newest = max(newest, *(max(found[1], found[2]) for _, found in files), 0)
    return Snapshot(digest_value(seen), newest)
