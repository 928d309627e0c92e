"""Each source becomes the posts beside it, byte for byte; the site builds, and leads on from old addresses.

A fixture is a folder: `source/`, `expected/content/`, and what the command prints in `report.txt`.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.importing.moving import FIXTURES, SOURCES, feed_ids, files, move, report
from tests.site import build_site

# What an old reader has: the addresses of pages, and the ids that the old feed gave.
PUBLISHED = {
    "hugo": {
        "/2025/11/21/openai-foxconn-racks-from-the-us/": (
            "https://old.example/news/2025/11/openai--foxconn-racks-from-the-us/",
            ["/news/2025/11/openai--foxconn-racks-from-the-us/", "/news/old/racks/", "/news/2025/11/racks-2025/"],
        ),
        "/2025/11/20/chip-charges/": (
            "https://old.example/news/2025/11/chip-charges/",
            ["/news/2025/11/chip-charges/"],
        ),
        "/2025/11/19/a-round-of-250-million/": (
            "https://old.example/news/2025/11/a-round-of-250-million/",
            ["/news/2025/11/a-round-of-250-million/"],
        ),
        "/2025/11/17/of-its-own/": (
            "https://old.example/news/a/place/of%20its%20own.html",
            ["/news/a/place/of its own.html"],
        ),
    },
    "jekyll": {
        "/2025/11/21/capacity-doubles/": (
            "https://blog.example/b/ai/chips/2025/11/21/capacity-doubles",
            ["/b/ai/chips/2025/11/21/capacity-doubles.html", "/old/capacity.html"],
        ),
        "/2025/11/19/round/": ("https://blog.example/b/2025/11/19/round", ["/b/2025/11/19/round/"]),
        "/2025/11/17/page/": ("https://blog.example/b/2025/11/17/page", ["/b/2025/11/17/page.html"]),
        "/2025/11/14/race/": ("https://blog.example/b/sport/2025/11/14/race", ["/b/sport/2025/11/14/race.html"]),
    },
    "wordpress": {
        "/2025/11/21/capacity/": ("https://wp.example/?p=1", ["/2025/11/capacity/", "/2025/11/capacity-old/"]),
        "/2025/11/20/racks/": ("https://wp.example/?p=2", ["/2025/11/racks/"]),
    },
    "rss": {
        "/2025/11/21/racks/": ("https://feed.example/2025/racks.html", ["/2025/racks.html"]),
        "/2025/11/20/chips/": ("chips-2025", ["/2025/chips/"]),
        "/2025/11/19/an-entry-without-a-title-without-an/": ("no-title", []),
        "/2025/11/20/chips-again/": (
            "tag:news.example.com,2025:posts/2025-11-20-chips-again",
            ["/2025/chips-again/"],
        ),
    },
    "atom": {
        "/2025/11/19/round/": ("tag:atom.example,2025:round", ["/posts/round/"]),
        "/2025/11/18/talks/": ("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", ["/posts/talks/"]),
        "/2025/11/17/summary/": ("https://atom.example/posts/summary", ["/posts/summary/"]),
    },
    "rdf": {"/2025/11/16/cafe/": ("https://rdf.example/café", ["/cafe/"])},
}


def test_every_fixture_is_looked_at() -> None:
    assert PUBLISHED.keys() == SOURCES.keys() == {path.name for path in FIXTURES.iterdir()}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_becomes_the_posts_beside_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    source = SOURCES[name].relative_to(FIXTURES)
    imported = move(source, tmp_path / "site")
    assert files(tmp_path / "site" / "content") == files(FIXTURES / name / "expected" / "content")
    assert all(problem.help for problem in imported.problems), "a problem says what to do"
    assert report(imported, source) == (FIXTURES / name / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_the_imported_site_builds_and_old_readers_find_everything(name: str, tmp_path: Path) -> None:
    move(SOURCES[name], tmp_path / "site")
    checked = build_site(tmp_path / "site", dry=True, drafts=True, future=True)
    assert [problem for problem in checked.problems if " error[" in problem] == []
    site = build_site(tmp_path / "site")
    assert not site.result.failed
    assert site.result.posts == len(PUBLISHED[name]), "and no draft, nothing private and nothing of the future"
    found = feed_ids(site)
    for url, (id_, old) in PUBLISHED[name].items():
        assert found[url] == id_
        for address in old:
            (refresh,) = site.page(address).cssselect('meta[http-equiv="refresh"]')
            assert unquote(refresh.get("content", "")).endswith(f"url={url}"), address


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_second_import_adds_nothing(name: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = move(SOURCES[name], site)
    before = files(site)
    second = move(SOURCES[name], site)
    assert files(site) == before
    assert (second.counts["posts"], second.counts["pages"], second.counts["aliases"]) == (0, 0, 0)
    assert second.counts["present"] == first.counts["posts"] + first.counts["pages"] > 0


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_dry_run_says_the_same_and_writes_nothing(name: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    dry = move(SOURCES[name], site, dry=True)
    assert [*files(site)] == ["pyproject.toml"]
    assert dry == move(SOURCES[name], site)
