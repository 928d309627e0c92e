"""`related` and `follows`: how an editor names a post, and what is said of a name that means none (contract §3)."""

from __future__ import annotations

import pytest
from newsroom_of import newsroom, outputs_of, plan_of, printed

from sitegen.newsroom.pins import Pins
from tests.site import post

OTHERS = {
    "posts/2025-11-20-one.md": post("One", "2025-11-20"),
    "posts/2025-11-21-two/index.md": post("Two", "2025-11-21"),
    "posts/2025-11-23-named.md": post("Three", "2025-11-23", slug="three"),
    "posts/2025-11-19-twin.md": post("Twin", "2025-11-19"),
    "posts/2025-11-18-twin.md": post("Twin", "2025-11-18"),
    "posts/2025-11-24-secret.md": post("Secret", "2025-11-24", draft=True),
    "posts/2025-11-25-hidden.md": post("Hidden", "2025-11-25", draft=True, slug="soon"),
}


def pinned(*names: str) -> tuple[list[str], list[str]]:
    """The paths of the posts that `related` names, and what is wrong, as it is printed."""
    site, _ = newsroom({**OTHERS, "posts/own.md": post(related=list(names))})
    found, problems = Pins(site.posts, site.unpublished).related(next(p for p in site.posts if p.slug == "own"))
    return [site.posts[position].document.path for position in found], list(map(str, problems))


NAMES = {
    "one": "posts/2025-11-20-one.md",
    "three": "posts/2025-11-23-named.md",
    "two": "posts/2025-11-21-two/index.md",
    "posts/2025-11-20-one.md": "posts/2025-11-20-one.md",
    "posts/2025-11-20-one": "posts/2025-11-20-one.md",
    "content/posts/2025-11-20-one.md": "posts/2025-11-20-one.md",
    "posts/2025-11-21-two": "posts/2025-11-21-two/index.md",
    "posts/2025-11-19-twin": "posts/2025-11-19-twin.md",
}


@pytest.mark.parametrize(("name", "path"), NAMES.items())
def test_a_post_is_named_by_slug_or_by_path(name: str, path: str) -> None:
    assert pinned(name) == ([path], [])


UNTIL = "take it out, or publish that post: until then nothing is shown of it here"
PLACE = "content/posts/own.md:4:10: "
WRONG = {
    "twin": "error[ambiguous-post]: related: two posts have the slug 'twin': "
    "content/posts/2025-11-18-twin.md, content/posts/2025-11-19-twin.md\n"
    "  help: write the path of the one you mean, like posts/2025-11-18-twin",
    "thre": "warning[unknown-post]: related: no post has the slug or path 'thre'\n  help: did you mean 'three'?",
    "own": "warning[unknown-post]: related: a post cannot name itself\n  help: leave it out",
    "posts/2025-11-24-secret": "hint[unpublished-post]: related: content/posts/2025-11-24-secret.md is not published\n"
    f"  help: {UNTIL}",
    "secret": f"hint[unpublished-post]: related: 'secret' is not published\n  help: {UNTIL}",
}


@pytest.mark.parametrize(("name", "problem"), WRONG.items())
def test_a_name_that_means_no_post_is_reported_at_its_place(name: str, problem: str) -> None:
    assert pinned(name) == ([], [PLACE + problem])


def test_an_unpublished_post_is_known_by_the_slug_that_it_gives() -> None:
    assert "hint[unpublished-post]" in pinned("soon")[1][0]


def test_the_end_of_an_unpublished_posts_slug_is_not_its_name() -> None:
    assert "warning[unknown-post]" in pinned("cret")[1][0]


def test_posts_pinned_twice_appear_once_and_in_the_order_written() -> None:
    paths, problems = pinned("three", "one", "posts/2025-11-20-one.md", "two")
    assert paths == [NAMES["three"], NAMES["one"], NAMES["two"]]
    assert problems == []


def test_a_wrong_follows_is_said_once_where_it_stands() -> None:
    posts = {
        "posts/a.md": post("A", "2025-11-01", follows="nobody-here"),
        "posts/b.md": post("B", "2025-11-02", follows="a"),
        "posts/c.md": post("C", "2025-11-03", follows="b"),
    }
    found = printed(plan_of(posts)[1], "unknown-post")
    assert [line.partition(" ")[0] for line in found] == ["content/posts/a.md:4:10:"]


def test_pinned_posts_lead_the_related_news_even_if_they_are_many() -> None:
    posts = {f"posts/{name}.md": post(name) for name in "abcde"}
    posts["posts/own.md"] = post("Own", related=list("edcba"))
    related = outputs_of(posts)["2025/11/22/own/index.html"].content.related
    assert [card.title for card in related] == list("edcba")
