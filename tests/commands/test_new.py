"""`sitegen new`: a skeleton that passes `check` and `build`, whatever its title; never over a file that is there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import frontmatter
import pytest

from sitegen.configured import load_config
from sitegen.new import new_post
from tests.commands.terminal import run
from tests.site import CONFIG, build_site, make_site

TITLES = {
    "OpenAI and Foxconn: racks": "openai-and-foxconn-racks",
    'He said "no": it\'s [off] & #1 {all} %': "he-said-no-its-off-1-all",
    "🚀 Launch — day": "launch-day",
    "人工智能新闻": "人工智能新闻",
    "Новости дня": "новости-дня",
    "- a list? | yes": "a-list-yes",
    "Line\nbreak \\ \x07": "line-break",
    "null": "null",
    "2025": "2025",
    "long " * 20: "long-" * 15 + "long",
}
CHICAGO = CONFIG.replace("base_url", 'timezone = "America/Chicago"\nbase_url')
DATE = ("--date", "2025-11-22T03:30:00+00:00")
MOMENT = datetime(2025, 11, 22, 3, 30, 59, 7, tzinfo=UTC)


def test_skeletons_of_all_titles_pass_check_and_build(tmp_path: Path) -> None:
    config = load_config(make_site(tmp_path, {"pyproject.toml": CHICAGO}))
    for number, (title, slug) in enumerate(TITLES.items()):
        kind = "digest" if number % 2 else "story"
        path = new_post(tmp_path, config, title, kind, MOMENT)
        assert path == tmp_path / "content" / "posts" / f"2025-11-21-{slug}.md", "the day is the site's"
        post = frontmatter.load(str(path))
        assert (post["title"], post.get("kind", "story")) == (title, kind)
        assert post["date"].isoformat() == "2025-11-21T21:30:59-06:00", "in the site's zone"
    done = run("check", "--strict", "--site", tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), "no problem, not even a hint"
    site = build_site(tmp_path, strict=True)
    assert (site.problems, site.result.posts) == ([], len(TITLES))
    for path in ("openai-and-foxconn-racks", "новости-дня"):
        page = site.page(f"/2025/11/21/{path}/")
        assert page.cssselect('.text a[data-ticker="NVDA"]')
        assert page.cssselect(".text .sources li")


@pytest.mark.parametrize("kind", ["story", "digest"])
def test_the_command_writes_the_kind_at_the_date(kind: str, tmp_path: Path) -> None:
    make_site(tmp_path, {"pyproject.toml": CHICAGO})
    done = run("new", "A day: what was said", "--kind", kind, *DATE, at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    post = frontmatter.load(str(tmp_path / done.stdout.removesuffix("\n")))
    assert post["title"] == "A day: what was said"
    assert post["date"].isoformat() == "2025-11-21T21:30:00-06:00"
    assert post.get("kind", "story") == kind


def test_a_path_from_here_is_printed_and_a_second_time_refused(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    path = "content/posts/2025-11-22-a-story.md"
    assert run("new", "A story", *DATE, at=tmp_path).stdout == f"{path}\n"
    (tmp_path / path).write_text("mine")
    done = run("new", "A story!", *DATE, at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: {path} exists already: choose another title or --date"
    assert (tmp_path / path).read_text() == "mine"


@pytest.mark.parametrize("title", ["", "   ", "🚀", "?!"])
def test_a_title_that_names_no_file_is_refused(title: str, tmp_path: Path) -> None:
    done = run("new", title, at=make_site(tmp_path, {}))
    assert done.returncode == 2
    assert "the title has no letter or digit to make a file's name from" in done.stderr
    assert not (tmp_path / "content").exists()


def test_the_sites_own_names_of_fields_and_its_taxonomies_are_used(tmp_path: Path) -> None:
    more = (
        '[tool.sitegen.fields]\nsummary = "description"\ntitle = "headline"\ndate = "published"\nkind = "format"\n'
        "[tool.sitegen.taxonomies]\ntags = {}\npeople = {}\n"
    )
    make_site(tmp_path, {"pyproject.toml": CONFIG + more})
    path = run("new", "A day", "--kind", "digest", *DATE, "--site", tmp_path).stdout.strip()
    assert {*frontmatter.load(path).metadata} == {"headline", "published", "format", "description", "tags", "people"}
    site = build_site(tmp_path, strict=True)
    assert site.problems == []
    assert "One or two sentences" in site.text("/2025/11/22/a-day/")


def test_without_a_date_it_is_now(tmp_path: Path) -> None:
    done = run("new", "Now", at=make_site(tmp_path, {}), SOURCE_DATE_EPOCH="1782864000")
    assert done.stdout == "content/posts/2026-07-01-now.md\n"
    assert "date: 2026-07-01T00:00:00+00:00\n" in (tmp_path / done.stdout.strip()).read_text()
