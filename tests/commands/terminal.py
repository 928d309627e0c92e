"""`sitegen` as its users run it: `run("build", …)` in a process of its own, never in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.site import NOW

REPOSITORY = Path(__file__).parent.parent.parent
CLOCK = ("--now", NOW.isoformat())


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with this repository's `sitegen` and no clock but the machine's."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", **more}


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "sitegen", *map(str, words)]


def run(*words: str | Path, at: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """The ended command, run in the folder `at`; no command may ever end in a traceback."""
    done = subprocess.run(
        command(*words),
        cwd=at,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def published(output: Path) -> dict[str, bytes]:
    """Every file of a published folder by its path."""
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}
