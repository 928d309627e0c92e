"""The news of two days, as Google News asks for them (0.9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from sitegen.newsroom.plan.news import MOST_ARTICLES, NewsSitemap, news_language, plan_news
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.strings import STRINGS
from tests.newsroom.newsroom_of import newsroom
from tests.outputs.sitemaps import NOON, config, locations, sitemap, texts, valid
from tests.site import Build, post


def news(posts: Mapping[str, str], **asked: object) -> NewsSitemap:
    site, _ = newsroom(posts, **{"now": NOON, **asked})
    return plan_news(site, Views(site, Publishers(), {}, STRINGS)).content


def test_a_news_sitemap_says_what_google_news_asks_for(built: Build) -> None:
    files = {
        "pyproject.toml": config(title="Q&A <b>", language="pt-BR", timezone="America/Chicago"),
        "content/posts/a.md": post(
            'AT&T <i>"buys"</i> Nvidia [finance:NVDA]', "2025-11-21T19:21", updated="2025-11-22"
        ),
        "content/posts/b.md": post("\u0007Bell", "2025-11-22T03:00"),
        "content/posts/old.md": post("Old", "2025-11-20T05:59"),
    }
    root = valid(built(files, now=NOON).text("/news-sitemap.xml"))
    assert locations(root) == [f"https://news.example.com/2025/11/{url}/" for url in ("22/b", "21/a")]
    assert texts(root, "*/s:lastmod") == ["2025-11-22T03:00:00-06:00", "2025-11-22T00:00:00-06:00"]
    about = "s:url/news:news"
    assert texts(root, f"{about}/news:publication/news:name") == ["Q&A <b>"] * 2
    assert texts(root, f"{about}/news:publication/news:language") == ["pt"] * 2
    assert texts(root, f"{about}/news:publication_date") == ["2025-11-22T03:00:00-06:00", "2025-11-21T19:21:00-06:00"]
    assert texts(root, f"{about}/news:title") == ["Bell", 'AT&T <i>"buys"</i> Nvidia']


LANGUAGES = {
    "en": "en", "EN-us": "en", "fil": "fil", "zh": "zh-cn", "zh-CN": "zh-cn", "zh-Hans-TW": "zh-cn", "zh-TW": "zh-tw",
    "zh-Hant": "zh-tw", "zh-hk": "zh-tw", "zh-SG": "zh-cn", "english": "und",
}  # fmt: skip


@pytest.mark.parametrize(("tag", "language"), LANGUAGES.items())
def test_a_language_is_an_iso_639_code_and_chinese_one_of_two(tag: str, language: str) -> None:
    assert news_language(tag) == language


def test_of_many_news_the_thousand_newest_are_told_newest_first() -> None:
    posts = {f"posts/{n:04}.md": post(f"{n}", f"2025-11-21T{n // 60:02}:{n % 60:02}") for n in range(MOST_ARTICLES + 5)}
    titles = [article.title for article in news(posts).articles]
    assert titles == [str(n) for n in range(MOST_ARTICLES + 4, 4, -1)]


def test_drafts_and_posts_to_come_are_no_news() -> None:
    posts = {"posts/a.md": post("A", draft=True), "posts/b.md": post("B", "2025-11-23"), "posts/c.md": post("C")}
    assert [article.title for article in news(posts).articles] == ["C"]
    assert [article.title for article in news(posts, future=True, drafts=True).articles] == ["B", "C", "A"]


@pytest.mark.parametrize("files", [{}, {"content/posts/a.md": post(date="2025-11-01")}], ids=["no posts", "no news"])
def test_without_news_the_home_page_stands_there_so_that_the_file_is_valid(files: dict[str, str], built: Build) -> None:
    site = built(files, now=NOON)
    root = valid(site.text("/news-sitemap.xml"))
    assert locations(root) == ["https://news.example.com/"]
    assert texts(root, "s:url/news:news") == []
    assert sitemap(site) is not None


def test_a_post_leaves_the_news_by_itself_and_only_then_is_anything_written(built: Build) -> None:
    files = {"content/posts/a.md": post("A", "2025-11-20T13:00"), "content/posts/b.md": post("B", "2025-11-22T11:00")}
    first = built(files, now=NOON)
    assert [len(locations(valid(first.text("/news-sitemap.xml"))))] == [2]
    within = built(now=NOON + timedelta(minutes=59, seconds=59))
    assert within.result.release.written == ()
    after = built(now=NOON + timedelta(hours=1))
    assert after.result.release.written == ("news-sitemap.xml",)
    assert locations(valid(after.text("/news-sitemap.xml"))) == ["https://news.example.com/2025/11/22/b/"]
    assert built(now=NOON + timedelta(hours=2)).result.release.written == ()
    assert built(now=NOON + timedelta(days=3)).result.release.written == ("news-sitemap.xml",)
    assert after.result.due == datetime(2025, 11, 24, 11, tzinfo=UTC)


def test_an_edit_that_no_sitemap_tells_of_writes_none(built: Build) -> None:
    files = {"content/posts/a.md": post("A", body="One.\n", summary="S")}
    built(files, now=NOON)
    again = built({"content/posts/a.md": post("A", body="Another.\n", summary="S")}, now=NOON)
    written = again.result.release.written
    assert "2025/11/22/a/index.html" in written
    assert not {"sitemap.xml", "news-sitemap.xml", "robots.txt"} & {*written}
