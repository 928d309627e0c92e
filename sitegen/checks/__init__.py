"""Checks over the whole plan, one file for each kind: what no single file can know is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.checks.links import Locate, check_anchors, check_links, check_redirects, check_settings
from sitegen.checks.review import read_reviews
from sitegen.checks.taken_down import check_gone, check_withdrawn_links
from sitegen.diagnostics import Diagnostic
from sitegen.engine.store import Store
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.site import Site


@dataclass(frozen=True, slots=True)
class Found:
    """What checks found; `allowing` are the lines of content files whose comments allow something, by path."""

    diagnostics: tuple[Diagnostic, ...]
    allowing: tuple[tuple[str, int], ...] = ()


def run_checks(site: Site, plan: Plan, store: Store, locate: Locate, *, thorough: bool) -> Found:
    """All checks; those that read texts again only when `thorough`.

    `locate` gives a setting's line and column in the configuration.
    """
    links = [*check_links(plan), *check_settings(plan, site.config, locate), *check_redirects(plan)]
    links += [*check_withdrawn_links(plan, site), *check_gone(plan, site.config, locate)]
    if not thorough:
        return Found(tuple(links))
    reviews = read_reviews(site, store)
    remarks = [remark for review in reviews.values() for remark in review.remarks]
    allowing = tuple((path, line) for path, review in reviews.items() for line in review.allowing)
    return Found((*links, *check_anchors(plan, site, store), *remarks), allowing)
