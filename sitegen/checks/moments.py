"""Dates that cannot be right: updates after now or before the post itself, and times that no clock showed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from sitegen.diagnostics import Diagnostic
from sitegen.model import Post, StandingPage
from sitegen.newsroom.moments import in_zone, instant, shown
from sitegen.newsroom.site import Site


def check_updates(site: Site, now: datetime) -> Iterator[Diagnostic]:
    """`now` is aware. A post that is to be published later may be updated until then."""
    for post in site.posts:
        latest = max(instant(post.published), now)
        for what, key, date in _updates(post):
            moment = in_zone(date, site.zone)
            place = (post.document.place, *post.meta.places.get(key, post.meta.places.get(what, (1, 1))))
            if instant(moment) > latest:
                message = f"the {what} of {shown(moment)} is still to come, and readers are told of it already"
                yield Diagnostic(*place, "warning", "future-update", message, "write the moment when it was made")
            elif instant(moment) < instant(post.published):
                message = f"the {what} of {shown(moment)} is before the post itself, of {shown(post.published)}"
                help_ = "readers are told of no update: write when it was made, with its time: " + _later(post)
                yield Diagnostic(*place, "hint", "early-update", message, help_)


def check_skipped(site: Site) -> Iterator[Diagnostic]:
    """Local times in the hour that clocks skip when summer begins; of a day, its midnight may be skipped."""
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        for key in ("date", "updated", "expires"):
            moment = getattr(thing.meta, key)
            if moment is None or moment.tzinfo is not None:
                continue
            real = in_zone(instant(in_zone(moment, site.zone)), site.zone).replace(tzinfo=None)
            whole_day = moment.time() == time() and moment.date() == real.date()
            if real != moment and not whole_day:
                why = "clocks skip that hour on this day" if moment.date() == real.date() else "that day was left out"
                message = f"there is no {shown(moment)} in {site.config.timezone}: {why}"
                help_ = f"write {real.isoformat(timespec='minutes')}, which it is taken for"
                place = thing.meta.places.get(key, (1, 1))
                yield Diagnostic(thing.document.place, *place, "warning", "bad-date", message, help_)


def _updates(post: Post) -> Iterator[tuple[str, str, datetime]]:
    """What each update is called, its key in `places`, and its date as written."""
    meta = post.meta
    if meta.updated:
        yield "update", "updated", meta.updated
    for number, correction in enumerate(meta.corrections):
        yield "correction", f"corrections[{number}]", correction.date


def _later(post: Post) -> str:
    """An example of a time on the post's own day that is after it."""
    hour = min(post.published.hour + 1, 23)
    return post.published.replace(hour=hour, minute=59 if hour == post.published.hour else 0).strftime("%Y-%m-%dT%H:%M")
