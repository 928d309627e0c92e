"""Where other programs publish a post, what dates they take, and how an import fits into a site that has something."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import frontmatter
import pytest

from sitegen.importing.hugo_site import HugoPage, HugoSite
from sitegen.importing.jekyll_urls import Address, page_url, post_id, post_url
from sitegen.importing.moments import read_moment
from sitegen.newsroom.moments import site_zone
from tests.fuzz.found import found_by
from tests.importing.moving import CHICAGO, files, move
from tests.importing.test_import_hostile import HUGO, matter, write
from tests.site import build_site, make_site, post

DAY = datetime(2025, 11, 4, 9, 5, 7, tzinfo=UTC)

HUGO_URLS = [
    ({}, {}, "", "/posts/2025/my-racks/"),
    ({}, {"slug": "Racks"}, "", "/posts/2025/racks/"),
    ({"uglyurls": True}, {}, "", "/posts/2025/my-racks.html"),
    ({"baseurl": "https://a.example/b/"}, {}, "", "/b/posts/2025/my-racks/"),
    ({}, {}, "/x/y", "/x/y"),
    ({}, {}, "x/y.html", "/x/y.html"),
    ({}, {}, "https://a.example/x/", "/x/"),
    ({"permalinks": {"posts": "/:year/:month/:day/:slug/"}}, {}, "", "/2025/11/04/a-title-two-words/"),
    ({"permalinks": {"page": {"posts": "/:section/:yearday/:slugorcontentbasename/"}}}, {}, "", "/posts/308/my-racks/"),
    ({"permalinks": {"posts": ":sections/:monthname/:weekday/:filename"}}, {}, "", "/posts/2025/november/2/my-racks/"),
    ({"permalinks": {"notes": "/:slug/"}}, {}, "", "/posts/2025/my-racks/"),
    ({}, {}, "/:year/:title/", "/2025/a-title-two-words/"),
]


@pytest.mark.parametrize(("table", "own", "url", "expected"), HUGO_URLS)
def test_a_hugo_post_is_where_hugo_publishes_it(table: dict, own: dict, url: str, expected: str) -> None:
    page = HugoPage(
        "posts/2025/My racks.md", "posts/2025", "posts", "My racks", own.get("slug", ""), "A title, two words"
    )
    assert HugoSite(table).url(page, url, DAY) == expected


JEKYLL_URLS = [
    ("date", "/ai/chips/2025/11/04/my-racks.html"),
    ("pretty", "/ai/chips/2025/11/04/my-racks/"),
    ("ordinal", "/ai/chips/2025/308/my-racks.html"),
    ("weekdate", "/ai/chips/2025/W45/Tue/my-racks.html"),
    ("none", "/ai/chips/my-racks.html"),
    ("/:year/:i_month/:i_day/:title", "/2025/11/4/my-racks"),
    ("/news/:short_year/:short_month/:long_day/:slug:output_ext", "/news/25/Nov/Tuesday/my-racks.html"),
    ("/:hour/:minute/:second/:y_day/:title/", "/09/05/07/308/my-racks/"),
    ("/own/place/", "/own/place/"),
]


@pytest.mark.parametrize(("style", "expected"), JEKYLL_URLS)
def test_a_jekyll_post_is_where_jekyll_publishes_it(style: str, expected: str) -> None:
    assert post_url(style, Address("my-racks", "", DAY, ("AI", "Chips"), UTC)) == expected


def test_a_jekyll_posts_id_is_its_folder_and_slug() -> None:
    named = Address("my-racks", "", DAY, (), UTC)
    assert post_id("/2025/11/04/my-racks.html", named) == "/2025/11/04/my-racks"
    assert post_id("/own/place/", named) == "/own/my-racks"
    assert post_id("/2025/other.html", Address("my-racks", "other", DAY, (), UTC)) == "/2025/other"


@pytest.mark.parametrize(
    ("path", "own", "style", "expected"),
    [
        ("about.md", "", "date", "/about.html"),
        ("about.md", "", "pretty", "/about/"),
        ("about.md", "", "/:year/:title/", "/about/"),
        ("about.md", "/who/", "date", "/who/"),
        ("docs/index.md", "", "date", "/docs/"),
        ("index.md", "", "date", "/"),
    ],
)
def test_a_jekyll_page_is_where_jekyll_publishes_it(path: str, own: str, style: str, expected: str) -> None:
    assert page_url(path, own, style) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-04", date(2025, 11, 4)),
        ("2025-1-4", date(2025, 1, 4)),
        ("2025-11-04T09:05:07Z", "2025-11-04T09:05:07+00:00"),
        ("2025-11-04 09:05:07 -0600", "2025-11-04T09:05:07-06:00"),
        ("2025-11-04 09:05", "2025-11-04T09:05:00+01:00"),
        ("2025-11-04T09:05:07.123456+02:00", "2025-11-04T09:05:07+02:00"),
        ("Tue, 04 Nov 2025 09:05:07 GMT", "2025-11-04T09:05:07+00:00"),
        ("4 Nov 25 09:05 EST", "2025-11-04T09:05:00-05:00"),
        ("Tue, 4 Nov 2025 09:05:07 -0000", "2025-11-04T09:05:07+01:00"),
        ("November 4, 2025 9:05 am", "2025-11-04T09:05:00+01:00"),
        ("2025", None),
        ("November 2025", None),
        ("2025-02-30", None),
        ("1969-12-31", None),
        ("12025-01-01", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_their_programs_write_them(written: object, expected: object) -> None:
    found = read_moment(written, site_zone("Europe/Berlin"))
    assert (found.isoformat() if isinstance(found, datetime) else found) == expected


@found_by("other-sites")
def test_a_date_with_an_offset_of_days_is_none() -> None:
    assert read_moment("2025-11-21T19:30:0-6000", site_zone("Europe/Berlin")) is None


def test_a_file_that_is_there_is_told_and_stays(tmp_path: Path) -> None:
    mine = post("Mine", date="2025-11-21")
    site = make_site(tmp_path / "site", {"pyproject.toml": CHICAGO, "content/posts/2025-11-21-a.md": mine})
    source = write(
        tmp_path / "source", {"hugo.toml": HUGO, "content/posts/a.md": matter(), "content/posts/b.md": matter()}
    )
    imported = move(source, site)
    assert (site / "content/posts/2025-11-21-a.md").read_text() == mine
    assert [(problem.path, problem.code) for problem in imported.problems] == [
        ("content/posts/2025-11-21-a.md", "not-imported")
    ]
    assert (imported.counts["posts"], imported.counts["present"]) == (1, 1)


def test_a_post_that_was_moved_or_edited_here_is_known_by_its_id(tmp_path: Path) -> None:
    source = write(tmp_path / "source", {"hugo.toml": HUGO, "content/posts/a.md": matter()})
    site = tmp_path / "site"
    move(source, site)
    old = site / "content/posts/2025-11-21-a.md"
    (site / "content/posts/renamed.md").write_text(old.read_text().replace("Text.", "Edited."))
    old.unlink()
    before = files(site)
    assert move(source, site).counts == {"present": 1}
    assert files(site) == before


def test_posts_that_would_share_an_address_get_two_also_beside_posts_of_the_site(tmp_path: Path) -> None:
    site = make_site(
        tmp_path / "site",
        {"pyproject.toml": CHICAGO, "content/posts/x/mine.md": post("Mine", date="2025-11-21", slug="a")},
    )
    source = write(
        tmp_path / "source",
        {"hugo.toml": HUGO, "content/notes/a.md": matter(title="N"), "content/posts/a.md": matter(title="P")},
    )
    move(source, site)
    assert {path for path in files(site) if path.startswith("content/posts/2")} == {
        "content/posts/2025-11-21-a-2.md",
        "content/posts/2025-11-21-a-3.md",
    }
    built = build_site(site)
    assert not built.result.failed
    assert move(source, site).counts == {"present": 2}


def test_the_sites_names_of_fields_its_taxonomies_and_its_root_are_heeded(tmp_path: Path) -> None:
    config = """[tool.sitegen]
title = "A"
base_url = "https://news.example.com/blog/"
permalink = "/{slug}/"
[tool.sitegen.fields]
summary = "description"
id = "guid"
[tool.sitegen.taxonomies]
tags = {}
categories = {}
people = {}
[tool.sitegen.feeds]
id_authority = "news.example.com,2025"
"""
    source = write(
        tmp_path / "source",
        {
            "hugo.toml": 'baseURL = "https://old.example/blog/"\n',
            "content/posts/a.md": matter(
                summary="Said.", categories=["News"], tags="ai, chips", people=["Jo"], aliases=["/x/"], guid=7, kicker=1
            ),
            "content/posts/tags.md": matter(),
        },
    )
    site = tmp_path / "site"
    move(source, site, config=config)
    found = frontmatter.load(str(site / "content/posts/2025-11-21-a.md")).metadata
    assert found == {
        "title": "T",
        "date": date(2025, 11, 21),
        "description": "Said.",
        "tags": ["ai", "chips"],
        "categories": ["News"],
        "people": ["Jo"],
        "aliases": ["/posts/a/", "/x/"],
        "guid": "https://old.example/blog/posts/a/",
        "old_guid": 7,
        "old_kicker": 1,
    }
    built = build_site(site)
    assert not built.result.failed
    assert {"a/index.html", "tags-2/index.html", "posts/a/index.html", "people/jo/index.html"} <= built.files().keys()


def test_an_address_of_a_list_or_of_another_root_is_told_not_taken(tmp_path: Path) -> None:
    aliases = ["/tags/ai/", "/2025/11/", "/feed.xml", "/other/b/", "/", "/a?b"]
    source = write(
        tmp_path / "source",
        {"hugo.toml": HUGO, "content/posts/a.md": matter(aliases=aliases), "content/other/b.md": matter(title="B")},
    )
    imported = move(source, tmp_path / "site")
    told = [problem.message for problem in imported.problems]
    assert len(told) == 5
    assert all("cannot lead on" in message for message in told)
    assert not build_site(tmp_path / "site").result.failed


def test_authors_are_listed_where_the_site_has_a_file_of_them(tmp_path: Path) -> None:
    authors = '[jo]\nname = "Jo"\n'
    site = make_site(tmp_path / "site", {"pyproject.toml": CHICAGO, "content/data/authors.toml": authors})
    source = write(tmp_path / "source", {"hugo.toml": HUGO, "content/posts/a.md": matter(authors=["Jo", "Ann Other"])})
    imported = move(source, site)
    assert (site / "content/data/authors.toml").read_text() == authors
    (problem,) = imported.problems
    assert (problem.path, problem.help) == ("content/data/authors.toml", 'add [ann-other] with name = "Ann Other"')


def test_front_matter_in_all_three_forms_is_the_same(tmp_path: Path) -> None:
    forms = {
        "y": "---\ntitle: 'T: 1'\ndate: 2025-11-21T09:00:00Z\ntags: [a]\nparams: {x: [1, true]}\n---\nText.\n",
        "t": "+++\ntitle = 'T: 1'\ndate = 2025-11-21T09:00:00Z\ntags = ['a']\n[params]\nx = [1, true]\n+++\nText.\n",
        "j": json.dumps(
            {"title": "T: 1", "date": "2025-11-21T09:00:00Z", "tags": ["a"], "params": {"x": [1, True]}}, indent=1
        )
        + "\nText.\n",
    }
    source = write(
        tmp_path / "source",
        {"hugo.toml": HUGO, **{f"content/posts/{name}.md": text for name, text in forms.items()}},
    )
    assert move(source, tmp_path / "site").problems == ()
    texts = {
        (tmp_path / f"site/content/posts/2025-11-21-{name}.md").read_text().replace(f"/{name}/", "/*/")
        for name in forms
    }
    assert len(texts) == 1
