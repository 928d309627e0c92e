"""One build at a time in one site: a second one waits, and says for whom."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path


class Locked(Exception):
    """Another build has held the lock for too long."""


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[str], None], *, patience: float = 600.0) -> Iterator[None]:
    """Hold the lock at `path`, waiting for at most `patience` seconds; `waiting` is told once who holds it."""
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    holder = path.with_suffix(".pid")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        with contextlib.suppress(OSError):
            waiting(holder.read_text().strip())
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            raise Locked(str(path)) from None
    try:
        holder.write_text(str(os.getpid()))
        yield
    finally:
        lock.release()
