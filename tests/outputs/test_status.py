"""Drafts and posts that are still to come say so, in words, wherever a preview shows them; readers never see it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.site import CONFIG, NOW, Built, build_site, make_site, post

LATER = "Not before June 5, 2026, 9:00 AM CDT"
MORNING = "2026-06-05T09:00:00-05:00"
TAKEN = {"tags": ["chips"], "takeaways": ["Something."]}

FILES = {
    "pyproject.toml": CONFIG.replace("[tool.sitegen.feeds]", 'timezone = "America/Chicago"\n[tool.sitegen.feeds]'),
    "content/posts/plain.md": post("Plain", "2026-05-29", **TAKEN),
    "content/posts/drafted.md": post("Drafted", "2026-05-30", draft=True, follows="plain", **TAKEN),
    "content/posts/coming.md": post("Coming", MORNING, **TAKEN),
    "content/posts/both.md": post("Both", "2026-06-07", draft=True, **TAKEN),
    "content/pages/about.md": "---\ntitle: About\ndraft: true\n---\nWho we are.\n",
}
STATUS = {"Plain": [], "Drafted": ["Draft"], "Coming": [LATER], "Both": ["Draft", "Not before June 7, 2026"]}
PAGES = {
    "Plain": "/2026/05/29/plain/",
    "Drafted": "/2026/05/30/drafted/",
    "Coming": "/2026/06/05/coming/",
    "Both": "/2026/06/07/both/",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(make_site(tmp_path_factory.mktemp("seen"), FILES), drafts=True, future=True)


def said(built: Built, url: str, where: str) -> list[str]:
    found = built.page(url).xpath(f"{where}//*[@class='unpublished']")
    return [" ".join(mark.text_content().split()) for mark in found]


@pytest.mark.parametrize(("title", "url"), PAGES.items())
def test_a_page_says_why_it_is_not_published(title: str, url: str, seen: Built) -> None:
    assert said(seen, url, "//main/article/header") == STATUS[title]


def test_a_standing_page_says_it_too(seen: Built) -> None:
    assert said(seen, "/about/", "//main/article/header") == ["Draft"]


LISTS = {
    "/": "//article[@class='lead'][.//a='{}']",
    "/2026/05/30/": "//article[.//a='{}']",
    "/2026/06/05/": "//article[.//a='{}']",
    "/2026/06/": "//article[.//a='{}']",
    "/tags/chips/": "//li[./div/h3/a='{}']",
    "/2026/w22/": "//section[@class='briefs']/article[.//span='{}']",
    "/2026/05/29/plain/": "//aside[@class='related']//article[.//a='{}']",
    "/404.html": "//article[.//a='{}']",
}


@pytest.mark.parametrize(("url", "where"), LISTS.items())
def test_lists_say_it_of_each_post(url: str, where: str, seen: Built) -> None:
    shown = {title: where.format(title) for title in STATUS if seen.page(url).xpath(where.format(title))}
    assert any(map(STATUS.__getitem__, shown)), "a post is there that has something to say"
    assert {title: said(seen, url, place) for title, place in shown.items()} == {t: STATUS[t] for t in shown}


def test_a_running_story_and_the_way_on_say_it(seen: Built) -> None:
    assert said(seen, PAGES["Plain"], "//section[@class='thread']") == ["Draft"]
    assert said(seen, PAGES["Plain"], "//nav[@class='neighbours']") == ["Draft"]
    assert said(seen, PAGES["Drafted"], "//section[@class='thread']") == ["Draft"]


def test_what_readers_get_never_says_it(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    for days in (0, 4, 10):
        files = build_site(site, now=NOW + timedelta(days=days)).files()
        named = [path for path, content in files.items() if b"unpublished" in content and not path.endswith(".css")]
        assert named == [], days


def test_a_preview_no_longer_says_it_when_the_moment_has_come(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    before = build_site(site, future=True)
    assert before.result.due is not None
    assert before.result.due.isoformat() == "2026-06-05T14:00:00+00:00"
    assert said(before, PAGES["Coming"], "//main/article/header") == [LATER]
    after = build_site(site, future=True, now=NOW + timedelta(days=4, hours=2))
    assert said(after, PAGES["Coming"], "//main") == []
    assert said(after, "/", "//main") == []
