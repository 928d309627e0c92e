"""Sitemaps of more pages than a file may have: parts that, once full, never change."""

from __future__ import annotations

from sitegen.newsroom.plan.sitemaps import HEAD, Sitemap, Url, part_urls
from tests.outputs.sitemaps import NOON, daily, locations, parted, texts, valid, viewed, written
from tests.site import post


def test_more_urls_than_one_file_may_have_are_parted_under_an_index() -> None:
    whole = locations(valid(parted(*daily(30), 1_000)["sitemap.xml"]))
    files = parted(*daily(30), len(whole))
    assert [*files] == ["sitemap.xml"], "as many as may be"
    files = parted(*daily(30), len(whole) - 1)
    index = valid(files["sitemap.xml"])
    assert locations(index) == [f"https://news.example.com/sitemap-{n}.xml" for n in (1, 2)]
    assert {*files} == {"sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"}
    parts = [locations(valid(files[f"sitemap-{n}.xml"])) for n in (1, 2)]
    assert [url for part in parts for url in part] == whole
    assert len(parts[1]) == 1
    for number, changed in enumerate(texts(index, "*/s:lastmod"), 1):
        assert changed == max(texts(valid(files[f"sitemap-{number}.xml"]), "*/s:lastmod"))


def test_full_parts_never_change_when_posts_are_added() -> None:
    full: dict[str, str] = {}
    for count in (20, 21, 22, 40, 60):
        views, outputs = daily(count)
        files = parted(views, outputs, 10)
        assert {name: files[name] for name in full} == full, count
        closed = sum(output.closed is not None for output in outputs)
        full = {f"sitemap-{n}.xml": files[f"sitemap-{n}.xml"] for n in range(1, closed // 10 + 1)}
    assert len(full) >= 8


def test_a_part_has_at_most_50_000_urls_and_50_megabytes() -> None:
    urls = [Url(f"https://news.example.com/{n}/", None) for n in range(50_001)]
    assert [len(part) for part in part_urls(urls, 50_000, 50 * 1024 * 1024)] == [50_000, 1]
    long = "https://news.example.com/&'" + "x" * 900
    heavy = [Url(f"{long}{n}", NOON, tuple(f"{long}{n}-{i}.jpg" for i in range(n % 5))) for n in range(200)]
    parts = part_urls(heavy, 50_000, 40_000)
    assert [url for part in parts for url in part] == heavy
    sizes = [len(written(Sitemap(tuple(part)))) for part in parts]
    assert all(30_000 < size <= 40_000 for size in sizes[:-1]), sizes
    assert part_urls([heavy[4]], 50_000, HEAD) == [[heavy[4]]], "what is too large by itself stands alone"


def test_an_address_that_is_too_long_for_a_sitemap_is_left_out() -> None:
    long = "/".join(["ü" * 100] * 4)  # 2,400 characters when encoded
    views, outputs = viewed({"posts/a.md": post(), f"pages/{long}.md": "---\ntitle: Long\n---\nText.\n"})
    assert any(output.path.startswith("ü") for output in outputs)
    found = locations(valid(parted(views, outputs, 1_000)["sitemap.xml"]))
    assert "https://news.example.com/2025/11/22/a/" in found
    assert max(map(len, found)) < 2_048
