"""Why a post or page that `--drafts` or `--future` shows is not published, as pages and cards say it. Hides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from sitegen.model import Post, StandingPage
from sitegen.newsroom.contexts import Status
from sitegen.newsroom.moments import in_zone


def status(thing: Post | StandingPage, zone: tzinfo, strings: Mapping[str, str]) -> tuple[Status, ...]:
    """Nothing for what is published."""
    draft = [Status(strings["draft"])] if thing.meta.draft else []
    date = thing.meta.date if thing.early else None
    early = [Status(strings["not_before"], in_zone(date, zone))] if date else []
    return (*draft, *early)
