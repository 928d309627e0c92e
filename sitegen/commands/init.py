"""`sitegen init`: a new site."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from sitegen.commands.options import clock
from sitegen.diagnostics import WrongUsage


@click.command()
@click.argument("name", type=click.Path(file_okay=False), metavar="DIR")
def init(name: str) -> None:
    """Make a new site in DIR that builds at once."""
    from sitegen.init import init_site

    if not name.strip():
        raise WrongUsage("the name of the folder is empty: write one, as in sitegen init my-news, or . for this one")
    folder = Path(name)
    for path in init_site(folder, clock()):
        click.echo(path)
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"\nNow: {there}sitegen serve", err=True)
