"""What every command says: progress, problems, and how it ends. The exit codes are the contract's (§6)."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sitegen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from sitegen.result import Progress, Request, Result

FULL = (errno.ENOSPC, errno.EDQUOT)
FINE, WRONG_CONTENT, WRONG_USAGE, MACHINE_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def run(request: Request) -> Result:
    """The build, with its progress on a terminal."""
    from sitegen.build import build as build_site

    return build_site(request, shown_progress(), waiting)


def waiting(holder: str) -> None:
    click.echo(f"waiting for another build{f' (process {holder})' if holder else ''} …", err=True)


def shown_progress() -> Progress:
    """Progress for a terminal, and none for anything else."""
    return terminal_progress() if sys.stderr.isatty() else lambda _stage, _done, _of: None


def terminal_progress() -> Progress:
    """Progress in one line that is written over; quick work shows nothing."""
    import time

    begun = time.monotonic()

    def show(stage: str, done: int, of: int) -> None:
        if time.monotonic() - begun > 0.5:
            end = "\r\033[K" if done >= of else ""
            click.echo(f"\r\033[K{stage}: {done:,} of {of:,}{end}", nl=False, err=True)

    return show


def show_diagnostics(diagnostics: Iterable[Diagnostic], site: Path | None) -> None:
    from sitegen.report import told
    from sitegen.rules.excerpts import site_lines

    lines = site_lines(site or Path())
    for diagnostic in diagnostics:
        click.echo(told(diagnostic, lines), err=True)


def failure(problem: OSError) -> str:
    """What the machine did not let us do, in one line that says where."""
    what, where = problem.strerror or str(problem), problem.filename2 or problem.filename
    if where and problem.errno in FULL:
        return f"the disk is full: there is no room for {where}; make some, then try again"
    if problem.errno == errno.EROFS:
        return f"the disk is read-only: {where} cannot be written"
    return f"{what}: {where}" if where else what


def refuse(diagnostics: Iterable[Diagnostic], outcome: str) -> NoReturn:
    from sitegen.report import summary

    shown = tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity != "hint")
    click.echo(f"{summary(shown)}: {outcome}", err=True)
    raise SystemExit(WRONG_CONTENT)
