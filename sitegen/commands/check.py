"""`sitegen check`: every problem is told, and nothing is published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sitegen.commands.options import JOBS, NOW, SITE, STRICT, rehearsal
from sitegen.commands.screen import WRONG_CONTENT, run, shown_progress, waiting


@click.command()
@SITE
@STRICT
@JOBS
@NOW
@click.option("--drafts/--no-drafts", default=True, help="Check drafts too (default), or not.")
@click.option("--future/--no-future", default=True, help="Check posts dated in the future too (default), or not.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to report.")
@click.option("--external", is_flag=True, help="Ask other sites whether the pages that are linked to are there.")
@click.option(
    "--within",
    type=click.FloatRange(min=0),
    default=300,
    show_default=True,
    help="Ask other sites for so many seconds.",
)
@click.option("--private-host", "hosts", multiple=True, help="Ask this host although its address is private.")
def check(
    site: Path,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
    drafts: bool,
    future: bool,
    form: str,
    external: bool,
    within: float,
    hosts: tuple[str, ...],
) -> None:
    """Report every problem in content, data, templates and links; publish nothing."""
    from sitegen.report import count, formatted, outside_links, summary
    from sitegen.rules.excerpts import site_lines

    request = rehearsal(site, now, jobs, drafts=drafts, future=future, strict=strict)
    result = run(request)
    found = result.diagnostics
    if external:
        from sitegen.outside import look_outside
        from sitegen.outside.limits import Limits

        limits = Limits(total=within, allowed=frozenset(host.lower() for host in hosts))
        looked = look_outside(request, limits, shown_progress(), waiting)
        found = tuple(sorted({*found, *looked.diagnostics}))
        if form == "text" or looked.offline:
            click.echo(outside_links(looked), err=True)
    if shown := formatted(found, form, site_lines(site)):
        click.echo(shown)
    if form == "text":
        click.echo(summary(found) or f"{count(result.posts, 'post')}: no problems found", err=True)
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise SystemExit(WRONG_CONTENT)
