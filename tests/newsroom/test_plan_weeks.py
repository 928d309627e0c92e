"""Calendars and weeks in review: what they count, what they lead to, and that an old week never changes."""

from __future__ import annotations

from newsroom_of import outputs_of, plan_of

from sitegen.newsroom.contexts import MonthCount, WeekPage
from tests.site import post

POSTS = {
    "posts/mon.md": post("Monday", "2025-11-17", tags=["Chips"], takeaways=["First.", "Second."]),
    "posts/tue.md": post("Tuesday", "2025-11-18", tags=["Chips", "Music"], takeaways=["Third."]),
    "posts/wed.md": post("Wednesday", "2025-11-19", "Nvidia [finance:NVDA] sells.", tags=["Music"]),
    "posts/sun.md": post("Digest", "2025-11-23", kind="digest", tags=["Chips", "Music"], takeaways=["A.", "B.", "C."]),
    "posts/more.md": post("Sunday", "2025-11-23T09:00:00", tags=["Other"], takeaways=["Left to the digest."]),
}
NEXT = {"posts/next.md": post("Next week", "2025-11-24", tags=["Chips", "Music"], takeaways=["Later."])}


def week(path: str, posts: dict[str, str]) -> WeekPage:
    content = outputs_of(posts)[path].content
    assert isinstance(content, WeekPage)
    return content


def test_a_week_runs_from_monday_to_sunday() -> None:
    page = week("2025/w47/index.html", {**POSTS, **NEXT})
    assert [str(page.monday), str(page.sunday), page.number, page.count] == ["2025-11-17", "2025-11-23", 47, 5]
    assert [day.date.day for day in page.days] == [23, 19, 18, 17]


def test_a_week_belongs_to_the_year_that_has_its_thursday() -> None:
    outputs = outputs_of({"posts/a.md": post("A", "2024-12-30"), "posts/b.md": post("B", "2024-12-29")})
    assert [path for path in outputs if "/w" in path] == ["2024/w52/index.html", "2025/w01/index.html"]


def test_a_digest_tells_its_day_and_stories_tell_the_others_by_their_first_takeaway() -> None:
    page = week("2025/w47/index.html", POSTS)
    assert [(brief.card.title, brief.most) for brief in page.briefs] == [("Digest", 3), ("Tuesday", 1), ("Monday", 1)]


def digest(tags: list[str], *takeaways: str) -> dict[str, str]:
    return {**POSTS, "posts/sun.md": post("Digest", "2025-11-23", kind="digest", tags=tags, takeaways=takeaways)}


def told(posts: dict[str, str]) -> list[str]:
    return [brief.card.title for brief in week("2025/w47/index.html", posts).briefs]


def test_a_digest_that_retells_the_stories_of_the_week_leaves_the_word_to_them() -> None:
    assert told(digest(["Chips", "Music"], "A.", "B.")) == ["Sunday", "Tuesday", "Monday"]


def test_a_digest_with_a_tag_or_a_takeaway_more_has_its_say() -> None:
    for more in (digest(["Chips", "Power"], "A."), digest(["Chips"], "A.", "B.", "C."), digest([], "A.")):
        assert told(more) == ["Digest", "Tuesday", "Monday"]


def test_what_happened_and_all_stories_run_in_one_order() -> None:
    page = week("2025/w47/index.html", digest(["Chips", "Music"], "A.", "B."))
    listed = [card.title for day in page.days for card in day.cards]
    assert [title for title in listed if title in told(digest(["Chips", "Music"], "A.", "B."))] == [
        brief.card.title for brief in page.briefs
    ]


def test_names_of_one_count_stand_by_their_letters_whatever_their_case() -> None:
    posts = {"posts/a.md": post("A", "2025-11-17", "[finance:AMD] [finance:BABA]\n", tags=["beta", "Alpha", "CPU"])}
    page = week("2025/w47/index.html", posts)
    assert [c.name for c in page.companies] == ["Alibaba", "AMD"]
    assert [c.name for c in page.terms] == ["Alpha", "beta", "CPU"]


def test_the_most_connected_stories_share_most_with_others_of_the_week() -> None:
    page = week("2025/w47/index.html", POSTS)
    found = [(s.card.title, s.others, [link.name for link in s.through]) for s in page.connected]
    assert found == [("Tuesday", 2, ["Chips", "Music"]), ("Monday", 1, ["Chips"]), ("Wednesday", 1, ["Music"])]


def test_a_company_and_a_tag_of_one_name_are_named_once() -> None:
    posts = {
        f"posts/{name}.md": post(name, "2025-11-17", "[finance:NVDA] sells.", tags=["Nvidia"]) for name in ("a", "b")
    }
    page = week("2025/w47/index.html", posts)
    assert [[link.url for link in story.through] for story in page.connected] == [["/tickers/nvda/"]] * 2


def test_what_a_week_names_is_counted_by_posts() -> None:
    page = week("2025/w47/index.html", POSTS)
    assert [(c.name, c.count) for c in page.companies] == [("Nvidia", 1)]
    assert [(c.name, c.count) for c in page.terms] == [("Chips", 3), ("Music", 3), ("Other", 1)]


def test_a_later_week_changes_an_old_one_by_the_link_to_it_alone() -> None:
    before, after = week("2025/w47/index.html", POSTS), week("2025/w47/index.html", {**POSTS, **NEXT})
    changed = [name for name in WeekPage.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    assert changed == ["later"]


def calendar(month: MonthCount) -> list[str]:
    """A month's rows: the week, "+" where it has a review, and each day with its level, "." where it has no story."""
    return [
        f"{week.number}{'+' * bool(week.url)} "
        + " ".join("-" if day is None else f"{day.date.day}{'.' if not day.url else day.level}" for day in week.days)
        for week in month.weeks
    ]


def test_a_calendar_marks_days_by_their_share_of_the_busiest() -> None:
    busy = {f"posts/busy-{number}.md": post(f"Busy {number}", "2025-11-22") for number in range(8)}
    page = outputs_of({**POSTS, **busy})["2025/11/index.html"].content
    assert calendar(page.month) == [
        "44 - - - - - 1. 2.",
        "45 3. 4. 5. 6. 7. 8. 9.",
        "46 10. 11. 12. 13. 14. 15. 16.",
        "47+ 171 181 191 20. 21. 224 231",
        "48 24. 25. 26. 27. 28. 29. 30.",
    ]


def test_the_archive_draws_the_newest_months_and_counts_the_others() -> None:
    posts = {
        f"posts/{year}-{month}.md": post("A", f"{year}-{month:02}-01")
        for year in (2023, 2024)
        for month in range(1, 13)
    }
    archive, old = (outputs_of(posts)[path].content for path in ("archive/index.html", "2023/index.html"))
    assert [(year.year, all(month.weeks for month in year.months)) for year in archive.years] == [
        (2024, True),
        (2023, False),
    ]
    assert all(month.weeks for month in old.years[0].months)


def test_a_young_year_is_drawn_with_the_one_before() -> None:
    posts = {f"posts/{n}.md": post("A", date) for n, date in enumerate(("2023-05-01", "2024-12-01", "2025-01-05"))}
    years = outputs_of(posts)["archive/index.html"].content.years
    assert [bool(year.months[0].weeks) for year in years] == [True, True, True]


def test_the_home_page_leads_to_the_newest_week() -> None:
    assert outputs_of(POSTS)["index.html"].content.week.url == "/2025/w47/"
    assert outputs_of({})["index.html"].content.week is None


def test_a_week_is_planned_without_problems() -> None:
    assert plan_of({**POSTS, **NEXT})[1] == ()
