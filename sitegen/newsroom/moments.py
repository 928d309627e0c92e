"""Moments in the site's zone: when a document is published, updated, and withdrawn again. Never reads a clock."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from sitegen.model import Meta


@dataclass(frozen=True, slots=True)
class Options:
    """How a build sees the content: the moment that is now (aware), and whether unpublished posts are shown."""

    now: datetime
    drafts: bool = False
    future: bool = False


def site_zone(name: str) -> tzinfo:
    """The zone from the tzdata package that is installed with us, never the machine's: the same offsets everywhere."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        zoneinfo.ZoneInfo.clear_cache()
    return zoneinfo.ZoneInfo(name)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """A moment in the site's zone; one without a zone is in it already (contract §2)."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def instant(moment: datetime) -> datetime:
    """A moment to compare by: in one zone, Python compares clock times, and one hour a year comes twice."""
    return moment.astimezone(UTC)


def is_published(meta: Meta, zone: tzinfo, options: Options) -> bool:
    """Drafts, posts dated in the future and posts past `expires` are not (contract §3)."""
    if meta.draft and not options.drafts:
        return False
    if is_early(meta, zone, options) and not options.future:
        return False
    return meta.expires is None or instant(in_zone(meta.expires, zone)) > options.now


def changes(meta: Meta, zone: tzinfo, options: Options) -> Iterator[tuple[datetime, bool]]:
    """The moments after now, in UTC, at which `is_published` answers otherwise, soonest first, and what it answers."""
    moments = (instant(in_zone(m, zone)) for m in (meta.date, meta.expires) if m is not None)
    later = sorted({m for m in moments if m > options.now})
    shown = bool(later) and is_published(meta, zone, options)
    for moment in later:
        before, shown = shown, is_published(meta, zone, replace(options, now=moment))
        if shown != before:
            yield moment, shown


def is_early(meta: Meta, zone: tzinfo, options: Options) -> bool:
    """Whether its date is still to come."""
    return meta.date is not None and instant(in_zone(meta.date, zone)) > options.now


def next_change(meta: Meta, zone: tzinfo, options: Options) -> datetime | None:
    """The next moment after now at which it is published, withdrawn, or no longer early in a preview."""
    moments = [moment for moment, _ in changes(meta, zone, options)]
    if meta.date is not None and is_early(meta, zone, options) and is_published(meta, zone, options):
        moments.append(instant(in_zone(meta.date, zone)))
    return min(moments, default=None)


FRESH = timedelta(days=2)  # how long a post is news: Google takes no older ones in a news sitemap


def fresh_until(published: datetime) -> datetime:
    """The moment from which a post is no longer news."""
    return instant(published) + FRESH


def last_update(meta: Meta, published: datetime | None, zone: tzinfo) -> datetime | None:
    """The later of `updated` and the last correction, where it is after publishing (contract §3)."""
    moments = [in_zone(m, zone) for m in (meta.updated, *(c.date for c in meta.corrections)) if m is not None]
    latest = max(moments, key=instant, default=None)
    later = latest is not None and (published is None or instant(latest) > instant(published))
    return latest if later else None
