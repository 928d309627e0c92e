"""The site without what a browser may lack: scripts, a screen, the page that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import Visit

PRINTED = "getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content"


def facts(visit: Visit) -> tuple[str, list[str]]:
    """The text and the links of a page's main part, folded ones among them."""
    text = " ".join((visit.page.locator("main").text_content() or "").split())
    return text, visit.page.locator("main a").evaluate_all("links => links.map((link) => link.href)")


@pytest.mark.parametrize("kinds", [("home", "digest", "company"), pytest.param((), marks=pytest.mark.soak)])
def test_every_page_is_whole_without_scripts(
    kinds: tuple[str, ...], pages: dict[str, str], visit: Callable[..., Visit]
) -> None:
    bare, whole = (visit("/", width=360, script=script) for script in (False, True))
    for kind, url in {kind: pages[kind] for kind in kinds or pages}.items():
        bare.go(url)
        text, links = facts(bare)
        assert len(text) > 50, kind
        if kind != "search":
            whole.go(url)
            assert (text, links) == facts(whole), kind
        assert bare.page.evaluate("document.scrollingElement.scrollWidth") <= 360, kind
        expect(bare.page.get_by_role("button", name="Dark")).to_be_hidden()


def test_the_contents_open_without_scripts(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    phone = visit(pages["digest"], width=360, script=False).page
    phone.locator(".toc summary").click()
    expect(phone.locator(".toc a").first).to_be_visible()
    expect(visit(pages["digest"], script=False).page.locator(".toc a").first).to_be_visible()


def test_on_paper_there_are_the_text_its_sources_and_their_addresses(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    for kept in (".nameplate", "h1", ".text", ".text .sources", ".references", ".published", ".corrections"):
        expect(page.locator(kept).first).to_be_visible()
    for furniture in (".skip", ".menu", "#sg-theme", ".trail", ".toc", ".related", ".neighbours", ".colophon"):
        expect(page.locator(furniture)).to_be_hidden()
    assert page.evaluate(PRINTED) == '" (https://apnews.com/one)"'
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light", "ink on paper"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_page_that_is_not_there_leads_on(address: str, browser: Browser) -> None:
    with browser.new_page() as page:
        answer = page.goto(f"{address}/no/such/page/")
        assert answer is not None
        assert answer.status == 404
        page.get_by_role("main").get_by_role("link").first.click()
        expect(page.locator("article.post")).to_be_visible()


def test_a_former_address_leads_to_the_new_one(visit: Callable[..., Visit], address: str) -> None:
    page = visit("/everything/", script=False).page
    page.wait_for_url(f"{address}/2026/05/14/everything/")
