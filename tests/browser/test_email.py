"""E-mails in a browser, as mail programs show them: light and dark, wide and narrow, with pictures and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.checker import html_problems, needs_java
from tests.browser.site import NOW
from tests.browser.test_every_kind_of_page import AXE, TAGS
from tests.commands.terminal import run

HOST = "https://daily-ai.example.com"
POSTS = ("everything", "digest", "daily-ai-digest")
PICTURES = "[...document.images].map((img) => img.complete && img.naturalWidth > 0 && img.alt !== '')"
# The landmarks are those of the mail program's own page, which an e-mail stands in.
AXE_RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags},
  rules: {region: {enabled: false}, "landmark-one-main": {enabled: false}},
  resultTypes: ["violations"],
})"""

Open = Callable[..., tuple[Page, list[str]]]


@pytest.fixture(scope="module")
def emails(output: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The HTML of an e-mail of each post."""
    found = {}
    for name in POSTS:
        file = tmp_path_factory.mktemp("emails") / "post.eml"
        done = run("email", name, "--site", output.parent, "--now", NOW, "--output", file)
        assert done.returncode == 0, done.stderr
        part = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("html",))
        assert part is not None
        found[name] = part.get_content()
    return found


@pytest.fixture
def show(browser: Browser, address: str, emails: dict[str, str]) -> Iterator[Open]:
    """`show(post, width=600, scheme="light", pictures=True)`: the e-mail in a window, and what it has asked for."""
    windows: list[BrowserContext] = []

    def show_email(
        name: str, *, width: int = 600, scheme: Any = "light", pictures: bool = True
    ) -> tuple[Page, list[str]]:
        windows.append(browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme))
        page, asked = windows[-1].new_page(), list[str]()

        def answer(route: Route) -> None:
            url = route.request.url
            asked.append(url)
            if pictures and url.startswith(f"{HOST}/"):
                route.fulfill(response=route.fetch(url=address + url.removeprefix(HOST)))
            else:
                route.abort()

        page.route("**/*", answer)
        page.set_content(emails[name], wait_until="load")
        return page, asked

    yield show_email
    for window in windows:
        window.close()


@pytest.mark.parametrize(
    ("name", "windows"),
    [
        ("everything", ((360, "light"),)),
        pytest.param("everything", ((600, "light"), (600, "dark"), (360, "dark")), marks=pytest.mark.soak),
        pytest.param("digest", ((600, "dark"), (360, "light")), marks=pytest.mark.soak),
    ],
)
def test_axe_finds_nothing_and_nothing_reaches_over_the_edge(
    name: str, windows: tuple[tuple[int, str], ...], show: Open
) -> None:
    found = []
    for width, scheme in windows:
        page, _ = show(name, width=width, scheme=scheme)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        said = page.evaluate(AXE_RUN, TAGS)
        assert said["passes"], "rules were run"
        nodes = [(rule["id"], node) for rule in said["violations"] for node in rule["nodes"]]
        found += [f"{width}, {scheme}: {rule}: {node['target']} {node['failureSummary']}" for rule, node in nodes]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        found += [f"{width}, {scheme}: {wide} pixels wide"] * (wide > width)
    assert found == [], "\n".join(found)


@needs_java
@pytest.mark.soak
def test_the_html_checker_finds_no_errors_and_no_warnings(emails: dict[str, str], tmp_path: Path) -> None:
    for name, html in emails.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    assert html_problems(tmp_path) == []


def test_the_dark_is_dark_and_the_light_is_light(show: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    shown = {scheme: show("digest", scheme=scheme)[0].evaluate(ground) for scheme in ("light", "dark")}
    assert shown == {"light": "rgb(252, 252, 250)", "dark": "rgb(20, 22, 26)"}


def test_it_asks_for_the_sites_own_pictures_alone_and_they_are_there(show: Open) -> None:
    page, asked = show("everything")
    assert len(asked) == 2
    assert all(url.startswith(f"{HOST}/") for url in asked)
    assert page.evaluate(PICTURES) == [True, True]
    assert show("daily-ai-digest")[1] == []


def test_without_pictures_their_words_are_read_and_the_place_is_kept(show: Open) -> None:
    whole, _ = show("everything")
    bare, _ = show("everything", pictures=False)
    size = "[...document.images].map((img) => [img.clientWidth, img.clientHeight])"
    assert whole.evaluate(size) == bare.evaluate(size) == [[568, 320], [568, 320]]
    assert bare.evaluate("[...document.images].map((img) => img.alt)") == ["A field of one colour"] * 2


def test_the_preheader_is_not_shown(show: Open) -> None:
    page, _ = show("digest")
    assert not page.locator(".preheader").is_visible()
    assert page.locator("h1").is_visible()
