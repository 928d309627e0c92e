"""Whether published files still have the content that the manifest tells of; only those touched since are read."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

from msgspec.structs import replace

from sitegen.engine.digest import digest_file
from sitegen.engine.manifest import Record


class Disk:
    """What is in the output folder."""

    def __init__(self, output: Path) -> None:
        self._output = str(output)
        self._own = {"": True}

    def find(self, path: str, record: Record) -> Record | None:
        """A record as the file is now, if it has the content that it tells of. Times only save reading it."""
        if not self._is_own(path.rpartition("/")[0]):
            return None
        try:
            found = os.lstat(f"{self._output}/{path}")
            if found.st_size != record.size or not S_ISREG(found.st_mode):
                return None
            if (found.st_mtime_ns, found.st_ctime_ns) == (record.modified, record.changed):
                return record
            with open(f"{self._output}/{path}", "rb") as file:
                same = digest_file(file, len) == record.content
        except OSError:
            return None
        return _as_found(record, found) if same else None

    def noted(self, path: str, record: Record) -> Record:
        """The record of a file that was just put in place."""
        return _as_found(record, os.lstat(f"{self._output}/{path}"))

    def _is_own(self, folder: str) -> bool:
        """Whether all on the way to a folder are folders: publishing replaces links, and what they lead to is gone."""
        if folder not in self._own:
            above = folder.rpartition("/")[0]
            self._own[folder] = self._is_own(above) and not os.path.islink(f"{self._output}/{folder}")
        return self._own[folder]


def _as_found(record: Record, found: os.stat_result) -> Record:
    return replace(record, size=found.st_size, modified=found.st_mtime_ns, changed=found.st_ctime_ns)
