"""`sitegen serve` as an editor's browser meets it: reloads, swapped styles, and errors over the last good page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_every_kind_of_page import AXE, RULES, violations
from tests.browser.visit import Visit, visitor
from tests.commands.browser import preview
from tests.site import CONFIG, make_site, post

STORY = "/2025/11/22/a/"
A = "content/posts/2025-11-22-a.md"
LONG = "\n\n".join(f"Paragraph {number} says something." for number in range(60))
OWN = '<link rel="stylesheet" href="{{ site.assets["css/own.css"] }}">'
HEAD = f'{{% extends "layout.html" %}}{{% block head %}}{OWN}{{% endblock %}}'
FILES = {
    "pyproject.toml": f"{CONFIG}[tool.sitegen.headers]\nenabled = true\n",
    A: post("First", body=f"The old text.\n\n{LONG}\n"),
    "content/posts/2025-11-21-b.md": post("Second", "2025-11-21"),
    "content/pages/prices.md": "---\ntitle: Prices\n---\nWhat things cost.\n",
    "content/data/prices.json": '{"nvda": 1}',
    "static/css/own.css": "h1 { color: rgb(1, 2, 3) }",
    "templates/page.html": HEAD + '{% block main %}<p id="price">{{ data.prices.nvda }}</p>{% endblock %}',
    "templates/post.html": (
        HEAD + '{% block main %}<h1>{{ post.title }}</h1><input aria-label="Note">{{ post.html | safe }}{% endblock %}'
    ),
}
KEPT = "window.kept === 'since it was opened'"


class Desk:
    """An editor's site, its preview in a browser, and how long each save took to be seen, in seconds."""

    def __init__(self, site: Path, visit: Callable[..., Visit]) -> None:
        self.site = site
        self.visit = visit
        self.took: dict[str, float] = {}
        self._saved = 0.0

    def open(self, url: str, *, width: int = 1280) -> Page:
        page = self.visit(url, width=width).page
        policy = page.evaluate("fetch(location).then((answer) => answer.headers.get('content-security-policy'))")
        assert "require-trusted-types-for 'script'" in policy
        page.evaluate("window.kept = 'since it was opened'")
        return page

    def save(self, path: str, text: str) -> None:
        place = self.site / path
        beside = place.parent / f".{place.name}.swp"
        beside.write_text(text)
        os.replace(beside, place)
        self._saved = time.perf_counter()

    def seen(self, what: str) -> None:
        self.took[what] = time.perf_counter() - self._saved


@pytest.fixture(scope="module")
def took() -> Iterator[dict[str, float]]:
    """Printed at the end, where pytest is told to show it (-s)."""
    found: dict[str, float] = {}
    yield found
    print("\nfrom save to page:", ", ".join(f"{what} {seconds:.2f} s" for what, seconds in found.items()))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    site = make_site(tmp_path_factory.mktemp("desk") / "site", FILES)
    with preview(site) as running:
        yield site, f"http://127.0.0.1:{running.port}"


@pytest.fixture
def desk(served: tuple[Path, str], browser: Browser, took: dict[str, float]) -> Iterator[Desk]:
    """The site as FILES has it, before and after; all pages are under the strict policy, and none may break it."""
    site, address = served
    with visitor(browser, address) as (open_page, visits):
        at = Desk(site, open_page)
        yield at
        took |= at.took
        for path, text in FILES.items():
            if (site / path).read_text() != text:
                (site / path).write_text(text)
        for one in visits:
            assert [line for line in one.watched if "refused" in line] == []
        assert [problem for one in visits for problem in one.problems] == []


def problems(page: Page) -> Locator:
    return page.locator("sitegen-problems details")


def test_a_change_of_the_text_reloads_the_page_at_its_place(desk: Desk) -> None:
    page = desk.open(STORY)
    page.evaluate("scrollTo(0, 900)")
    desk.save(A, post("First", body=f"The new text.\n\n{LONG}\n"))
    expect(page.get_by_text("The new text.")).to_be_visible()
    desk.seen("text")
    assert not page.evaluate(KEPT)
    page.evaluate("new Promise((done) => { setInterval(() => scrollY === 900 && done(), 10); })")


def test_a_change_of_data_or_template_reloads_the_pages_that_show_it_and_no_other(desk: Desk) -> None:
    page, other = desk.open("/prices/"), desk.open(STORY)
    desk.save("content/data/prices.json", '{"nvda": 2}')
    expect(page.locator("#price")).to_have_text("2")
    desk.seen("data")
    desk.save("templates/page.html", FILES["templates/page.html"].replace("<p ", "<p title=new "))
    expect(page.locator("#price")).to_have_attribute("title", "new")
    desk.seen("template")
    assert other.evaluate(KEPT)


def test_a_changed_style_sheet_is_swapped_and_the_page_stays(desk: Desk) -> None:
    page = desk.open(STORY)
    page.get_by_label("Note").fill("half a thought")
    page.evaluate("scrollTo(0, 900)")
    desk.save("static/css/own.css", "h1 { color: rgb(4, 5, 6) }")
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
    desk.seen("style")
    assert page.evaluate(KEPT)
    assert page.evaluate("scrollY") == 900
    expect(page.get_by_label("Note")).to_have_value("half a thought")
    expect(page.locator('link[rel=stylesheet][href*="own.css"]')).to_have_count(1)


def test_an_error_lies_over_the_last_good_page_and_goes_when_it_is_mended(desk: Desk) -> None:
    page = desk.open(STORY, width=360)
    desk.save(A, FILES[A].replace("2025-11-22", "yesterday"))
    expect(problems(page)).to_contain_text("1 error: this page is as it was before")
    desk.seen("error")
    for said in (f"{A}:3:7", "error bad-date", "'yesterday' is not a date", "3 | date: yesterday", "help: write 2025"):
        expect(problems(page)).to_contain_text(said)
    assert page.evaluate(KEPT), "the page under it was not reloaded"
    expect(page.get_by_text("The old text.")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert problems(page).evaluate("panel => panel.scrollWidth <= panel.clientWidth")

    message = problems(page).get_by_text("is not a date")
    page.keyboard.press("Escape")
    expect(message).to_be_hidden()
    button = problems(page).locator("summary")
    button.focus()
    page.keyboard.press("Enter")
    expect(message).to_be_visible()
    page.keyboard.press("Enter")
    expect(message).to_be_hidden()

    page.reload()
    expect(problems(page).get_by_text("is not a date")).to_be_visible()
    page.evaluate("window.kept = 'since it was opened'")
    desk.save(A, FILES[A])
    expect(problems(page)).to_have_count(0)
    desk.seen("mended")
    assert page.evaluate(KEPT)


def test_a_failing_template_and_a_wrong_configuration_are_shown_too(desk: Desk) -> None:
    page = desk.open(STORY)
    desk.save("templates/page.html", "<body>\n{{ standing.titel }}</body>")
    expect(problems(page)).to_contain_text("templates/page.html:2")
    expect(problems(page)).to_contain_text("a Standing has no field 'titel'")
    desk.save("templates/page.html", FILES["templates/page.html"])
    expect(problems(page)).to_have_count(0)
    desk.save("pyproject.toml", CONFIG.replace("title =", "tilte ="))
    expect(problems(page)).to_contain_text("unknown-key")
    desk.save("pyproject.toml", FILES["pyproject.toml"])
    expect(problems(page)).to_have_count(0)
    assert page.evaluate(KEPT)


def test_a_site_that_was_never_built_says_so_and_is_there_when_it_is_mended(tmp_path: Path, browser: Browser) -> None:
    site = make_site(tmp_path / "site", {**FILES, A: FILES[A].replace("2025-11-22", "yesterday")})
    with preview(site) as running, browser.new_page() as page:
        page.goto(f"http://127.0.0.1:{running.port}/")
        expect(page.get_by_role("heading")).to_have_text("The site could not be built yet")
        expect(problems(page)).to_contain_text("bad-date")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, RULES) == []
        (site / A).write_text(FILES[A])
        expect(page.get_by_role("link", name="First")).to_be_visible()
        expect(problems(page)).to_have_count(0)
