"""The pages that list the things themselves: terms, companies, authors, and the publishers that were cited."""

from __future__ import annotations

from datetime import date

from sitegen.model import Value
from sitegen.newsroom.contexts.counts import Count
from sitegen.newsroom.contexts.site import Link, Page, Site


class Initial(Value, frozen=True):
    """Names that begin alike: with a letter, with a digit ("0–9"), or otherwise ("#"). A short index has one, ""."""

    letter: str
    id: str
    counts: tuple[Count, ...]


class IndexPage(Value, frozen=True):
    """All terms of a taxonomy, all companies, or all authors, by name; `busiest` are a long index's most active.

    `most` is the largest number in any `recent`, whose first week begins on `since`.
    """

    site: Site
    page: Page
    initials: tuple[Initial, ...]
    busiest: tuple[Count, ...]
    since: date | None
    most: int


class CitedPublisher(Value, frozen=True):
    """`count.detail` is the domain; `stories` are the newest that cite the publisher, or parts of digests that do."""

    count: Count
    stories: tuple[Link, ...]


class SourcesPage(Value, frozen=True):
    """All publishers that were cited, the most cited first; `since` and `most` as in an index."""

    site: Site
    page: Page
    publishers: tuple[CitedPublisher, ...]
    since: date | None
    most: int
