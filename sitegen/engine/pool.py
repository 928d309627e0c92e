"""Work in chunks, in this process or in several, here or elsewhere: the same results in the same order either way.

Workers are started only when there is enough to do, and return values; they change nothing that others see. Where it is
safe they are forked, which saves starting afresh and sending them the work; nothing relies on that. One that dies ends
the work, and none outlives this process (docs/decisions/0022-workers.md). Instead of them, any executor can be given.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from sitegen.engine.worker import Method, Worker, without_interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64  # items at most: enough to outweigh sending them
AHEAD = 2  # chunks that a forked worker knows of: it goes on while this process takes in what it did


class Asked(Protocol):
    """Work that an executor was given, as `concurrent.futures.Future` stands for it."""

    def result(self) -> Any: ...

    def cancel(self) -> object: ...


class Executor(Protocol):
    """Takes work and what it is done on, as `concurrent.futures.Executor` does; both can be pickled."""

    def submit(self, work: Callable[[Any], Any], chunk: Any, /) -> Asked: ...


class Pool:
    """Up to `jobs` worker processes, begun when first needed; all of them end with the `with`.

    What they do raises `ChildProcessError` where one of them is killed or crashes. With an `executor`, of `jobs`
    workers, chunks are given to that; to end it is its owner's affair.
    """

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self.jobs = jobs
        self._executor = executor
        self._asked: list[deque[Asked]] = []  # for each `map` that gives work to the executor, the oldest first
        self._running: list[Worker] = []
        self._spawned: list[Worker] = []  # those of them that any work can be sent to

    def map(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], *, least: int, chunk: int = CHUNK
    ) -> Iterator[list[Result]]:
        """The results of `work` on consecutive chunks, in order; with fewer than `least` items no worker is started."""
        size = max(1, min(chunk, len(items) // (4 * self.jobs)))  # so that all have something to do to the end
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        if len(items) < max(least, 1) or (self.jobs <= 1 and not self._executor):
            yield from map(work, chunks)
        elif self._executor:
            yield from self._submitted(self._executor, work, chunks)
        elif can_fork():
            forked = self._start("fork", min(self.jobs, len(chunks)), lambda index: work(chunks[index]))
            try:
                yield from _in_order(forked, range(len(chunks)), AHEAD)
            finally:
                self._end(forked)
        else:
            self._spawned = self._spawned or self._start("spawn", self.jobs, _sent)
            finished = False
            try:
                yield from _in_order(self._spawned, [(work, some) for some in chunks], 1)
                finished = True
            finally:
                if not finished:  # they are busy still
                    self._end(self._spawned)
                    self._spawned = []

    def _submitted(
        self, executor: Executor, work: Callable[[Sequence[Item]], list[Result]], chunks: Sequence[Sequence[Item]]
    ) -> Iterator[list[Result]]:
        """As `map`; no more chunks are with the executor at once than its workers need to go on."""
        asked: deque[Asked] = deque()
        self._asked.append(asked)
        left = iter(chunks)
        try:
            asked.extend(executor.submit(work, chunk) for chunk in islice(left, AHEAD * self.jobs))
            while asked:
                result: list[Result] = asked[0].result()
                asked.popleft()
                asked.extend(executor.submit(work, chunk) for chunk in islice(left, 1))
                yield result
        finally:
            _cancel(asked)
            self._asked.remove(asked)

    def begin(
        self, prepare: Callable[[], object], work: Callable[[Item], Result]
    ) -> Callable[[Item], Callable[[], Result]]:
        """Get ready for one thing to be done beside this process, where there is room for it.

        `prepare` is done at once. The function returned takes what `work` needs, and gives one that waits for its
        result; what is begun need not be asked for.
        """
        if self.jobs <= 1 or not can_fork():
            return lambda given: partial(work, given)
        [beside] = self._start("fork", 1, work, prepare)

        def wait() -> Result:
            try:
                result: Result = beside.answer()
            finally:
                self._end([beside])
            return result

        def give(given: Item) -> Callable[[], Result]:
            beside.ask(given)
            return wait

        return give

    def stop(self) -> None:
        """End all workers at once, whatever they are doing: from here on none of them writes anything.

        What an executor has not begun is cancelled; what it is doing it may end, and nobody takes that in.
        """
        for asked in self._asked:
            _cancel(asked)
        self._spawned = []
        self._end([*self._running])

    def _start(
        self,
        method: Method,
        jobs: int,
        work: Callable[[Any], Any],
        prepare: Callable[[], object] | None = None,
    ) -> list[Worker]:
        with without_interrupts():  # nor do the workers meet any, for they inherit that
            started = len(self._running)
            for _ in range(jobs):
                self._running.append(Worker(method, work, prepare))
            return self._running[started:]

    def _end(self, workers: Sequence[Worker]) -> None:
        for worker in workers:
            worker.end()
        self._running = [worker for worker in self._running if worker not in workers]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _cancel(asked: deque[Asked]) -> None:
    while asked:
        asked.pop().cancel()  # the youngest first, or they would be begun


def can_fork() -> bool:
    """Whether a copy of this process would be sound: Linux, and no thread that could hold a lock in the copy.

    macOS' own libraries do not stand it.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _in_order(workers: Sequence[Worker], messages: Sequence[Any], ahead: int) -> Iterator[Any]:
    """The answers to all messages, in their order; no worker is sent more than `ahead` at once."""
    from multiprocessing.connection import wait

    left = iter(range(len(messages)))
    asked: dict[Connection, tuple[Worker, deque[int]]] = {}

    def ask(worker: Worker, numbers: deque[int]) -> None:
        number = next(left, None)
        if number is not None:
            worker.ask(messages[number])
            numbers.append(number)
            asked[worker.here] = worker, numbers

    for worker in workers:
        asked[worker.here] = worker, deque()
    for _ in range(ahead):
        for worker, numbers in asked.values():
            ask(worker, numbers)
    found: dict[int, Any] = {}
    for number in range(len(messages)):
        while True:
            busy = [connection for connection, (_, numbers) in asked.items() if numbers]
            for connection in wait(busy, 0 if number in found else None):
                worker, numbers = asked[connection]  # type: ignore[index]
                found[numbers.popleft()] = worker.answer()
                ask(worker, numbers)
            if number in found:
                break
        yield found.pop(number)


def _sent(message: tuple[Callable[[Any], Any], Any]) -> Any:
    """What a worker does that has inherited nothing."""
    work, chunk = message
    return work(chunk)
