"""Addresses that were published once are not lost without a word: as the ledger remembers them, and as git does."""

from __future__ import annotations

import re
import time
from pathlib import Path

import msgspec
import pytest

from sitegen.engine.sealed import write_sealed
from tests.repository import GIT, QUICK, Repository
from tests.site import CONFIG, build_site, make_site, post

OLD, URL = "content/posts/2025-11-22-old.md", "/2025/11/22/old/"


def told(folder: Path, **request: object) -> list[str]:
    return [
        p for p in build_site(folder, dry=True, drafts=True, future=True, **request).problems if "vanished-url" in p
    ]


def removed(path: str, url: str) -> str:
    return (
        f"{path}: warning[vanished-url]: this file was published at {url} and is no more: links to it lead to nothing\n"
        f'  help: write "{url}" = "/new/" under [tool.sitegen.redirects], or, to leave nothing, gone = ["{url}"] '
        "under [tool.sitegen]"
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with two posts that was built once."""
    config = CONFIG.replace("[tool.sitegen.feeds]", f"{QUICK}[tool.sitegen.feeds]")
    folder = make_site(tmp_path / "site", {OLD: post("Old"), "content/posts/b.md": post("B"), "pyproject.toml": config})
    build_site(folder)
    assert told(folder) == []
    return folder


def test_a_post_that_was_removed_is_told_until_it_is_answered(site: Path) -> None:
    (site / OLD).unlink()
    expected = [removed(OLD, URL)]
    assert told(site) == expected
    assert "vanished-url" not in str(build_site(site).problems), "a build only builds"
    assert told(site) == expected, "the build that took the page away does not forget it"
    build_site(site, full=True)
    assert told(site) == expected


# What an editor writes to answer, by file.
CONFIGURED = CONFIG.replace("[tool.sitegen.feeds]", f"gone = ['{URL}']\n{QUICK}[tool.sitegen.feeds]")
ANSWERS: dict[str, dict[str, str]] = {
    "gone": {"pyproject.toml": CONFIGURED},
    "gone, written otherwise": {"pyproject.toml": CONFIGURED.replace("old/", "old/index.html")},
    "redirect": {"pyproject.toml": f'{CONFIG}[tool.sitegen.redirects]\n"{URL}" = "/2025/11/22/b/"\n'},
    "alias": {"content/posts/b.md": post("B", aliases=[URL])},
    "another post": {"content/posts/new.md": post("New", slug="old")},
    "static file": {f"static{URL}index.html": "<!doctype html><title>x</title>"},
    "put back, withdrawn": {OLD: post("Old", withdrawn="Wrong.")},
    "put back, leading on": {OLD: post("Old", redirect_to="/2025/11/22/b/")},
    "put back, expired": {OLD: post("Old", expires="2025-11-30")},
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_is_taken(answer: str, site: Path) -> None:
    (site / OLD).unlink()
    build_site(site)
    make_site(site, ANSWERS[answer])
    assert told(site) == []


def test_an_answer_that_is_taken_back_is_told_again(site: Path) -> None:
    (site / OLD).unlink()
    make_site(site, ANSWERS["alias"])
    build_site(site)
    make_site(site, {"content/posts/b.md": post("B")})
    assert told(site) == [removed(OLD, URL)]


# What moves the post, and what it then is to have as aliases.
MOVES = {
    "slug: new": "[/2025/11/22/old/]",
    "date: 2025-11-23": "[/2025/11/22/old/]",
    "slug: new\naliases: [/oldest/]": "[/oldest/, /2025/11/22/old/]",
}


@pytest.mark.parametrize("lines", MOVES)
def test_a_post_that_moved_is_told_its_old_address(lines: str, site: Path) -> None:
    date = "" if "date" in lines else "date: 2025-11-22\n"
    (site / OLD).write_text(f"---\ntitle: Old\n{date}{lines}\n---\n", encoding="utf-8")
    (problem,) = told(site)
    assert problem.startswith(f"{OLD}:")
    assert f"warning[vanished-url]: this was at {URL} and is at /2025/11/2" in problem
    assert problem.endswith(f"\n  help: write aliases: {MOVES[lines]}")
    text = (site / OLD).read_text(encoding="utf-8").replace("aliases: [/oldest/]\n", "")
    (site / OLD).write_text(text.replace("\n---\n", f"\naliases: {MOVES[lines]}\n---\n"), encoding="utf-8")
    assert told(site) == []


def test_a_post_that_cannot_be_read_is_not_called_gone(site: Path) -> None:
    (site / OLD).write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert told(site) == []


def test_previews_publish_nothing_that_could_vanish(site: Path) -> None:
    make_site(site, {"content/posts/draft.md": post("Draft", draft=True)})
    build_site(site, drafts=True)
    build_site(site, output=site / ".sitegen" / "serve", drafts=True)
    (site / "content/posts/draft.md").unlink()
    assert told(site) == []


def test_a_trial_in_another_folder_publishes_nothing_that_could_vanish(site: Path) -> None:
    make_site(site, {"content/posts/trial.md": post("Trial")})
    build_site(site, output=site.parent / "elsewhere")
    (site / "content/posts/trial.md").unlink()
    assert told(site) == []


def test_a_post_whose_file_was_renamed_is_told_its_old_address(site: Path) -> None:
    new = OLD.replace("old", "new")
    (site / OLD).rename(site / new)
    (problem,) = told(site)
    assert problem.startswith(f"{new}:")
    assert "this was at /2025/11/22/old/ and is at /2025/11/22/new/ now" in problem
    assert problem.endswith("write aliases: [/2025/11/22/old/]")
    build_site(site)
    assert told(site) == [problem]
    make_site(site, {"content/posts/2025-11-22-copy.md": (site / new).read_text(encoding="utf-8")})
    assert any(problem.startswith(f"{OLD}: ") for problem in told(site)), "which of the two it was, nobody knows"


def test_a_ledger_of_a_former_version_is_read(site: Path) -> None:
    write_sealed(site / ".sitegen" / "addresses", msgspec.msgpack.encode({URL: OLD.removeprefix("content/")}))
    (site / OLD).unlink()
    assert told(site) == [removed(OLD, URL)]


def test_a_damaged_ledger_is_an_empty_one(site: Path) -> None:
    ledger = site / ".sitegen" / "addresses"
    for damage in (b"", b"x", ledger.read_bytes()[:-1]):
        ledger.write_bytes(damage)
        (site / OLD).unlink(missing_ok=True)
        assert told(site) == []


def test_an_address_called_gone_that_is_published_is_an_error(site: Path) -> None:
    make_site(site, {"pyproject.toml": CONFIGURED})
    (problem,) = build_site(site).problems
    assert problem == (
        f"pyproject.toml:5:9: error[url-taken]: gone names {URL}, and {OLD} is published there\n"
        "  help: take it out of gone under [tool.sitegen]"
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path / "work", monkeypatch)


def test_git_tells_of_posts_that_no_build_has_seen(repository: Repository) -> None:
    files: dict[str, str | None] = {
        OLD: post("Old"),
        "content/pages/jobs.md": "---\ntitle: Jobs\n---\n",
        "content/posts/draft.md": post("Draft", draft=True),
        "content/posts/future.md": post("Future", date="2025-12-24"),
        "content/posts/expired.md": post("Expired", expires="2026-01-01"),
        "content/posts/broken.md": "---\ntitle: [\n---\n",
        "content/posts/again.md": post("Again"),
    }
    repository.commit("2025-11-22T08:00:00Z", "First", {**files, "content/posts/stays.md": post("Stays")})
    repository.commit("2025-11-23T08:00:00Z", "Gone", dict.fromkeys(files))
    repository.commit("2025-11-24T08:00:00Z", "Back", {"content/posts/again.md": post("Again")})
    assert repository.check() == [removed("content/pages/jobs.md", "/jobs/"), removed(OLD, URL)]


def test_git_tells_where_a_renamed_post_was(repository: Repository) -> None:
    words = post("Old", body="Words. " * 50)
    repository.commit("2025-11-22T08:00:00Z", "First", {OLD: words})
    repository.commit("2025-11-23T08:00:00Z", "Moved", {OLD: None, "content/posts/mid.md": words})
    repository.commit("2025-11-24T08:00:00Z", "Moved on", {"content/posts/mid.md": None, "content/posts/new.md": words})
    aliases = "aliases: [/2025/11/22/mid/, /2025/11/22/old/]"
    now = "/2025/11/22/new/"
    assert repository.check() == [
        f"content/posts/new.md:1:1: warning[vanished-url]: this was at /2025/11/22/{name}/ and is at {now} now: "
        f"links to the old address lead to nothing\n  help: write {aliases}"
        for name in ("mid", "old")
    ]
    repository.commit(
        "2025-11-25T08:00:00Z", "Answered", {"content/posts/new.md": words.replace("\n---", f"\n{aliases}\n---")}
    )
    assert repository.check() == []


def test_git_looks_back_on_the_newest_five_hundred(repository: Repository) -> None:
    files: dict[str, str | None] = {f"content/posts/{number:03}.md": post(f"Post {number}") for number in range(501)}
    repository.commit("2025-11-22T08:00:00Z", "First", files)
    repository.commit("2025-11-23T08:00:00Z", "The first", {"content/posts/250.md": None})
    del files["content/posts/250.md"]
    repository.commit("2025-11-24T08:00:00Z", "The others", dict.fromkeys(files))
    found = repository.check()
    assert len(found) == 500
    assert removed("content/posts/250.md", "/2025/11/22/250/") not in found


def test_without_its_settings_git_is_not_asked_for_vanished_addresses(repository: Repository) -> None:
    repository.commit("2025-11-22T08:00:00Z", "First", {OLD: post("Old"), "pyproject.toml": CONFIG})
    repository.commit("2025-11-23T08:00:00Z", "Gone", {OLD: None})
    assert repository.check() == []
    repository.commit("2025-11-24T08:00:00Z", "Asking", {"pyproject.toml": GIT})
    assert repository.check() == [removed(OLD, URL)]


def test_the_guide_shows_what_is_said(site: Path) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "taking-down.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```text\n(.*?)\n^```$", guide, re.MULTILINE | re.DOTALL)
    racks = "content/posts/2025-11-22-racks.md"
    make_site(site, {racks: post("Racks")})
    build_site(site)
    make_site(site, {racks: post("Racks", slug="new-racks")})
    said = told(site)
    (site / racks).unlink()
    assert [*said, *told(site)] == shown


def test_a_check_does_not_remember_what_another_ledger_told(site: Path) -> None:
    (site / OLD).unlink()
    time.sleep(2.1)  # before that, no file's time is believed
    for stages in (True, False):
        checked = build_site(site, dry=True)
        assert removed(OLD, URL) in checked.problems
        assert ("load" in checked.result.seconds) is stages, "the second answer is remembered"
    (site / ".sitegen" / "addresses").unlink()
    assert removed(OLD, URL) not in build_site(site, dry=True).problems
