"""A folder of another machine, by rsync over ssh, which puts each file into its place by a rename.

What rsync cannot do (read one file, write it on a condition, remove) small scripts for the POSIX shell do there.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from sitegen.deploy.files import File
from sitegen.deploy.programs import Failed, run
from sitegen.deploy.remote import RECORD, TURN, Outdated, Read, Sent, Undeployed
from sitegen.deploy.ssh import Connection
from sitegen.deploy.turn import Still, turn

T = TypeVar("T")

NOTHING, OTHER = 44, 45  # exit codes of ours: there is no such file; it is not the one that was meant
TOGETHER = 500  # files that rsync is given at once
TRIES = 4  # to connect
PAUSE = 1.0  # seconds before the second try; twice as long before each further one
LOST = {10, 12, 30, 35, 255}  # exit codes of a connection that failed: rsync's own, and ssh's
HOPELESS = {  # what ssh says where no second try will help, and what to do
    "Permission denied": "let this machine’s key in: ssh-copy-id{port} {host}",
    "Could not resolve": "mend the target",
    "Host key verification failed": "make the machine known, once and by hand: ssh{port} {host}",
    "No such file or directory": "mend the target",
}

READ = 'if [ -e "$1" ]; then cksum < "$1" && cat "$1"; else exit 44; fi'
WRITE = """\
if [ "$2" ]; then
  [ "$(cksum < "$1" 2>/dev/null)" = "$2" ] && mv "$1" "$1.$3" 2>/dev/null && mv "$1.$3" "$1" || exit 45
  cat > "$1.$3" && mv "$1.$3" "$1" || exit 1
else
  set -C; { cat > "$1"; } 2>/dev/null || { [ -e "$1" ] && exit 45; exit 1; }
fi
cksum < "$1"
"""
REMOVE = "xargs -0 rm -f --"
PRUNE = "xargs -0 rmdir 2>/dev/null; true"
LOOK = """\
sums=sha256sum
command -v sha256sum >/dev/null || sums="shasum -a 256"
xargs -0 $sums 2>/dev/null
true
"""

ESCAPES = {"n": "\n", "r": "\r"}


class Rsync:
    """ssh://user@host:port/path; a path that begins with /~/ is from the user's home. Tags are SHA-256."""

    whole = False

    def __init__(self, target: str, cache: Path) -> None:
        parts = urlsplit(target)
        path = unquote(parts.path)
        self.name = f"ssh://{parts.netloc.rpartition('@')[2]}{path}"
        self._host = f"{parts.username}@{parts.hostname}" if parts.username else str(parts.hostname)
        self._folder = path.removeprefix("/~/") or "."
        self._port = ["-p", str(parts.port)] if parts.port else []  # else as ~/.ssh/config says
        self._cache = cache
        self._connection: Connection | None = None
        self._record = ""
        self._still: Still = lambda: None

    @contextmanager
    def turn(self, waiting: Callable[[str], None]) -> Iterator[None]:
        with turn(_Door(self), self.name, waiting) as self._still:
            yield

    def read(self) -> bytes | None:
        found = self.get(RECORD)
        self._record = found[1] if found else ""
        return found[0] if found else None

    def write(self, record: bytes) -> None:
        self._record = self.put_if(RECORD, record, self._record)

    def send(self, files: Sequence[File], read: Read) -> Sent:
        for start in range(0, len(files), TOGETHER):
            with TemporaryDirectory(dir=self._cache) as folder:
                tags = []
                for file in files[start : start + TOGETHER]:
                    data, staged = read(file), Path(folder, file.path)
                    staged.parent.mkdir(parents=True, exist_ok=True)
                    staged.write_bytes(data)
                    tags.append((file.path, self.tag(data)))
                self._still()
                self._send_folder(folder)
            yield from tags

    def _send_folder(self, folder: str) -> None:
        """Put what is in a folder here into the one there, as files that all may read."""
        rights = "--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r"
        user, _, host = self._host.rpartition("@")
        place = f"{user}@" * bool(user) + (f"[{host}]" if ":" in host else host) + f":{self._folder}/"
        options = ["-r", "-p", "-s", "--ignore-times", rights]
        try:
            self._again(lambda: run(["rsync", *options, "-e", shlex.join(self._ssh), f"{folder}/", place]))
        except Failed as failed:
            raise self._undeployed(failed) from None

    def remove(self, paths: Collection[str]) -> None:
        above = {str(folder) for path in paths for folder in Path(path).parents} - {"."}
        deepest = sorted(above, key=lambda folder: (-folder.count("/"), folder))
        for script, some in ((REMOVE, paths), (PRUNE, deepest)):
            if some:
                self._ask(script, given=_listed(some))

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        said = self._ask(LOOK, given=_listed(wanted)) if wanted else b""
        found = {}
        for line in said.decode("utf-8", "surrogateescape").split("\n"):
            tag, _, path = line.removeprefix("\\").partition("  ")
            if line.startswith("\\"):  # a name that both programs write with escapes
                path = re.sub(r"\\(.)", lambda escape: ESCAPES.get(escape[1], escape[1]), path)
            found[path.removeprefix("./")] = tag
        return {path: found[path] for path in wanted if path in found}

    def tag(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def get(self, name: str) -> tuple[bytes, str] | None:
        """A file and its tag, which here is its checksum and size as POSIX's `cksum` gives them."""
        try:
            said = self._ask(READ, name)
        except _Refused as refused:
            if refused.code == NOTHING:
                return None
            raise
        tag, _, data = said.partition(b"\n")
        return data, tag.decode()

    def put_if(self, name: str, data: bytes, tag: str) -> str:
        """Write a file if the one that is there has this tag ("": if there is none); raises `Outdated`.

        Between the look and the writing there is a moment: of two that meet in it, one may see the other's file go.
        The record is written by who has the turn, and a turn is claimed by a file that is made, which only one can.
        """
        own = hashlib.sha256(data).hexdigest()[:16]
        try:
            return self._ask(WRITE, name, tag, own, given=data).decode().strip()
        except _Refused as refused:
            if refused.code == OTHER:
                raise Outdated from None
            raise

    def _ask(self, script: str, *words: str, given: bytes = b"") -> bytes:
        """What a script says that is run in the folder there, which is made; raises `_Refused`."""
        folder = shlex.quote(self._folder)
        whole = f"mkdir -p -- {folder} && cd -- {folder} || exit 1\n{script}"
        there = shlex.join(["sh", "-c", whole, "sh", *words])
        try:
            return self._again(lambda: run([*self._ssh, self._host, there], given)).stdout
        except Failed as failed:
            raise _Refused(self._undeployed(failed), failed.code) from None

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    @property
    def _ssh(self) -> list[str]:
        """The command for a call: all share one connection, for connecting takes longer than asking."""
        if self._connection is None:
            self._connection = Connection(self._host, self._port)
        return self._connection.command

    def _again(self, ask: Callable[[], T]) -> T:
        """What is asked for, over a new connection where one was lost; raises `Undeployed`, and other failures."""
        for tried in range(TRIES):
            try:
                return ask()
            except Failed as failed:
                if failed.code not in LOST:
                    raise
                if tried == TRIES - 1 or any(words in failed.said for words in HOPELESS):
                    raise self._undeployed(failed) from None
            self.close()
            time.sleep(PAUSE * 2**tried)
        raise AssertionError

    def _undeployed(self, failed: Failed) -> Undeployed:
        help_ = next((help_ for words, help_ in HOPELESS.items() if words in failed.said), "")
        port = "".join(f" {word}" for word in self._port)
        return Undeployed(f"{self.name}: {failed}", help_.format(host=self._host, port=port))


class _Refused(Undeployed):
    """A script has ended with this exit code."""

    def __init__(self, why: Undeployed, code: int) -> None:
        super().__init__(str(why), why.help)
        self.code = code


class _Door:
    """Whose turn it is, as a file."""

    def __init__(self, place: Rsync) -> None:
        self._place = place

    def claim(self, token: bytes, tag: str | None) -> str:
        return self._place.put_if(TURN, token, tag or "")

    def holder(self) -> tuple[bytes, str] | None:
        return self._place.get(TURN)

    def leave(self) -> None:
        self._place.remove([TURN])


def _listed(paths: Collection[str]) -> bytes:
    """Paths for `xargs -0`, none of which looks like an option."""
    return b"".join(f"./{path}\0".encode() for path in paths)
