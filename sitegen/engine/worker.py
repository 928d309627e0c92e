"""A process that does what it is asked, one message after the other. What there is to do, `pool.py` knows.

It hears no signal that asks to end, for its parent decides on that, and ends when its parent is gone.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Method = Literal["fork", "spawn"]

KILLED = "was killed, perhaps for want of memory"
ENDINGS = {-9: KILLED, -15: KILLED, errno.ENOMEM: "ran out of memory"}  # by exit code: SIGKILL, SIGTERM, our own


class Worker:
    """A process that does what it is asked, one message after the other, and answers each."""

    def __init__(
        self,
        method: Method,
        work: Callable[[Any], Any],
        prepare: Callable[[], object] | None,
    ) -> None:
        from multiprocessing import get_context

        context = get_context(method)
        self.here, there = context.Pipe()
        self._process: BaseProcess = context.Process(target=_answer, args=(there, work, prepare), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        there.close()

    def ask(self, message: object) -> None:
        with contextlib.suppress(OSError):  # it has ended already, and its answer says why
            self.here.send(message)

    def answer(self) -> Any:
        """The answer to the oldest message that has none yet; raises what went wrong with it."""
        try:
            answer, error = self.here.recv()
        except (EOFError, OSError):
            self._lost()
        if error is not None:
            raise error
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.here.close()

    def _lost(self) -> None:
        self._process.join(1)  # its pipe has ended, and so will it
        code = self._process.exitcode
        how = ENDINGS.get(code or 0) or f"crashed ({_ending(code)})"
        raise ChildProcessError(errno.ECHILD, f"a worker process {how}: try again with --jobs 1")


def _ending(code: int | None) -> str:
    """How a process ended, in a word or two."""
    with contextlib.suppress(ValueError, TypeError):
        return signal.Signals(-(code or 0)).name
    return f"exit code {code}"


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C, and what else asks to end, where the system can (POSIX)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer(there: Connection, work: Callable[[Any], Any], prepare: Callable[[], object] | None) -> None:
    """The life of a worker."""
    try:
        _end_with_parent()
        if prepare:
            prepare()
        while (message := _next(there)) is not None:
            there.send((work(*message), None))
    except MemoryError:  # to say more would need some
        os._exit(errno.ENOMEM)
    except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
        error.add_note(f"In a worker:\n{traceback.format_exc()}")
        there.send((None, error))


def _next(there: Connection) -> tuple[Any] | None:
    """The next message, None where nobody asks any more."""
    try:
        return (there.recv(),)
    except EOFError:
        return None


def _end_with_parent() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order; and end with the parent, should it be killed."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
