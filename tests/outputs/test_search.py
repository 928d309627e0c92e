"""The search index: what can be found, the same bytes always, and nothing made again that did not change."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from sitegen.newsroom.plan import search
from sitegen.outputs import pagefind
from sitegen.outputs.records import Record
from tests.site import SEARCHED as CONFIG
from tests.site import Built, build_site, make_site, post

DIGEST = """\
The day in short.

## 🏭 Makers

All about makers.

### Foxconn builds racks

Foxconn and Nvidia [finance:NVDA] build `racks`.

Source: CNBC | Reuters

### Google scales

Compute doubles.[^1]

## Divided at once

### Alone

## 📊 Numbers

Up and down, says [finance:AMD].

[^1]: Every 6 months.
"""
POSTS = {
    "content/posts/2025-11-22-digest.md": post(
        "Daily digest of [finance:MSFT]",
        body=DIGEST,
        kind="digest",
        tags=["Data centers"],
        summary="What **matters**.",
        takeaways=["Racks for [finance:INTC] & *more*"],
    ),
    "content/posts/2024-03-01-old.md": post(
        "Old", "2024-03-01", "First.\n\n## A part\n\nSecond, by [finance:AMD].\n", kicker="Then"
    ),
}


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """As everywhere, but with the index of the search."""

    def build_files(files: dict[str, str | bytes] | None = None, **request: object) -> Built:
        first = {} if (tmp_path / "site" / "pyproject.toml").exists() else {"pyproject.toml": CONFIG}
        return build_site(make_site(tmp_path / "site", {**first, **(files or {})}), **request)

    return build_files


def found(built: Built) -> dict[str, dict[str, object]]:
    """The records of all shards by URL, as the browser reads them, with what they can be filtered by."""
    shown: dict[str, dict[str, object]] = {}
    for facets in built.output.glob("search/*/facets.json"):
        described = json.loads(facets.read_bytes())
        for fragment in facets.parent.glob("fragment/*"):
            record = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd"))
            record["facets"] = described["records"].pop(fragment.stem)
            shown[record["url"]] = record
        assert described["records"] == {}, "every record is described, and no other"
    return shown


def index_of(built: Built) -> dict[str, bytes]:
    return {path: content for path, content in built.files().items() if path.startswith("search/")}


def test_each_story_of_a_digest_is_found_on_its_own(built: Callable[..., Built]) -> None:
    records = found(built(POSTS))
    digest = "/2025/11/22/digest/"
    shown = {url: (r["meta"]["title"], r["content"], r["facets"]) for url, r in records.items()}  # type: ignore[index]
    tags = ["data-centers"]
    assert shown == {
        digest: (
            "Daily digest of",
            "What **matters**. Racks for & more. The day in short. Every 6 months.",
            [["intc", "msft"], tags],
        ),
        f"{digest}#makers": ("Makers", "All about makers.", [[], tags]),
        f"{digest}#foxconn-builds-racks": (
            "Foxconn builds racks",
            "Foxconn and Nvidia build racks.",
            [["nvda"], tags],
        ),
        f"{digest}#google-scales": ("Google scales", "Compute doubles.", [[], tags]),
        f"{digest}#alone": ("Alone", "Alone", [[], tags]),
        f"{digest}#numbers": ("Numbers", "Up and down, says.", [["amd"], tags]),
        "/2024/03/01/old/": ("Old", "First. A part. Second, by.", [["amd"], []]),
    }
    assert records[f"{digest}#foxconn-builds-racks"]["meta"] == {
        "title": "Foxconn builds racks",
        "date": "2025-11-22",
        "companies": "Nvidia",
        "symbols": "NVDA",
    }
    assert records["/2024/03/01/old/"]["meta"]["label"] == "Then"  # type: ignore[index]


@pytest.mark.parametrize("story", ["### !!!\n", "### \u200b\n\n…\n"])
def test_a_story_without_a_word_is_no_trouble(built: Callable[..., Built], story: str) -> None:
    site = built({"content/posts/a.md": post("A", body=f"## One\n\n{story}", kind="digest")})
    assert not site.result.failed
    assert site.page("/2025/11/22/a/").get_element_by_id("section") is not None


def test_lines_of_a_text_end_like_sentences_so_that_excerpts_can_be_read(built: Callable[..., Built]) -> None:
    body = (
        "## Investors\n\n- Led by Menlo Ventures\n- New: *Hallwood*, 5%\n- Is it?\n\n| a | b |\n|---|---|\n| 1 | 2. |\n"
    )
    records = found(
        built({"content/posts/a.md": post(body=body, summary=""), "content/posts/b.md": post(body="- 東京\n")})
    )
    assert [records[f"/2025/11/22/{name}/"]["content"] for name in "ab"] == [
        "Investors. Led by Menlo Ventures. New: Hallwood, 5%. Is it? a. b. 1. 2.",
        "東京。",
    ]


def test_facets_name_what_they_hold_and_stand_in_one_order(built: Callable[..., Built]) -> None:
    text = built(POSTS).text("/search/2024-03-01/facets.json")
    (record,) = json.loads(text)["records"]
    assert text == f'{{"companies":{{"amd":"AMD"}},"records":{{"{record}":[["amd"],[]]}},"tags":{{}}}}'


def many(count: int) -> dict[str, str]:
    return {
        f"content/posts/n{number}.md": post(
            f"Number {number}", f"2025-{1 + number % 9:02}-01", f"Text {number}.\n" * 40
        )
        for number in range(count)
    }


def test_the_index_is_the_same_bytes_in_any_order_of_files_and_at_any_number_of_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FULL", 400)
    files = {**many(36), **POSTS}
    one = index_of(build_site(make_site(tmp_path / "one", {**files, "pyproject.toml": CONFIG}), jobs=1))
    three = index_of(
        build_site(make_site(tmp_path / "three", {"pyproject.toml": CONFIG, **dict(reversed(files.items()))}), jobs=3)
    )
    assert len([path for path in one if path.endswith("facets.json")]) > 5
    assert one == three
    assert not [path for path in one if "-ui" in path or "highlight" in path]
    assert len([path for path in one if path.endswith((".js", ".pagefind"))]) == 3, "one program for all shards"


def test_a_new_post_changes_the_newest_shard_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FULL", 400)
    site = make_site(tmp_path, {**many(36), **POSTS, "pyproject.toml": CONFIG})
    before = index_of(build_site(site))
    kept = {path.name: path.stat().st_mtime_ns for path in (site / ".sitegen/search").iterdir()}
    newest = max(path.split("/")[1] for path in before if path.endswith("facets.json"))
    make_site(site, {"content/posts/new.md": post("New", "2025-11-23", "Brand new.\n")})
    after = index_of(build_site(site))
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.split("/")[1] for path in changed} == {newest, "index.html"}
    made = [path for path in (site / ".sitegen/search").iterdir() if kept.get(path.name) != path.stat().st_mtime_ns]
    assert len(made) == 1
    make_site(site, {"content/posts/later.md": post("Later", "2026-01-01", "Another year.\n")})
    again = index_of(build_site(site))
    assert {path for path in after if again.get(path) != after[path]} == {"search/index.html"}
    assert "search/2026-01-01/facets.json" in again


def test_shards_are_whole_days_until_they_are_full_or_the_year_ends(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FULL", 10)
    dates = ["2024-12-30", "2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03", "2025-01-03", "2025-01-03"]
    words = [3, 3, 9, 3, 9, 9, 1]  # the 2nd of January fills its shard, the year's end closes one that is not full
    files = {
        f"content/posts/{n}.md": post(f"P{n}", date, "word " * count)
        for n, (date, count) in enumerate(zip(dates, words, strict=True))
    }
    page = built(files).page("/search/")
    periods = [item.get("data-url") for item in page.cssselect("#sg-periods li")]
    assert periods == ["/search/2025-01-03/", "/search/2025-01-01/", "/search/2024-12-30/"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _alter(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize(
    ("name", "damage"),
    [("*/facets.json", _cut), ("*/fragment/*", _alter), ("*/pagefind.js", os.unlink), ("*/files.msgpack", _alter)],
)
def test_a_damaged_cache_is_noticed_and_made_again(
    built: Callable[..., Built], tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    before = built(POSTS)
    files = before.files()
    damage(next((tmp_path / "site/.sitegen/search").glob(name)))
    for path in before.output.glob("search/*/*"):
        if path.is_file():
            path.unlink()
    assert built({"content/pages/about.md": "---\ntitle: About\n---\n"}).files().items() >= index_of(before).items()
    assert index_of(before).items() <= files.items()


def test_what_no_shard_names_is_dropped_from_the_cache(built: Callable[..., Built], tmp_path: Path) -> None:
    built(POSTS)
    assert len(list((tmp_path / "site/.sitegen/search").iterdir())) == 3
    (tmp_path / "site/content/posts/2024-03-01-old.md").unlink()
    assert "search/2024-03-01/facets.json" not in built().files()
    assert len(list((tmp_path / "site/.sitegen/search").iterdir())) == 2


def test_what_others_leave_in_the_cache_of_shards_is_removed(built: Callable[..., Built], tmp_path: Path) -> None:
    before = index_of(built(POSTS))
    folder = tmp_path / "site/.sitegen/search"
    (folder / ".DS_Store").write_bytes(b"1")
    (folder / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    (folder / "a folder").mkdir()
    assert index_of(built({"content/pages/about.md": "---\ntitle: About\n---\n"})) == before
    assert len(list(folder.iterdir())) == 3
    assert tmp_path.is_dir()


def test_a_failing_pagefind_is_one_line_and_nothing_is_published(
    built: Callable[..., Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/bin/false")
    with pytest.raises(OSError, match="pagefind failed"):
        built(POSTS)
    assert not (tmp_path / "site/public").exists()
    monkeypatch.undo()
    assert len(found(built())) == 7


@pytest.mark.parametrize("wait", ["while read -r line; do :; done", "exec sleep 60"])  # it reads, or not even that
def test_a_pagefind_that_does_not_answer_is_not_waited_for_for_ever(
    built: Callable[..., Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: str
) -> None:
    silent = tmp_path / "silent"
    silent.write_text(f"#!/bin/sh\n{wait}\n", encoding="utf-8")
    silent.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: silent)
    monkeypatch.setattr(pagefind, "PATIENCE", 0.2)
    record = Record(url="/", title="", label="", date="", text="x" * 1_000_000, companies={}, symbols=(), tags={})
    with pytest.raises(OSError, match="pagefind failed, it does not answer"):
        pagefind.make_shard([record], "en")
    with pytest.raises(OSError, match="pagefind failed, it does not answer"):
        built(POSTS, jobs=1)
    assert not (tmp_path / "site/public").exists()


def test_a_check_makes_no_index(built: Callable[..., Built], tmp_path: Path) -> None:
    assert not built(POSTS, dry=True).result.failed
    assert not (tmp_path / "site/.sitegen/search").exists()


def test_a_site_without_posts_has_a_search_page(built: Callable[..., Built]) -> None:
    assert built({}).page("/search/").cssselect("#sg-periods li") == []


OFF = CONFIG + "[tool.sitegen.search]\nenabled = false\n"


def test_where_search_is_off_there_is_no_file_no_link_and_no_form(built: Callable[..., Built]) -> None:
    off = built({**POSTS, "pyproject.toml": OFF})
    assert not [path for path in off.files() if "search" in path and not path.startswith(("js/", "assets/"))]
    for page in (off.page("/"), off.page("/404.html"), off.page("/2024/03/01/old/")):
        assert page.cssselect('link[rel="search"], form') == []


def test_switching_search_off_drops_its_cache_and_switching_it_on_makes_it_again(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    cache = tmp_path / "site/.sitegen/search"
    before = index_of(built({**POSTS, "pyproject.toml": CONFIG}))
    built({"pyproject.toml": OFF}, dry=True)
    assert cache.is_dir(), "a check changes nothing"
    built({"pyproject.toml": OFF})
    assert not cache.exists()
    assert index_of(built({"pyproject.toml": CONFIG})) == before


def test_every_page_offers_the_search_and_tells_the_browser(built: Callable[..., Built]) -> None:
    config = CONFIG.replace("news.example.com/", "news.example.com/deep/", 1)
    site = built({**POSTS, "pyproject.toml": config})
    for url in ("/", "/404.html", "/2024/03/01/old/", "/search/"):
        (link,) = site.page(url).cssselect('link[rel="search"]')
        assert link.get("href") == "/deep/opensearch.xml"
        assert link.get("type") == "application/opensearchdescription+xml"
        (form,) = site.page(url).cssselect('form[role="search"]')
        assert (form.get("action"), form.get("method")) == ("/deep/search/", "get")
        assert form.cssselect('input[name="q"]')
        assert bool(site.page(url).cssselect('form[data-script*="search"]')) == (url == "/search/")


def test_the_description_of_the_search_keeps_to_opensearch(built: Callable[..., Built]) -> None:
    title = "A & B: a newspaper with a long name that goes on and on"
    config = CONFIG.replace("Example News", title).replace(
        "[tool.sitegen.feeds]", 'language = "de"\n[tool.sitegen.feeds]'
    )
    root = built({"pyproject.toml": config}).feed("/opensearch.xml")
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert [(child.tag.removeprefix(space), child.text) for child in root] == [
        ("ShortName", "A & B: a"),
        ("LongName", "A & B: a newspaper with a long name that goes on"),
        ("Description", title),
        ("Url", None),
        ("Language", "de"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ]
    assert root.tag == f"{space}OpenSearchDescription"
    assert dict(root.find(f"{space}Url").attrib) == {
        "type": "text/html",
        "template": "https://news.example.com/search/?q={searchTerms}",
    }
    assert etree.QName(root).namespace == space.strip("{}")
