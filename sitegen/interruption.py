"""Ctrl-C, and whatever else asks the program to end, is heard once and never lost; what follows, the commands decide.

SIGTERM (a service manager, `timeout`) and SIGHUP (a terminal that is closed) are taken for Ctrl-C. Before there is
anything to put in order the program ends at once; afterwards the first signal raises `KeyboardInterrupt` in the main
thread, and further ones are not heard, so that what is put in order is put in order to the end.
"""

import _thread
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # by name: Windows has not all of them
CODE = 130  # the contract's (§6)
SOON = 0.01  # seconds: long enough for what swallowed it to return


class _Ear:
    """What becomes of the next signal: it is `heard` once; `tell` is what it does to the work, None without any."""

    heard = False
    tell: Callable[[], object] | None = None


def heed() -> None:
    """Hear signals from now on: the first thing that a program does.

    Those that whoever started it wants ignored (`nohup`, a shell's background jobs) stay so.
    """
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _hear)
    sys.unraisablehook = _again


@contextmanager
def interruptible(tell: Callable[[], object] | None = None) -> Iterator[None]:
    """While there is something to put in order, a signal raises `KeyboardInterrupt`, or calls `tell` instead."""
    before = _Ear.tell
    _Ear.tell = tell or _raise
    try:
        yield
    finally:
        _Ear.tell = before


@contextmanager
def cancelling() -> Iterator[None]:
    """Within a task of asyncio, a signal cancels that task: `KeyboardInterrupt` would tear its loop apart.

    Whoever runs the task turns its `CancelledError` into `KeyboardInterrupt`.
    """
    import asyncio

    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    with interruptible(lambda: loop.call_soon_threadsafe(task.cancel)):
        yield


def _hear(_number: int, _frame: FrameType | None) -> None:
    first, _Ear.heard = not _Ear.heard, True
    if _Ear.tell is None:
        if first:
            os.write(2, b"interrupted\n")
        os._exit(CODE)
    if first:
        _Ear.tell()


def _raise() -> NoReturn:
    raise KeyboardInterrupt


def _again(swallowed: "sys.UnraisableHookArgs") -> None:
    """Tell `KeyboardInterrupt` to the main thread once more, should it rise where nothing can rise.

    Python calls finalisers and the callbacks of weak references (an import's lock has one) wherever it happens to be,
    and what they raise is printed as ignored (`sys.unraisablehook`): an editor's Ctrl-C would be ignored as well.
    """
    if issubclass(swallowed.exc_type, KeyboardInterrupt):
        _Ear.heard = False
        _thread.start_new_thread(_tell, ())  # `threading` has locks of its own, which may be held just here
    else:
        sys.__unraisablehook__(swallowed)


def _tell() -> None:
    time.sleep(SOON)
    _thread.interrupt_main()
