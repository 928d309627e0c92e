"""`sitegen import`: moving in."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.options import SITE
from sitegen.commands.screen import WRONG_CONTENT


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@SITE
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done; write nothing.")
def import_(source: Path, site: Path, dry: bool) -> None:
    """Move in: carry over the posts of SOURCE, a Hugo or Jekyll folder, a WordPress export, an RSS or Atom file."""
    from sitegen.configured import load_config
    from sitegen.importing.command import import_source, summary
    from sitegen.report import told

    done = import_source(source, site, load_config(site), dry=dry)
    click.echo(summary(done, str(source), dry=dry))
    if done.problems:
        click.echo("\nNot carried over, or in need of a hand:\n")
    for problem in done.problems:
        click.echo(told(problem, lambda _path: ()))
    if done.failed:
        raise SystemExit(WRONG_CONTENT)
