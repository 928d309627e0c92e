"""What is known while an import is planned: the site, and which addresses, paths and ids are given away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic
from sitegen.importing.entry import Moment
from sitegen.importing.present import Present, is_own
from sitegen.newsroom.urls import post_url


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an entry comes to stand: the path of its file from the site, and its address."""

    path: str
    url: str
    moment: Moment | None


@dataclass(slots=True)
class Planner:
    config: Config
    zone: tzinfo
    present: Present
    root: str  # of the old site's addresses
    urls: dict[str, str] = field(default_factory=dict)  # of the addresses that are given away: by whom they are taken
    given: set[str] = field(default_factory=set)  # paths that have an entry already
    ids: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def own_anyway(self) -> bool:
        """Whether the site has all its posts where its lists are, so that no name of a post can be a wrong one."""
        return is_own(post_url(self.config.permalink, datetime(2000, 1, 1, tzinfo=self.zone), "a-post"), self.config)
