"""Every kind of page, opened as readers open it: accessible, still, within its window, and asking nothing of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from sitegen.newsroom.contexts import TEMPLATES
from tests.browser.visit import Visit

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that another scheme can change
ALL = ()  # kinds of pages
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def test_there_is_a_page_of_each_kind(pages: dict[str, str]) -> None:
    shown = {{"day": "days", "month": "days", "story": "post", "digest": "post"}.get(kind, kind) for kind in pages}
    templates = {template.removesuffix(".html") for template in TEMPLATES.values()}
    assert templates - shown == {"redirect", "email"}, "one leads on before it can be looked at, the other is no page"


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe-core, which is in the page, finds wrong with it by these rules, a line for each element."""
    found: dict[str, Any] = page.evaluate(RUN, rules)
    assert found["passes"], "rules were run"
    nodes = [(rule["id"], node) for rule in found["violations"] for node in rule["nodes"]]
    return [f"{rule}: {node['target']} {node['failureSummary']}" for rule, node in nodes]


def unsettled(opened: Visit) -> list[str]:
    """What moved by itself, and what the policy refused, a line each."""
    opened.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    return opened.watched


def too_wide(opened: Visit, width: int) -> list[str]:
    """Whether there is something to scroll sideways for in a window of this width (WCAG 2.2, 1.4.10: 320 pixels)."""
    opened.page.set_viewport_size({"width": width, "height": 780})
    wide = opened.page.evaluate("document.scrollingElement.scrollWidth")
    return [f"{opened.url}: {wide} pixels wide of {width}"] if wide > width else []


@pytest.mark.parametrize(
    ("width", "narrowest", "schemes", "kinds"),
    [
        (360, 320, {"light": RULES}, ("home", "story", "company", "search")),
        pytest.param(360, 320, {"light": RULES, "dark": COLOURS}, ALL, marks=pytest.mark.soak),
        pytest.param(1280, 1280, {"light": RULES, "dark": COLOURS}, ALL, marks=pytest.mark.soak),
    ],
)
def test_axe_finds_nothing_nothing_moves_and_nothing_reaches_over_the_edge(
    width: int,
    narrowest: int,
    schemes: dict[str, Any],
    kinds: tuple[str, ...],
    pages: dict[str, str],
    visit: Callable[..., Visit],
) -> None:
    assert AXE.exists(), "axe-core is missing: `make test` installs it"
    axe = AXE.read_text(encoding="utf-8")
    found = []
    opened = visit("/", width=width)
    for kind in kinds or pages:
        opened.go(pages[kind])
        found += unsettled(opened)
        opened.page.evaluate(axe)
        for scheme, rules in schemes.items():
            opened.page.emulate_media(color_scheme=scheme)
            found += [f"{kind}, {scheme}: {line}" for line in violations(opened.page, rules)]
        found += too_wide(opened, narrowest) + too_wide(opened, width)
        opened.page.emulate_media(color_scheme="light")
    assert found == [], "\n".join(found)
