"""Killing a command at some moment, and asking what is left behind it (Linux).

`tests.commands.terminal.run(…, script=at_change(…))` runs a command that kills itself, so that the moment is exact.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Literal

AT_CHANGE = """
import os, sys
left, whose = {number}, os.getpid()
def seen(event, args):
    global left
    if event in ("os.rename", "os.remove") and os.getpid() == whose:
        if any(isinstance(arg, (str, os.PathLike)) and os.fspath(arg).startswith({below!r}) for arg in args[:2]):
            left -= 1
            if left == 0:
                for number in {signals}:
                    os.kill(os.getpid(), number)
sys.addaudithook(seen)
"""

WRITING = """
import os, sys
left, begun = {number}, False
def opened(event, args):
    global begun
    if event == "open" and isinstance(args[0], (str, os.PathLike)) and args[2] & (os.O_WRONLY | os.O_RDWR):
        path = os.path.abspath(args[0])
        begun |= path.startswith({below!r}) and ("/.sitegen/" not in path or "/schemas/" in path)
def called(frame, event, arg):
    global left
    if begun and event == "c_call":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(opened)
sys.setprofile(called)
"""

IN_WORKER = """
import os, sys
first, whom = os.getpid(), {whom!r}
if {event!r} == "import":
    sys.modules.pop({word!r}, None)  # it may be there already
def met(event, args):
    if event == {event!r} and os.getpid() != first and {word!r} in str(args):
        os.kill(first if whom == "parent" else os.getpid(), 9)
sys.addaudithook(met)
"""

MANY_WORKERS = """
import sitegen.content.library, sitegen.release
sitegen.content.library.WORTH_WORKERS = sitegen.release.WORTH_WORKERS = sitegen.release.WORTH_DRAWING = 2
"""

MEMORY = """
import os, resource
with open("/proc/self/statm") as file:
    most = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + {more}
resource.setrlimit(resource.RLIMIT_AS, (most, most))
"""

AFTER = """
import os, time
of = os.getpid()
if os.fork() == 0:
    os.setsid()
    try:
        for number in {signals}:
            time.sleep({seconds})
            os.kill(of, number)
    except ProcessLookupError:  # it has ended by itself
        pass
    os._exit(0)
"""

ALONE = """
import os
os.setsid()
with open({file!r}, "w") as file:
    file.write(str(os.getpid()))
"""


def at_change(below: Path, number: int, *signals: int) -> str:
    """A script: signals come just before the nth file below a path is renamed or removed by the command's process."""
    return AT_CHANGE.format(below=str(below), number=number, signals=[*map(int, signals)])


def while_writing(below: Path, number: int) -> str:
    """A script: the command is killed at the nth call of a built-in function after it opened a file to write below.

    What the cache remembers does not count.
    """
    return WRITING.format(below=f"{below}/", number=number)


def in_worker(event: str, word: str, *, whom: Literal["worker", "parent"]) -> str:
    """A script: when a forked worker meets an audit event with a word in what it is about, it or its parent is killed.

    Workers are started for whatever little there is to do.
    """
    return MANY_WORKERS + IN_WORKER.format(event=event, word=word, whom=whom)


def short_of_memory(more: int) -> str:
    """A script: the command gets so many bytes more than it has at its beginning."""
    return MEMORY.format(more=more)


def after(seconds: float, *signals: int) -> str:
    """A script: signals come after so many seconds, and with as many between them."""
    return AFTER.format(seconds=seconds, signals=[*map(int, signals)])


def alone(file: Path) -> str:
    """A script: the command leads a group of its own, whose number is written to a file."""
    return ALONE.format(file=str(file))


def ended(group: int, *, within: float = 20) -> bool:
    """Whether no process of a group is left, once they have had their time (seconds)."""
    end = time.monotonic() + within
    while alive(group):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(group: int) -> list[int]:
    """The processes of a group that still run, as /proc tells: one that has ended and was not asked about is none."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            state, _parent, of = place.read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state not in "ZX":
                found.append(int(place.parent.name))
    return sorted(found)
