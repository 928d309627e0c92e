"""A post and a standing page, whole, each on its own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Card, Status
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Author, Company, Correction, Filling, Heading, Picture, Source


class Change(Value, frozen=True):
    """A change of a published text, as git has it: when, and the first line of what its author wrote about it."""

    date: datetime
    message: str


class Post(Value, frozen=True):
    """A post on its own page. `body` finds its text in the cache and stands for all of it when inputs are compared.

    `html`, `title_html`, `summary_html`, `takeaways` and `corrections` are filled in from it when the page is rendered.
    `history` are its changes since it was published, oldest first; none where the site does not show them.
    """

    url: str
    title: str
    kicker: str
    summary: str
    kind: str
    published: datetime
    updated: datetime | None
    minutes: int
    status: tuple[Status, ...]
    authors: tuple[Author, ...]
    terms: dict[str, tuple[Link, ...]]
    companies: tuple[Company, ...]
    sources: tuple[Source, ...]
    image: Picture | None
    extra: dict[str, Any]
    correction_dates: tuple[datetime, ...]
    history: tuple[Change, ...]
    body: str
    title_html: str = ""
    summary_html: str = ""
    html: str = ""
    takeaways: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    contents: tuple[Heading, ...] = ()

    @property
    def tags(self) -> tuple[Link, ...]:
        return self.terms.get("tags", ())

    @property
    def section(self) -> Link | None:
        """The part of the site that the post belongs to: its first term."""
        return next((links[0] for links in self.terms.values() if links), None)


class Thread(Value, frozen=True):
    """The story so far: the posts of one running story, oldest first, this one among them.

    `automatic` where no editor joined them by `follows:`.
    """

    cards: tuple[Card, ...]
    automatic: bool


class PostPage(Value, frozen=True):
    site: Site
    page: Page
    post: Post
    filling: Filling
    related: tuple[Card, ...]
    thread: Thread | None
    previous: Card | None
    next: Card | None


class Standing(Value, frozen=True):
    """A standing page, as a `Post` without what only news has. `html` and `contents` are filled in from `body`."""

    url: str
    title: str
    summary: str
    updated: datetime | None
    status: tuple[Status, ...]
    extra: dict[str, Any]
    body: str
    html: str = ""
    contents: tuple[Heading, ...] = ()


class StandingPage(Value, frozen=True):
    site: Site
    page: Page
    standing: Standing
    filling: Filling
