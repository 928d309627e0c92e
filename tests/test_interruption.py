"""Ctrl-C that falls where Python swallows it."""

import subprocess
import sys

SWALLOWED = """
import os, signal, time
from sitegen.interruption import heed

class Falls:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

{heeding}
try:
    Falls()
    time.sleep(0.5)
    print("went on")
except KeyboardInterrupt:
    print("ended")
"""


def outcome(heeding: str) -> str:
    words = [sys.executable, "-c", SWALLOWED.format(heeding=heeding)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def test_an_interrupt_that_falls_into_a_finaliser_ends_the_program_all_the_same() -> None:
    assert outcome("heed()") == "ended"


def test_python_alone_goes_on() -> None:
    """Should this fail one day, the module can go."""
    assert outcome("") == "went on"


def test_other_errors_in_finalisers_are_told_as_python_tells_them() -> None:
    words = "from sitegen.interruption import heed\nheed()\nclass A:\n    def __del__(self):\n        1 / 0\nA()\n"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stderr
    assert "ZeroDivisionError" in said
