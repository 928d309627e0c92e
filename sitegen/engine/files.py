"""Which files there are and what they hold, reading only those that may have changed.

A file's content is its digest. Its size, times and inode only save reading it: they are believed when they are those
of an earlier build that started well after the file was last touched (git calls the other case "racily clean").
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from sitegen.engine.digest import digest_bytes, digest_file
from sitegen.engine.write import named

SETTLED = 2_000_000_000  # ns: coarse clocks (FAT: 2 s) and network file systems can hide a write for that long

# Bytes that are not UTF-8 (as Python reads them, PEP 383), and characters that neither XML nor HTML takes.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Signature = tuple[int, int, int, int]  # size, modification time, change time (ns), inode


GONE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)  # what reading meets where a file was just now


class Changed(OSError):
    """A file is gone or no longer says what it said when this build saw it first: the build has to begin again."""

    @classmethod
    def at(cls, path: str) -> Changed:
        return cls(errno.EAGAIN, "this file changes again and again while it is read: build again when it rests", path)


class Found(Struct, frozen=True, gc=False):
    """A regular file: its path under the folder that was scanned (with `/`), where it is, and its signature."""

    path: str
    real: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class File:
    """A file with its digest: where it is, and the path that it is known by in messages."""

    real: str
    owner: str
    digest: bytes

    def read(self) -> bytes:
        return read_as_seen(self.real, self.digest)


class Seen(Struct, frozen=True, gc=False):
    """What an earlier build knew of a file: its signature then, when that build started (ns), and its digest."""

    signature: Signature
    started: int
    digest: bytes


def signature(stat: os.stat_result) -> Signature:
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def is_ours(name: str) -> bool:
    """Whether a file or folder is an editor's work: not hidden, and no backup or lock of a program."""
    return not name.startswith(".") and not name.endswith(("~", ".swp"))


def is_published(name: str) -> bool:
    """Whether a static file is meant to be published: `.well-known` is, files of git and of file managers are not."""
    return not name.startswith((".git", ".DS_Store", "._")) and not name.endswith(("~", ".swp"))


def scan(
    folder: Path, passed_over: list[str] | None = None, wanted: Callable[[str], bool] = is_ours
) -> tuple[Found, ...]:
    """All regular files below `folder` whose names, and whose folders' names, are `wanted`; by path.

    A missing folder is empty. A symbolic link is followed only to a file inside `folder`; the paths of other links, of
    what is neither file nor folder (a pipe is never opened), and names that are no text, are added to `passed_over`.
    """
    home = os.path.realpath(folder)
    found: list[Found] = []
    links: list[str] = []
    pending = [(home, "")]
    while pending:
        directory, prefix = pending.pop()
        try:
            entries = os.scandir(directory)
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            if directory == home:
                raise
            continue  # it was a folder just now
        with entries:
            for entry in entries:
                name = entry.name
                if not wanted(name):
                    continue
                if _NO_TEXT.search(name):
                    links.append(prefix + name)
                elif entry.is_file(follow_symlinks=False) or (entry.is_symlink() and _leads_inside(entry, home)):
                    with contextlib.suppress(FileNotFoundError):  # it was there just now
                        found.append(Found(prefix + name, entry.path, signature(entry.stat())))
                elif entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{name}/"))
                else:
                    links.append(prefix + name)
    if passed_over is not None:
        passed_over.extend(_NO_TEXT.sub("?", path) for path in links)
    found.sort(key=attrgetter("path"))
    return tuple(found)


def _leads_inside(link: os.DirEntry[str], home: str) -> bool:
    try:
        return link.is_file() and os.path.realpath(link.path).startswith(home + os.sep)
    except OSError:  # a link to itself
        return False


def believed(file: Found, seen: Seen | None) -> bytes | None:
    """The digest that an earlier build found, if the file has surely not been touched since."""
    if seen is None or seen.signature != file.signature:
        return None
    _, modified, changed, _ = file.signature
    return seen.digest if max(modified, changed) + SETTLED < seen.started else None


def read_digests(files: Sequence[Found], seen: Mapping[str, Seen], started: int) -> dict[str, Seen]:
    """What this build, which started at `started` (ns since the epoch), knows of each file; by path.

    Raises `Changed` where one is gone.
    """
    known = {}
    for file in files:
        digest = believed(file, seen.get(file.path))
        if digest is None:
            digest = digest_now(file.real)
            known[file.path] = Seen(file.signature, started, digest)
        else:
            known[file.path] = seen[file.path]
    return known


def digest_now(real: str) -> bytes:
    """The digest of a file's bytes as they are now, however many; raises `Changed` where it is gone."""
    try:
        with open(real, "rb") as file:
            return digest_file(file, len)
    except GONE:
        raise Changed.at(real) from None


def read_now(real: str) -> bytes:
    """A file's bytes as they are now; raises `Changed` where it is gone."""
    try:
        with open(real, "rb") as file:
            return file.read()
    except GONE:
        raise Changed.at(real) from None


def read_as_seen(real: str, digest: bytes) -> bytes:
    """A file's bytes, if they are those of this digest; raises `Changed` where they are not."""
    data = read_now(real)
    if digest_bytes(data) != digest:
        raise Changed.at(real)
    return data


def copy_as_seen(real: str, target: str, digest: bytes) -> None:
    """Copy a file that has the content of this digest; raises `Changed` where it has not, and then `target` is not it.

    It may be too large for memory.
    """
    try:
        source = open(real, "rb")  # noqa: SIM115 (closed below)
    except GONE:
        raise Changed.at(real) from None
    with source, named(target), open(target, "wb") as copy:
        if digest_file(source, copy.write) != digest:
            raise Changed.at(real)
