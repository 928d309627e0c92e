"""Files at a glance: whether any of them may have changed, without reading one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from msgspec import Struct

from sitegen.engine.digest import digest_value
from sitegen.engine.files import SETTLED, Found


class Snapshot(Struct, frozen=True):
    """`digest` stands for all paths and signatures; `newest` is the latest time (ns) at which any file was touched."""

    digest: bytes
    newest: int

    def settled(self, moment: int) -> bool:
        """Whether nothing was touched shortly before `moment` (ns), so that equal signatures mean equal content."""
        return self.newest + SETTLED < moment


def take_snapshot(scans: Iterable[tuple[Sequence[Found], Sequence[str]]]) -> Snapshot:
    """The snapshot of some scans: the files found, and the links passed over."""
    seen = []
    newest = 0
    for files, links in scans:
        seen.append(([(file.path, file.signature) for file in files], sorted(links)))
        newest = max(newest, *(max(file.signature[1], file.signature[2]) for file in files), 0)
    return Snapshot(digest_value(seen), newest)


Place = tuple[str, int, int, int]  # a file's path under a folder, its size, when it was written and changed (ns)


def intact(folder: str, places: Iterable[Place]) -> bool:
    """Whether all of these files are in the folder as they were."""
    for path, size, modified, changed in places:
        try:
            stat = os.lstat(f"{folder}/{path}")
        except OSError:
            return False
        if stat.st_ctime_ns != changed or stat.st_mtime_ns != modified or stat.st_size != size:
            return False
    return True
