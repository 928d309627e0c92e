"""What a link that leads to nothing was to be: what the help line tells to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import Diagnostic
from tests.site import CONFIG, build_site, make_site, post

MENU = CONFIG + '\n[[tool.sitegen.menu]]\nname = "Racks"\nurl = "{url}"\n'


@pytest.mark.parametrize(
    ("target", "help_"),
    [
        ("reuters.com", "write https://reuters.com if another site is meant"),
        ("reuters.com/racks?page=2", "write https://reuters.com/racks?page=2 if another site is meant"),
        ("www.wire.example", "write https://www.wire.example if another site is meant"),
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


def _told(site: Path) -> list[Diagnostic]:
    return [problem for problem in build_site(site).result.diagnostics if problem.code == "broken-link"]
