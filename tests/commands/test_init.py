"""`sitegen init`: a new site that builds at once; never over what is there."""

from __future__ import annotations

import shlex
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commands.terminal import run
from tests.site import build_site

MADE = {
    "pyproject.toml",
    "content/posts/2026-07-01-welcome.md",
    "content/pages/about.md",
    "content/data/authors.toml",
    ".gitignore",
    ".github/workflows/site.yml",
    ".pre-commit-config.yaml",
    "requirements.txt",
    ".taplo.toml",
    ".vscode/tasks.json",
}
CLOCK = {"SOURCE_DATE_EPOCH": "1782864000"}


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", ["news", "a new/site of mine", "."])
def test_a_new_site_builds_and_passes_check_at_once(name: str, tmp_path: Path) -> None:
    done = run("init", name, at=tmp_path, **CLOCK)
    site = tmp_path / name
    assert done.returncode == 0, done.stderr
    assert files(site).keys() == MADE
    assert {(tmp_path / line).resolve() for line in done.stdout.splitlines()} == {(site / p).resolve() for p in MADE}
    if name == "news":
        build, check = run("build", "--strict", at=site, **CLOCK), run("check", "--strict", at=site, **CLOCK)
        assert (build.returncode, check.returncode, check.stdout) == (0, 0, "")
        assert len(build.stderr.splitlines()) == 1, "no warning"
        assert (site / "public" / "2026" / "07" / "01" / "welcome" / "index.html").is_file()


def test_the_command_that_it_names_next_can_be_copied(tmp_path: Path) -> None:
    done = run("init", "a new site", at=tmp_path)
    words = shlex.split(done.stderr.strip().removeprefix("Now: "))
    assert words == ["cd", "a new site", "&&", "sitegen", "serve"]


def test_the_new_site_shows_what_a_post_can_have(tmp_path: Path) -> None:
    run("init", tmp_path / "site", **CLOCK)
    config = tomllib.loads((tmp_path / "site" / "pyproject.toml").read_text())["tool"]["sitegen"]
    assert config["feeds"]["id_authority"] == "example.com,2026", "identities stand from the first day on"
    site = build_site(tmp_path / "site", now=datetime(2026, 7, 1, 12, tzinfo=UTC), strict=True)
    page = site.page("/2026/07/01/welcome/")
    for hook in ("main > article h1", ".kicker", ".summary", "section.takeaways li", ".tags a", ".sources li"):
        assert page.cssselect(hook), hook
    assert {link.get("data-ticker") for link in page.cssselect("a.ticker")} == {"NVDA"}
    assert "/public/" in (tmp_path / "site" / ".gitignore").read_text().split()
    assert site.problems == []


@pytest.mark.parametrize(
    "taken", ["pyproject.toml", "content/pages/about.md", ".gitignore", ".github/workflows/site.yml"]
)
def test_nothing_is_written_where_one_of_its_files_is(taken: str, tmp_path: Path) -> None:
    place = tmp_path / "site" / taken
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    done = run("init", "site", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        f"Error: site holds {taken}, which a new site has, too; nothing was written: name a new folder, or move it away"
    )
    assert files(tmp_path / "site") == {taken: "mine"}


@pytest.mark.parametrize("name", ["", " "])
def test_a_folder_without_a_name_is_refused(name: str, tmp_path: Path) -> None:
    done = run("init", name, at=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "Error: the name of the folder is empty: write one, as in sitegen init my-news, or . for this one\n"
    )
    assert files(tmp_path) == {}


def test_a_folder_with_other_files_gets_the_site_beside_them(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    assert run("init", ".", at=tmp_path).returncode == 0
    assert files(tmp_path)["README.md"] == "mine"
    again = run("init", ".", at=tmp_path)
    assert again.stderr == "Error: . is a site already, and nothing was written: name a new folder\n"


def test_a_file_in_a_folders_place_is_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("mine")
    done = run("init", ".", at=tmp_path)
    assert done.stderr.startswith("Error: . holds content, which a new site has, too")
    assert files(tmp_path) == {"content": "mine"}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    done = run("init", "site", at=tmp_path)
    assert done.returncode == 2
    assert "'site' is a file" in done.stderr
    assert (tmp_path / "site").read_text() == "mine"


def test_one_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    """The configuration is written last: without it there is no site yet, and what is there is as it would be."""
    whole, begun = tmp_path / "whole", tmp_path / "begun"
    assert run("init", whole, **CLOCK).returncode == 0
    shutil.copytree(whole, begun)
    (begun / "pyproject.toml").unlink()
    (begun / "content" / "pages" / "about.md").unlink()
    assert run("init", begun, **CLOCK).returncode == 0
    assert files(begun) == files(whole)
    (begun / "pyproject.toml").unlink()
    (begun / "content" / "pages" / "about.md").write_text("mine", encoding="utf-8")
    assert run("init", begun, **CLOCK).returncode == 2
    assert files(begun)["content/pages/about.md"] == "mine"
