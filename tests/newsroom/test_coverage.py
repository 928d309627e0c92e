"""A term's, company's, author's and publisher's own page: its chart and what appears with it (contract §5)."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom_of import outputs_of, plan_of

from sitegen.engine.digest import digest_value
from sitegen.newsroom.contexts import Chart, Period
from tests.site import CONFIG, post

SMALL = CONFIG.replace("[tool.sitegen.feeds]", "page_size = 2\n[tool.sitegen.feeds]")
SOURCE = [{"publisher": "Reuters"}]

POSTS = {
    "posts/1.md": post("One", "2025-11-17", "[finance:NVDA] [finance:AMD] [finance:AMD]\n", tags=["AI", "chips"]),
    "posts/2.md": post("Two", "2025-11-20", "[finance:NVDA]\n", tags=["AI", "chips", "Nvidia"], authors=["Ada"]),
    "posts/3.md": post("Three", "2025-12-02", "[finance:NVDA] [finance:TSM]\n", tags=["AI"], sources=SOURCE),
    "posts/4.md": post("Four", "2025-12-03", tags=["AI", "power"], sources=SOURCE, authors=["Ada"]),
}


def rows(context: object) -> dict[str, list[tuple[str, int, int]]]:
    return {group.index.name: [(c.name, c.count, c.share) for c in group.counts] for group in context.together}


def test_a_chart_counts_posts_from_the_things_own_first_to_its_own_newest() -> None:
    made = outputs_of(POSTS)
    assert made["tickers/nvda/index.html"].content.chart == Chart(
        "week",
        (Period(date(2025, 11, 17), 2), Period(date(2025, 11, 24), 0), Period(date(2025, 12, 1), 1)),
        3,
        date(2025, 11, 17),
        date(2025, 12, 2),
        Period(date(2025, 11, 17), 2),
    )
    assert made["tags/ai/index.html"].content.chart.peak is None, "two weeks have as many"
    assert made["tags/power/index.html"].content.chart is None, "one story is no chart"
    assert made["authors/ada/index.html"].content.chart.total == 2
    assert made["sources/reuters/index.html"].content.chart.unit == "day"


def test_what_appears_together_is_counted_over_the_things_own_posts() -> None:
    made = outputs_of(POSTS)
    assert rows(made["tags/ai/index.html"].content) == {
        "Companies": [("Nvidia", 3, 75), ("AMD", 1, 25), ("TSMC", 1, 25)],
        "Tags": [("chips", 2, 50), ("Nvidia", 1, 25), ("power", 1, 25)],
    }
    assert rows(made["sources/reuters/index.html"].content) == {
        "Companies": [("Nvidia", 1, 50), ("TSMC", 1, 50)],
        "Tags": [("AI", 2, 100), ("power", 1, 50)],
    }


def test_a_thing_does_not_appear_with_its_own_name_nor_a_single_story_with_anything() -> None:
    made = outputs_of(POSTS)
    assert rows(made["tickers/nvda/index.html"].content) == {
        "Companies": [("AMD", 1, 33), ("TSMC", 1, 33)],
        "Tags": [("AI", 3, 100), ("chips", 2, 67)],
    }
    assert made["tags/nvidia/index.html"].content.together == ()


DIGEST = """
## Chips
### Racks
[finance:NVDA] buys from [finance:TSM].

Source: Reuters
### Clouds
[finance:AMZN] rents.

Source: CNBC
## Outlook
[finance:NVDA] and [finance:AMD] grow.
"""
DIGESTED = {
    "posts/d.md": post("Digest", "2025-11-22", DIGEST, kind="digest", tags=["AI", "clouds"],
                       summary="[finance:GOOGL] waits.", sources=[{"publisher": "Wire"}]),
    "posts/s.md": post("Story", "2025-11-21", "[finance:NVDA] [finance:GOOGL]\n", tags=["AI"],
                       sources=[{"publisher": name} for name in ("Reuters", "CNBC", "Wire")]),
}  # fmt: skip


def test_of_a_digest_the_stories_alone_count_that_name_the_thing() -> None:
    made = outputs_of(DIGESTED)
    found = {name: rows(made[f"{name}/index.html"].content) for name in ("tickers/nvda", "tickers/googl")}
    found |= {name: rows(made[f"sources/{name}/index.html"].content) for name in ("reuters", "cnbc", "wire")}
    assert {name: [row[:2] for row in groups["Companies"]] for name, groups in found.items()} == {
        "tickers/nvda": [("AMD", 1), ("Google", 1), ("TSMC", 1)],
        "tickers/googl": [("Nvidia", 1)],
        "reuters": [("Nvidia", 2), ("Google", 1), ("TSMC", 1)],
        "cnbc": [("Amazon", 1), ("Google", 1), ("Nvidia", 1)],
        "wire": [("Nvidia", 2), ("Amazon", 1), ("AMD", 1), ("Google", 1), ("TSMC", 1)],
    }
    assert {name: groups["Tags"] for name, groups in found.items()} == {name: [("AI", 1, 50)] for name in found}


def test_a_company_that_moves_within_a_digest_makes_the_pages_of_those_it_was_with_stale() -> None:
    moved = DIGEST.replace(" buys from [finance:TSM]", " buys").replace(" rents", " rents [finance:TSM]")
    digest = DIGESTED["posts/d.md"]
    before, after = outputs_of(DIGESTED), outputs_of({**DIGESTED, "posts/d.md": digest.replace(DIGEST, moved)})
    for path in ("tickers/nvda/index.html", "sources/reuters/index.html", "sources/cnbc/index.html"):
        assert before[path].content.together != after[path].content.together, path


def test_eight_of_each_are_shown() -> None:
    tags = [f"tag {letter}" for letter in "abcdefghij"]
    posts = {f"posts/{n}.md": post(str(n), f"2025-11-2{n}", tags=["AI", *tags[: n + 8]]) for n in (1, 2)}
    (group,) = outputs_of(posts)["tags/ai/index.html"].content.together
    assert [(c.name, c.count) for c in group.counts] == [(tag, 2) for tag in tags[:8]]


def test_numbered_pages_have_no_chart_and_nothing_together() -> None:
    made = outputs_of(POSTS, config=SMALL)
    for path in ("tags/ai/page/1", "tickers/nvda/page/1", "sources/reuters/page/1"):
        context = made[f"{path}/index.html"].content
        assert (context.chart, context.together) == (None, ()), path
    assert made["tags/ai/index.html"].content.chart


TSMC = "tickers/tsm/index.html"
OTHERS = ["tags/ai/index.html", "tags/chips/index.html", "tickers/nvda/index.html", "sources/reuters/index.html"]


@pytest.mark.parametrize("path", OTHERS)
def test_a_post_about_another_thing_leaves_a_page_alone_though_a_new_year_begins(path: str) -> None:
    more = {
        "posts/5.md": post("Five", "2026-05-12", "[finance:TSM]\n", tags=["else"], sources=[{"domain": "x.example"}])
    }
    before, after = outputs_of(POSTS), outputs_of({**POSTS, **more})
    assert digest_value(before[path].content) == digest_value(after[path].content)
    assert digest_value(before["tickers/tsm/index.html"].content) != digest_value(
        after["tickers/tsm/index.html"].content
    )


def test_an_edited_text_is_no_reason_to_make_a_chart_again() -> None:
    posts = {path: text.replace("---\n\n", "summary: The same.\n---\n\n") for path, text in POSTS.items()}
    edited = {path: text + "More.\n" for path, text in posts.items()}
    paths = ("tags/ai/index.html", "authors/ada/index.html")

    def made_of(posts: dict[str, str]) -> dict[str, bytes]:
        outputs = {output.path: output.content for output in plan_of(posts)[0].outputs}
        return {path: digest_value((outputs[path].own, outputs[path].shared)) for path in paths}

    assert made_of(posts) == made_of(edited)
    moved = {path: text.replace("2025-11-17", "2025-11-10") for path, text in posts.items()}
    assert made_of(posts)[paths[0]] != made_of(moved)[paths[0]]


def test_a_company_and_a_tag_and_a_source_of_one_name_have_titles_of_their_own() -> None:
    posts = {"posts/1.md": post("One", body="[finance:NVDA] [finance:OpenAI]\n", tags=["Nvidia", "OpenAI"],
                                sources=[{"publisher": "Nvidia"}])}  # fmt: skip
    made = outputs_of(posts)
    paths = ("tickers/nvda", "tags/nvidia", "sources/nvidia", "tickers/openai", "tags/openai")
    assert [made[f"{path}/index.html"].content.page.title for path in paths] == [
        "Nvidia (NVDA)",
        "Nvidia · Tags",
        "Nvidia (source)",
        "OpenAI (company)",
        "OpenAI · Tags",
    ]
