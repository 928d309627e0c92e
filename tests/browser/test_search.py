"""The search page: found as you type, narrowed down, led on from; and said plainly where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.server import served
from tests.browser.test_keyboard import walk
from tests.browser.visit import Visit, visitor
from tests.site import SEARCHED, build_site, make_site, post

CONFIG = SEARCHED.replace("[tool.sitegen.feeds]", "headers = {enabled = true}\n[tool.sitegen.feeds]")
SCRIPT = "**/search.*.js*"
DIGEST = """\
The day in short.

## 🏭 Makers

### Foxconn builds racks

Foxconn and Nvidia [finance:NVDA] build a zeppelin for [finance:AMD].

### Google scales

Compute doubles <every> 6 months.
"""
SITE: dict[str, str | bytes] = {
    "content/posts/2025-11-22-digest.md": post("Daily digest", body=DIGEST, kind="digest", tags=["daily"]),
    "content/posts/2024-03-01-old.md": post("Old racks", "2024-03-01", "Racks of [finance:AMD] then.\n", tags=["past"]),
    **{
        f"content/posts/2025-10-{day:02}-n.md": post(
            f"Racks {day}", f"2025-10-{day:02}", "Many racks.\n", tags=["many"]
        )
        for day in range(1, 13)
    },
}

POLISH = """
[tool.sitegen.strings]
search_found = "{count} {count:one=wpis|few=wpisy|many=wpisów|other=wpisu} z {x}"
search_since = "od {date}: {count} {count:one=wpis|few=wpisy|many=wpisów|other=wpisu}"
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which every count is known, instead of the large one."""
    return build_site(make_site(tmp_path_factory.mktemp("search"), {**SITE, "pyproject.toml": CONFIG})).output


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    with served(output) as found:
        yield found


@pytest.fixture
def search(visit: Callable[..., Visit]) -> Page:
    """The search page, before a search is begun."""
    return visit("/search/").page


@pytest.fixture
def cut_off(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may fail to fetch something, and say so to the console."""
    with browser.new_context(base_url=address) as context:
        yield context.new_page()


def field(page: Page) -> str:
    return page.get_by_label("Words, companies or symbols").input_value()


def results(page: Page, count: int) -> list[str]:
    """The titles of the results, when there are that many."""
    expect(page.locator("#sg-results li")).to_have_count(count)
    return page.locator("#sg-results .title").all_inner_texts()


def told_of_lists(page: Page) -> None:
    """The reader is told that the search failed, and of ways to find news without it."""
    expect(page.get_by_text("cannot be reached just now")).to_be_visible()
    expect(page.locator("#sg-plain a").first).to_be_visible()
    expect(page.get_by_text("needs JavaScript")).to_be_hidden()


def test_a_word_of_one_story_of_a_digest_is_found_as_you_type_and_the_link_leads_to_the_story(search: Page) -> None:
    search.get_by_label("Words, companies or symbols").fill("zeppelin")
    assert results(search, 1) == ["Foxconn builds racks"]
    assert search.locator("#sg-results mark").all_inner_texts() == ["zeppelin"]
    assert search.locator("#sg-results .kicker").inner_text() == "Digest, November 22, 2025"
    assert search.locator("#sg-results .names").inner_text() == "Nvidia, AMD"
    expect(search.get_by_role("status").first).to_have_text("1 story found")
    assert search.url.endswith("/search/?q=zeppelin")
    search.locator("#sg-results a").click()
    search.wait_for_url("**/2025/11/22/digest/#foxconn-builds-racks")
    assert search.locator("#foxconn-builds-racks").is_visible()


@pytest.mark.parametrize("start", ["/search/", "/search/?year=2025"])
def test_what_is_typed_before_the_script_has_come_stays_and_is_searched_for(
    visit: Callable[..., Visit], address: str, start: str
) -> None:
    page = visit("/").page
    late: list[Route] = []
    page.route(SCRIPT, lambda route: late.append(route))  # noqa: PLW0108 (Playwright counts its parameters)
    with page.expect_request(SCRIPT):
        page.goto(address + start)
        page.locator("#sg-q").focus()
    page.keyboard.type("zeppelin")
    late[0].continue_()
    assert results(page, 1) == ["Foxconn builds racks"]
    assert field(page) == "zeppelin"
    assert page.locator("#sg-year").input_value() == start.partition("=")[2]


def test_a_link_asks_for_words_and_filters_and_more_results_lead_on(visit: Callable[..., Visit]) -> None:
    page = visit("/search/?q=racks&company=amd").page
    assert sorted(results(page, 2)) == ["Foxconn builds racks", "Old racks"]
    assert field(page) == "racks"
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


def test_a_symbol_finds_what_names_its_company_and_text_is_shown_as_text(visit: Callable[..., Visit]) -> None:
    assert results(visit("/search/?q=NVDA").page, 1) == ["Foxconn builds racks"]
    page = visit("/search/?q=doubles").page
    assert results(page, 1) == ["Google scales"]
    assert "<every>" not in page.locator("#sg-results .summary").inner_html()


def test_where_nothing_is_found_the_page_leads_on(search: Page) -> None:
    search.get_by_label("Words, companies or symbols").fill("xylophone")
    expect(search.get_by_role("status").first).to_have_text("No stories found. Try fewer words, or:")
    expect(search.locator("#sg-plain a").first).to_be_in_viewport()
    expect(search.get_by_text("needs JavaScript")).to_be_hidden()
    search.get_by_label("Words, companies or symbols").fill("zeppelin")
    assert results(search, 1) == ["Foxconn builds racks"]
    expect(search.locator("#sg-plain a").first).to_be_hidden()


def test_the_field_of_every_page_leads_to_the_search(visit: Callable[..., Visit]) -> None:
    page = visit("/").page
    page.get_by_role("searchbox").fill("zeppelin")
    page.get_by_role("searchbox").press("Enter")
    assert results(page, 1) == ["Foxconn builds racks"]


def test_without_a_script_the_page_says_what_to_do(visit: Callable[..., Visit]) -> None:
    page = visit("/search/?q=racks", script=False).page
    expect(page.get_by_text("needs JavaScript. These lists lead to every story without it:")).to_be_visible()
    lists = page.locator("#sg-plain a")
    assert lists.all_inner_texts() == ["Archive", "Tags", "Sources", "Companies"]
    for name in ("Company", "Tag", "Year"):
        expect(page.get_by_label(name, exact=True)).to_be_hidden()  # they would do nothing
    expect(page.get_by_role("button", name="More results")).to_be_hidden()
    lists.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Archive")


def test_the_form_and_its_results_are_walked_through_by_keyboard(visit: Callable[..., Visit]) -> None:
    page = visit("/search/?q=racks").page
    results(page, 10)
    walk(page)
    expect(page.get_by_role("contentinfo").locator(":focus")).to_have_count(1)


def test_a_search_is_made_narrowed_down_and_followed_by_keyboard_alone(search: Page) -> None:
    def tab(target: str) -> None:
        search.keyboard.press("Tab")
        expect(search.locator(target)).to_be_focused()

    search.keyboard.press("Tab")
    search.keyboard.press("Enter")  # the skip link
    tab("#sg-q")
    search.keyboard.type("racks")
    results(search, 10)
    search.locator("#sg-more").press("Enter")
    results(search, 14)
    expect(search.locator("#sg-results li:nth-child(11) a")).to_be_focused()
    search.locator("#sg-q").focus()
    tab("#sg-company")
    search.keyboard.press("ArrowDown")  # the most frequent one
    results(search, 2)
    expect(search.locator("#sg-company")).to_be_focused()
    tab("#sg-tag")
    tab("#sg-year")
    search.keyboard.press("End")
    assert results(search, 1) == ["Old racks"]
    tab("#sg-results a")
    search.keyboard.press("Enter")
    search.wait_for_url("**/2024/03/01/old/")


@pytest.mark.parametrize("missing", ["**/pagefind.js*", "**/facets.json*", "**/*.pf_meta"])
def test_an_index_that_cannot_be_reached_is_said_plainly(cut_off: Page, missing: str) -> None:
    cut_off.route(missing, lambda route: route.abort())
    cut_off.goto("/search/?q=racks")
    told_of_lists(cut_off)
    cut_off.unroute(missing)
    cut_off.locator("#sg-q").fill("zeppelin")
    assert results(cut_off, 1) == ["Foxconn builds racks"]
    expect(cut_off.locator("#sg-plain")).to_be_hidden()


def test_a_script_that_cannot_be_fetched_is_said_plainly_and_asked_for_again(cut_off: Page) -> None:
    cut_off.route(SCRIPT, lambda route: route.abort())
    cut_off.goto("/search/")
    for _ in range(2):
        cut_off.locator("#sg-q").focus()
        told_of_lists(cut_off)
        cut_off.locator("#sg-found").evaluate("found => { found.textContent = ''; }")
        cut_off.locator("#sg-q").blur()
    cut_off.unroute(SCRIPT)
    cut_off.locator("#sg-q").focus()
    cut_off.keyboard.type("zeppelin")
    assert results(cut_off, 1) == ["Foxconn builds racks"]
    expect(cut_off.locator("#sg-plain")).to_be_hidden()


@pytest.mark.soak
def test_counts_are_in_the_sites_digits_and_the_languages_forms(browser: Browser, tmp_path: Path) -> None:
    stories = "".join(f"### Number {number}\n\nRacks.\n\n" for number in range(1233))
    texts = {"2025-01-01": f"Racks.\n\n## All\n\n{stories}", **{f"2024-01-0{day}": "Racks.\n" for day in (1, 2, 3)}}
    files: dict[str, str | bytes] = {
        "pyproject.toml": CONFIG.replace("[tool.sitegen.feeds]", 'language = "pl"\n[tool.sitegen.feeds]') + POLISH,
        "content/posts/one.md": post("One", "2023-01-01", "Racks.\n"),
        **{f"content/posts/{day}.md": post(day, day, text, kind="digest") for day, text in texts.items()},
    }
    shown = {2023: "1 wpis z {x}", 2024: "3 wpisy z {x}", 2025: "1\u00a0234 wpisy z {x}"}
    with served(build_site(make_site(tmp_path, files)).output) as address, visitor(browser, address) as (visit, visits):
        page = visit("/search/?q=racks").page
        expect(page.locator("#sg-found")).to_have_text(re.compile("od 1 stycznia 2024: 1.237 wpisów"))
        for year, words in shown.items():
            page.locator("#sg-year").select_option(str(year))
            expect(page.locator("#sg-found")).to_have_text(words)
        assert [problem for one in visits for problem in one.problems] == []
