"""Checks over the whole plan, one file for each kind: what no single file can know is wrong."""

from __future__ import annotations

from sitegen.checks.links import Locate, check_anchors, check_links, check_redirects, check_settings
from sitegen.diagnostics import Diagnostic
from sitegen.engine.store import Store
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.site import Site


def run_checks(site: Site, plan: Plan, store: Store, locate: Locate, *, thorough: bool) -> tuple[Diagnostic, ...]:
    """All checks; those that read texts again only when `thorough`.

    `locate` gives a setting's line and column in the configuration.
    """
    found = [*check_links(plan), *check_settings(plan, site.config, locate), *check_redirects(plan)]
    if thorough:
        found += check_anchors(plan, site, store)
    return tuple(found)
