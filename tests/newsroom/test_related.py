"""Related news: who is shown, in which order, and what a new post may change. The texts are made for this test."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup.words import words
from sitegen.newsroom import related as engine
from sitegen.newsroom.related import Item, related

NEWS = {  # three events of four posts each
    "racks": [
        ("Foxconn and Lumen to build server racks in Ohio", "The plant near Columbus will weld racks for Lumen."),
        ("Lumen picks Ohio for its server racks", "Foxconn will run the plant; the first racks leave Columbus in May."),
        (
            "Ohio plant delayed",
            "The Foxconn plant that is to weld racks for Lumen opens late, the county of Columbus told.",
        ),
        ("What the Lumen racks cost", "Each of the Foxconn server racks from Ohio is priced like a house."),
    ],
    "music": [
        ("Cantora settles with record labels", "The song generator will pay royalties to the record labels that sued."),
        ("Record labels end Cantora lawsuit", "Royalties for every generated song are part of the settlement."),
        ("Singers protest Cantora settlement", "A guild says the royalties from the song generator bypass singers."),
        ("Cantora raises money after settlement", "With the labels lawsuit gone, the song generator finds investors."),
    ],
    "storm": [
        ("Forecast model saw typhoon early", "The Wetter model placed the typhoon near Luzon nine days ahead."),
        (
            "Luzon spared by early typhoon forecast",
            "Villages were emptied after the Wetter model warned of the typhoon.",
        ),
        ("Typhoon forecasts by model become official", "Manila adopts the Wetter model after the Luzon landfall."),
        ("How the Wetter model reads a typhoon", "Its forecast of the landfall at Luzon came from pressure maps."),
    ],
}
EVENTS = [event for event, posts in NEWS.items() for _ in posts]
ITEMS = [
    Item(f"{event}-{n}.md", words(title, text), day=1000 + 7 * n + len(event))
    for event, posts in NEWS.items()
    for n, (title, text) in enumerate(posts)
]


def shown(items: list[Item], count: int = 3) -> dict[str, list[str]]:
    return {items[i].path: [items[j].path for j, _ in found] for i, found in enumerate(related(items, count))}


def archive(size: int, seed: int = 1) -> list[Item]:
    """Posts of `size // 5` events; each has words of its event, words of its topic, and some of the language."""
    dice = random.Random(seed)
    made = []
    for n in range(size):
        event = n % (size // 5)
        said = [f"event{event}x{dice.randrange(12)}" for _ in range(12)]
        said += [f"topic{event % 20}x{dice.randrange(40)}" for _ in range(15)]
        said += [f"word{int(dice.paretovariate(0.6)) % 3000}" for _ in range(60)]
        made.append(Item(f"{n:05}.md", words("", " ".join(said)), day=n // 4))
    return made


def test_posts_of_one_event_are_shown_together() -> None:
    for index, found in enumerate(related(ITEMS, 3)):
        assert {EVENTS[other] for other, _ in found} == {EVENTS[index]}, ITEMS[index].path


def test_follow_up_shows_on_the_older_post() -> None:
    older, newer = replace(ITEMS[0], day=1), replace(ITEMS[2], day=900)
    both = shown([older, newer, *ITEMS[4:]])
    assert both[older.path][0] == newer.path
    assert both[newer.path][0] == older.path


def test_never_itself_even_among_equals() -> None:
    same = [replace(ITEMS[0], path=f"{n}.md") for n in range(30)]
    for index, found in enumerate(related(same, 5)):
        assert len(found) == 5
        assert index not in [other for other, _ in found]


def test_nearness_in_time_decides_between_equals() -> None:
    same = [replace(ITEMS[0], path=f"{n:02}.md", day=10 * n) for n in range(12)]
    lists = [{other for other, _ in found} for found in related(same, 2)]
    assert lists == [{1, 2}, *({n - 1, n + 1} for n in range(1, 11)), {10, 9}]


def test_nearness_in_time_only_breaks_near_ties() -> None:
    of_the_day = [replace(item, day=5000 if item in (ITEMS[0], *ITEMS[4:]) else 1) for item in ITEMS]
    assert {path.split("-")[0] for path in shown(of_the_day)["racks-0.md"]} == {"racks"}


@pytest.mark.parametrize(("tags", "companies"), [(("lumen",), ()), ((), ("lumen",))])
def test_a_shared_tag_or_company_counts(tags: tuple[str, ...], companies: tuple[str, ...]) -> None:
    labelled = [replace(item, tags=tags, companies=companies) if n in (0, 4) else item for n, item in enumerate(ITEMS)]
    plain, with_label = related(ITEMS, 11)[0], related(labelled, 11)[0]
    assert dict(with_label)[4] > dict(plain)[4]


def test_a_tag_is_not_a_company() -> None:
    tagged = [Item("a", words("", ""), tags=("lumen",)), Item("b", words("", ""), companies=("lumen",))]
    assert related(tagged, 1) == [[(1, 0)], [(0, 0)]]


def test_posts_that_share_nothing_are_filled_by_nearness_in_time() -> None:
    alone = [Item(f"{n}.md", words("", f"lonely{n}"), day=day) for n, day in enumerate([0, 1, 50, 53, 100])]
    assert related(alone, 2)[2] == [(3, 0), (1, 0)]
    assert related(alone, 2)[4] == [(3, 0), (2, 0)]


def test_a_site_of_few_posts_shows_all_others() -> None:
    assert [len(found) for found in related(ITEMS[:3], 3)] == [2, 2, 2]
    assert related(ITEMS[:1], 3) == [[]]
    assert related([], 3) == []
    assert related(ITEMS[:3], 0) == [[], [], []]


def test_scores_are_0_to_1000_and_best_for_the_same_event() -> None:
    for index, found in enumerate(related(ITEMS, 11)):
        scores = dict(found)
        same = [score for other, score in scores.items() if EVENTS[other] == EVENTS[index]]
        other = [score for other, score in scores.items() if EVENTS[other] != EVENTS[index]]
        assert 1000 >= min(same) > max(other) >= 0


def test_input_order_does_not_matter() -> None:
    items = archive(200)
    mixed = items[:]
    random.Random(5).shuffle(mixed)
    assert shown(items) == shown(mixed)


def test_how_many_posts_are_compared_at_once_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    items = archive(200)
    whole = related(items, 3)
    monkeypatch.setattr(engine, "ROWS", 7)
    assert related(items, 3) == whole


def test_a_longer_list_begins_with_the_shorter() -> None:
    items = archive(200)
    assert [found[:3] for found in related(items, 9)] == related(items, 3)


def test_one_new_post_changes_few_lists() -> None:
    items = archive(1001)
    before, after = shown(items[:-1]), shown(items)
    changed = [path for path, found in before.items() if after[path] != found]
    assert items[-1].path in {path for found in after.values() for path in found}  # it is shown at all
    assert len(changed) <= 25


def test_a_word_that_everybody_uses_decides_nothing() -> None:
    posts = [Item(f"{n:04}", words("", f"everywhere own{n % 400}"), day=0) for n in range(engine.COMMON + 200)]
    assert all(other % 400 == index % 400 for index, found in enumerate(related(posts, 2)) for other, _ in found)


@given(st.lists(st.tuples(st.text("abc é人", max_size=20), st.integers(0, 9)), max_size=12), st.integers(0, 5))
def test_any_posts_give_full_lists_of_distinct_others(posts: list[tuple[str, int]], count: int) -> None:
    items = [Item(f"{n}", words(text, text), day=day) for n, (text, day) in enumerate(posts)]
    for index, found in enumerate(related(items, count)):
        others = [other for other, _ in found]
        assert len(others) == len(set(others)) == min(count, len(items) - 1)
        assert index not in others
        assert all(0 <= score <= 1000 for _, score in found)
