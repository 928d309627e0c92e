"""What a deploy does, and in which order, as a value: nothing is sent here."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.deploy.deployed import HEAD, Deployed, held, pack, unpack
from sitegen.deploy.files import File
from sitegen.deploy.plan import address, compare, pages
from sitegen.deploy.remote import Undeployed
from tests.deploy.published import NOW, SITE, published, rank

BEFORE = {
    "index.html": "home",
    "feed.xml": "feed",
    "2025/a/index.html": "a",
    "2025/b/index.html": "b",
    "assets/site.1.css": "css",
    "tags/chips/index.html": "chips",
}


def deployed(files: list[File], **more: object) -> Deployed:
    return Deployed(SITE, {file.path: held(file.mark, "tag") for file in files}, **more)


def waves(files: list[File], before: Deployed) -> list[list[str]]:
    return [[file.path for file in wave] for wave in compare(files, before, NOW, 0).waves]


def test_what_is_linked_to_comes_before_what_links_to_it(tmp_path: Path) -> None:
    before = deployed(published(tmp_path, BEFORE))
    after = BEFORE | {
        "assets/site.2.css": "css 2",
        "logo.svg": "new",
        "2025/c/index.html": "c",
        "2025/a/index.html": "a, related: c",
        "tags/new/index.html": "new tag",
        "tags/new/feed.xml": "its feed",
        "tags/chips/index.html": "chips: c",
        "index.html": "home: c",
        "feed.xml": "feed: c",
    }
    assert waves(published(tmp_path, after), before) == [
        ["assets/site.2.css", "logo.svg"],
        ["2025/c/index.html"],
        ["tags/new/index.html"],
        ["tags/new/feed.xml"],
        ["2025/a/index.html"],
        ["index.html", "tags/chips/index.html"],
        ["feed.xml"],
    ]


def test_a_changed_picture_comes_after_new_ones_and_before_all_pages(tmp_path: Path) -> None:
    before = deployed(published(tmp_path, {"index.json": "old shards", "logo.svg": "old", "2025/a/index.html": "a"}))
    files = published(tmp_path, {"logo.svg": "new", "shard.css": "s", "2025/a/index.html": "b"})
    assert waves(files, before) == [["shard.css"], ["logo.svg"], ["2025/a/index.html"]]


def test_nothing_changed_is_nothing_to_do(tmp_path: Path) -> None:
    files = published(tmp_path, BEFORE)
    plan = compare(files, deployed(files), NOW, 0)
    assert (plan.waves, plan.due, plan.gone) == ((), (), {})


HOUR = 3600


def test_what_left_the_site_stays_for_its_grace(tmp_path: Path) -> None:
    files = published(tmp_path, BEFORE)
    before = deployed(files, gone={"old.html": NOW - HOUR, "older.html": NOW - 2 * HOUR})
    left = [file for file in files if file.path != "2025/b/index.html"]
    plan = compare(left, before, NOW, 2 * HOUR)
    assert plan.due == ("older.html",)
    assert plan.gone == {"2025/b/index.html": NOW, "old.html": NOW - HOUR, "older.html": NOW - 2 * HOUR}
    assert plan.staying == {"2025/b/index.html": NOW, "old.html": NOW - HOUR}


def test_what_comes_back_within_its_grace_is_sent_and_not_removed(tmp_path: Path) -> None:
    files = published(tmp_path, BEFORE)
    before = deployed(files[1:], gone={files[0].path: NOW - HOUR})
    plan = compare(files, before, NOW, 0)
    assert [file.path for file in plan.files] == [files[0].path]
    assert (plan.due, plan.gone) == ((), {})


def test_a_file_goes_first_where_a_folder_is_to_be_and_the_other_way_round(tmp_path: Path) -> None:
    before = deployed([File(path, "", b"", 0) for path in ("a/b/c.html", "d", "e/f", "e.html")])
    plan = compare([File(path, "", b"", 0) for path in ("a", "d/x/y.html", "e/g")], before, NOW, HOUR)
    assert plan.blocking == ["a/b/c.html", "d"]
    assert plan.staying.keys() == {"e/f", "e.html"}


def test_what_an_interrupted_deploy_was_about_to_send_is_removed_where_it_is_not_wanted(tmp_path: Path) -> None:
    files = published(tmp_path, BEFORE)
    assert compare(files, deployed(files, pending={"half.html": b"mark"}), NOW, 0).due == ("half.html",)


def test_a_file_is_sent_again_where_other_headers_or_another_packing_are_to_be_kept_with_it(tmp_path: Path) -> None:
    site = {"index.html": "<p>" + "words " * 500}
    plain = published(tmp_path, site, headers=lambda _: (("Content-Type", "text/html"),))
    dated = published(tmp_path, site, headers=lambda _: (("Content-Type", "text/html"), ("Cache-Control", "no-cache")))
    packed = published(tmp_path, site, headers=lambda _: (("Content-Type", "text/html"),), packings=("gzip",))
    assert [waves(files, deployed(plain)) for files in (plain, dated, packed)] == [
        [],
        [["index.html"]],
        [["index.html"]],
    ]
    assert ("Content-Encoding", "gzip") in packed[0].headers


def test_packed_files_stand_beside_texts_that_are_worth_it(tmp_path: Path) -> None:
    long = "words " * 500
    site = {"index.html": long, "short.html": "a", "logo.PNG": long, "data.JSON": long}
    files = published(tmp_path, site, packings=("gzip", "br"))
    assert sorted(file.path for file in files if file.packing) == [
        "data.JSON.br",
        "data.JSON.gz",
        "index.html.br",
        "index.html.gz",
    ]


# ── For all sites ───────────────────────────────────────────────────────────────────────────────────

PATHS = ["index.html", "feed.xml", "2025/a/index.html", "2025/b/index.html", "tags/c/index.html", "x.css", "y.svg"]
SITES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from("123"))


@given(SITES, SITES, st.integers(0, 3), st.dictionaries(st.sampled_from(PATHS), st.integers(NOW - 4, NOW)))
def test_what_is_sent_and_removed_makes_of_any_site_any_other(
    old: dict[str, str], new: dict[str, str], grace: int, gone: dict[str, int]
) -> None:
    def files(site: dict[str, str]) -> list[File]:
        return [File(path, "", text.encode(), rank(path)) for path, text in sorted(site.items())]

    gone = {path: since for path, since in gone.items() if path not in old}
    plan = compare(files(new), deployed(files(old), gone=gone), NOW, grace)
    there = old | dict.fromkeys(gone, "") | {file.path: file.digest.decode() for file in plan.files}
    assert {path: text for path, text in there.items() if path not in plan.due} == new | {
        path: there[path] for path in plan.staying
    }
    assert all(NOW - since < grace for since in plan.staying.values())
    seen: set[tuple[bool, int]] = set()
    for wave in plan.waves:
        late = {(file.path in old and file.rank > 0, file.rank) for file in wave}
        assert len(late) == 1
        assert not seen or max(seen) <= max(late)
        seen |= late


# ── The record ──────────────────────────────────────────────────────────────────────────────────────

RECORD = Deployed(SITE, {"a/ü\u3000\nb.html": held(b"\0mark", "tag")}, {"c.css": b"m"}, {"d.svg": NOW})


def test_a_record_says_what_was_written() -> None:
    assert unpack(pack(RECORD)) == RECORD


DAMAGED = {
    "empty": b"",
    "cut off": pack(RECORD)[:-1],
    "changed": pack(RECORD)[:-3] + b"xyz",
    "only its head": HEAD,
    "another's": b"<html></html>",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_is_none(damage: str) -> None:
    assert unpack(DAMAGED[damage]) is None


def test_a_record_of_a_later_program_is_left_alone() -> None:
    with pytest.raises(Undeployed, match="later version"):
        unpack(b"sitegen deployed 2\nwhatever it says")


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc/passwd", "", "a//b", "a\0b", "./a", "a/"])
def test_a_record_that_leads_out_of_the_place_is_not_believed(path: str) -> None:
    for field in ("files", "pending", "gone"):
        value = {"files": held(b"", ""), "pending": b"", "gone": 0}[field]
        assert unpack(pack(Deployed(SITE, **{field: {path: value}}))) is None


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", ""),
        ("2025/11/22/a/index.html", "2025/11/22/a/"),
        ("404.html", "404.html"),
        ("tags/größe/feed.xml", "tags/gr%C3%B6%C3%9Fe/feed.xml"),
        ("a b/index.html", "a%20b/"),
    ],
)
def test_a_file_has_the_address_of_its_page(path: str, url: str) -> None:
    assert address(SITE, path) == SITE + url


def test_only_pages_that_readers_look_for_are_told_to_search_engines() -> None:
    assert pages(["index.html", "a/index.md", "404.html", "x.css", "2025/a/index.html"]) == [
        "index.html",
        "2025/a/index.html",
    ]
