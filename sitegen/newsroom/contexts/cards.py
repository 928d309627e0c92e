"""What a list shows of a post, and how lists are parted. No text of a post, so editing one leaves lists alone."""

from __future__ import annotations

from datetime import date, datetime

from sitegen.model import Value
from sitegen.newsroom.contexts.site import Link


class Status(Value, frozen=True):
    """Why a post or page that a preview shows is not published; in `words`, `{date}` is to be the moment `until`."""

    words: str
    until: datetime | None = None


class Card(Value, frozen=True):
    """What a list shows of a post. `status` is empty for all that is published, here and below."""

    url: str
    title: str
    kicker: str
    summary: str
    published: datetime
    kind: str
    status: tuple[Status, ...]


class Day(Value, frozen=True):
    """A day's stories, newest first; a digest leads."""

    date: date
    url: str
    cards: tuple[Card, ...]


class Entry(Value, frozen=True):
    """A post in a list; `stories` are the parts of a digest that name what the list is about."""

    card: Card
    stories: tuple[Link, ...] = ()


class Month(Value, frozen=True):
    """Some stories of one month, newest first: how long lists are parted."""

    date: date
    url: str
    entries: tuple[Entry, ...]


class Paging(Value, frozen=True):
    """`number` is None on a list's own URL, which shows the newest; `older` is the next page back in time."""

    number: int | None
    older: str
    newest: str
