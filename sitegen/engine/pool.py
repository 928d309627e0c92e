"""Work in chunks, in this process or in several: the same results in the same order either way.

Workers are started only when there is enough to do, and return values; they change nothing that others see. Where it is
safe they are forked, which saves starting afresh and sending them the work; nothing relies on that.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64  # items at most: enough to outweigh sending them


class Pool:
    """Up to `jobs` worker processes, begun when first needed."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._executor: Executor | None = None
        self._beside: BaseProcess | None = None

    def map(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], *, least: int, chunk: int = CHUNK
    ) -> Iterator[list[Result]]:
        """The results of `work` on consecutive chunks, in order; with fewer than `least` items no worker is started."""
        size = max(1, min(chunk, len(items) // (4 * self.jobs)))  # so that all have something to do to the end
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        if self.jobs <= 1 or len(items) < max(least, 1):
            yield from map(work, chunks)
        elif can_fork():
            yield from _forked(self.jobs, work, chunks)
        else:
            if self._executor is None:
                self._executor = _workers(self.jobs, "spawn")
            yield from self._executor.map(work, chunks)

    def begin(
        self, prepare: Callable[[], object], work: Callable[[Item], Result]
    ) -> Callable[[Item], Callable[[], Result]]:
        """Get ready for one thing to be done beside this process, where there is room for it.

        `prepare` is done at once. The function returned takes what `work` needs, and gives one that waits for its
        result; what is begun need not be asked for.
        """
        if self.jobs <= 1 or not can_fork():
            return lambda given: partial(work, given)
        from multiprocessing import get_context

        context = get_context("fork")
        here, there = context.Pipe()
        beside = context.Process(target=_answer, args=(prepare, work, here, there), daemon=True)
        with _without_interrupts():
            beside.start()
        there.close()
        self._beside = beside

        def wait(given: Item) -> Result:
            try:
                answer, error = here.recv()
            except (EOFError, OSError):  # it was killed
                return work(given)
            beside.join()
            if error is not None:
                raise error
            result: Result = answer
            return result

        def give(given: Item) -> Callable[[], Result]:
            with contextlib.suppress(BrokenPipeError):  # it has ended already, and may have said why
                here.send(given)
            return partial(wait, given)

        return give

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
        if self._beside is not None and self._beside.is_alive():
            self._beside.terminate()
            self._beside.join()


def can_fork() -> bool:
    """Whether a copy of this process would be sound: Linux, and no thread that could hold a lock in the copy.

    macOS' own libraries do not stand it.
    """
    return sys.platform == "linux" and threading.active_count() == 1


_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None  # what forked workers find instead of being sent


def _forked(jobs: int, work: Callable[[Any], Any], chunks: Sequence[Any]) -> Iterator[Any]:
    global _inherited  # noqa: PLW0603 (a fork hands over what is in memory)
    _inherited = work, chunks
    try:
        executor = _workers(min(jobs, len(chunks)), "fork")
    finally:
        _inherited = None
    try:
        yield from executor.map(_inherited_work, range(len(chunks)))
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _answer(prepare: Callable[[], object], work: Callable[[Any], Any], here: Connection, there: Connection) -> None:
    here.close()
    _begin()
    try:
        prepare()
        there.send((work(there.recv()), None))
    except EOFError:  # not asked for
        pass
    except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
        there.send((None, error))


def _inherited_work(index: int) -> Any:
    assert _inherited is not None, "only a forked worker has inherited any"
    work, chunks = _inherited
    return work(chunks[index])


def _workers(jobs: int, method: str) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(jobs, mp_context=get_context(method), initializer=_begin)
    with _without_interrupts():  # the workers inherit it, so that Ctrl-C never meets one that is still starting
        for _ in range(jobs):
            executor.submit(int)  # nothing, but it starts a worker
    return executor


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
    """Leave Ctrl-C to the parent, which ends the workers in order; and end with the parent, should it be killed."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
