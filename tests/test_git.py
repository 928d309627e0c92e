"""Git as the record of the content: updates and histories from real repositories, whatever the user's settings are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repository import GIT, Repository
from tests.site import CONFIG, Built, build_site, post

A = "content/posts/2025-11-22-a.md"
URL = "/2025/11/22/a/"
MADE, MENDED, LATER = "2025-11-22T08:00:00Z", "2025-11-23T09:30:00Z", "2025-11-24T10:00:00Z"


def updated(built: Built, url: str = URL) -> str | None:
    found = built.page(url).cssselect("time.updated")
    return found[0].get("datetime") if found else None


def history(built: Built, url: str = URL) -> list[str]:
    """The summary of a page's history, and its lines."""
    sections = built.page(url).cssselect("section.history")
    return [" ".join(part.text_content().split()) for s in sections for part in s.cssselect("summary, li")]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path / "site", monkeypatch)


# What is done after the post was first committed, and the update that readers are then shown.
Act = Callable[[Repository], object]
ACTS: dict[str, tuple[Act, str | None]] = {
    "nothing": (Repository.build, None),
    "a change": (lambda site: site.commit(MENDED, "Mended", {A: post(body="Better.\n")}), "2025-11-23T09:30:00+00:00"),
    "a change in another zone": (
        lambda site: site.commit("2025-11-23T23:30:00-05:00", "Mended", {A: post(body="Better.\n")}),
        "2025-11-24T04:30:00+00:00",
    ),
    "a change that is minor": (
        lambda site: site.commit(MENDED, "A comma\n\nsitegen: minor\n", {A: post(body="Better.\n")}),
        None,
    ),
    "a change of another file": (lambda site: site.commit(MENDED, "B", {"content/posts/b.md": post("B")}), None),
    "a change that is not committed": (lambda site: (site.site / A).write_text(post(body="Better.\n")), None),
    "a change before it was published": (
        lambda site: site.commit("2025-11-21T23:59:59Z", "Early", {A: post(body="Better.\n")}),
        None,
    ),
    "a change in the future": (
        lambda site: site.commit("2031-01-01T00:00:00Z", "A wrong clock", {A: post(body="Better.\n")}),
        None,
    ),
    "another mode": (lambda site: [(site.site / A).chmod(0o755), site.commit(MENDED, "Mode")], None),
    "a date of its own": (
        lambda site: site.commit(LATER, "Dated", {A: post(updated="2025-11-23T01:00:00Z")}),
        "2025-11-23T01:00:00+00:00",
    ),
    "a later correction": (
        lambda site: site.commit(MENDED, "Corrected", {A: post(corrections=[{"date": "2025-11-25", "text": "X."}])}),
        "2025-11-25T00:00:00+00:00",
    ),
    "an earlier correction": (
        lambda site: site.commit(LATER, "More", {A: post(corrections=[{"date": "2025-11-23", "text": "X."}])}),
        "2025-11-24T10:00:00+00:00",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_update_is_the_last_commit_that_changed_the_file(site: Repository, act: str) -> None:
    do, expected = ACTS[act]
    site.commit(MADE, "First", {A: post()})
    do(site)
    built = site.build()
    assert updated(built) == expected
    assert built.problems == []


def renamed(site: Repository) -> None:
    site.commit(MADE, "First", {A: None, "content/posts/old/1999-01-01-a.md": post(body="Words. " * 30)})
    site.commit(MENDED, "Mended", {"content/posts/old/1999-01-01-a.md": post(body="Words. " * 30 + "More.")})
    (site.site / "content/posts/old/1999-01-01-a.md").rename(site.site / A)
    site.commit(LATER, "Moved")


def test_a_renamed_file_keeps_its_history_and_renaming_alone_is_no_change(site: Repository) -> None:
    site.commit("2025-11-22T07:00:00Z", "Zero", {A: post("Other")})
    renamed(site)
    assert updated(site.build()) == "2025-11-23T09:30:00+00:00"


def test_what_a_branch_changed_counts_by_its_own_commit_and_once(site: Repository) -> None:
    site.commit(MADE, "First", {A: post(body="One.\n\nTwo.\n")})
    site.git("checkout", "--quiet", "-b", "mending")
    site.commit(MENDED, "Mended on a branch", {A: post(body="One!\n\nTwo.\n")})
    site.git("checkout", "--quiet", "main")
    site.git("cherry-pick", "mending", date=LATER)
    site.commit(LATER, "B", {"content/posts/b.md": post("B")})
    site.git("merge", "--quiet", "--no-ff", "-m", "Merge", "mending", date="2025-12-01T00:00:00Z")
    assert history(site.build()) == ["Changed 1 time, last November 23, 2025", "November 23, 2025 Mended on a branch"]


def test_an_edit_under_the_old_name_on_a_branch_is_the_renamed_files(site: Repository) -> None:
    old, text = "content/posts/old.md", post(slug="a", body="Words. " * 50)
    site.commit(MADE, "First", {old: text})
    site.git("checkout", "--quiet", "-b", "mending")
    (site.site / old).rename(site.site / A)
    site.commit(MENDED, "Moved")
    site.git("checkout", "--quiet", "main")
    site.commit(LATER, "Mended", {old: f"{text} Yes."})
    site.git("merge", "--quiet", "-m", "Merge", "mending", date="2025-12-01T00:00:00Z")
    assert history(site.build())[1:] == ["November 24, 2025 Mended"]


def test_a_site_in_a_folder_of_a_repository_has_its_own_files_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Repository(tmp_path / "work", monkeypatch, inner="sites/news 'é\n\"")
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    (site.folder / A).parent.mkdir(parents=True)
    (site.folder / A).write_text("Another site's.")
    site.commit(LATER, "Elsewhere")
    assert updated(site.build()) == "2025-11-23T09:30:00+00:00"


def test_any_file_name_is_taken_as_it_is(site: Repository) -> None:
    odd = 'content/posts/"od\nd\té.md'
    site.commit(MADE, "First", {odd: post(slug="a")})
    site.commit(MENDED, "Mended", {odd: post(slug="a", body="Better.\n")})
    assert updated(site.build()) == "2025-11-23T09:30:00+00:00"


def test_a_worktree_has_its_own_record(site: Repository, tmp_path: Path) -> None:
    site.commit(MADE, "First", {A: post()})
    site.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    site.git("pack-refs", "--all")
    assert updated(build_site(tmp_path / "other")) is None
    assert updated(site.build()) == "2025-11-23T09:30:00+00:00"


def test_a_repository_without_commits_has_no_updates(site: Repository) -> None:
    (site.site / A).parent.mkdir(parents=True)
    (site.site / A).write_text(post())
    built = site.build()
    assert (updated(built), built.problems) == (None, [])


# ── The history on the page ─────────────────────────────────────────────────────────────────────────

# A commit's message, and what readers see of it.
MESSAGES = {
    "Mended the date\n\nIt was wrong.": "Mended the date",
    "\n\n  Mended   it \n": "Mended it",
    "<script>alert(1)</script> {{ site }} <b onclick=x>": "<script>alert(1)</script> {{ site }} <b onclick=x>",
    "Thanks to joe@example.com and <ann.b+c@mail.example.org>!": "Thanks to … and …!",
    "Right\u202eto left\u200b, bell\x07, \x1b[31mred": "Right to left , bell , [31mred",
    "\U0001f468\u200d\U0001f467 نامه\u200cای": "\U0001f468\u200d\U0001f467 نامه\u200cای",
    "[finance:NVDA] *stars* `code` https://evil.example/": "[finance:NVDA] *stars* `code` https://evil.example/",
    "x" * 5000: "x" * 199 + "…",
    "@" * 3000: "@" * 199 + "…",
    "\n": "",
    "\x01:100644 100644 a b M": ":100644 100644 a b M",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_plain_text_of_one_line(site: Repository, message: str) -> None:
    site.commit(MADE, "First", {A: post()})
    (site.site / A).write_text(post(body="Better.\n"), encoding="utf-8")
    site.git("commit", "--quiet", "--all", "--allow-empty-message", "--cleanup=verbatim", "-m", message, date=MENDED)
    built = site.build()
    (line,) = built.page(URL).cssselect("section.history li")
    assert line.cssselect("bdi")[0].text_content() == MESSAGES[message]
    assert [child.tag for child in line] == ["time", "bdi"]
    assert len(line.cssselect("bdi *")) == 0
    assert "ada@newsroom.example" not in built.text(URL)
    assert "Ada Example" not in built.text(URL)


def test_a_message_in_another_encoding_is_read_by_its_own(site: Repository) -> None:
    site.commit(MADE, "First", {A: post()})
    (site.site / A).write_text(post(body="Better.\n"), encoding="utf-8")
    site.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--quiet", "-a", "-F", latin(site.home), date=MENDED)
    assert history(site.build())[1:] == ["November 23, 2025 Überarbeitet"]


def latin(folder: Path) -> str:
    (folder / "message").write_bytes("Überarbeitet".encode("latin-1"))
    return str(folder / "message")


def test_history_is_newest_first_in_the_sites_language_and_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = '[tool.sitegen.strings]\nhistory = "Verlauf"\nchanged = "{count}-mal geändert, zuletzt {date}"\n'
    config = GIT.replace("[tool.sitegen.feeds]", 'language = "de"\ntimezone = "Asia/Tokyo"\n[tool.sitegen.feeds]')
    site = Repository(tmp_path / "site", monkeypatch, config=config + words)
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Second", {A: post(body="Better.\n")})
    site.commit("2025-11-23T20:00:00Z", "Third", {A: post(body="Best.\n")})
    built = site.build()
    assert history(built) == [
        "2-mal geändert, zuletzt 24. November 2025",
        "24. November 2025 Third",
        "23. November 2025 Second",
    ]
    assert built.page(URL).cssselect("section.history h2")[0].text_content() == "Verlauf"


def test_each_of_the_two_settings_works_without_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Repository(tmp_path / "site", monkeypatch, config=GIT.replace("history = true\n", ""))
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    built = site.build()
    assert (updated(built) is not None, history(built)) == (True, [])
    (site.site / "pyproject.toml").write_text(GIT.replace('updated = "git"\n', ""), encoding="utf-8")
    built = site.build()
    assert updated(built) is None
    assert history(built)[0] == "Changed 1 time, last November 23, 2025"


# ── What git knows, and what it does not ────────────────────────────────────────────────────────────

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


def trap(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `git` that tells that it was run."""
    program = site.home / "git"
    program.write_text(f'#!/bin/sh\necho "$@" >> {site.home}/ran\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{site.home}{os.pathsep}{os.environ['PATH']}")


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


# ── Building again ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_commit_is_a_reason_to_build_and_nothing_else_is(
    site: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.commit(MADE, "First", {A: post(), "content/posts/2025-11-21-b.md": post("B", date="2025-11-21")})
    (site.site / A).write_text(post(body="Better.\n"), encoding="utf-8")
    assert updated(site.build()) is None
    assert site.build().result.release.written == ()
    site.commit(MENDED, "Mended")
    again = site.build()
    assert updated(again) == "2025-11-23T09:30:00+00:00"
    assert "2025/11/22/a/index.html" in again.result.release.written
    assert "2025/11/21/b/index.html" not in again.result.release.written
    assert again.files() == site.build(full=True).files()
    trap(site, monkeypatch)
    assert site.build().result.release.written == ()
    assert len((site.home / "ran").read_text().splitlines()) == 1, "that HEAD is the same is all that is asked"


def test_each_commit_is_asked_for_once(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        site.commit(f"2025-11-23T0{number}:00:00Z", f"Version {number}", {A: post(body=f"{number}\n")})
        built = site.build()
    incremental = built.files()
    assert incremental == site.build(full=True).files()
    site.git("checkout", "--quiet", "HEAD~2")
    assert history(site.build())[0] == "Changed 2 times, last November 23, 2025"
    site.git("checkout", "--quiet", "main")
    assert site.build().files() == incremental


def test_a_commit_of_the_future_counts_when_its_moment_comes(site: Repository) -> None:
    site.commit(MADE, "First", {A: post()})
    site.commit("2031-01-01T00:00:00Z", "Ahead", {A: post(body="Better.\n")})
    built = site.build()
    assert built.result.due is not None
    assert built.result.due.isoformat() == "2031-01-01T00:00:00+00:00"
    assert updated(site.build(now=built.result.due)) == "2031-01-01T00:00:00+00:00"


def test_feeds_sitemap_and_standing_pages_have_the_update_too(site: Repository) -> None:
    site.commit(MADE, "First", {A: post(), "content/pages/about.md": "---\ntitle: About\n---\nUs.\n"})
    site.commit(MENDED, "Mended", {A: post(body="B.\n"), "content/pages/about.md": "---\ntitle: About\n---\nWe.\n"})
    built = site.build()
    (entry,) = built.feed("/atom.xml").iter("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}updated") == "2025-11-23T09:30:00+00:00"
    assert updated(built, "/about/") == "2025-11-23T09:30:00+00:00"
    assert built.text("/sitemap.xml").count("<lastmod>2025-11-23T09:30:00+00:00</lastmod>") >= 2
