"""Rules of the contract that once did not hold, each on the smallest site that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.new import Skeleton, new_post
from tests.site import CONFIG, Build, build_site, make_site, post

CHICAGO = CONFIG.replace("[tool.sitegen.feeds]", 'timezone = "America/Chicago"\n[tool.sitegen.feeds]')


def test_a_feeds_description_is_text_and_never_markup(built: Build) -> None:
    feed = built({"content/posts/a.md": post(summary="5 < 6 <img src=x onerror=alert(1)>")}).feed("/feed.xml")
    assert feed.findtext("channel/item/description") == "5 &lt; 6 &lt;img src=x onerror=alert(1)&gt;"


def test_links_into_the_site_in_a_citation_line_lead_where_others_do(built: Build) -> None:
    config = CONFIG.replace("example.com/", "example.com/news/")
    body = "Source: [Ours](b.md) | [About](/about/) | [Gone](c.md) | Reuters\n"
    files = {"content/posts/a.md": post(body=body), "content/posts/b.md": post("B", "2025-11-01")}
    about = {"pyproject.toml": config, "content/pages/about.md": "---\ntitle: About\n---\nText.\n"}
    page = built({**files, **about}).page("/2025/11/22/a/")
    items = page.cssselect("ul.sources li")
    assert [[link.get("href") for link in item.cssselect("a")] for item in items] == [
        ["/news/2025/11/01/b/"],
        ["/news/about/"],
        [],
        [],
    ]


def test_hidden_static_files_that_sites_need_are_published(built: Build) -> None:
    files = {f"static/{name}": "x" for name in (".well-known/security.txt", ".nojekyll", ".gitignore", "a~")}
    published = built(files).files()
    assert {".well-known/security.txt", ".nojekyll"} <= set(published)
    assert not {".gitignore", "a~"} & set(published)


def test_a_new_posts_day_is_that_of_the_sites_zone(built: Build, tmp_path: Path) -> None:
    from datetime import datetime

    from sitegen.config import read_config

    moment = datetime(2025, 11, 22)  # noqa: DTZ001
    path = new_post(tmp_path, read_config(CHICAGO), Skeleton("Hello", moment))
    assert path.name == "2025-11-22-hello.md"
    assert "date: 2025-11-22T00:00:00-06:00" in path.read_text(encoding="utf-8")


def test_a_company_named_before_a_sections_first_story_leads_to_the_section(built: Build) -> None:
    body = "## Chips\n\nNvidia [finance:NVDA] leads.\n\n### One\n\nText.\n"
    page = built({"content/posts/a.md": post(kind="digest", body=body)}).page("/tickers/nvda/")
    assert "/2025/11/22/a/#chips" in [link.get("href") for link in page.cssselect("main a")]


def test_the_hour_that_comes_twice_is_in_order(built: Build) -> None:
    files = {
        "pyproject.toml": CHICAGO,
        "content/posts/early.md": post("Early", "2025-11-02T01:45:00-05:00", updated="2025-11-02T01:15:00-06:00"),
        "content/posts/late.md": post("Late", "2025-11-02T01:16:00-06:00"),
    }
    site = built(files)
    assert [title.text for title in site.feed("/feed.xml").findall("channel/item/title")] == ["Late", "Early"]
    assert site.page("/2025/11/02/early/").cssselect("time.updated")


def test_pages_are_never_written_through_a_link(built: Build, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "site/public").mkdir(parents=True)
    (tmp_path / "site/public/tags").symlink_to(outside)
    built({"content/posts/a.md": post(tags=["ai"])})
    assert not list(outside.iterdir())
    assert (tmp_path / "site/public/tags/ai/index.html").is_file()


def test_what_others_put_into_the_output_is_never_destroyed(built: Build, tmp_path: Path) -> None:
    first = built({"content/posts/a.md": post()})
    mine = first.output / "notes" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    refused = built({"static/notes": "a file"})
    assert "error[bad-output]: notes/mine.txt" in refused.problems[0]
    assert mine.read_text() == "mine"


def test_a_relative_output_is_another_folder_from_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_site(tmp_path / "site", {"content/posts/a.md": post()})
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        build_site(folder, output=Path("out"))
        assert (tmp_path / name / "out/index.html").is_file()


def test_a_page_below_a_hidden_folder_is_missed_when_it_is_gone(built: Build) -> None:
    first = built({"content/posts/a.md": post(tags=[".NET"])})
    page = first.output / "tags/.net/index.html"
    page.unlink()
    built()
    assert page.is_file()


def test_no_template_is_read_but_those_of_the_site_and_the_theme(built: Build, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("SECRET")
    (tmp_path / "site/templates").mkdir(parents=True)
    (tmp_path / "site/templates/page.html").symlink_to(tmp_path / "secret.html")
    site = built({"content/pages/about.md": "---\ntitle: About\n---\nText.\n"})
    assert "SECRET" not in site.text("/about/")
    assert any("warning[link-out]" in problem for problem in site.problems)


def test_a_template_of_any_ending_is_an_input_of_the_pages_that_include_it(built: Build) -> None:
    files = {"templates/404.html": "{% include 'mark.svg' ignore missing %}", "templates/mark.svg": "<svg>1</svg>"}
    assert built(files).text("/404.html") == "<svg>1</svg>"
    assert built({"templates/mark.svg": "<svg>2</svg>"}).text("/404.html") == "<svg>2</svg>"


def test_settings_that_go_back_find_no_texts_of_old(built: Build) -> None:
    config = CONFIG + '[tool.sitegen.markdown]\nremote_images = "allow"\n'
    expected = built({"content/posts/a.md": post(), "pyproject.toml": CONFIG}).files()
    built({"pyproject.toml": config})
    assert built({"pyproject.toml": CONFIG}).files() == expected


def test_a_source_of_data_is_asked_for_the_longest_integer_only_once(built: Build) -> None:
    site = built({"content/data/prices.json": "9" * 5000})
    assert "error[bad-data]" in site.problems[0]
