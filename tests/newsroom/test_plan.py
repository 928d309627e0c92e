"""What is planned: the front page, archives, posts, redirects, collisions (§5)."""

from __future__ import annotations

import pytest
from newsroom_of import outputs_of, plan_of, printed

from sitegen.newsroom.contexts import ArchivePage, DaysPage
from sitegen.newsroom.plan.output import Rank
from tests.site import CONFIG, post

# ── The front page ──────────────────────────────────────────────────────────────────────────────────

LEADS = {
    "the newest day's digest, wherever it stands": (
        [("2025-11-21T08:00", "story"), ("2025-11-22T07:00", "digest"), ("2025-11-22T08:00", "story")],
        "2025-11-22T07:00",
    ),
    "else the day's first story": (
        [("2025-11-21T08:00", "digest"), ("2025-11-22T07:00", "story"), ("2025-11-22T08:00", "story")],
        "2025-11-22T07:00",
    ),
    "the later of two digests": (
        [("2025-11-22T06:00", "digest"), ("2025-11-22T07:00", "digest"), ("2025-11-22T08:00", "story")],
        "2025-11-22T07:00",
    ),
}


@pytest.mark.parametrize(("moments", "lead"), LEADS.values(), ids=LEADS)
def test_the_home_page_leads_with(moments: list[tuple[str, str]], lead: str) -> None:
    posts = {f"posts/{n}.md": post(f"At {date}", date, kind=kind) for n, (date, kind) in enumerate(moments)}
    home = outputs_of(posts)["index.html"].content
    assert home.lead.card.title == f"At {lead}"
    assert f"At {lead}" not in [card.title for day in home.days for card in day.cards]


def test_an_empty_site_has_a_home_page_without_a_lead() -> None:
    home = outputs_of({})["index.html"].content
    assert (home.lead, home.newest, home.days) == (None, None, ())


def test_the_week_is_counted_from_the_newest_post_whatever_the_time() -> None:
    dates = ("2015-11-10", "2015-11-16", "2015-11-22T12:00")
    posts = {f"posts/{n}.md": post(date, date, "[finance:NVDA]\n", tags=["ai"]) for n, date in enumerate(dates)}
    home = outputs_of(posts)["index.html"].content
    assert [(count.name, count.count, count.detail) for count in home.companies] == [("Nvidia", 2, "NVDA")]
    assert [(count.name, count.count) for count in home.terms] == [("ai", 2)]


def test_the_home_page_shows_about_a_week_of_whole_days() -> None:
    posts = {f"posts/{n}.md": post(f"{n}", f"2025-11-{n:02}") for n in range(1, 31)}
    posts |= {f"posts/{n}-more.md": post(f"{n} more", f"2025-11-{n:02}T10:00") for n in range(1, 31)}
    days = outputs_of(posts)["index.html"].content.days
    assert [day.date.day for day in days] == [30, 29, 28, 27, 26, 25, 24]
    assert [len(day.cards) for day in days] == [1, 2, 2, 2, 2, 2, 2], "the lead stands apart"


def test_a_days_digest_leads_the_day() -> None:
    posts = {
        "posts/d.md": post("Digest", "2025-11-21T07:00", kind="digest"),
        "posts/s.md": post("Story", "2025-11-21T08:00"),
        "posts/n.md": post("Newer", "2025-11-22"),
    }
    (day,) = outputs_of(posts)["index.html"].content.days
    assert [card.title for card in day.cards] == ["Digest", "Story"]


# ── Archives ────────────────────────────────────────────────────────────────────────────────────────


def test_archives_hold_every_day_month_and_year_with_posts_and_no_other() -> None:
    posts = {f"posts/{n}.md": post(d, d) for n, d in enumerate(["2024-12-31", "2025-01-05", "2025-01-05T10:00"])}
    outputs = outputs_of(posts)
    found = [path for path, o in outputs.items() if isinstance(o.content, (ArchivePage, DaysPage))]
    assert found == [
        "2024/12/31/index.html", "2024/12/index.html", "2024/index.html",
        "2025/01/05/index.html", "2025/01/index.html", "2025/index.html", "archive/index.html",
    ]  # fmt: skip
    years = outputs["archive/index.html"].content.years
    assert [(year.year, year.count, [(m.url, m.count) for m in year.months]) for year in years] == [
        (2025, 2, [("/2025/01/", 2)]),
        (2024, 1, [("/2024/12/", 1)]),
    ]
    january = outputs["2025/01/05/index.html"].content
    assert (january.earlier.url, january.later) == ("/2024/12/31/", None)


# ── Posts ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_post_knows_its_neighbours_and_its_story_so_far() -> None:
    posts = {f"posts/{day}.md": post(f"Post {day}", f"2025-11-0{day}") for day in (1, 2, 3)}
    posts["posts/3.md"] = post("Post 3", "2025-11-03", follows="1")
    page = outputs_of(posts)["2025/11/02/2/index.html"].content
    assert (page.previous.title, page.next.title) == ("Post 1", "Post 3")
    last = outputs_of(posts)["2025/11/03/3/index.html"].content
    assert ([card.title for card in last.thread.cards], last.next) == (["Post 1", "Post 3"], None)


def test_keys_of_extra_that_begin_with_an_underscore_never_leave_the_build() -> None:
    page = outputs_of({"posts/a.md": post(mood="calm", _note="secret")})["2025/11/22/a/index.html"].content
    assert page.post.extra == {"mood": "calm"}


# ── Redirects, collisions, order ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/old/", "old/index.html"),
        ("/old", "old/index.html"),
        ("/old.html", "old.html"),
        ("/älter/url/", "älter/url/index.html"),
    ],
)
def test_an_alias_leads_on_to_its_post(alias: str, path: str) -> None:
    config = CONFIG.replace("example.com/", "example.com/news/")
    output = outputs_of({"posts/a.md": post(aliases=[alias])}, config=config)[path]
    assert output.content.target == "/news/2025/11/22/a/"
    assert output.content.page.canonical == "https://news.example.com/news/2025/11/22/a/"
    assert not output.content.page.indexed


COLLISIONS = {
    "two posts": (
        {"posts/a.md": post(slug="x"), "posts/b.md": post(slug="x")},
        (
            "content/posts/b.md:4:7: error[url-taken]: content/posts/b.md and content/posts/a.md would both be at "
            "/2025/11/22/x/\n  help: write another slug: in content/posts/b.md"
        ),
    ),
    "two spellings": (
        {"posts/a.md": post(slug="x"), "posts/b.md": post(slug="X")},
        (
            "content/posts/b.md:4:7: error[url-taken]: content/posts/b.md and content/posts/a.md would both be at "
            "/2025/11/22/X/\n  help: write another slug: in content/posts/b.md"
        ),
    ),
    "a page and a list": (
        {"posts/a.md": post(tags=["ai"]), "pages/tags.md": "---\ntitle: T\n---\n\nText.\n"},
        (
            "content/pages/tags.md:1:1: error[url-taken]: content/pages/tags.md and the index at /tags/ would both "
            "be at /tags/\n  help: write another slug: in content/pages/tags.md"
        ),
    ),
    "an alias and a post": (
        {"posts/a.md": post(), "posts/b.md": post(aliases=["/2025/11/22/a/"])},
        (
            "content/posts/b.md:4:11: error[url-taken]: content/posts/b.md and content/posts/a.md would both be at "
            "/2025/11/22/a/\n  help: take out this alias"
        ),
    ),
    "a file where a folder is": (
        {"posts/a.md": post(aliases=["/feed.xml/"])},
        "content/posts/a.md:4:11: error[url-taken]: ",
    ),
    "a tag where a page is": (
        {"posts/a.md": post(tags=["index.html"])},
        "error[url-taken]: ",
    ),
}


@pytest.mark.parametrize(("posts", "problem"), COLLISIONS.values(), ids=COLLISIONS)
def test_two_outputs_for_one_place_are_an_error_that_names_both(posts: dict[str, str], problem: str) -> None:
    found = printed(plan_of(posts)[1], "url-taken")
    assert found
    assert all(problem in line for line in found)


def test_pages_that_are_linked_to_are_published_before_those_that_link() -> None:
    ranks = {path: output.rank for path, output in outputs_of({"posts/a.md": post(tags=["ai"])}).items()}
    assert (ranks["2025/11/22/a/index.html"], ranks["tags/ai/index.html"]) == (Rank.POST, Rank.LIST)
    assert {rank for path, rank in ranks.items() if path.endswith("feed.xml")} == {Rank.FEED}
    assert Rank.FILE < Rank.POST < Rank.LIST < Rank.FEED


def test_a_path_in_the_base_url_stands_before_every_url_that_a_page_shows() -> None:
    config = CONFIG.replace("example.com/", "example.com/news/")
    outputs = outputs_of({"posts/a.md": post(tags=["ai"], body="[finance:NVDA]\n")}, config=config)
    page = outputs["2025/11/22/a/index.html"].content
    assert (page.post.url, page.page.canonical) == (
        "/news/2025/11/22/a/",
        "https://news.example.com/news/2025/11/22/a/",
    )
    assert (page.post.tags[0].url, page.post.companies[0].url) == ("/news/tags/ai/", "/news/tickers/nvda/")
    assert all(path.partition("/")[0] != "news" for path in outputs), "the output folder is what the path serves"


@pytest.mark.parametrize(
    "alias", ["/.htaccess", "/a/.HTACCESS/", "/.htpasswd", "/web.config", "/_headers/", "/_worker.js", "/.GIT/x"]
)
def test_no_post_takes_a_name_that_servers_read_as_settings(alias: str) -> None:
    _, problems = plan_of({"posts/a.md": post(aliases=[alias])})
    (problem,) = printed(problems, "bad-path")
    assert "error[bad-path]: nothing can be published at" in problem
