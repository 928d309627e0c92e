"""The story so far: which posts form a thread, by an editor's word or by themselves."""

from __future__ import annotations

import pytest
from newsroom_of import newsroom, outputs_of

from sitegen.newsroom.pins import Pins
from sitegen.newsroom.threads import ALIKE, MOST, NEAR, Thread, find_threads
from tests.site import post

Related = dict[str, list[tuple[str, int]]]


def threads(
    follows: dict[str, str], related: Related | None = None, *, automatic: bool = True, **own: dict[str, object]
) -> dict[str, str]:
    """The thread of each post as its slugs in a row, with "~" before one that no editor joined.

    `follows` gives each post by slug, a day after the one before, with the one that it follows; `own` overrides a
    post's front matter.
    """
    posts = {
        f"posts/{name}.md": post(
            name,
            **{
                "date": f"2025-11-{day:02}",
                "tags": ["chips"],
                **({"follows": target} if target else {}),
                **own.get(name, {}),
            },
        )
        for day, (name, target) in enumerate(follows.items(), 1)
    }
    site, _ = newsroom(posts)
    pins = Pins(site.posts, site.unpublished)
    place = {each.slug: position for position, each in enumerate(site.posts)}
    followed = [pins.followed(each)[0] for each in site.posts]
    scores = [[(place[name], score) for name, score in (related or {}).get(each.slug, [])] for each in site.posts]
    found = find_threads(site.posts, followed, scores, automatic=automatic)
    slugs = [each.slug for each in site.posts]
    return {
        slugs[position]: "~" * thread.automatic + " ".join(slugs[other] for other in thread.positions)
        for position, thread in found.items()
    }


def test_posts_joined_by_follows_are_one_thread_on_each_of_them() -> None:
    assert threads({"a": "", "b": "a", "x": "", "c": "b"}) == {"a": "a b c", "b": "a b c", "c": "a b c"}


def test_two_posts_that_follow_one_are_in_its_thread() -> None:
    assert threads({"a": "", "b": "a", "c": "a"})["c"] == "a b c"


def test_a_circle_of_followers_is_a_thread_too() -> None:
    assert threads({"a": "c", "b": "a", "c": "b"})["a"] == "a b c"


def test_posts_that_are_plainly_one_running_story_are_joined_automatically() -> None:
    alike: Related = {"b": [("a", ALIKE)], "c": [("b", ALIKE + 1), ("a", ALIKE)]}
    assert threads(dict.fromkeys("abc", ""), alike) == dict.fromkeys("abc", "~a b c")


SEPARATE: dict[str, dict[str, dict[str, object]]] = {
    "they share neither a tag nor a company": {"b": {"tags": ["music"]}},
    "they are far apart in time": {"b": {"date": f"2025-11-{NEAR + 2:02}"}},
    "one of them is a digest": {"b": {"kind": "digest"}},
    "the earlier one is a digest": {"a": {"kind": "digest"}},
}


@pytest.mark.parametrize("own", SEPARATE.values(), ids=SEPARATE.keys())
def test_posts_are_not_joined_where(own: dict[str, dict[str, object]]) -> None:
    alike: Related = {"b": [("a", 900)], "a": [("b", 900)]}
    assert threads({"a": "", "b": ""}, alike) == {"a": "~a b", "b": "~a b"}
    assert threads({"a": "", "b": ""}, alike, **own) == {}


def test_posts_that_are_less_alike_are_not_joined() -> None:
    assert threads({"a": "", "b": ""}, {"b": [("a", ALIKE - 1)]}) == {}


def test_a_post_that_an_editor_joined_is_in_that_thread_alone() -> None:
    alike: Related = {"c": [("b", 900), ("a", 800)], "d": [("c", 900)]}
    found = threads({"a": "", "b": "a", "c": "", "d": ""}, alike)
    assert found == {"a": "a b", "b": "a b", "c": "~c d", "d": "~c d"}


def test_automatic_threads_can_be_switched_off() -> None:
    alike: Related = {"b": [("a", 900)]}
    assert threads({"a": "", "b": "", "c": "b"}, alike, automatic=False) == {"b": "b c", "c": "b c"}
    assert threads({"a": "", "b": ""}, alike, automatic=False) == {}


LONG = Thread(tuple(range(30)), automatic=True)


@pytest.mark.parametrize("position", LONG.positions)
def test_a_long_thread_shows_its_beginning_and_what_is_around(position: int) -> None:
    shown = LONG.around(position)
    assert len(shown) == MOST
    assert (shown[0], position in shown) == (0, True)
    assert list(shown[1:]) == list(range(shown[1], shown[1] + MOST - 1))


def test_a_short_thread_is_shown_whole() -> None:
    assert Thread((3, 5, 9), automatic=False).around(5) == (3, 5, 9)


def test_a_page_is_told_its_thread_and_who_joined_it() -> None:
    posts = {"posts/a.md": post("A", "2025-11-01"), "posts/b.md": post("B", "2025-11-02", follows="a")}
    for path in ("2025/11/01/a/index.html", "2025/11/02/b/index.html"):
        thread = outputs_of(posts)[path].content.thread
        assert ([card.title for card in thread.cards], thread.automatic) == (["A", "B"], False)
    assert outputs_of({"posts/a.md": post("A")})["2025/11/22/a/index.html"].content.thread is None
