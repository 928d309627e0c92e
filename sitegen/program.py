"""The program as a process: from its first moment, which hears signals, to its last. What it does is `cli`'s."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import NoReturn

from sitegen.interruption import heed

FAILED = 3  # the contract's (§6): the machine's affair
SHORT = ("failed to map segment", "annot allocate memory", "can't start new thread")  # want of memory in other words


def program() -> NoReturn:
    """`cli.main` as a process. What is left in memory goes with it: taking a large site's values apart takes long."""
    heed()  # before anything is imported, which takes a tenth of a second
    take_utf8_for_granted()
    code: object
    try:
        from sitegen.cli import main

        main()
    except SystemExit as end:
        code = end.code
    except (MemoryError, ImportError, RuntimeError) as wrong:
        if not isinstance(wrong, MemoryError) and not any(words in str(wrong) for words in SHORT):
            raise
        os.write(2, b"there is not enough memory: close other programs, or try again with --jobs 1\n")
        code = FAILED
    with contextlib.suppress(OSError):  # who listened has gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def take_utf8_for_granted() -> None:
    """Files' names are read, and texts are printed, in UTF-8 whatever the locale, as Python 3.15 will (PEP 686).

    Names are part of addresses: in `de_DE.ISO-8859-1`, `größe.png` would be published as another file. And JSON that a
    program reads from us is UTF-8 (RFC 8259, section 8.1). Only beginning again changes how names are read.
    """
    if sys.getfilesystemencoding() != "utf-8" and "utf8" not in sys._xoptions:  # noqa: SLF001 (documented by that name)
        with contextlib.suppress(OSError):  # macOS and Windows always have UTF-8; Linux has our words as they were said
            said = Path("/proc/self/cmdline").read_bytes().split(b"\0")[1:-1]
            again: list[str | bytes] = [sys.executable, "-X", "utf8", *said]
            os.execv(sys.executable, again)  # noqa: S606 (this very program)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
