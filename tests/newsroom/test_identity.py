"""A post's identity in feeds outlives every edit (contract §3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from newsroom_of import newsroom, printed

from tests.site import CONFIG, Built, post

PATH = "posts/2025-11-22-foxconn.md"
ID = "tag:news.example.com,2025:posts/2025-11-22-foxconn"


def ids(posts: dict[str, str], config: str = CONFIG) -> dict[str, str]:
    site, _ = newsroom(posts, config=config)
    return {post.document.path: post.id for post in site.posts}


EDITS = {
    "nothing": post(),
    "title": post("Another title"),
    "slug": post(slug="another-slug"),
    "date": post(date="2024-01-01T10:00:00+09:00"),
    "text": post(body="## Another text\n"),
    "kind": post(kind="digest"),
    "updated": post(updated="2025-12-01"),
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS)
def test_no_edit_changes_an_identity(text: str) -> None:
    assert ids({PATH: text}) == {PATH: ID}


@pytest.mark.parametrize(
    "config",
    [
        CONFIG.replace("https://news.example.com/", "https://elsewhere.example.org/blog/"),
        CONFIG.replace("[tool.sitegen.feeds]", 'permalink = "/{slug}/"\ntimezone = "Asia/Tokyo"\n[tool.sitegen.feeds]'),
    ],
)
def test_no_move_changes_an_identity(config: str) -> None:
    assert ids({PATH: post()}, config) == {PATH: ID}


def test_a_bundle_is_known_by_its_index() -> None:
    path = "posts/2025-11-22-foxconn/index.md"
    assert ids({path: post()}) == {path: "tag:news.example.com,2025:posts/2025-11-22-foxconn/index"}


def test_a_post_may_give_its_own_id() -> None:
    assert ids({PATH: post(id="urn:x:1"), "posts/n.md": post(id=42)}) == {PATH: "urn:x:1", "posts/n.md": "42"}


def test_without_an_authority_it_is_the_host() -> None:
    config = CONFIG.partition("[tool.sitegen.feeds]")[0].replace("example.com/", "example.com:8443/blog/")
    assert ids({PATH: post()}, config) == {PATH: ID}


def test_check_hints_where_the_authority_is_not_written_down(built: Callable[..., Built]) -> None:
    config = CONFIG.partition("[tool.sitegen.feeds]")[0]
    found = [problem for problem in built({"pyproject.toml": config}, dry=True).problems if "id_authority" in problem]
    assert len(found) == 1
    assert found[0].startswith("pyproject.toml: hint[")


def test_two_posts_with_one_id_are_both_known_by_their_paths_and_warned_at() -> None:
    posts = {PATH: post(id="same"), "posts/b.md": post("B", id="same"), "posts/c.md": post("C", id="other")}
    assert ids(posts) == {PATH: ID, "posts/b.md": "tag:news.example.com,2025:posts/b", "posts/c.md": "other"}
    _, problems = newsroom(posts)
    assert printed(problems, "duplicate-id") == [
        (
            "content/posts/2025-11-22-foxconn.md:4:5: warning[duplicate-id]: the id 'same' is also that of "
            "content/posts/b.md; each is known by its path\n  help: give each post an id of its own"
        ),
        (
            "content/posts/b.md:4:5: warning[duplicate-id]: the id 'same' is also that of "
            "content/posts/2025-11-22-foxconn.md; each is known by its path\n"
            "  help: give each post an id of its own"
        ),
    ]


def test_no_two_posts_ever_share_an_identity() -> None:
    found = ids({PATH: post(), "posts/b.md": post(id=ID)})
    assert len(set(found.values())) == 2


def test_many_posts_of_one_id_are_told_by_the_first_of_them() -> None:
    """Each told of all others: 2,000 posts were 139 MB of warnings (issue 7)."""
    _, problems = newsroom({f"posts/{n:02}.md": post(f"Post {n}", id="tag:a.example,2025:x") for n in range(12)})
    told = [problem.message for problem in problems if problem.code == "duplicate-id"]
    assert len(told) == 12
    assert "07.md, content/posts/08.md, and 3 more; each" in told[0]
