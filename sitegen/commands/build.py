"""`sitegen build`: what changed is built and published."""

from __future__ import annotations

import os
import re
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from sitegen.commands.options import DRAFTS, FOLDER, FUTURE, JOBS, NOW, SITE, STRICT, aware, clock
from sitegen.commands.screen import refuse, run, show_diagnostics

SCHEDULER = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")


class Scheduler(click.ParamType[str]):
    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not SCHEDULER.fullmatch(value):
            self.fail(f"{value!r} is not the address of a Dask scheduler: write tcp://HOST:8786", param, ctx)
        if find_spec("distributed") is None:
            self.fail("Dask is not installed: run pip install 'sitegen[dask]'", param, ctx)
        return value


@click.command()
@SITE
@click.option("--output", type=FOLDER, default=None, help="Where to publish (default: public/).")
@click.option("--full", is_flag=True, help="Make everything again, without the cache.")
@DRAFTS
@FUTURE
@STRICT
@JOBS
@click.option("--cluster", type=Scheduler(), default=None, help="A Dask scheduler, whose workers do the work.")
@NOW
@click.option("--explain", is_flag=True, help="Say why each page was made again.")
@click.option("--report", type=click.Choice(["json"]), default=None, help="Print one JSON object on standard output.")
def build(
    site: Path,
    output: Path | None,
    full: bool,
    drafts: bool,
    future: bool,
    strict: bool,
    jobs: int | None,
    cluster: str | None,
    now: datetime | None,
    explain: bool,
    report: str | None,
) -> None:
    """Build what changed, and publish it."""
    from sitegen.report import as_json, as_line, explanation
    from sitegen.result import Request

    if jobs and cluster:
        raise click.UsageError("--jobs counts workers on this machine, --cluster takes others: give one of them")
    request = Request(
        site=site,
        now=aware(now) or clock(),
        output=output,
        full=full,
        drafts=drafts,
        future=future,
        strict=strict,
        jobs=jobs or os.cpu_count() or 1,
        cluster=cluster or "",
    )
    result = run(request)
    show_diagnostics((d for d in result.diagnostics if d.severity != "hint"), site)
    if explain and (words := explanation(result)):
        click.echo(words, err=report is not None)
    if report:
        click.echo(as_json(result))
    if result.failed:
        refuse(result.diagnostics, "nothing was published")
    if not report:
        click.echo(as_line(result, os.path.relpath(result.output)), err=True)
