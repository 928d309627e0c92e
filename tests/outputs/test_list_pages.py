"""The pages of things and their indexes, as published: charts in words and numbers, and what leaves them alone."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html

from tests.site import CONFIG, Built, post

SMALL = CONFIG.replace("[tool.sitegen.feeds]", "page_size = 2\n[tool.sitegen.feeds]")
CITED = [{"publisher": "Reuters", "domain": "reuters.com"}]
FILES = {
    "pyproject.toml": SMALL,
    "content/posts/1.md": post("One", "2025-01-15", "[finance:NVDA]\n", tags=["AI"], sources=CITED),
    "content/posts/2.md": post("Two", "2025-11-18", "[finance:NVDA]\n", tags=["AI"], sources=CITED),
    "content/posts/3.md": post("Three", "2025-11-22", "[finance:NVDA]\n", tags=["AI"], sources=CITED),
}
OWN = ("tags/ai", "tickers/nvda", "sources/reuters")


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_chart_says_what_it_shows_and_has_its_numbers_in_a_table(built: Callable[..., Built]) -> None:
    site = built(FILES)
    page = site.page("/tickers/nvda/")
    (chart,) = page.cssselect("figure.chart svg[role=img][width][height]")
    assert chart.get("aria-label") == (
        "Nvidia: 3 stories from January 2025 to November 2025; most in November 2025, 2"
    )  # fmt: skip
    rows = [(words(row[0]), words(row[1])) for row in page.cssselect(".coverage table tr")]
    assert rows[:3] == [("Month", "Stories"), ("January 2025", "1"), ("February 2025", "0")]
    assert (len(rows), rows[-1]) == (12, ("November 2025", "2"))


def test_the_peak_is_said_of_a_day_a_week_and_a_year(built: Callable[..., Built]) -> None:
    dates = {
        "days": ["2025-11-17", "2025-11-18", "2025-11-18"],
        "weeks": ["2025-11-01", "2025-11-18", "2025-11-22"],
        "years": ["2019-11-01", "2025-11-18", "2025-11-22"],
        "even": ["2025-11-17", "2025-11-18"],
    }
    pairs = [(tag, day) for tag, days in dates.items() for day in days]
    site = built({f"content/posts/{n}.md": post(tag, day, tags=[tag]) for n, (tag, day) in enumerate(pairs)})
    labels = {tag: site.page(f"/tags/{tag}/").cssselect(".chart svg")[0].get("aria-label") for tag in dates}
    assert labels == {
        "days": "days: 3 stories from November 17, 2025 to November 18, 2025; most on November 18, 2025, 2",
        "weeks": "weeks: 3 stories from November 1, 2025 to November 22, 2025; "
        "most in the week of November 17, 2025, 2",
        "years": "years: 3 stories from 2019 to 2025; most in 2025, 2",
        "even": "even: 2 stories from November 17, 2025 to November 18, 2025",
    }


def test_a_post_about_another_thing_changes_no_page_of_these(
    built: Callable[..., Built],
) -> None:
    before = built(FILES).files()
    other = post("Other", "2026-02-02", "[finance:TSM]\n", tags=["else"], sources=[{"publisher": "Wire"}])
    after = built({"content/posts/4.md": other})
    pages = {path for path in before if path.startswith(OWN) and path.endswith(".html")}
    assert pages == {f"{own}/{inner}index.html" for own in OWN for inner in ("", "page/1/")}
    assert {path: after.files()[path] for path in pages} == {path: before[path] for path in pages}
    assert not pages & set(after.result.release.written)
    assert {"tags/index.html", "tickers/index.html", "sources/index.html"} <= set(after.result.release.written)


def test_numbered_pages_carry_no_chart(built: Callable[..., Built]) -> None:
    site = built(FILES)
    for own in OWN:
        assert len(site.page(f"/{own}/").cssselect(".chart")) == 1, own
        assert not site.page(f"/{own}/page/1/").cssselect(".chart, .together, .coverage"), own


def test_an_index_shows_counts_in_text_and_bars_that_are_not_read_out(built: Callable[..., Built]) -> None:
    site = built(FILES)
    for path, name in {"/tags/": "AI 3", "/tickers/": "Nvidia NVDA 3"}.items():
        (row,) = site.page(path).cssselect(".rows li")
        assert words(row) == name
        assert [svg.get("aria-hidden") for svg in row.cssselect("svg.spark[width][height]")] == ["true"]
    (row,) = site.page("/sources/").cssselect(".publishers > li")
    assert words(row) == "Reuters reuters.com 3 Three Two One"


def test_an_index_explains_its_bars_where_it_has_some(built: Callable[..., Built]) -> None:
    late = post("Four", "2026-05-12", tags=["AI"])
    site = built({**FILES, "content/posts/4.md": late})
    (tags, sources) = (words(site.page(path).cssselect(".legend")[0]) for path in ("/tags/", "/sources/"))
    assert tags == "Numbers: stories in all. Small bars: stories in each of the last 12 weeks, since February 23, 2026."
    assert sources == "Numbers: stories in all."


def test_a_week_is_called_by_its_number_and_its_days_once(built: Callable[..., Built]) -> None:
    site = built(FILES)
    (said,) = site.page("/2025/w47/").cssselect(".heading time")
    assert (said.get("datetime"), words(said)) == ("2025-W47", "November 17 – 23, 2025")
    assert words(site.page("/2025/w47/").cssselect(".neighbours a")[0]) == "Earlier Week 3 of 2025"


def test_a_lists_feed_has_the_lists_name(built: Callable[..., Built]) -> None:
    page = built(FILES).page("/tags/ai/")
    assert [words(link) for link in page.cssselect(".feeds a")] == ["AI", "All stories", "All feeds"]
    assert page.cssselect("link[rel=alternate]")[0].get("title") == "AI · Example News (RSS)"


def test_the_only_month_of_a_year_has_the_count_alone(built: Callable[..., Built]) -> None:
    site = built({**FILES, "content/posts/0.md": post("Zero", "2024-05-01")})
    found = [words(year) for year in site.page("/archive/").cssselect(".year > h2")]
    assert found == ["2025 3", "2024"]


def test_the_foot_has_the_menus_other_pages(built: Callable[..., Built]) -> None:
    menu = 'menu = [{name = "Firms", url = "/tickers/"}, {name = "About", url = "/about/"}]\n[tool.sitegen.feeds]'
    about = "---\ntitle: About us\n---\nText.\n"
    config = SMALL.replace("[tool.sitegen.feeds]", menu)
    page = built({**FILES, "pyproject.toml": config, "content/pages/about.md": about}).page("/")
    found = [words(link) for link in page.cssselect(".colophon a")]
    assert found == ["Companies", "Archive", "Tags", "Sources", "About", "All feeds"]


def test_rows_are_light(built: Callable[..., Built]) -> None:
    rows = 300
    tags = [f"A tag of some length {n}" for n in range(rows)]
    files = {f"content/posts/{n}.md": post("A", f"2025-11-{n + 1:02}", tags=tags[n::20]) for n in range(20)}
    text = built(files).text("/tags/")
    assert text.count('<li><a href="/tags/') >= rows
    assert len(text) / rows < 260


def test_every_name_has_a_jump_and_every_jump_its_heading(built: Callable[..., Built]) -> None:
    tags = [f"{letter}{n}" for letter in "abcдé1" for n in range(12)]
    page = built({"content/posts/a.md": post(tags=tags)}).page("/tags/")
    jumps = [link.get("href").removeprefix("#") for link in page.cssselect(".initials a")]
    assert jumps == ["sg-0-9", "sg-A", "sg-B", "sg-C", "sg-E", "sg-Д"]
    assert [section.get("id") for section in page.cssselect("section.initial[id]")] == jumps
