"""A folder of this machine, or one that is mounted here: each file is put into its place by a rename."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sitegen.deploy.deployed import unpack
from sitegen.deploy.files import File
from sitegen.deploy.remote import RECORD, TURN, Outdated, Read, Sent, Undeployed
from sitegen.engine.digest import digest_bytes
from sitegen.engine.lock import Locked, locked_folder
from sitegen.engine.publish import Ready, in_the_way, publish
from sitegen.engine.write import named, take_away, write_whole

TOGETHER = 64  # files that are written beside the site before they are put into it


class Folder:
    """A folder, seen by readers as it is. The tags of its files are digests of their bytes."""

    whole = False

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder
        self._read: bytes | None = None

    @contextmanager
    def turn(self, waiting: Callable[[str], None]) -> Iterator[None]:
        if self._folder.exists() and not self._folder.is_dir():
            raise Undeployed(f"{self.name} is no folder", "name one that is, or that is not there yet")
        try:
            with locked_folder(self._folder, lambda _: waiting(self.name)):
                yield
        except Locked:
            raise Undeployed(f"another deploy to {self.name} is under way", "deploy again when it has ended") from None

    def read(self) -> bytes | None:
        self._read = content(self._folder / RECORD)
        return self._read

    def write(self, record: bytes) -> None:
        """Within a turn nobody else writes: it is enough to look whether somebody did before."""
        if content(self._folder / RECORD) != self._read:
            raise Outdated
        write_whole(self._folder / RECORD, record)
        self._read = record

    def send(self, files: Sequence[File], read: Read) -> Sent:
        staging = self._folder / TURN
        take_away(staging)  # left by a deploy that was killed
        staging.mkdir()
        known = known_paths(self._read)
        try:
            for start in range(0, len(files), TOGETHER):
                ready, tags = [], []
                for number, file in enumerate(files[start : start + TOGETHER]):
                    data, staged = read(file), staging / str(number)
                    with named(self._folder / file.path):
                        staged.write_bytes(data)
                    ready.append(Ready(file.path, str(staged)))
                    tags.append((file.path, self.tag(data)))
                self._keep_others(ready, known)
                publish(self._folder, ready, ())
                yield from tags
        finally:
            take_away(staging)

    def _keep_others(self, ready: Sequence[Ready], known: Collection[str]) -> None:
        """Refuse to put a file where another's folder is, or a folder where another's file is."""
        if other := in_the_way(self._folder, (file.path for file in ready), known):
            message = f"{other} in {self.name} is not of this site, and a file of the site would take its place"
            raise Undeployed(message, "move it elsewhere")

    def remove(self, paths: Collection[str]) -> None:
        publish(self._folder, (), paths)

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        found = ((path, content(self._folder / path)) for path in wanted)
        return {path: self.tag(data) for path, data in found if data is not None}

    def close(self) -> None:
        """Nothing is held."""

    def tag(self, data: bytes) -> str:
        return digest_bytes(data).hex()


def known_paths(record: bytes | None) -> Collection[str]:
    """All paths that a record knows to be of the site."""
    deployed = unpack(record or b"")
    return {*deployed.files, *deployed.pending, *deployed.gone} if deployed else ()


def content(path: Path) -> bytes | None:
    """A file's bytes; None where there is no file, or something else."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
