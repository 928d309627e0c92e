"""The published policy: all of these tests look at pages under it, and some of them as nginx and Caddy serve them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sitegen.newsroom.plan.headers import ASK, POLICY
from tests.browser.visit import Visit, visitor
from tests.servers import caddy, nginx, sample


def walk(opened: Visit, url: str) -> None:
    """Use all of a page: what folds, the theme, both schemes, paper."""
    opened.go(url)
    for summary in opened.page.locator("summary:visible").all():
        summary.click()
    opened.page.locator("#sg-theme").click()
    for scheme in ("dark", "light"):
        opened.page.emulate_media(color_scheme=scheme)
    opened.page.emulate_media(media="print")
    opened.page.emulate_media(media="screen")
    opened.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert [line for line in opened.watched if "refused" in line] == []


def searched(opened: Visit) -> None:
    opened.go("/search/")
    opened.page.locator("#sg-q").fill("nvidia")
    expect(opened.page.locator("#sg-results li").first).to_be_visible()
    assert [line for line in opened.watched if "refused" in line] == []


def test_all_pages_are_looked_at_under_the_published_policy(visit: Callable[..., Visit], pages: dict[str, str]) -> None:
    opened = visit("/")
    for url in ("/", pages["story"], pages["search"]):
        answer = opened.page.goto(opened.address + url)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert ("; ".join(map(" ".join, POLICY.items())) == policy) == (url != pages["search"])
        assert answer.headers["cache-control"] == ASK
    walk(opened, pages["story"])
    searched(opened)


@pytest.mark.soak
@pytest.mark.parametrize(("server", "language"), [(nginx, "nginx"), (caddy, "caddy")])
def test_every_kind_of_page_is_used_as_servers_serve_it_without_a_violation(
    server: Callable[..., object], language: str, output: Path, pages: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    setup = sample("headers.md", language).replace("/srv/news/public", str(output))
    with server(tmp_path, setup) as (host, port), visitor(browser, f"http://{host}:{port}") as (visit, visits):  # type: ignore[attr-defined]
        opened = visit("/")
        for url in pages.values():
            walk(opened, url)
        searched(opened)
        assert [problem for one in visits for problem in one.problems] == []
