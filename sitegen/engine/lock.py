"""One build at a time, in one site and into one folder: a second one waits, and says for whom."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PATIENCE = 600.0  # seconds
LOOK = 0.05  # seconds between looks at a folder that another build holds


class Locked(Exception):
    """Another build has held the lock for too long."""


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[str], None], *, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold the lock at `path`, in the cache's folder, waiting for at most `patience` seconds; gives whether it had to.

    `waiting` is told once who holds it, "" if that is not known.
    """
    from filelock import FileLock, Timeout

    _claim(path.parent)
    lock = FileLock(path)
    holder = path.with_suffix(".pid")
    waited = False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waited = True
        waiting(_told(holder))
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            raise Locked(str(path)) from None
    try:
        with contextlib.suppress(OSError):  # it is only for the words of others
            holder.write_text(str(os.getpid()))
        yield waited
    finally:
        lock.release()


@contextlib.contextmanager
def locked_folder(folder: Path, waiting: Callable[[str], None], *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an output folder, made where there is none: builds of other sites into it wait. Nothing is put into it.

    Where folders cannot be locked (Windows, some network file systems), only builds of one site wait for each other.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    made = not folder.exists()
    os.makedirs(folder, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        end = time.monotonic() + patience
        told = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise Locked(str(folder)) from None
            except OSError:  # there is no such lock here
                break
            else:
                break
            if not told:
                waiting("")
                told = True
            time.sleep(LOOK)
        yield
    finally:
        os.close(handle)
        if made:  # and nothing was published
            with contextlib.suppress(OSError):
                folder.rmdir()


def _claim(cache: Path) -> None:
    """The cache's folder, and no link there or right in it: it could have us write and delete elsewhere."""
    if cache.is_symlink():
        raise OSError(errno.ELOOP, "the build cache must be a folder, and is a link: delete it", str(cache))
    cache.mkdir(parents=True, exist_ok=True)
    with os.scandir(cache) as entries:
        links = [entry.path for entry in entries if entry.is_symlink()]
    for link in links:
        os.unlink(link)


def _told(holder: Path) -> str:
    """The process that a lock's holder says it is."""
    try:
        words = holder.read_bytes().decode("ascii", "replace").strip()
    except OSError:
        return ""
    return words if words.isdigit() else ""
