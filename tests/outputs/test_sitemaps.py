"""Sitemaps as search engines read them (sitemaps.org 0.9, Google's extension for pictures 1.1), and robots.txt.

`sitemap-verify` is a validator of someone else's.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from sitemap_verify import validate_target

from sitegen.newsroom.urls import as_uri
from sitegen.outputs.sitemaps import w3c
from tests.outputs.sitemaps import NAMES, NOON, config, daily, locations, parted, sitemap, texts, valid
from tests.pictures import picture
from tests.site import Build, Built, build_site, make_site, post


def changes(site: Built) -> dict[str, str | None]:
    """When each page of the sitemap last changed, by its path."""
    pages = [[url.findtext(f"s:{name}", None, NAMES) for name in ("loc", "lastmod")] for url in sitemap(site)]
    return {loc.removeprefix("https://news.example.com"): changed for loc, changed in pages}


ODD_SITE = {
    "pyproject.toml": config(
        base_url="https://bücher.example:8080/neue~&'nachrichten/", title="Q&A <b>", timezone="Asia/Kathmandu"
    ),
    "content/posts/2025-11-22-新闻-ñandú.md": post(
        'AT&T <i>"buys"</i> T‑Mobile’s', "2025-11-22T10:00:00Z", tags=["C++", "C#", "名"]
    ),
    "content/posts/b/index.md": post("Bell [finance:NVDA]", "2025-11-22T11:00", "![A](a%20&%20b.jpg) ![B](b.jpg)\n"),
    "content/posts/b/a & b.jpg": picture(),
    "content/posts/b/b.jpg": picture(size=(60, 40)),
    "content/posts/c.md": post(
        "C", "2025-11-21", aliases=["/old/", "/gone.html"], corrections=[{"date": "2025-11-22", "text": "x"}]
    ),
    "content/pages/über.md": "---\ntitle: About\n---\nText.\n",
}


def test_sitemaps_of_the_demo_site_and_of_an_odd_one_are_valid(demo: Built, built: Build) -> None:
    odd = built(ODD_SITE, now=NOON)
    assert not odd.result.failed, odd.problems
    for site in (demo, odd):
        for name in ("/sitemap.xml", "/news-sitemap.xml"):
            assert len(valid(site.text(name)))


def test_a_sitemap_lists_each_indexed_page_once_by_its_canonical_url(demo: Built, built: Build) -> None:
    for site in (demo, built(ODD_SITE)):
        paths = [path.removesuffix("index.html") for path in site.files() if path.endswith(".html")]
        pages = {path: site.page(f"/{path}") for path in paths}
        indexed = [page for page in pages.values() if not page.cssselect("meta[name=robots][content*=noindex]")]
        assert len(indexed) < len(pages), "the page for what is not found"
        canonical = [as_uri(page.cssselect("link[rel=canonical]")[0].get("href")) for page in indexed]
        assert sorted(locations(sitemap(site))) == sorted(canonical)


def test_urls_are_percent_encoded_and_their_host_is_ascii(built: Build) -> None:
    found = locations(valid(built(ODD_SITE).text("/sitemap.xml")))
    base = "https://xn--bcher-kva.example:8080/neue~&'nachrichten/"
    assert all(url.startswith(base) for url in found)
    inside = {url.removeprefix(base) for url in found}
    assert {"2025/11/22/%E6%96%B0%E9%97%BB-%C3%B1and%C3%BA/", "tags/c%2B%2B/", "tags/c%23/", "%C3%BCber/"} <= inside


# ── When pages changed ──────────────────────────────────────────────────────────────────────────────


def test_lastmod_comes_from_the_content(built: Build) -> None:
    files = {
        "pyproject.toml": config(timezone="America/Chicago", page_size=1),
        "content/posts/a.md": post("A", "2025-11-01T08:00", tags=["ai"]),
        "content/posts/b.md": post("B", "2025-11-02T09:30:00Z", tags=["ai"], updated="2025-11-09"),
        "content/posts/c.md": post("C", "2025-11-03", corrections=[{"date": "2025-11-05T10:00+02:00", "text": "x"}]),
        "content/pages/about.md": "---\ntitle: About\nupdated: 2025-07-04\n---\nOf [finance:GOOG].\n",
        "content/pages/plain.md": "---\ntitle: Plain\n---\nText.\n",
    }
    site = built(files)
    found = changes(site)
    assert {url: found[url] for url in found if not url.startswith(("/authors", "/sources"))} == {
        "/2025/11/01/a/": "2025-11-01T08:00:00-05:00",
        "/2025/11/02/b/": "2025-11-09T00:00:00-06:00",
        "/2025/11/03/c/": "2025-11-05T02:00:00-06:00",
        "/tags/ai/page/1/": "2025-11-01T08:00:00-05:00",
        "/tags/ai/page/2/": "2025-11-09T00:00:00-06:00",
        "/2025/11/01/": "2025-11-01T08:00:00-05:00",
        "/2025/11/02/": "2025-11-09T00:00:00-06:00",
        "/2025/w44/": "2025-11-09T00:00:00-06:00",
        **dict.fromkeys(("/", "/2025/", "/2025/11/", "/archive/", "/feeds/", "/search/"), "2025-11-09T00:00:00-06:00"),
        **dict.fromkeys(("/tags/", "/tags/ai/"), "2025-11-09T00:00:00-06:00"),
        **dict.fromkeys(("/2025/11/03/", "/2025/w45/"), "2025-11-05T02:00:00-06:00"),
        "/about/": "2025-07-04T00:00:00-05:00",
        **dict.fromkeys(("/plain/", "/tickers/", "/tickers/googl/")),
    }  # fmt: skip
    before = site.text("/sitemap.xml")
    assert built(now=datetime(2027, 1, 1, tzinfo=UTC), full=True).text("/sitemap.xml") == before


MOMENTS = {
    "2025-11-22T10:00:00+05:45": "2025-11-22T10:00:00+05:45",
    "2025-11-22T10:00:00.250000+00:00": "2025-11-22T10:00:00.250000+00:00",
    "1970-01-02T10:00:00-00:44:30": "1970-01-02T10:44:30+00:00",  # Liberia, until 1972
}


@pytest.mark.parametrize(("moment", "written"), MOMENTS.items())
def test_moments_have_an_offset_in_hours_and_minutes(moment: str, written: str) -> None:
    assert w3c(datetime.fromisoformat(moment)) == written


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────


def test_pages_tell_their_pictures_each_once_by_absolute_urls(built: Build) -> None:
    files = {
        "pyproject.toml": config(base_url="https://news.example.com/news/").replace(
            "[tool.sitegen.feeds]", '[tool.sitegen.markdown]\nremote_images = "allow"\n[tool.sitegen.feeds]'
        ),
        "static/lead & co.jpg": picture(),
        "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "content/posts/a/index.md": post(
            "A",
            body="![I](in.png) ![L](/logo.svg) ![I](in.png) ![G](gone.png)\n",
            image={"src": "/lead & co.jpg", "alt": "L"},
        ),
        "content/posts/a/in.png": picture("PNG", (40, 40)),
        "content/posts/b.md": post("B", image={"src": "https://other.example/x.jpg", "alt": "R"}),
        "content/pages/about.md": "---\ntitle: About\n---\n![L](/logo.svg)\n",
    }
    site = built(files)
    root = sitemap(site)
    found = {url.findtext("s:loc", None, NAMES): texts(url, "image:image/image:loc") for url in root}
    shown = {url: pictures for url, pictures in found.items() if pictures}
    assert [*shown] == ["https://news.example.com/news/2025/11/22/a/", "https://news.example.com/news/about/"]
    lead, inner, logo = shown["https://news.example.com/news/2025/11/22/a/"]
    assert shown["https://news.example.com/news/about/"] == [logo] == ["https://news.example.com/news/logo.svg"]
    page = site.page("/2025/11/22/a/")
    sources = [img.get("src") for img in page.cssselect("article img[width]")]
    origin = "https://news.example.com"
    assert {lead, inner} <= {origin + src for src in sources}
    assert all(url.removeprefix(f"{origin}/news/") in site.files() for url in (lead, inner, logo))


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────────


def test_robots_may_see_everything_and_are_led_to_both_sitemaps(built: Build) -> None:
    site = built({"pyproject.toml": config(base_url="https://bücher.example/news/")})
    robots = RobotFileParser()
    robots.parse(site.text("/robots.txt").splitlines())
    assert robots.can_fetch("*", "/news/2025/")
    base = "https://xn--bcher-kva.example/news"
    assert robots.site_maps() == [f"{base}/sitemap.xml", f"{base}/news-sitemap.xml"]


def test_a_sites_own_robots_txt_wins(built: Build) -> None:
    site = built({"static/robots.txt": "User-agent: *\nDisallow: /\n"})
    assert not site.result.failed
    assert site.text("/robots.txt") == "User-agent: *\nDisallow: /\n"


# ── Someone else's opinion ──────────────────────────────────────────────────────────────────────────


def opinion(file: Path, store: Path) -> list[tuple[str, str, str | None]]:
    """What the validator says of a sitemap by the protocol and by Google's rules; it asks nothing of the network."""
    report = asyncio.run(
        validate_target(
            str(file), mode="path", recursive=False, check_reachability=False, engine="google", store_path=store
        )
    )
    assert report.summary.sitemaps_checked == 1
    return [(said.level, said.code, said.location) for said in report.diagnostics]


def test_an_outside_validator_has_nothing_to_say(demo: Built, tmp_path: Path) -> None:
    now = datetime.now(UTC)  # the validator has a clock of its own
    posts = {
        "content/posts/新.md": post("AT&T", (now - timedelta(hours=3)).isoformat(timespec="seconds"), tags=["C++"]),
        "content/posts/b.md": post(
            "B", f"{now - timedelta(days=40):%Y-%m-%d}", "[finance:NVDA]\n\nSource: Reuters\n", authors=["Ada"]
        ),
        "pyproject.toml": config(language="zh-TW", base_url="https://bücher.example/news/", timezone="Asia/Kathmandu"),
    }
    fresh = build_site(make_site(tmp_path / "fresh", posts), now=now)
    large = make_site(tmp_path / "large", {f"{n}": text for n, text in parted(*daily(30), 20).items()})
    files = [site.output / name for site in (demo, fresh) for name in ("sitemap.xml", "news-sitemap.xml")]
    for number, file in enumerate([*files, *sorted(large.glob("sitemap*.xml"))]):
        assert opinion(file, tmp_path / f"{number}.sqlite") == [], file
    broken = make_site(tmp_path / "broken", {"sitemap.xml": files[0].read_text("utf-8").replace("https:", "", 1)})
    assert opinion(broken / "sitemap.xml", tmp_path / "broken.sqlite"), "it does say something"
