"""What would break over lines on a phone and does not, and where the theme switch stands there."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.visit import Visit

LINES = "part => new Set([...part.getClientRects()].map((box) => box.top)).size"


def test_a_clock_stays_in_one_line(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    times = visit(pages["story"], width=360).page.locator(".meta time")
    assert times.count() == 2
    assert times.evaluate_all(f"times => times.map({LINES})") == [1, 1]


def test_a_storys_link_to_itself_follows_the_last_word_of_its_title(
    pages: dict[str, str], visit: Callable[..., Visit]
) -> None:
    page = visit(pages["digest"], width=360).page
    last_line = "heading => Math.max(...[...heading.getClientRects()].map((box) => box.top))"
    headings = page.locator(".story > h3")
    assert headings.count() > 1
    titles = ["A short one", "One that is so long that it goes over several lines of a phone’s window", "Is it?"]
    for width in range(320, 380, 6):
        page.set_viewport_size({"width": width, "height": 800})
        for title in titles:
            heading = headings.first
            heading.evaluate("(heading, title) => { heading.textContent = title }", title)
            link = page.locator(".story > a.anchor").first
            assert abs(heading.evaluate(last_line) - link.evaluate(last_line)) < 12, (width, title)


def test_the_theme_switch_is_beside_the_nameplate(pages: dict[str, str], visit: Callable[..., Visit]) -> None:
    for kind in ("home", "search", "404", "story"):
        page = visit(pages[kind], width=360).page
        switch, name = (page.locator(part).bounding_box() for part in ("#sg-theme", ".nameplate a"))
        assert switch is not None
        assert name is not None
        assert name["y"] < switch["y"] + switch["height"] / 2 < name["y"] + name["height"], kind
        assert name["x"] + name["width"] < switch["x"], kind
