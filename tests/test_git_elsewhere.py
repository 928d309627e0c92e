"""Where git is missing, knows too little, trusts nobody or is set up oddly: a build goes on, and says so."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repository import GIT, LATER, MADE, MENDED, URL, A, Repository, history, trap, updated
from tests.site import CONFIG, Built, build_site, post


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path / "site", monkeypatch)


SHALLOW = """\
pyproject.toml:{line}:1: warning[shallow-clone]: this clone is shallow, so git does not know all changes of {files}: \
what it does not know is not shown
  help: in a workflow write fetch-depth: 0 under actions/checkout; elsewhere run: git fetch --unshallow"""


def test_a_shallow_clone_is_said_and_shows_only_what_it_knows(site: Repository, tmp_path: Path) -> None:
    site.commit(MADE, "First", {A: post(), "content/posts/2025-11-22-b.md": post("B")})
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    site.commit(LATER, "Mended B", {"content/posts/2025-11-22-b.md": post("B", body="Better.\n")})
    site.commit(LATER, "C", {"content/posts/2025-11-22-c.md": post("C")})
    site.commit("2025-11-25T00:00:00Z", "Mended C", {"content/posts/2025-11-22-c.md": post("C", body="Better.\n")})
    clone = tmp_path / "clone"
    site.git("clone", "--quiet", "--depth=3", f"file://{site.folder}", str(clone))
    built = build_site(clone)
    assert built.problems == [SHALLOW.format(line=5, files="2 files")]
    found = {
        name: (updated(built, f"/2025/11/22/{name}/"), len(history(built, f"/2025/11/22/{name}/"))) for name in "abc"
    }
    assert found == {"a": (None, 0), "b": (None, 0), "c": ("2025-11-25T00:00:00+00:00", 2)}
    subprocess.run(["git", "fetch", "--quiet", "--deepen=1"], cwd=clone, check=True)
    built = build_site(clone)
    assert updated(built, "/2025/11/22/b/") == "2025-11-24T10:00:00+00:00"
    assert history(built, "/2025/11/22/b/") == [], "how often it was changed before is not known"
    subprocess.run(["git", "fetch", "--quiet", "--unshallow"], cwd=clone, check=True)
    built = build_site(clone)
    assert built.problems == []
    assert built.files() == site.build().files()


NO_GIT = (
    'pyproject.toml:5:1: warning[no-git]: updated = "git" needs git, and {why}: no date comes from it\n  help: {what}'
)
SILENT = 'or write updated = "front-matter"'


def test_a_site_in_no_repository_is_built_with_one_warning(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(Path(__file__).parent.parent / ".git"))  # another repository is not asked
    said = NO_GIT.format(why="the site is in no git repository", what=f"run git init and commit the content; {SILENT}")
    for _ in range(2):
        site = built({"pyproject.toml": GIT, A: post(updated="2025-11-23")})
        assert site.problems == [said]
    assert site.result.release.written == ()
    assert updated(site) == "2025-11-23T00:00:00+00:00"


def test_a_machine_without_git_builds_with_one_warning(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    site.commit(MADE, "First", {A: post()})
    monkeypatch.setenv("PATH", str(site.home))
    said = NO_GIT.format(why="that program is not installed here", what=f"install git; {SILENT}")
    assert site.build().problems == [said]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_repository_of_another_user_is_said_with_what_to_run(site: Repository) -> None:
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    for path in (site.folder, site.folder / ".git"):
        os.chown(path, 12345, 12345)
    command = f"git config --global --add safe.directory {site.folder}"
    built = site.build()
    why = "git does not trust this repository, which another user owns"
    assert built.problems == [NO_GIT.format(why=why, what=f"run: {command}; {SILENT}")]
    subprocess.run(command.split(), check=True)
    built = site.build()
    assert (built.problems, updated(built)) == ([], "2025-11-23T09:30:00+00:00")


def test_without_the_settings_git_is_never_run(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    site.commit(MADE, "First", {A: post(), "pyproject.toml": CONFIG})
    trap(site, monkeypatch)
    assert site.build().problems == []
    assert site.check() == []
    assert not (site.home / "ran").exists()


# Settings of a user that change what git's commands say, and where they look.
SETTINGS = """\
[log]
    showRoot = false
    showSignature = true
    follow = true
    diffMerges = separate
    date = human
    mailmap = false
[diff]
    renames = false
    renameLimit = 1
    noprefix = true
    relative = false
    external = /bin/false
    orderFile = /nonexistent
    ignoreSubmodules = all
[core]
    quotePath = true
    pager = /bin/false
    abbrev = 4
    fsmonitor = /bin/false
    hooksPath = /nonexistent
[color]
    ui = always
    diff = always
[i18n]
    logOutputEncoding = ISO-8859-1
[format]
    pretty = fuller
[alias]
    rev-list = log
    diff-tree = log
"""


def test_settings_of_user_and_machine_change_nothing(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed_and_more(site)
    expected = site.build().files()
    (site.home / ".gitconfig").write_text(SETTINGS)
    (site.site / ".gitattributes").write_text("*.md diff=odd\n")
    subprocess.run(["git", "config", "diff.odd.textconv", "/bin/false"], cwd=site.folder, check=True)
    subprocess.run(["git", "config", "diff.odd.command", "/bin/false"], cwd=site.folder, check=True)
    for name, value in {
        "GIT_DIR": "/nonexistent",
        "GIT_WORK_TREE": "/",
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_EXTERNAL_DIFF": "/bin/false",
        "GIT_DIFF_OPTS": "-u0",
        "GIT_PAGER": "/bin/false",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TRACE": "1",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "de",
        "TZ": "Asia/Tokyo",
    }.items():
        monkeypatch.setenv(name, value)
    again = site.build(full=True)
    assert again.problems == []
    assert again.files() == expected
    assert "Überarbeitet" in again.text(URL)


def renamed_and_more(site: Repository) -> None:
    site.commit(MADE, "First", {"content/posts/old/1999-01-01-a.md": post(body="Words. " * 30)})
    site.commit(MENDED, "Überarbeitet", {"content/posts/old/1999-01-01-a.md": post(body="Words. " * 30 + "More.")})
    (site.site / "content/posts/old/1999-01-01-a.md").rename(site.site / A)
    site.commit(LATER, "Moved", {A: post(body="Words. " * 30 + "More. More.")})
