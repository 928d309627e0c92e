"""What asks a program to end: heard once, wherever it falls, and put in order."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SWALLOWED = """
import os, signal, time
from sitegen.interruption import heed, interruptible

class Falls:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})

{heeding}
try:
    with interruptible():
        Falls()
        time.sleep(0.5)
    print("went on")
except KeyboardInterrupt:
    print("ended")
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_falls_into_a_finaliser_ends_the_program_all_the_same(name: str) -> None:
    assert run(SWALLOWED.format(name=name, heeding="heed()")).stdout == "ended\n"


def test_python_alone_goes_on() -> None:
    """Should this fail one day, `_again` can go."""
    assert run(SWALLOWED.format(name="SIGINT", heeding="")).stdout == "went on\n"


def test_other_errors_in_finalisers_are_told_as_python_tells_them() -> None:
    words = "from sitegen.interruption import heed\nheed()\nclass A:\n    def __del__(self):\n        1 / 0\nA()\n"
    assert "ZeroDivisionError" in run(words).stderr


TIDY = """
import os, signal, time
from sitegen.interruption import heed, interruptible
heed()
every = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
{before}
try:
    with interruptible():
        try:
            time.sleep({work})
            os.kill(os.getpid(), every[-1])
            time.sleep(5)
        finally:
            for number in every * 20:
                os.kill(os.getpid(), number)
            print("in order", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(5)
"""


def test_what_is_put_in_order_is_put_in_order_to_the_end_however_many_signals_come() -> None:
    done = run(TIDY.format(before="", work=0))
    assert (done.returncode, done.stdout, done.stderr) == (130, "in order\ninterrupted\n", "")


def test_before_there_is_anything_to_put_in_order_the_program_ends_at_once() -> None:
    done = run(TIDY.format(before="os.kill(os.getpid(), signal.SIGTERM)", work=5))
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has it")
def test_a_signal_that_is_to_be_ignored_stays_so() -> None:
    words = (
        "import signal\nfrom sitegen.interruption import heed\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nheed()\n"
    )
    done = run(f"{words}assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, 'nohup'\n")
    assert (done.returncode, done.stderr) == (0, "")


TASK = """
import asyncio, os, signal
from sitegen.interruption import cancelling, heed, interruptible

async def wait():
    with cancelling():
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(0.01)
            print("in order")

heed()
with interruptible():
    try:
        asyncio.run(wait())
    except asyncio.CancelledError:
        print("cancelled")
"""


def test_a_task_is_cancelled_and_puts_itself_in_order() -> None:
    done = run(TASK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "in order\ncancelled\n", "")


def test_the_program_hears_signals_before_it_has_imported_anything_of_weight() -> None:
    """What Python does before that is not ours: a signal then ends it in Python's way."""
    words = "import sys\nbefore = set(sys.modules)\nimport sitegen.program\nprint(*sorted(set(sys.modules) - before))\n"
    ours = run(words).stdout.split()
    assert [name for name in ours if name.startswith("sitegen")] == [
        "sitegen",
        "sitegen.interruption",
        "sitegen.program",
    ]
    assert "click" not in ours
