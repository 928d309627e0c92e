"""Checks over the whole plan, one file for each kind: what no single file can know is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sitegen.checks.entries import check_authors, check_entries
from sitegen.checks.joined import check_joined
from sitegen.checks.links import check_anchors, check_links, check_redirects, check_settings, own_links
from sitegen.checks.moments import check_skipped, check_updates
from sitegen.checks.namings import check_namings
from sitegen.checks.places import Lines, Locate
from sitegen.checks.review import read_reviews
from sitegen.checks.taken_down import check_gone, check_withdrawn_links
from sitegen.checks.terms import check_terms
from sitegen.checks.twins import Related, check_twins
from sitegen.diagnostics import Diagnostic
from sitegen.engine.store import Store
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site, Tables


@dataclass(frozen=True, slots=True)
class Desk:
    """What a thorough check knows beside the plan.

    `now` is aware; `tables` and `registry` are what the data files say; `related` has each post's related posts;
    `lines` gives the lines of a file by its path from the site's root, none where it cannot be read.
    """

    now: datetime
    tables: Tables
    registry: Callable[[], Registry]
    related: Related
    lines: Lines


@dataclass(frozen=True, slots=True)
class Found:
    """What checks found; `allowing` are the lines of content files whose comments allow something, by path."""

    diagnostics: tuple[Diagnostic, ...]
    allowing: tuple[tuple[str, int], ...] = ()


def run_checks(site: Site, plan: Plan, store: Store, locate: Locate, desk: Desk | None) -> Found:
    """All checks where there is a `desk`; without one, as in a build, only those that take no time.

    `locate` gives a setting's line and column in the configuration.
    """
    own = own_links(site, store) if desk else ()
    unread = frozenset(site.unread.values())
    links = [
        *check_links(plan, (*plan.links, *own), unread),
        *check_settings(plan, site.config, locate, unread),
        *check_redirects(plan, unread),
    ]
    links += [*check_withdrawn_links(plan, site), *check_gone(plan, site.config, locate)]
    if desk is None:
        return Found(tuple(links))
    reviews = read_reviews(site, store)
    remarks = [remark for review in reviews.values() for remark in review.remarks]
    allowing = tuple((path, line) for path, review in reviews.items() for line in review.allowing)
    whole = (
        *check_anchors((*plan.links, *own), site, store),
        *check_updates(site, desk.now),
        *check_skipped(site),
        *check_terms(site, desk.tables.terms, desk.lines),
        *check_entries(site, desk.tables, desk.registry, desk.lines),
        *check_authors(site, desk.tables, locate),
        *check_joined(site, Publishers.of(desk.tables.publishers.values()), desk.lines),
        *check_twins(site, desk.related, store, {path for path, review in reviews.items() if review.unfilled}),
        *check_namings(site, reviews, desk.registry, store, desk.lines),
    )
    return Found((*links, *remarks, *whole), allowing)
