"""The command line: words in, exit codes out. What each command does is in `commands/`.

Each command imports what it needs when it runs, so that `sitegen --help` stays quick.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from sitegen import __version__
from sitegen.commands.build import build
from sitegen.commands.check import check
from sitegen.commands.email import email
from sitegen.commands.import_ import import_
from sitegen.commands.init import init
from sitegen.commands.new import new
from sitegen.commands.schedule import schedule
from sitegen.commands.schema import schema
from sitegen.commands.screen import (
    FINE,
    INTERRUPTED,
    MACHINE_FAILED,
    WRONG_CONTENT,
    WRONG_USAGE,
    failure,
    show_diagnostics,
)
from sitegen.commands.serve import serve
from sitegen.commands.tickers import tickers
from sitegen.diagnostics import ConfigError, SiteError, WrongUsage
from sitegen.interruption import heed


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """Compile Markdown posts with tags and tickers into a news site: pages, feeds, related news."""


for command in (build, check, serve, new, init, import_, email, schedule, tickers, schema):
    cli.add_command(command)


def program() -> NoReturn:
    """`main` as a process: what is left in memory goes with it, for taking a large site's values apart takes long."""
    take_utf8_for_granted()
    heed()
    try:
        main()
    except SystemExit as end:
        code = end.code
    with contextlib.suppress(OSError):  # who listened has gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else FINE)


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


def main() -> NoReturn:
    """The program: everything that can go wrong ends in one of the contract's exit codes, and never in a traceback."""
    from sitegen.engine.lock import Locked

    try:
        raise SystemExit(cli.main(standalone_mode=False) or FINE)
    except click.exceptions.Exit as end:
        raise SystemExit(end.exit_code) from None
    except click.ClickException as wrong:
        wrong.show()
        raise SystemExit(WRONG_USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        raise SystemExit(INTERRUPTED) from None
    except WrongUsage as wrong:
        click.echo(f"Error: {wrong}", err=True)
        raise SystemExit(WRONG_USAGE) from None
    except ConfigError as wrong:
        show_diagnostics(wrong.diagnostics, wrong.site)
        raise SystemExit(WRONG_USAGE) from None
    except SiteError as wrong:
        show_diagnostics(wrong.diagnostics, wrong.site)
        raise SystemExit(WRONG_CONTENT) from None
    except Locked as wrong:
        click.echo(f"another build has held {wrong} for ten minutes: end it, then build again", err=True)
        raise SystemExit(MACHINE_FAILED) from None
    except OSError as wrong:
        click.echo(failure(wrong), err=True)
        raise SystemExit(MACHINE_FAILED) from None
