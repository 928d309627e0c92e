"""The page that searches, and the periods whose indexes it loads."""

from __future__ import annotations

from datetime import date

from sitegen.model import Value
from sitegen.newsroom.contexts.site import Page, Site


class SearchPeriod(Value, frozen=True):
    """A stretch of news that is indexed together, from the day `since` until the next one's.

    `url` is where its index lies, `version` another one whenever the index is.
    """

    since: date
    url: str
    version: str


class SearchPage(Value, frozen=True):
    """`periods` are newest first, none of them across a year's end. `version` stands for the search program's files."""

    site: Site
    page: Page
    periods: tuple[SearchPeriod, ...]
    years: tuple[int, ...]
    version: str
