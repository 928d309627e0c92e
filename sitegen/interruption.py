"""Ctrl-C is never lost: one that Python had to swallow is told again. What follows from it, the commands decide."""

import _thread
import sys
import time

SOON = 0.01  # seconds: long enough for what swallowed it to return


def heed() -> None:
    """Tell `KeyboardInterrupt` to the main thread once more, should it rise where nothing can rise.

    Python calls finalisers and the callbacks of weak references (an import's lock has one) wherever it happens to be,
    and what they raise is printed as ignored (`sys.unraisablehook`): an editor's Ctrl-C would be ignored as well.
    """
    sys.unraisablehook = _again


def _again(swallowed: "sys.UnraisableHookArgs") -> None:
    if issubclass(swallowed.exc_type, KeyboardInterrupt):
        _thread.start_new_thread(_tell, ())  # `threading` has locks of its own, which may be held just here
    else:
        sys.__unraisablehook__(swallowed)


def _tell() -> None:
    time.sleep(SOON)
    _thread.interrupt_main()
