"""Options that several commands take, and how moments are read."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sitegen.result import Request

FOLDER = click.Path(path_type=Path, file_okay=False)
SITE = click.option("--site", type=FOLDER, default=Path(), help="The site's folder (default: here).")
JOBS = click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
DRAFTS = click.option("--drafts", is_flag=True, help="Show drafts too.")
FUTURE = click.option("--future", is_flag=True, help="Show posts dated in the future too.")
STRICT = click.option("--strict", is_flag=True, help="Take warnings for errors.")


class Moment(click.ParamType[datetime]):
    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or not 1970 <= moment.year <= 9998:
            from sitegen.content.dates import meant_by

            meant = meant_by(str(value))
            why = f": {meant.why}" if meant.why else ""
            help_ = f"write {meant.written}" if meant.written else meant.help_ or "write 2025-11-22T19:21:00-06:00"
            self.fail(f"{value!r} is not a time{why}; {help_}", param, ctx)
        return moment


NOW = click.option("--now", type=Moment(), default=None, help="Act as if it were this time, like 2026-01-05T09:00.")


def rehearsal(
    site: Path, now: datetime | None, jobs: int | None, *, drafts: bool, future: bool, strict: bool
) -> Request:
    """What is asked of a build that publishes nothing; without `now` it is the clock's, without `jobs` one a core."""
    from sitegen.result import Request

    return Request(
        site=site,
        now=aware(now) or clock(),
        drafts=drafts,
        future=future,
        strict=strict,
        jobs=jobs or os.cpu_count() or 1,
        dry=True,
    )


def aware(moment: datetime | None) -> datetime | None:
    """A moment given without a zone is in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def clock() -> datetime:
    """Now, or what SOURCE_DATE_EPOCH says it is (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from None
