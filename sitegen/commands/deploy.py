"""`sitegen deploy`: the site is built, and what changed is sent to where readers find it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import JOBS, NOW, SITE, STRICT, aware, clock
from sitegen.commands.screen import MACHINE_FAILED, refuse, run, show_diagnostics, shown_progress
from sitegen.diagnostics import WrongUsage, visible

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.config.settings import Deploy
    from sitegen.deploy.plan import Plan
    from sitegen.deploy.run import Done


@click.command()
@click.argument("target", required=False)
@SITE
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--verify", is_flag=True, help="Look at what is really there, and mend it.")
@click.option("--notify", is_flag=True, help="Tell the feeds’ hub and search engines what changed.")
@click.option(
    "--purge",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="The file to write the paths to that a CDN is to fetch again.",
)
@STRICT
@JOBS
@NOW
def deploy(
    target: str | None,
    site: Path,
    dry_run: bool,
    verify: bool,
    notify: bool,
    purge: Path | None,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
) -> None:
    """Build the site, and send what changed to TARGET.

    TARGET is a name from the configuration, or a place: a folder, s3://bucket/prefix, ssh://user@host/folder, or
    git+https://host/repository.git#branch. The addresses of what changed are printed.
    """
    from sitegen.configured import CACHE, load_config
    from sitegen.deploy.files import drop_packed, reader
    from sitegen.deploy.notify import key_file
    from sitegen.deploy.plan import address
    from sitegen.deploy.remote import Undeployed
    from sitegen.deploy.run import Job, deploy_files, rehearse
    from sitegen.deploy.target import chosen, files_of, open_place
    from sitegen.engine.manifest import read_manifest
    from sitegen.newsroom.plan.output import Rank
    from sitegen.release import manifest_path
    from sitegen.result import Request

    config = load_config(site)
    request = Request(site=site.resolve(), now=aware(now) or clock(), strict=strict, jobs=jobs or os.cpu_count() or 1)
    place = chosen(target, request, config)
    if notify:
        _check_listeners(config, place)
    result = run(request)
    show_diagnostics((d for d in result.diagnostics if d.severity != "hint"), site)
    if result.failed:
        refuse(result.diagnostics, "nothing was deployed")
    cache = request.site / CACHE
    manifest = read_manifest(manifest_path(cache, result.output))
    records = manifest.records if manifest else {}
    if notify and (missing := key_file(place.indexnow)) and missing not in records:
        raise WrongUsage(f"search engines look for a file {missing} with the key in it: write static/{missing}")
    files = files_of(place, records, result.output, config)
    job = Job(config.base_url, files, int(request.now.timestamp()), place.grace * 3600, verify)
    largest = max((record.size for record in records.values()), default=0)
    begun = time.monotonic()
    try:
        with closing(open_place(place, request, config, largest=largest)) as remote:
            if dry_run:
                _show_plan(rehearse(remote, job, reader(cache)), remote.name)
                return
            done = deploy_files(remote, job, reader(cache), shown_progress(), _waiting)
    except Undeployed as wrong:
        click.echo(f"the deploy stopped: {wrong}", err=True)
        if wrong.help:
            click.echo(f"  help: {wrong.help}", err=True)
        raise SystemExit(MACHINE_FAILED) from None
    drop_packed(cache, records.values())
    base = config.base_url.rstrip("/") + "/"
    changed = [path for path in done.changed if path in records]
    for path in changed:
        if records[path].rank > Rank.FILE:
            click.echo(address(base, path))
    click.echo(f"{_as_line(done, remote.name)} ({time.monotonic() - begun:.1f} s)", err=True)
    if purge:
        from sitegen.deploy.notify import purged
        from sitegen.engine.write import write_whole

        write_whole(purge, purged(address(base, path) for path in sorted({*changed, *done.plan.due})).encode())
    if notify:
        _notify([*changed, *sorted(done.plan.fresh)], base, config, place)


def _waiting(place: str) -> None:
    click.echo(f"waiting for another deploy to {place} …", err=True)


def _show_plan(done: Done, name: str) -> None:
    """What would be done, in its order, a line for each file."""
    from sitegen.report import count

    plan = done.plan
    for file in plan.files:
        click.echo(f"{'change' if file.path in plan.there else 'add'} {visible(file.path)}")
    for path in plan.due:
        click.echo(f"remove {visible(path)}")
    added, changed, removed = _counted(plan)
    counted = f"{count(added, 'file')} to add, {changed:,} to change, {removed:,} to remove; nothing was done"
    click.echo(f"{name}: {counted if plan.waves or plan.due else 'nothing to do'}", err=True)


def _as_line(done: Done, name: str) -> str:
    """What was done, in a line."""
    from sitegen.report import count

    plan = done.plan
    if not (plan.waves or plan.due or done.mended):
        return f"{name}: nothing to do"
    mended = f", {done.mended:,} of them mended" if done.mended else ""
    added, changed, removed = _counted(plan)
    staying = f" ({len(plan.staying):,} more within their grace)" if plan.staying else ""
    counted = f"{count(added, 'file')} added, {changed:,} changed{mended}, {removed:,} removed{staying}"
    return f"{counted}, {_bytes(done.size)} sent to {name}"


def _counted(plan: Plan) -> tuple[int, int, int]:
    """How many files are added, changed and removed."""
    added = sum(file.path not in plan.there for file in plan.files)
    return added, sum(map(len, plan.waves)) - added, len(plan.due)


def _bytes(size: int) -> str:
    """A number of bytes, as people say it."""
    if size < 10_000:
        return f"{size:,} bytes"
    return f"{size / 1000:,.0f} kB" if size < 10_000_000 else f"{size / 1_000_000:,.0f} MB"


def _check_listeners(config: Config, place: Deploy) -> None:
    """Raises `WrongUsage` where there is nobody to tell."""
    if not (config.feeds.hub or place.indexnow):
        message = "there is nobody to notify: write hub under [tool.sitegen.feeds], or indexnow for this place"
        raise WrongUsage(message)


def _notify(paths: Iterable[str], base: str, config: Config, place: Deploy) -> None:
    """Tell the hub of the feeds among these paths, and search engines of the pages."""
    from sitegen.deploy.notify import Untold, tell_hub, tell_search
    from sitegen.deploy.plan import address, pages
    from sitegen.newsroom.urls import FEED_NAMES
    from sitegen.report import count

    feeds = [address(base, path) for path in paths if path.rpartition("/")[2] in FEED_NAMES.values()]
    shown = [address(base, path) for path in pages(paths)]
    told = []
    try:
        if config.feeds.hub and feeds:
            tell_hub(config.feeds.hub, feeds)
            told.append(f"the hub of {count(len(feeds), 'feed')}")
        if place.indexnow and shown:
            tell_search(place.indexnow, shown)
            told.append(f"search engines of {count(len(shown), 'page')}")
    except Untold as untold:
        click.echo(f"the site is deployed, and not all were told of it: {untold}", err=True)
        raise SystemExit(MACHINE_FAILED) from None
    click.echo(f"told {' and '.join(told)}" if told else "nobody was told: no feed and no page has changed", err=True)
