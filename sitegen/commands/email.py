"""`sitegen email`: a post as an e-mail file."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from sitegen.commands.options import DRAFTS, FUTURE, JOBS, NOW, SITE, STRICT, rehearsal
from sitegen.commands.screen import refuse, show_diagnostics, shown_progress, waiting


@click.command()
@click.argument("post")
@SITE
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=None,
    help="The file to write, - for standard output (default: SLUG.eml here).",
)
@DRAFTS
@FUTURE
@STRICT
@JOBS
@NOW
def email(
    post: str,
    site: Path,
    output: Path | None,
    drafts: bool,
    future: bool,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
) -> None:
    """Write POST, named by its slug or path, as an e-mail file (.eml) for any mailer; send nothing."""
    from sitegen.engine.write import write_whole
    from sitegen.newsletter import make_email

    request = rehearsal(site, now, jobs, drafts=drafts, future=future, strict=strict)
    made = make_email(request, post, shown_progress(), waiting)
    show_diagnostics(made.diagnostics, site)
    if not made.content:
        refuse(made.diagnostics, "no e-mail was written")
    if output == Path("-"):
        sys.stdout.buffer.write(made.content)
        return
    path = output or Path(f"{made.slug}.eml")
    write_whole(path, made.content)
    click.echo(path)
