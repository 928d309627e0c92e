"""The home page, and what stands where there is no story: none yet, none here, none any more."""

from __future__ import annotations

from datetime import date, datetime

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Card, Day
from sitegen.newsroom.contexts.counts import Count
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Brief


class HomePage(Value, frozen=True):
    """`days` is about a week; `companies` and `terms` are the week's most named, counted from the newest post.

    `week` leads to the review of the newest post's week.
    """

    site: Site
    page: Page
    lead: Brief | None
    newest: date | None
    days: tuple[Day, ...]
    companies: tuple[Count, ...]
    terms: tuple[Count, ...]
    week: Link | None


class NotFoundPage(Value, frozen=True):
    site: Site
    page: Page
    latest: tuple[Card, ...]


class RedirectPage(Value, frozen=True):
    """What stands at an alias or another redirect: leads on to `target` by itself and by a link."""

    site: Site
    page: Page
    target: str


class WithdrawnPage(Value, frozen=True):
    """What stands at the address of a post or standing page that was withdrawn; `reason` is for readers.

    `published` is None for a standing page without a date; `latest` are the newest stories, to read on.
    """

    site: Site
    page: Page
    published: datetime | None
    reason: str
    latest: tuple[Card, ...]
