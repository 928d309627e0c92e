"""A site of small files that is edited at random, to be deployed without being built."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

from sitegen.deploy.files import File, reader
from sitegen.deploy.objects import Objects
from sitegen.deploy.run import Done, Job, Progress, deploy_files
from sitegen.engine.digest import digest_bytes
from tests.deploy.stores import Stored

BASE = "https://news.example.com/"
TYPES = {"html": "text/html; charset=utf-8", "css": "text/css", "xml": "application/atom+xml", "png": "image/png"}
RANKS = {"png": 0, "css": 0, "html": 1, "xml": 3}
MOST = 1 << 20  # bytes of a file


class Site:
    """Its files as they are to be deployed (`files`), edited by `edit`."""

    def __init__(self, folder: Path, dice: random.Random, count: int) -> None:
        self._folder = folder
        self._dice = dice
        self._number = 0
        self.files: dict[str, File] = {}
        self.edit(count, 0, 0)

    def edit(self, added: int, changed: int, removed: int) -> None:
        for path in self._dice.sample(sorted(self.files), min(removed, len(self.files))):
            del self.files[path]
        for path in self._dice.sample(sorted(self.files), min(changed, len(self.files))):
            self._write(path)
        for _ in range(added):
            self._number += 1
            ending = self._dice.choice(sorted(TYPES))
            self._write(f"{self._dice.choice(['', '2026/11/', 'ä b/50%/'])}{self._number}.{ending}")

    def _write(self, path: str) -> None:
        data = self._dice.randbytes(self._dice.choice([1, 900, 40_000]))
        if self._dice.random() < 0.5:
            data = data.hex().encode()
        digest, ending = digest_bytes(data), path.rpartition(".")[2]
        source = self._folder / digest.hex()
        source.write_bytes(data)
        told = (("Content-Type", TYPES[ending]), ("Cache-Control", f"max-age={self._dice.choice([60, 600])}"))
        file = File(path, str(source), digest, RANKS[ending], headers=told)
        if len(data) > 1000 and ending != "png":
            file = replace(file, packing="gzip", headers=(*told, ("Content-Encoding", "gzip")))
        self.files[path] = file

    def wanted(self) -> dict[str, Stored]:
        """What a bucket with the site holds, but for the record."""
        return {path: (_sent(file), dict(file.headers)) for path, file in self.files.items()}


def deploy(
    site: Site, target: str, cache: Path, *, now: int, verify: bool = False, progress: Progress = lambda *_: None
) -> Done:
    """A deploy of the site as it is now, by a client of its own."""
    job = Job(BASE, list(site.files.values()), now, 0, verify)
    return deploy_files(Objects(target, MOST), job, reader(cache), progress, lambda _: None)


def _sent(file: File) -> bytes:
    data = Path(file.source).read_bytes()
    return gzip.compress(data, 9, mtime=0) if file.packing else data
