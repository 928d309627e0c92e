"""`sitegen schedule`: what is due, and when."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from sitegen.commands.options import JOBS, NOW, SITE, aware, clock
from sitegen.commands.screen import refuse, show_diagnostics, shown_progress, waiting


@click.command()
@SITE
@JOBS
@NOW
@click.option("--next", "alone", is_flag=True, help="Print the moment of the next change alone, or nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list.")
def schedule(site: Path, jobs: int | None, now: datetime | None, alone: bool, form: str) -> None:
    """List what will be published or expire, and when."""
    from sitegen.configured import load_config
    from sitegen.documents import with_documents
    from sitegen.schedule import as_json, as_text, make_schedule

    if alone and form == "json":
        raise click.UsageError('--next prints one moment: leave out --format json, or take "next" from its object')
    config = load_config(site)
    library = with_documents(
        site, config, jobs or os.cpu_count() or 1, lambda library, _store: library, shown_progress(), waiting
    )
    found = make_schedule(config, library.documents, aware(now) or clock())
    words = found.next if alone else as_json(found) if form == "json" else as_text(found)
    if words:
        click.echo(words)
    errors = [diagnostic for diagnostic in library.diagnostics if diagnostic.severity == "error"]
    show_diagnostics(errors, site)
    if errors:
        refuse(errors, "what cannot be read is not in the schedule")
