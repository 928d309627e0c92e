"""Taking down: what is withdrawn or leads on leaves everything but its address, at its moment (issue 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.repository import QUICK
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
