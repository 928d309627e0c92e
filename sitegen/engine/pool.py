"""Work in chunks, in this process or in several: the same results in the same order either way.

Workers are started afresh (never forked), only when there is enough to do, and return values; they share nothing.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64  # items: enough to outweigh sending them, few enough to keep all workers busy to the end


class Pool:
    """Up to `jobs` worker processes, begun when first needed."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._executor: Executor | None = None

    def map(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], *, least: int
    ) -> Iterator[list[Result]]:
        """The results of `work` on consecutive chunks, in order; with fewer than `least` items no worker is started."""
        chunks = [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
        if self.jobs <= 1 or len(items) < least:
            yield from map(work, chunks)
        else:
            yield from self._workers().map(work, chunks)

    def _workers(self) -> Executor:
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            self._executor = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_begin)
            with _without_interrupts():  # the workers inherit it, so that Ctrl-C never meets one that is still starting
                for _ in range(self.jobs):
                    self._executor.submit(_begin)
        return self._executor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C where the system can (POSIX)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
