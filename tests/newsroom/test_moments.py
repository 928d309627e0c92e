"""When a document is published, updated and withdrawn, in the site's zone (contract §2, §3)."""

from __future__ import annotations

from datetime import datetime

import pytest
from newsroom_of import newsroom, outputs_of

from tests.site import CONFIG, post


def zone(name: str) -> str:
    return CONFIG.replace("[tool.sitegen.feeds]", f'timezone = "{name}"\n[tool.sitegen.feeds]')


NOW = datetime.fromisoformat("2025-11-22T12:00:00+00:00")

# front matter -> whether it is shown plainly, with --drafts, with --future, with both
SHOWN = {
    "date: 2025-11-22": (True, True, True, True),
    "date: 2025-11-22T12:00:00Z": (True, True, True, True),
    "date: 2025-11-22T12:00:01Z": (False, False, True, True),
    "date: 2025-11-22\ndraft: true": (False, True, False, True),
    "date: 2025-11-23\ndraft: true": (False, False, False, True),
    "date: 2025-11-01\nexpires: 2025-11-22T12:00:00Z": (False, False, False, False),
    "date: 2025-11-01\nexpires: 2025-11-22T12:00:01Z": (True, True, True, True),
    "date: 2025-11-01\nexpires: 2025-11-22T06:30:00-06:00": (True, True, True, True),
}


@pytest.mark.parametrize(("front", "shown"), SHOWN.items())
def test_drafts_future_and_expired_posts_are_not_published(front: str, shown: tuple[bool, ...]) -> None:
    posts = {"posts/a.md": f"---\ntitle: A\n{front}\n---\n\nText.\n"}
    for (drafts, future), expected in zip(
        [(False, False), (True, False), (False, True), (True, True)], shown, strict=True
    ):
        site, _ = newsroom(posts, now=NOW, drafts=drafts, future=future)
        assert bool(site.posts) is expected
        assert ("posts/a.md" in site.unpublished) is not expected


def test_a_date_without_a_zone_is_in_the_sites() -> None:
    posts = {"posts/a.md": post(date="2025-11-22T19:00:00")}
    assert newsroom(posts, config=zone("America/Chicago"), now=NOW)[0].posts == ()
    assert newsroom(posts, config=zone("Asia/Tokyo"), now=NOW)[0].posts[0].published == NOW.replace(hour=10)


@pytest.mark.parametrize(
    ("name", "date", "url", "shown"),
    [
        ("UTC", "2025-11-22T23:30:00-06:00", "/2025/11/23/a/", "2025-11-23T05:30:00+00:00"),
        ("America/Chicago", "2025-11-23T02:00:00Z", "/2025/11/22/a/", "2025-11-22T20:00:00-06:00"),
        ("America/Chicago", "2025-07-01", "/2025/07/01/a/", "2025-07-01T00:00:00-05:00"),
        ("Asia/Tokyo", "2025-12-31T23:00:00Z", "/2026/01/01/a/", "2026-01-01T08:00:00+09:00"),
        ("Asia/Kathmandu", "2025-11-22", "/2025/11/22/a/", "2025-11-22T00:00:00+05:45"),
    ],
)
def test_urls_and_dates_are_in_the_sites_zone(name: str, date: str, url: str, shown: str) -> None:
    (found,) = newsroom({"posts/a.md": post(date=date)}, config=zone(name))[0].posts
    assert found.url == url
    assert found.published.isoformat() == shown


def test_a_post_is_listed_under_the_day_of_its_url() -> None:
    outputs = outputs_of({"posts/a.md": post(date="2025-11-22T23:30:00-06:00")}, config=zone("UTC"))
    assert "2025/11/23/index.html" in outputs
    assert "2025/11/22/index.html" not in outputs


UPDATES = {
    "": None,
    "updated: 2025-11-23": "2025-11-23T00:00:00+00:00",
    "updated: 2025-11-21": None,
    "updated: 2025-11-22": None,
    'corrections: [{date: 2025-11-24, text: "Wrong."}]': "2025-11-24T00:00:00+00:00",
    'updated: 2025-11-23\ncorrections: [{date: 2025-11-24, text: "Wrong."}]': "2025-11-24T00:00:00+00:00",
    'updated: 2025-11-25\ncorrections: [{date: 2025-11-24, text: "Wrong."}]': "2025-11-25T00:00:00+00:00",
    'corrections: [{date: 2025-11-26T10:00-06:00, text: "x"}, {date: 2025-11-24, text: "y"}]': (
        "2025-11-26T16:00:00+00:00"
    ),
}


@pytest.mark.parametrize(("front", "updated"), UPDATES.items())
def test_the_update_is_the_last_of_updated_and_corrections(front: str, updated: str | None) -> None:
    (found,) = newsroom({"posts/a.md": f"---\ntitle: A\ndate: 2025-11-22\n{front}\n---\n\nText.\n"})[0].posts
    assert (found.updated and found.updated.isoformat()) == updated


def test_due_is_the_next_moment_at_which_something_appears_or_goes() -> None:
    posts = {
        "posts/past.md": post(date="2025-11-01", expires="2025-12-01"),
        "posts/next.md": post(date="2025-11-22T12:30:00Z"),
        "posts/later.md": post(date="2025-11-23"),
    }
    assert newsroom(posts, now=NOW)[0].due == NOW.replace(minute=30)
    assert newsroom({"posts/past.md": posts["posts/past.md"]}, now=NOW)[0].due == datetime.fromisoformat(
        "2025-12-01T00:00:00+00:00"
    )
    assert newsroom({"posts/a.md": post(date="2025-11-01")}, now=NOW)[0].due is None


def test_what_changes_nothing_is_not_due() -> None:
    hidden = {"posts/draft.md": post(date="2025-11-23", draft=True)}
    assert newsroom(hidden, now=NOW)[0].due is None
    gone = {"posts/gone.md": post(date="2025-11-23", expires="2025-11-21")}
    assert newsroom(gone, now=NOW)[0].due is None


# When a post was published -> whether it is news at noon of November 22, and when that ends.
FRESH = {
    "2025-11-22T12:00:00Z": (True, "2025-11-24T12:00:00+00:00"),
    "2025-11-20T12:00:01Z": (True, "2025-11-22T12:00:01+00:00"),
    "2025-11-20T12:00:00Z": (False, None),
    "2025-11-20T06:30:00-06:00": (True, "2025-11-22T12:30:00+00:00"),
    "2025-11-20T17:30:00+05:45": (False, None),
}


@pytest.mark.parametrize(("date", "news", "due"), [(date, *expected) for date, expected in FRESH.items()])
def test_a_post_is_news_for_two_days_and_its_end_is_due(date: str, news: bool, due: str | None) -> None:
    site, _ = newsroom({"posts/a.md": post(date=date), "posts/old.md": post(date="2025-11-01")}, now=NOW)
    assert [post.slug for post in site.posts[site.fresh :]] == ["a"] * news
    assert (site.due and site.due.isoformat()) == due


def test_of_several_news_the_oldest_is_due_first_and_a_post_to_come_before_it() -> None:
    posts = {"posts/a.md": post(date="2025-11-21"), "posts/b.md": post(date="2025-11-22")}
    assert newsroom(posts, now=NOW)[0].due == datetime.fromisoformat("2025-11-23T00:00:00+00:00")
    posts["posts/c.md"] = post(date="2025-11-22T15:00:00Z")
    assert newsroom(posts, now=NOW)[0].due == NOW.replace(hour=15)


def test_posts_are_in_the_order_of_date_then_path() -> None:
    posts = {
        "posts/b.md": post("B"),
        "posts/a.md": post("A", "2025-11-22T06:00:00+06:00"),
        "posts/c.md": post("C", "2025-11-21"),
    }
    assert [p.slug for p in newsroom(posts)[0].posts] == ["c", "a", "b"]
