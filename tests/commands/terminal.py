"""`sitegen` as its users run it: `run("build", …)` in a process of its own, never in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.site import NOW, post
from tests.warm import run_warm

REPOSITORY = Path(__file__).parent.parent.parent
CLOCK = ("--now", NOW.isoformat())

# A site with one warning, a draft and a post of the future.
FILES = {
    "content/posts/2025-11-21-a.md": post("First", date="2025-11-21", body="Of Nobody [finance:Nobody Knows Ltd].\n"),
    "content/posts/2025-11-22-b.md": post("Second", tags=["chips"]),
    "content/posts/drafted.md": post("Drafted", draft=True),
    "content/posts/coming.md": post("Coming", date="2026-07-01"),
}


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with this repository's `sitegen` and no clock but the machine's."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", **more}


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "sitegen", *map(str, words)]


def run(
    *words: str | Path, at: Path | None = None, script: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """The ended command, run in the folder `at`; no command may ever end in a traceback.

    `script` is Python that runs in its process before it begins (`tests/processes.py` has some).
    """
    with TemporaryDirectory() as folder:
        done = run_warm([*map(str, words)], at or Path.cwd(), environment(**variables), Path(folder), script)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@contextmanager
def interruptible(words: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The running command; killed at the end."""
    process = subprocess.Popen(
        words,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def published(output: Path) -> dict[str, bytes]:
    """Every file of a published folder by its path."""
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}
