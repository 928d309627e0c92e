"""A symbolic link that leads to a folder with the whole site: a deploy makes a new folder, and turns the link to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.deploy.folder import Folder, content
from sitegen.deploy.remote import RECORD, Outdated, Undeployed
from sitegen.engine.lock import Locked, locked_folder
from sitegen.engine.write import take_away, write_whole


class Switched(Folder):
    """The link and its folders.

    These are beside the link, in one named like it with `.releases` behind: the one that is shown, and the one before
    it, for answers that are under way. Files that stay are the same files (hard links).
    """

    whole = True

    def __init__(self, link: Path) -> None:
        super().__init__(link)
        self._link = link
        self._releases = link.with_name(f"{link.name}.releases")

    @contextmanager
    def turn(self, waiting: Callable[[str], None]) -> Iterator[None]:
        if os.path.lexists(self._link) and not self._link.is_symlink():
            raise Undeployed(f"{self.name} is to be a link that is switched, and is none", "move it elsewhere first")
        try:
            with locked_folder(self._releases, lambda _: waiting(self.name)):
                self._folder = self._prepared()
                yield
        except Locked:
            raise Undeployed(f"another deploy to {self.name} is under way", "deploy again when it has ended") from None
        finally:
            self._folder = self._link

    def _prepared(self) -> Path:
        """A new folder with all that is shown now; what other deploys left goes, but for what is shown."""
        shown = self._link.resolve() if self._link.is_symlink() else None
        numbers = {int(path.name): path for path in self._releases.iterdir() if path.name.isdigit()}
        last = int(shown.name) if shown in {path.resolve() for path in numbers.values()} and shown else 0
        before = max((number for number in numbers if number < last), default=None)
        for number, path in numbers.items():
            if number not in (last, before):
                take_away(path)
        new = self._releases / str(last + 1)
        new.mkdir()
        if shown and last:
            for folder, _, names in os.walk(shown):
                within = new / os.path.relpath(folder, shown)
                within.mkdir(exist_ok=True)
                for name in names:
                    os.link(os.path.join(folder, name), within / name, follow_symlinks=False)
        return new

    def write(self, record: bytes) -> None:
        if content(self._link / RECORD) != self._read:
            raise Outdated
        write_whole(self._folder / RECORD, record)
        beside = self._link.with_name(f"{self._link.name}.next")
        take_away(beside)
        beside.symlink_to(Path(self._releases.name) / self._folder.name)
        os.replace(beside, self._link)
        self._read = record
        for path in self._releases.iterdir():
            if path.name.isdigit() and int(path.name) < int(self._folder.name) - 1:
                take_away(path)
