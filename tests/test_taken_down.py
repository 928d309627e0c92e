"""Taking down: what is withdrawn or leads on leaves everything but its address, at its moment (issue 6).

And addresses that were published once are not lost without a word. Long because it is every way to take down a post,
and to lose one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from sitegen.engine.sealed import write_sealed
from tests.repository import GIT, QUICK, Repository
from tests.site import CONFIG, Built, build_site, make_site, post

OLD, URL = "content/posts/2025-11-22-old.md", "/2025/11/22/old/"
OTHERS: dict[str, str] = {
    "content/posts/2025-11-21-before.md": post("Before", date="2025-11-21", tags=["Chips"], body="[finance:MSFT]\n"),
    "content/posts/2025-11-23-after.md": post("After", date="2025-11-23", tags=["Chips"], body="[finance:MSFT]\n"),
}


def old(**front: object) -> str:
    """A post that is in every kind of list, alone in some."""
    return post(
        "The <old> story",
        tags=["Chips", "Lonely"],
        authors=["Ada Example"],
        aliases=["/oldest/"],
        takeaways=["Something"],
        sources=[{"publisher": "Lonely Wire"}],
        body="On [finance:NVDA]. ![x](x.png)\n\nSource: Lonely Daily\n",
        **front,
    )


def differing(one: Built, other: Built) -> set[str]:
    first, second = one.files(), other.files()
    return {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}


PLACES = {"2025/11/22/old/index.html", "oldest/index.html"}
MAPS = {"_redirects", "redirects.map"}


@pytest.mark.parametrize(
    "front", [{"withdrawn": "It could not be confirmed."}, {"redirect_to": "/2025/11/23/after/"}], ids=str
)
def test_what_is_taken_down_leaves_all_but_its_own_addresses(front: dict[str, str], tmp_path: Path) -> None:
    without = build_site(make_site(tmp_path / "without", {**OTHERS}))
    published = make_site(tmp_path / "site", {**OTHERS, OLD: old()})
    assert len(differing(build_site(published), without)) > 20
    (published / OLD).write_text(old(**front), encoding="utf-8")
    taken = build_site(published)
    assert taken.problems == []
    assert differing(taken, without) == PLACES | MAPS
    assert taken.files() == build_site(published, full=True).files()


def test_a_bundle_that_is_withdrawn_takes_its_files_along(built: Callable[..., Built]) -> None:
    files = {"content/posts/a/index.md": post(withdrawn="Wrong."), "content/posts/a/data.csv": "1\n", **OTHERS}
    assert {path for path in built(files).files() if path.startswith("2025/11/22")} == {"2025/11/22/a/index.html"}


def test_the_page_says_what_when_and_why_and_is_not_to_be_found(built: Callable[..., Built]) -> None:
    reason = 'It could not be <b>confirmed</b>. "Sorry" & [finance:NVDA]'
    site = built({OLD: old(withdrawn=reason)})
    page = site.page(URL)
    assert page.cssselect("h1")[0].text_content() == "The <old> story"
    assert page.cssselect("time.published")[0].get("datetime") == "2025-11-22T00:00:00+00:00"
    assert page.cssselect("main section h2")[0].text_content() == "This page was withdrawn"
    assert page.cssselect("main section p")[0].text_content() == reason
    assert page.cssselect('meta[name="robots"]')[0].get("content") == "noindex"
    assert page.cssselect('script[type="application/ld+json"]') == []
    assert f'content="0; url={URL}"' in site.text("/oldest/")


def test_the_page_leads_on_to_the_newest_stories(built: Callable[..., Built]) -> None:
    site = built({OLD: old(withdrawn="Wrong."), **OTHERS})
    links = [link.get("href") for link in site.page(URL).cssselect("main section.day h3 a")]
    assert links
    assert links == [link.get("href") for link in site.page("/404.html").cssselect("main section.day h3 a")]
    assert URL not in links


def test_a_standing_page_can_be_withdrawn_or_lead_on(built: Callable[..., Built]) -> None:
    site = built(
        {
            "content/pages/jobs.md": "---\ntitle: Jobs\nwithdrawn: We hire nobody.\n---\n",
            "content/pages/team.md": "---\ntitle: Team\nredirect_to: /about/?a=b#us\n---\n",
            "content/pages/about.md": "---\ntitle: About\n---\n",
        }
    )
    assert site.problems == []
    assert "We hire nobody." in site.text("/jobs/")
    assert not site.page("/jobs/").cssselect("main time")
    assert 'content="0; url=/about/?a=b#us"' in site.text("/team/")
    assert "/team/ /about/?a=b#us 301" in site.text("/_redirects")


# ── When ────────────────────────────────────────────────────────────────────────────────────────────

# What else the front matter says -> what is at the address on the 22nd at noon, and on the 24th; and what is due then.
STATES = {
    "": ("taken down", "taken down", "24"),
    "expires: 2025-11-23": ("published", "taken down", "23"),
    "expires: 2025-11-22T12:00:00Z": ("taken down", "taken down", "24"),
    "draft: true": ("nothing", "nothing", "24"),
    "draft: true\nexpires: 2025-11-23": ("nothing", "nothing", "24"),
    "date: 2025-11-23": ("nothing", "taken down", "23"),
    "date: 2025-11-23\nexpires: 2025-11-24": ("nothing", "taken down", "23"),
}


@pytest.mark.parametrize("more", STATES)
@pytest.mark.parametrize("line", ["withdrawn: Wrong.", "redirect_to: https://other.example/"])
def test_taking_down_has_its_moment(more: str, line: str, tmp_path: Path) -> None:
    date = "" if "date: " in more else "date: 2025-11-22\n"
    # The post of the 20th is news until the 22nd; what falls due later is only the story's own.
    clock = post("Clock", date="2025-11-22T00:00:00Z")
    folder = make_site(
        tmp_path,
        {
            "content/posts/a.md": f"---\ntitle: A\n{date}{line}\n{more}\nslug: a\n---\n",
            "content/posts/clock.md": clock,
            "pyproject.toml": CONFIG.replace(
                "[tool.sitegen.feeds]", f'permalink = "/{{slug}}/"\n{QUICK}[tool.sitegen.feeds]'
            ),
        },
    )
    found = []
    for day in (22, 24):
        site = build_site(folder, now=datetime(2025, 11, day, 12, tzinfo=UTC))
        listed = 'href="/a/"' in site.text("/archive/") or "/a/" in site.text("/sitemap.xml")
        there = (site.output / "a/index.html").exists()
        found.append("published" if listed else "taken down" if there else "nothing")
        if day == 22:
            assert site.result.due is not None
            assert site.result.due.strftime("%d") == STATES[more][2]
    assert tuple(found) == STATES[more][:2]


def test_drafts_show_what_a_withdrawn_draft_would_leave(tmp_path: Path) -> None:
    folder = make_site(tmp_path, {OLD: old(withdrawn="Wrong.", draft=True)})
    assert "Wrong." in build_site(folder, drafts=True, output=tmp_path / "drafts").text(URL)


# ── What is wrong ───────────────────────────────────────────────────────────────────────────────────

PLACE = OLD.removeprefix("content/posts/")

# Lines of front matter, and what is said of them.
WRONG = {
    "withdrawn: Wrong.\nredirect_to: /about/": (
        "5:14: error[bad-value]: a post is either withdrawn or leads on, not both",
        "take one of the two lines out",
    ),
    "withdrawn: true": (
        "4:12: error[bad-value]: withdrawn: 'true' is no reason",
        'write why, for readers: "The report could not be confirmed."',
    ),
    "withdrawn: [a]": (
        "4:12: error[bad-value]: withdrawn: this is a list, but one text is needed",
        "write it without brackets, or in quotes",
    ),
    **{
        f"redirect_to: {target}": (
            f"4:14: error[bad-value]: redirect_to: {target!r} is neither a path on this site nor a web address",
            "write one like /2025/11/22/new-story/ or https://example.com/story",
        )
        for target in ("new-story", "//other.example/", "javascript:alert(1)", "/a/../b/", "ftp://other.example/")
    },
    "redirect_to: /nowhere/": (
        f"4:14: warning[broken-link]: the redirect {URL} leads to /nowhere/, and nothing is published there",
        "write the path of a page that is published",
    ),
    f"redirect_to: {URL}": (
        f"4:14: error[redirect-loop]: {URL} leads to itself",
        "let one lead to a page, or take it out",
    ),
    "redirect_to: /was/\naliases: [/was/]": (
        f"4:14: error[redirect-loop]: redirects lead in a circle: {URL} (content/posts/{PLACE}:4) → /was/",
        "let one lead to a page, or take it out",
    ),
}


@pytest.mark.parametrize("lines", WRONG)
def test_what_is_wrong_is_said_at_its_place(lines: str, built: Callable[..., Built]) -> None:
    text = f"---\ntitle: Old\ndate: 2025-11-22\n{lines}\n---\n"
    (problem,) = built({OLD: text, **OTHERS}).problems
    said, help_ = WRONG[lines]
    assert problem.startswith(f"{OLD}:{said}")
    assert f"\n  help: {help_}" in problem


def test_an_empty_address_takes_nothing_down_and_an_empty_reason_is_an_error(built: Callable[..., Built]) -> None:
    site = built({OLD: "---\ntitle: Old\ndate: 2025-11-22\nredirect_to: ''\n---\n"})
    assert site.result.posts == 1
    (problem,) = built({OLD: "---\ntitle: Old\ndate: 2025-11-22\nwithdrawn:\n---\n"}).problems
    assert "error[bad-value]: withdrawn: no reason is written" in problem


def test_a_link_to_what_was_withdrawn_is_told_and_still_leads_there(built: Callable[..., Built]) -> None:
    body = f"[by file](2025-11-22-old.md), [by address]({URL}#x), [alias](/oldest/).\n"
    site = built({OLD: old(withdrawn="Wrong."), "content/posts/2025-11-23-b.md": post("B", body=body)})
    place = "content/posts/2025-11-23-b.md:6"
    assert site.problems == [
        f"{place}:{1 + body.index(target)}: warning[withdrawn-link]: the link leads to {OLD}, which was withdrawn\n"
        "  help: take the link out, or say in the text that the story was withdrawn"
        for target in ("2025", URL)
    ]
    links = site.page("/2025/11/22/b/").cssselect(".text a")
    assert [link.get("href") for link in links] == [URL, f"{URL}#x", "/oldest/"]


def test_a_link_to_what_leads_on_is_led_on(built: Callable[..., Built]) -> None:
    body = "[by file](2025-11-22-old.md)\n"
    files = {OLD: old(redirect_to="/2025/11/23/after/"), "content/posts/b.md": post("B", body=body), **OTHERS}
    site = built(files)
    assert site.problems == []
    assert site.page("/2025/11/22/b/").cssselect(".text a")[0].get("href") == URL


def test_each_post_of_a_chain_leads_straight_to_its_end(built: Callable[..., Built]) -> None:
    site = built(
        {
            "content/posts/a.md": post("A", redirect_to="/2025/11/22/b/", aliases=["/was-a/"]),
            "content/posts/b.md": post("B", redirect_to="/2025/11/22/c/#end"),
            "content/posts/c.md": post("C"),
        }
    )
    for url in ("/2025/11/22/a/", "/2025/11/22/b/", "/was-a/"):
        assert 'content="0; url=/2025/11/22/c/#end"' in site.text(url)
    (problem,) = site.problems
    assert problem == (
        "content/posts/a.md:4:14: warning[redirect-chain]: /2025/11/22/a/ leads to a redirect: /2025/11/22/a/ "
        "(content/posts/a.md:4) → /2025/11/22/b/ (content/posts/b.md:4) → /2025/11/22/c/#end\n"
        '  help: write "/2025/11/22/c/#end"'
    )


def test_a_post_at_the_address_of_one_that_leads_on_is_an_error(built: Callable[..., Built]) -> None:
    (problem,) = built({OLD: old(redirect_to="/"), "content/posts/new.md": post("New", slug="old")}).problems
    assert problem.startswith(f"{OLD}:9:14: ")
    assert "error[url-taken]" in problem
    assert problem.endswith(f"would both be at {URL}\n  help: write another slug: in {OLD}")


# ── Addresses that vanished ─────────────────────────────────────────────────────────────────────────


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


# ── As git remembers it ─────────────────────────────────────────────────────────────────────────────


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


# ── The guide ───────────────────────────────────────────────────────────────────────────────────────


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
