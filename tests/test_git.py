"""Git as the record of the content: updates and histories from real repositories, whatever the user's settings are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repository import LATER, MADE, MENDED, A, Repository, history, trap, updated
from tests.site import build_site, post


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
