"""The search page in a real browser, served under the policy that the documentation asks for."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.site import build_site, make_site, post

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")

POLICY = "default-src 'self' 'wasm-unsafe-eval'"
PATIENCE = 30_000  # ms: a busy machine takes its time
DIGEST = """\
The day in short.

## 🏭 Makers

### Foxconn builds racks

Foxconn and Nvidia [finance:NVDA] build a zeppelin for [finance:AMD].

### Google scales

Compute doubles <every> 6 months.
"""
SITE = {
    "content/posts/2025-11-22-digest.md": post("Daily digest", body=DIGEST, kind="digest", tags=["daily"]),
    "content/posts/2024-03-01-old.md": post("Old racks", "2024-03-01", "Racks of [finance:AMD] then.\n", tags=["past"]),
    **{
        f"content/posts/2025-10-{day:02}-n.md": post(
            f"Racks {day}", f"2025-10-{day:02}", "Many racks.\n", tags=["many"]
        )
        for day in range(1, 13)
    },
}


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the published site, and its folder."""
    output = build_site(make_site(tmp_path_factory.mktemp("site"), SITE)).output
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(output)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", output
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    words = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    words += "--disable-component-update --disable-sync"
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=words.split(), env=dict(os.environ))
        yield made
        made.close()


@pytest.fixture
def page(browser: Any, served: tuple[str, Path]) -> Iterator[Any]:
    """A page whose console stays silent and that asks nothing of any other host."""
    context = browser.new_context(base_url=served[0])
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on("request", lambda asked: asked.url.startswith(served[0]) or said.append(asked.url))
    made.said = said
    yield made
    context.close()
    assert said == []


def results(page: Any, count: int) -> list[str]:
    """The titles of the results, when there are that many."""
    sync_api.expect(page.locator("#sg-results li")).to_have_count(count, timeout=PATIENCE)
    return page.locator("#sg-results .title").all_inner_texts()


def test_a_word_of_one_story_of_a_digest_is_found_as_you_type_and_the_link_leads_to_the_story(page: Any) -> None:
    page.goto("/search/")
    page.get_by_label("Words, companies or symbols").fill("zeppelin")
    assert results(page, 1) == ["Foxconn builds racks"]
    assert page.locator("#sg-results mark").all_inner_texts() == ["zeppelin"]
    assert page.locator("#sg-results .kicker").inner_text() == "Daily digest"
    assert page.locator("#sg-results .names").inner_text() == "Nvidia, AMD"
    assert page.get_by_role("status").first.inner_text() == "Stories found: 1"
    assert page.url.endswith("/search/?q=zeppelin")
    page.locator("#sg-results a").click()
    page.wait_for_url("**/2025/11/22/digest/#foxconn-builds-racks")
    assert page.locator("#foxconn-builds-racks").is_visible()


def test_a_link_asks_for_words_and_filters_and_more_results_lead_on(page: Any) -> None:
    page.goto("/search/?q=racks&company=amd")
    assert sorted(results(page, 2)) == ["Foxconn builds racks", "Old racks"]
    assert page.locator("#sg-company").input_value() == "amd"
    page.locator("#sg-year").select_option("2024")
    assert results(page, 1) == ["Old racks"]
    assert "q=racks&company=amd&year=2024" in page.url
    page.locator("#sg-year").select_option("")
    page.locator("#sg-company").select_option("")
    results(page, 10)
    page.get_by_role("button", name="More results").click()
    assert len(set(results(page, 14))) == 14
    assert page.locator("#sg-more").is_hidden()
    page.locator("#sg-tag").select_option("past")
    assert results(page, 1) == ["Old racks"]


def test_a_symbol_finds_what_names_its_company_and_text_is_shown_as_text(page: Any) -> None:
    page.goto("/search/?q=NVDA")
    assert results(page, 1) == ["Foxconn builds racks"]
    page.goto("/search/?q=doubles")
    assert results(page, 1) == ["Google scales"]
    assert "<every>" not in page.locator("#sg-results .summary").inner_html()


def test_the_field_of_every_page_leads_to_the_search(page: Any) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("zeppelin")
    page.get_by_role("searchbox").press("Enter")
    assert results(page, 1) == ["Foxconn builds racks"]


def test_without_a_script_the_page_says_what_to_do(browser: Any, served: tuple[str, Path]) -> None:
    context = browser.new_context(base_url=served[0], java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?q=racks")
    assert page.get_by_text("needs JavaScript").is_visible()
    assert page.locator("#sg-plain a").all_inner_texts() == ["Archive", "Tags", "Companies"]
    context.close()


@pytest.mark.parametrize("missing", ["**/pagefind.js*", "**/facets.json*", "**/*.pf_meta"])
def test_an_index_that_cannot_be_reached_is_said_plainly(browser: Any, served: tuple[str, Path], missing: str) -> None:
    context = browser.new_context(base_url=served[0])
    context.route(missing, lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/search/?q=racks")
    page.get_by_text("cannot be reached just now").wait_for()
    assert page.locator("#sg-plain a").first.is_visible()
    context.close()
