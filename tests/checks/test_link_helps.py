"""What a link that leads to nothing was to be: what the help line tells to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.checks.links import NO_PICTURE
from sitegen.diagnostics import Diagnostic
from tests.site import CONFIG, build_site, make_site, post

MENU = CONFIG + '\n[[tool.sitegen.menu]]\nname = "Racks"\nurl = "{url}"\n'


@pytest.mark.parametrize(
    ("target", "help_"),
    [
        ("reuters.com", "write https://reuters.com if another site is meant"),
        ("reuters.com/racks?page=2", "write https://reuters.com/racks?page=2 if another site is meant"),
        ("www.wire.example", "write https://www.wire.example if another site is meant"),
        ("https//wire.example/racks", "write https://wire.example/racks"),
        ("http;//wire.example", "write http://wire.example"),
        ("desk@wire.example", "write mailto:desk@wire.example"),
        ("/reuters.com/", "write the path of a page that is published, or take this out"),
        ("racks.html", "write the path of a page that is published, or take this out"),
    ],
)
def test_an_address_without_its_beginning_is_told_with_it(target: str, help_: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post(body=f"[Racks]({target})\n")})
    assert [problem.help for problem in _told(site)] == [help_]


@pytest.mark.parametrize(("url", "help_"), [("racks", "write /racks/"), ("racks/#a", "write /racks/"), ("/a/", None)])
def test_a_menu_that_leads_elsewhere_on_each_page_is_told(url: str, help_: str | None, tmp_path: Path) -> None:
    files = {"pyproject.toml": MENU.replace("{url}", url), "content/pages/a.md": "---\ntitle: A\n---\nText.\n"}
    told = _told(make_site(tmp_path, files))
    assert [(problem.path, problem.help) for problem in told] == ([("pyproject.toml", help_)] if help_ else [])


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("https://news.example.com/daily/2025/11/22/b/", []),
        ("https://news.example.com/daily/2025/11/22/b/#racks", []),
        ("http://news.example.com/daily?a=b", []),
        ("https://news.example.com/", []),  # the host's, and no part of this site
        ("https://news.example.com/dailies/", []),
        ("https://news.example.com/daily/gone/", ["broken-link"]),
        ("//news.example.com/daily/gone/", ["broken-link"]),
        ("https://news.example.com/daily/2025/11/22/b/#chips", ["broken-anchor"]),
    ],
)
def test_a_whole_address_of_this_site_is_looked_up_as_a_path(target: str, told: list[str], tmp_path: Path) -> None:
    files = {
        "pyproject.toml": CONFIG.replace(".com/", ".com/daily/"),
        "content/posts/a.md": post(body=f"[Racks]({target})\n"),
        "content/posts/b.md": post("B", body="## Racks\n"),
    }
    found = build_site(make_site(tmp_path, files), dry=True).result.diagnostics
    problems = [problem for problem in found if problem.code.startswith("broken-")]
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(6, 9, code) for code in told]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://localhost:4000/a", True),
        ("https://127.0.0.1/", True),
        ("http://[::1]:80/", True),
        ("http://10.1.2.3/", True),
        ("http://192.168.0.1", True),
        ("http://172.16.0.1/a", True),
        ("http://nas.local/a", True),
        ("http://172.32.0.1/a", False),
        ("https://10.example.com/", False),
        ("https://localhost.example.com/", False),
        ("https://example.com/?from=http://localhost/", False),
        ("https://news.local.example/", False),
    ],
)
def test_addresses_of_ones_own_network_are_told_in_texts_and_sources(url: str, told: bool, tmp_path: Path) -> None:
    body = post(body=f"[A]({url})\n", sources=[{"publisher": "A", "url": url}])
    site = make_site(tmp_path, {"content/posts/a.md": body})
    found = [p for p in build_site(site, dry=True).result.diagnostics if p.code == "local-link"]
    assert [problem.line for problem in found] == ([4, 7] if told else [])


def test_only_a_picture_is_offered_for_a_picture(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/2025-11-22-racks.md": post(body="![A](index.mdx)\n\n![B](index.png)\n")})
    found = [p for p in build_site(site, dry=True).result.diagnostics if p.code == "broken-picture"]
    assert len(found) == 2
    assert all(problem.help.startswith("put the file beside") for problem in found)


MEANT = {  # a picture that is nowhere, and the help
    "rakc.svg": "did you mean rack.svg?",
    "foto.svg": NO_PICTURE,
    "photo.svg": "did you mean /img/photo.svg?",
    "/img/photos.svg": "did you mean /img/photo.svg?",
    "static/img/photo.svg": "write /img/photo.svg: static/ is where the site itself begins",
    "../../../static/One%20rack.svg": "write /One%20rack.svg: static/ is where the site itself begins",
    "static/One rack.svg": "write /One%20rack.svg: static/ is where the site itself begins",
}


@pytest.mark.parametrize("target", MEANT)
def test_a_picture_of_another_story_is_never_offered(target: str, tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    files = {
        "content/posts/a/index.md": post(image={"src": target, "alt": "A"}, body=f"![A]({target})\n"),
        "content/posts/a/rack.svg": drawing,
        "content/posts/b/index.md": post("B"),
        "content/posts/b/fotos.svg": drawing,
        "static/img/photo.svg": drawing,
        "static/One rack.svg": drawing,
    }
    found = build_site(make_site(tmp_path, files), dry=True).result.diagnostics
    assert [p.help for p in found if p.code == "broken-picture"] == [MEANT[target]] * 2


def test_a_picture_that_no_browser_shows_is_told_where_it_is_shown(tmp_path: Path) -> None:
    files = {"static/a.psd": "8BPS", "content/posts/a.md": post(body="![A](/a.psd) [A](/a.psd) ![B](/b.psd)\n")}
    found = build_site(make_site(tmp_path, files), dry=True).result.diagnostics
    assert [(p.code, p.column) for p in found if "-picture" in p.code] == [("bad-picture", 6), ("broken-picture", 31)]


def _told(site: Path) -> list[Diagnostic]:
    return [problem for problem in build_site(site).result.diagnostics if problem.code == "broken-link"]
