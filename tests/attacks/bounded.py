"""A command in a process with bounds of processor time and memory: the kernel ends it where it takes more.

The bounds are a few times what a whole attempt takes, and what runs away needs a hundred times that. Knows no attack.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.site import make_site

SECONDS = 300  # of processor time
MEMORY = 1_500_000_000  # bytes of address space
ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str | Path) -> tuple[int, str]:
    """How sitegen with these arguments ended, and what it said."""

    def within_bounds() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    ended = subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        preexec_fn=within_bounds,
    )
    return ended.returncode, ended.stdout + ended.stderr


def build(folder: Path, files: dict[str, str | bytes], command: str = "build") -> tuple[int, str]:
    """How a build or check of a site of these files ended, and what it said."""
    jobs = ["--jobs", "1"] if command == "build" else []
    return run(command, "--site", make_site(folder, files), *jobs)


def ends_well(folder: Path, files: dict[str, str | bytes], code: str = "") -> None:
    """A page, or a diagnostic of that code."""
    ended, said = build(folder, files)
    assert "Traceback" not in said
    if code:
        assert (ended, f"error[{code}]" in said) == (1, True), said[-600:]
    else:
        assert ended == 0, said[-600:]
