"""Moments in the site's zone: when a document is published, updated, and taken down again. Never reads a clock."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import Enum

from msgspec import structs

from sitegen.model import Change, Meta


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
    """A moment in the site's zone; one without a zone is in it already (contract §2).

    On a day that the zone left out (Samoa has no December 30, 2011), it is that of the next day.
    """
    if moment.tzinfo is None:
        found = moment.replace(tzinfo=zone)
        real = found.astimezone(UTC).astimezone(zone)
        found = found if real.date() == found.date() else real
    else:
        found = moment.astimezone(zone)
    offset = found.utcoffset() or timedelta()
    if offset.seconds % 60:  # Liberia's until 1972, which neither HTML nor RFC 3339 nor RFC 822 can say
        whole = timezone(timedelta(minutes=round(offset / timedelta(minutes=1))), found.tzname() or "")
        return found.astimezone(whole)
    return found


def instant(moment: datetime) -> datetime:
    """A moment to compare by: in one zone, Python compares clock times, and one hour a year comes twice."""
    return moment.astimezone(UTC)


def shown(moment: datetime) -> str:
    """A moment as editors write it: without its time at midnight."""
    return moment.strftime("%Y-%m-%d" if (moment.hour, moment.minute) == (0, 0) else "%Y-%m-%d %H:%M")


class Fate(Enum):
    """What becomes of a document: what is taken down leaves something at its address, what is held back nothing."""

    PUBLISHED = "published"
    TAKEN_DOWN = "taken down"
    HELD_BACK = "held back"


def fate(meta: Meta, zone: tzinfo, options: Options) -> Fate:
    """Drafts, posts dated in the future and posts past `expires` are not published (contract §3).

    `withdrawn` and `redirect_to` count from `expires` on, or at once where there is none.
    """
    if meta.draft and not options.drafts:
        return Fate.HELD_BACK
    if is_early(meta, zone, options) and not options.future:
        return Fate.HELD_BACK
    expired = meta.expires is not None and instant(in_zone(meta.expires, zone)) <= options.now
    if meta.withdrawn or meta.redirect_to:
        return Fate.TAKEN_DOWN if expired or meta.expires is None else Fate.PUBLISHED
    return Fate.HELD_BACK if expired else Fate.PUBLISHED


def is_expired(meta: Meta, zone: tzinfo, options: Options) -> bool:
    """Whether it was published, and is held back for its `expires` alone."""
    if meta.expires is None or meta.draft or meta.withdrawn or meta.redirect_to or is_early(meta, zone, options):
        return False
    end = instant(in_zone(meta.expires, zone))
    return end <= options.now and (meta.date is None or instant(in_zone(meta.date, zone)) < end)


def is_published(meta: Meta, zone: tzinfo, options: Options) -> bool:
    return fate(meta, zone, options) is Fate.PUBLISHED


def changes(meta: Meta, zone: tzinfo, options: Options) -> Iterator[tuple[datetime, Fate]]:
    """The moments after now, in UTC, at which a document's fate is another, soonest first, and what it is then."""
    moments = (instant(in_zone(m, zone)) for m in (meta.date, meta.expires) if m is not None)
    later = sorted({m for m in moments if m > options.now})
    now = fate(meta, zone, options) if later else Fate.HELD_BACK
    for moment in later:
        before, now = now, fate(meta, zone, replace(options, now=moment))
        if now is not before:
            yield moment, now


def is_early(meta: Meta, zone: tzinfo, options: Options) -> bool:
    """Whether its date is still to come."""
    return meta.date is not None and instant(in_zone(meta.date, zone)) > options.now


def next_change(meta: Meta, zone: tzinfo, options: Options) -> datetime | None:
    """The next moment after now at which a document's fate is another, or it is no longer early in a preview."""
    moments = [moment for moment, _ in changes(meta, zone, options)]
    if meta.date is not None and is_early(meta, zone, options) and is_published(meta, zone, options):
        moments.append(instant(in_zone(meta.date, zone)))
    return min(moments, default=None)


FRESH = timedelta(days=2)  # how long a post is news: Google takes no older ones in a news sitemap


def fresh_until(published: datetime) -> datetime:
    """The moment from which a post is no longer news."""
    return instant(published) + FRESH


def last_update(
    meta: Meta, published: datetime | None, zone: tzinfo, committed: datetime | None = None
) -> datetime | None:
    """The later of `updated` and the last correction, where it is after publishing (contract §3).

    A post without `updated` has it from git: `committed`, the date of the last commit that changed it.
    """
    own = committed if meta.updated is None else meta.updated
    moments = [in_zone(m, zone) for m in (own, *(c.date for c in meta.corrections)) if m is not None]
    latest = max(moments, key=instant, default=None)
    later = latest is not None and (published is None or instant(latest) > instant(published))
    return latest if later else None


def since_published(
    changes: Iterable[Change], published: datetime | None, zone: tzinfo, now: datetime
) -> tuple[tuple[Change, ...], datetime | None]:
    """The changes that readers could have met, in the site's zone; and when the next one will count.

    What was changed before publishing is no change to readers. One of the future (a wrong clock) waits for its moment.
    """
    after = [c for c in changes if published is None or instant(c.date) > instant(published)]
    known = tuple(structs.replace(change, date=in_zone(change.date, zone)) for change in after if change.date <= now)
    return known, min((instant(change.date) for change in after if change.date > now), default=None)
