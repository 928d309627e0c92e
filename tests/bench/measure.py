"""One process and all that it starts, measured as a whole: wall time, processor time, peak memory. For Linux.

Knows nothing of generators. What ran before is written to the disk first, so that no process pays for another's writes.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds between two looks at the memory
SET_CHILD_SUBREAPER = 36  # prctl(2)


class Failed(Exception):
    """A generator ended with an error; the message is the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """`wall` and `cpu` (user and system, of all processes) in seconds, `peak` in bytes; `output` is what it printed."""

    wall: float
    cpu: float
    peak: int
    output: str


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run `command` in `folder` to its end. Raises `Failed`.

    Memory is the sum of the proportional set sizes (shared pages count once) of its session's processes, looked at
    every 20 ms. Processes that outlive the one that was started count as processor time, not as wall time.
    """
    _adopt_orphans()
    os.sync()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = 0
    ended = threading.Event()

    def watch(session: int) -> None:
        nonlocal peak
        while not ended.is_set():
            begun = time.perf_counter()
            peak = max(peak, _memory(session))
            ended.wait(max(EVERY, 9 * (time.perf_counter() - begun)))  # never more than a tenth of a core

    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    watcher = threading.Thread(target=watch, args=(process.pid,))
    watcher.start()
    try:
        output, errors = process.communicate()
        wall = time.perf_counter() - begun
    finally:
        ended.set()
        watcher.join()
        if process.returncode is None:  # interrupted
            os.killpg(process.pid, signal.SIGKILL)
    _wait_for_orphans(process.pid)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        said = (errors + output).strip()[-800:]
        raise Failed(f"it ended with {process.returncode}: {said}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(round(wall, 4), round(cpu, 4), peak, output)


def _adopt_orphans() -> None:
    """Have processes whose parent has ended become ours, so that their processor time is counted."""
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans(session: int) -> None:
    """Wait for what is left of the session; other children of this process are none of ours."""
    for entry in os.listdir("/proc"):
        if entry.isdigit() and _session(entry) == session:
            with suppress(ChildProcessError):
                os.waitpid(int(entry), 0)


def _memory(session: int) -> int:
    """Bytes of memory of the processes of this session; one that ends meanwhile counts nothing.

    Only processes with higher numbers than its first are looked at: the others are older (until numbers begin anew).
    """
    total = 0
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) >= session and _session(entry) == session:
            with suppress(OSError), open(f"/proc/{entry}/smaps_rollup", encoding="ascii") as rollup:
                line = next((line for line in rollup if line.startswith("Pss:")), "Pss: 0 kB")
                total += int(line.split()[1]) * 1024
    return total


def _session(process: str) -> int:
    with suppress(OSError), open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as stat:
        return int(stat.read().rpartition(")")[2].split()[3])
    return -1
