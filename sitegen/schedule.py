"""`sitegen schedule`: what will be published or taken down without an edit, and when. Builds nothing, writes nothing.

When that is, `newsroom/moments.py` decides, as it does for a build; here it is listed and put into words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sitegen.config import Config
from sitegen.diagnostics import visible
from sitegen.model import Document
from sitegen.newsroom.moments import Fate, Options, changes, in_zone, instant, site_zone
from sitegen.newsroom.urls import document_url

PUBLISHED, EXPIRES, WITHDRAWN, REDIRECTS = "published", "expires", "withdrawn", "redirects"

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # strftime would ask the machine's locale


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a document (`what`) at a moment, given in the site's zone; `url` is absolute.

    It is published or expires; or, as its front matter says, it is withdrawn or redirects from then on.
    """

    moment: datetime
    what: str
    title: str
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """What changes, soonest first; and `drafts`, which would be published then if they were none."""

    changes: tuple[Change, ...]
    drafts: tuple[Change, ...]

    @property
    def next(self) -> str:
        """The moment of the next change in ISO 8601 with its offset, "" where there is none."""
        return self.changes[0].moment.isoformat() if self.changes else ""


def make_schedule(config: Config, documents: Iterable[Document], now: datetime) -> Schedule:
    """The schedule of a site's documents after `now` (aware)."""
    everything = tuple(documents)
    drafts = (d for d in everything if d.meta.draft)
    coming = (c for c in _changes(config, drafts, Options(now, drafts=True)) if c.what == PUBLISHED)
    return Schedule(_in_order(_changes(config, everything, Options(now))), _in_order(coming))


def _in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found, key=lambda change: (instant(change.moment), change.path)))


def _changes(config: Config, documents: Iterable[Document], options: Options) -> Iterator[Change]:
    zone = site_zone(config.timezone)
    for document in documents:
        for moment, fate in changes(document.meta, zone, options):
            left = WITHDRAWN if document.meta.withdrawn else REDIRECTS
            what = {Fate.PUBLISHED: PUBLISHED, Fate.TAKEN_DOWN: left, Fate.HELD_BACK: EXPIRES}[fate]
            yield Change(moment.astimezone(zone), what, document.title, document.place, _url(config, document))


def _url(config: Config, document: Document) -> str:
    meta = document.meta
    date = in_zone(meta.date, site_zone(config.timezone)) if meta.date is not None else None
    return f"{config.origin}{config.root}{document_url(document.path, meta, config.permalink, date).lstrip('/')}"


def as_text(schedule: Schedule) -> str:
    """The schedule for a terminal: for each change a line with its moment and title, and one with path and URL."""
    lines = list(_lines(schedule.changes)) or ["Nothing is scheduled: no post or page will be published or expire."]
    if schedule.drafts:
        lines += ["", "Drafts with a date to come, which stay unpublished until `draft: true` is taken out:"]
        lines += _lines(schedule.drafts, "draft")
    return "\n".join(lines)


def _lines(found: Iterable[Change], what: str = "") -> Iterator[str]:
    for change in found:
        yield f"{_moment(change.moment)}  {what or change.what:<9}  {visible(change.title)}"
        yield f"    {visible(change.path)}  {visible(change.url)}"


def _moment(moment: datetime) -> str:
    """`Sat 2025-11-22 19:21 CST`: the zone's own letters tell the two hours apart that one night in autumn has."""
    seconds = ":%S" if moment.second else ""
    return f"{WEEKDAYS[moment.weekday()]} {moment.strftime(f'%Y-%m-%d %H:%M{seconds} %Z')}"


def as_json(schedule: Schedule) -> str:
    """One JSON object: `next` (null where nothing changes), `changes` and `drafts`."""

    def row(change: Change) -> dict[str, str]:
        return {
            "moment": change.moment.isoformat(),
            "what": change.what,
            "title": change.title,
            "path": change.path,
            "url": change.url,
        }

    value = {
        "next": schedule.next or None,
        "changes": list(map(row, schedule.changes)),
        "drafts": list(map(row, schedule.drafts)),
    }
    return json.dumps(value, indent=1)
