"""The command line: words in, exit codes out. What each command does is in `commands/`.

Each command imports what it needs when it runs, so that `sitegen --help` stays quick.
"""

from __future__ import annotations

from typing import NoReturn

import click

from sitegen import __version__
from sitegen.commands.build import build
from sitegen.commands.check import check
from sitegen.commands.deploy import deploy
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
from sitegen.diagnostics import ConfigError, SiteError, WrongUsage, visible
from sitegen.interruption import interruptible


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """Compile Markdown posts with tags and tickers into a news site: pages, feeds, related news."""


for command in (build, check, serve, deploy, new, init, import_, email, schedule, tickers, schema):
    cli.add_command(command)


def main() -> NoReturn:
    """The program: everything that can go wrong ends in one of the contract's exit codes, and never in a traceback."""
    from sitegen.engine.lock import Locked

    try:
        with interruptible():
            code = cli.main(standalone_mode=False) or FINE
        raise SystemExit(code)
    except click.exceptions.Exit as end:
        raise SystemExit(end.exit_code) from None
    except click.ClickException as wrong:
        wrong.show()
        raise SystemExit(WRONG_USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        raise SystemExit(INTERRUPTED) from None
    except WrongUsage as wrong:
        click.echo("\n".join(map(visible, f"Error: {wrong}".split("\n"))), err=True)
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
        click.echo(visible(failure(wrong)), err=True)
        raise SystemExit(MACHINE_FAILED) from None
