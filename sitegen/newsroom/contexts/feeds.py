"""The page that lists all feeds."""

from __future__ import annotations

from sitegen.model import Value
from sitegen.newsroom.contexts.site import FeedLinks, Page, Site


class ListedFeed(Value, frozen=True):
    """A feed in the list of all, and how many stories its list has."""

    feed: FeedLinks
    count: int


class FeedGroup(Value, frozen=True):
    """The feeds of one kind: of the site, of a taxonomy's terms, of companies, of authors."""

    name: str
    feeds: tuple[ListedFeed, ...]


class FeedsPage(Value, frozen=True):
    """All feeds. Each holds its `limit` newest stories, whole or, if `content` is "summary", told by their summaries.

    `outline` is the URL of the file that feed readers import all feeds from.
    """

    site: Site
    page: Page
    groups: tuple[FeedGroup, ...]
    limit: int
    content: str
    outline: str
