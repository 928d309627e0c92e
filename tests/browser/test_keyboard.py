"""The site by keyboard alone, and its small scripts: everything reachable, in order, with a focus that is seen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visit import Visit

# What can be focused, in the order of the page: seen, and not within something folded. It is marked with its number.
STOPS = """() => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const seen = stops.filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
  seen.forEach((e, number) => { e.dataset.stop = number; });
  return seen.length;
}"""

# The number of the focused element, null for what has none (a box that scrolls), and whether a reader sees the focus.
FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [e.dataset.stop ?? null, within && outlined && box.width * box.height > 0];
}"""


def walk(page: Page) -> None:
    """Tab through the whole page."""
    count = page.evaluate(STOPS)
    assert count > 5
    reached = []
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        stop, seen = page.evaluate(FOCUS)
        assert seen, f"{page.url}: the focus is not seen on {page.evaluate('document.activeElement.outerHTML')[:200]}"
        if stop is not None:
            reached.append(int(stop))
        if stop == str(count - 1):
            break
    assert reached == list(range(count)), page.url


def test_everything_is_reached_in_order_with_a_focus_that_is_seen(
    pages: dict[str, str], visit: Callable[..., Visit]
) -> None:
    opened = visit("/")
    for kind in ("home", "story", "company", "archive", "search"):
        opened.go(pages[kind])
        walk(opened.page)


def test_on_a_phone_too(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    walk(visit(pages["story"], width=360).page)


def test_the_first_stop_skips_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class("skip")
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_leads_on(page: Page, address: str) -> None:
    page.locator(".menu a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/tickers/")
    expect(page.locator(".menu [aria-current=page]")).to_have_count(1)


def test_the_theme_switch_is_remembered(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name="Dark")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.press("Enter")
    assert page.evaluate(ground) == light


def test_the_contents_fold_open_on_a_phone(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    page = visit(pages["digest"], width=360).page
    line = page.locator(".toc a").first
    expect(line).to_be_hidden()
    page.locator(".toc summary").press("Enter")
    expect(line).to_be_visible()
    line.press("Enter")
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))).tagName") == "H2"
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_contents_mark_where_the_reader_is(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    page = visit(pages["digest"]).page
    page.locator(".text h2").nth(1).evaluate("heading => heading.scrollIntoView()")
    marked = page.locator(".toc a[aria-current]")
    expect(marked).to_have_count(1)
    heading = page.locator(".text h2, .text h3").locator("visible=true")
    expect(marked).to_be_visible()
    assert marked.get_attribute("href").removeprefix("#") in heading.evaluate_all("all => all.map((e) => e.id)")


def test_a_tickers_name_shows_on_focus_and_goes_with_escape(page: Page) -> None:
    name = "getComputedStyle(document.activeElement, '::after').content"
    page.locator(".text a.ticker").first.focus()
    page.keyboard.press("Shift")  # the last input was a key: what browsers take for a focus to be shown
    assert page.evaluate(name) == '"NVIDIA Corporation · NASDAQ"'
    page.keyboard.press("Escape")
    assert page.evaluate(name) == "none"
    page.keyboard.press("Tab")
    assert page.evaluate(name) != "none", "the next one shows its own"


def test_a_copied_link_is_announced(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    page = visit(pages["digest"]).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = page.locator("a.anchor").first
    link.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == link.evaluate("link => link.href")
    expect(page.get_by_role("status")).to_be_empty()
