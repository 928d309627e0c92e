"""Lists of posts: pages that never change once they are full, and what entries show (contract §5)."""

from __future__ import annotations

import pytest
from newsroom_of import outputs_of

from sitegen.engine.digest import digest_value
from sitegen.newsroom.contexts import Paging
from sitegen.newsroom.plan.output import Feed, Output
from tests.site import CONFIG, post

SMALL = CONFIG.replace("[tool.sitegen.feeds]", "page_size = 3\n[tool.sitegen.feeds]")


def numbered(count: int, first: int = 1, **front_matter: object) -> dict[str, str]:
    """Posts 1, 2, …, one a day in November 2025, under the tag `ai`."""
    days = range(first, first + count)
    return {f"posts/{day}.md": post(f"Post {day}", f"2025-11-{day:02}", tags=["ai"], **front_matter) for day in days}


def titles(output: Output) -> list[str]:
    return [entry.card.title for month in output.content.months for entry in month.entries]


def digests(outputs: dict[str, Output]) -> dict[str, bytes]:
    return {path: digest_value(output.content) for path, output in outputs.items()}


OWN = "tags/ai/index.html"
AI = "https://news.example.com/tags/ai/"

PAGES = {
    1: {OWN: [1]},
    3: {OWN: [3, 2, 1], "tags/ai/page/1/index.html": [3, 2, 1]},
    4: {OWN: [4, 3, 2], "tags/ai/page/1/index.html": [3, 2, 1]},
    7: {OWN: [7, 6, 5], "tags/ai/page/1/index.html": [3, 2, 1], "tags/ai/page/2/index.html": [6, 5, 4]},
}


@pytest.mark.parametrize(("count", "pages"), PAGES.items())
def test_numbered_pages_are_full_and_counted_from_the_oldest(count: int, pages: dict[str, list[int]]) -> None:
    outputs = outputs_of(numbered(count), config=SMALL)
    found = {path: titles(o) for path, o in outputs.items() if path.startswith("tags/ai/") and path.endswith(".html")}
    assert found == {path: [f"Post {n}" for n in numbers] for path, numbers in pages.items()}


def test_the_own_url_leads_to_the_last_numbered_page_and_each_page_to_the_one_before() -> None:
    outputs = outputs_of(numbered(7), config=SMALL)
    paging = {
        path: o.content.paging for path, o in outputs.items() if path.startswith("tags/ai/") and path.endswith(".html")
    }
    assert paging == {
        OWN: Paging(None, "/tags/ai/page/2/", "/tags/ai/"),
        "tags/ai/page/2/index.html": Paging(2, "/tags/ai/page/1/", "/tags/ai/"),
        "tags/ai/page/1/index.html": Paging(1, "", "/tags/ai/"),
    }
    assert outputs_of(numbered(3), config=SMALL)[OWN].content.paging.older == "", "all its posts are on it"


def test_new_posts_leave_numbered_pages_alone() -> None:
    before, after = (digests(outputs_of(numbered(count), config=SMALL)) for count in (7, 12))
    kept = [path for path in before if "/page/" in path]
    assert kept == [*(f"api/posts/page/{n}.json" for n in (1, 2)), *(f"tags/ai/page/{n}/index.html" for n in (1, 2))]
    assert {path: before[path] for path in kept} == {path: after[path] for path in kept}


def test_a_new_post_touches_a_handful_of_pages() -> None:
    before, after = (digests(outputs_of(numbered(count, authors=["Ada"]), config=SMALL)) for count in (22, 23))
    changed = {path for path, digest in before.items() if after.get(path) != digest}
    assert changed == {
        "sitemap.xml", "news-sitemap.xml", "api/posts.json", "llms.txt",
        "index.html", "404.html", "feeds/index.html", "feed.xml", "atom.xml", "feed.json",
        "archive/index.html", "2025/index.html", "2025/11/index.html",
        "2025/11/22/index.html", "2025/11/22/22/index.html", "2025/w47/index.html",
        "tags/index.html", "tags/ai/index.html", "tags/ai/feed.xml", "tags/ai/atom.xml", "tags/ai/feed.json",
        "authors/index.html", "authors/ada/index.html", "authors/ada/feed.xml",
        "authors/ada/atom.xml", "authors/ada/feed.json",
    }  # fmt: skip


def test_company_and_author_lists_are_paged_alike() -> None:
    posts = {path: text.replace("A text.", "Of [finance:NVDA].") for path, text in numbered(4, authors=["Ada"]).items()}
    outputs = outputs_of(posts, config=SMALL)
    for path in ("tickers/nvda/page/1/index.html", "authors/ada/page/1/index.html"):
        assert titles(outputs[path]) == ["Post 3", "Post 2", "Post 1"]


def test_every_feed_that_a_page_offers_is_published() -> None:
    outputs = outputs_of(numbered(7), config=SMALL)
    feeds = {output.content.url for output in outputs.values() if isinstance(output.content, Feed)}
    assert f"{AI}feed.xml" in feeds
    offered = {
        path: [url for feed in o.content.page.feeds for url in (feed.rss, feed.atom, feed.json)]
        for path, o in outputs.items()
        if path.endswith(".html")
    }
    assert {path: set(urls) - feeds for path, urls in offered.items() if set(urls) - feeds} == {}


def test_a_list_is_parted_by_months() -> None:
    posts = {f"posts/{date}.md": post(date, date, tags=["ai"]) for date in ("2025-10-30", "2025-11-01", "2025-11-02")}
    months = outputs_of(posts)[OWN].content.months
    assert [(m.url, len(m.entries)) for m in months] == [("/2025/11/", 2), ("/2025/10/", 1)]


def test_a_companys_page_leads_to_the_stories_of_a_digest_that_name_it() -> None:
    body = """
## 🏭 Factories
### Racks
Of [finance:NVDA].
### Chairs
Of nobody.
## Outlook
[finance:NVDA] and [finance:NVDA] again.
"""
    posts = {
        "posts/d.md": post("Digest", body=body, kind="digest"),
        "posts/s.md": post("Story", "2025-11-21", "## A part\nOf [finance:NVDA].\n"),
        "posts/t.md": post("Of [finance:NVDA]", "2025-11-20", "## Part\n### One\nText.\n", kind="digest"),
    }
    (month,) = outputs_of(posts)["tickers/nvda/index.html"].content.months
    assert {entry.card.title: [(s.name, s.url) for s in entry.stories] for entry in month.entries} == {
        "Digest": [("Racks", "/2025/11/22/d/#racks"), ("Outlook", "/2025/11/22/d/#outlook")],
        "Story": [],
        "Of": [],
    }


def test_an_index_lists_names_in_order_with_counts() -> None:
    posts = {"posts/a.md": post("A", tags=["beta", "Alpha"]), "posts/b.md": post("B", tags=["beta"])}
    (initial,) = outputs_of(posts)["tags/index.html"].content.initials
    assert [(c.name, c.url, c.count, c.share) for c in initial.counts] == [
        ("Alpha", "/tags/alpha/", 1, 50),
        ("beta", "/tags/beta/", 2, 100),
    ]


def test_a_company_that_only_a_standing_page_names_has_a_page() -> None:
    made = outputs_of({"pages/about.md": "---\ntitle: About\n---\n\nWe use Nvidia [finance:NVDA].\n"})
    assert made["tickers/nvda/index.html"].content.months == ()
    assert made["tickers/index.html"].content.initials == ()
