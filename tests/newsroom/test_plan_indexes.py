"""Indexes: by name, by initial where there are many, with what was written lately."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom_of import outputs_of

from sitegen.newsroom.contexts import IndexPage
from tests.site import post


def index_of(posts: dict[str, str], path: str = "tags/index.html") -> IndexPage:
    content = outputs_of(posts)[path].content
    assert isinstance(content, IndexPage)
    return content


def test_the_last_twelve_weeks_are_counted_from_the_newest_post() -> None:
    days = {"2025-08-31": 1, "2025-09-01": 1, "2025-11-16": 1, "2025-11-17": 2, "2025-11-22": 1}
    posts = {
        f"posts/{day}-{n}.md": post("A", day, tags=["old"] if day < "2025-09" else ["new"])
        for day, count in days.items()
        for n in range(count)
    }
    index = index_of(posts)
    assert (index.since, index.most) == (date(2025, 9, 1), 3)
    assert {row.name: row.recent for row in index.initials[0].counts} == {
        "new": (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3),
        "old": (),
    }


NAMES = ["4chan", "Ärzte", "avocado", "Zoo", "Étude", "евро", "中国", "50 Cent", "+1"]


def test_a_long_index_is_parted_by_initials_and_led_by_the_most_active() -> None:
    posts = {f"posts/{n}.md": post(str(n), "2025-01-01", tags=[f"b{n}"]) for n in range(60)}
    posts |= {f"posts/x{n}.md": post(name, "2025-11-22", tags=[name]) for n, name in enumerate(NAMES)}
    posts |= {"posts/y.md": post("Y", "2025-11-22", tags=["Zoo"])}
    index = index_of(posts)
    found = {initial.letter: [c.name for c in initial.counts] for initial in index.initials}
    assert list(found) == ["0–9", "A", "B", "E", "Z", "Е", "#"]
    assert len(found.pop("B")) == 60
    assert found == {
        "0–9": ["4chan", "50 Cent"], "A": ["Ärzte", "avocado"], "E": ["Étude"], "Z": ["Zoo"], "Е": ["евро"],
        "#": ["+1", "中国"],
    }  # fmt: skip
    assert [initial.id for initial in index.initials][:2] == ["sg-0-9", "sg-A"]
    assert [(row.name, sum(row.recent)) for row in index.busiest][:2] == [("Zoo", 2), ("4chan", 1)]
    assert {row.name for row in index.busiest} == set(NAMES)


@pytest.mark.parametrize(("count", "initials"), [(60, 1), (61, 1), (0, 0)])
def test_a_short_index_is_one_list(count: int, initials: int) -> None:
    posts = {f"posts/{n}.md": post(str(n), "2025-01-01", tags=[f"b{n}"]) for n in range(count)}
    index = index_of(posts)
    assert len(index.initials) == initials
    assert bool(index.busiest) == (count > 60)
    assert [initial.letter for initial in index.initials] == ["B" if count > 60 else ""] * initials


def test_a_symbol_that_is_the_name_is_not_said_twice() -> None:
    index = index_of({"posts/a.md": post(body="[finance:AMD] [finance:NVDA]\n")}, "tickers/index.html")
    assert [(row.name, row.detail) for row in index.initials[0].counts] == [("AMD", ""), ("Nvidia", "NVDA")]
