"""Checks over the whole plan, one file for each kind: what no single file can know is wrong."""

from __future__ import annotations

from sitegen.checks.links import check_anchors, check_links, check_menu, check_redirects
from sitegen.diagnostics import Diagnostic
from sitegen.engine.store import Store
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.site import Site


def run_checks(site: Site, plan: Plan, store: Store, *, thorough: bool) -> tuple[Diagnostic, ...]:
    """All checks; those that read texts again only when `thorough`."""
    found = [*check_links(plan), *check_menu(plan, site.config), *check_redirects(plan)]
    if thorough:
        found += check_anchors(plan, site, store)
    return tuple(found)
