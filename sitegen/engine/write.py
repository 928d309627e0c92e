"""Files are written whole or not at all, and what fails names the file. Knows nothing of what is in them."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def named(path: object) -> Iterator[None]:
    """What fails names this path: writing to an open file says only that the disk is full, not where."""
    try:
        yield
    except OSError as problem:
        if problem.filename is None:
            problem.filename = str(path)
        raise


def take_away(path: Path) -> None:
    """Remove what is here, be it a file, a link or a folder with all that is in it; nothing is fine too."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """A folder of the cache: a file in its place goes."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        take_away(path)
        path.mkdir(parents=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is whole at every moment. What is there and is no regular file (`/dev/null`) is written to."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    with _beside(path, content) as temporary:
        os.replace(temporary, path)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is whole at every moment, with its folders; raises `FileExistsError` where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links (FAT)
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            os.replace(temporary, path)


@contextlib.contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """A file with this content beside another; should it be left there, nobody takes it for an editor's (`is_ours`)."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        with named(path):
            temporary.write_bytes(content)
            yield temporary
    except OSError as problem:
        if problem.filename == str(temporary):  # nobody knows of that one
            problem.filename = str(path)
        raise
    finally:
        temporary.unlink(missing_ok=True)
