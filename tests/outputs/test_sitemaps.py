"""Sitemaps as search engines read them (sitemaps.org 0.9, Google's extensions for pictures 1.1 and news 0.9).

`tests/schemas/` has the schemas, in our own words; `sitemap-verify` is a validator of someone else's.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from sitemap_verify import validate_target

from sitegen.model import Body
from sitegen.newsroom.plan.news import MOST_ARTICLES, NewsSitemap, news_language, plan_news
from sitegen.newsroom.plan.output import Output, Written
from sitegen.newsroom.plan.sitemaps import HEAD, Sitemap, Url, part_urls, plan_sitemaps
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.urls import as_uri
from sitegen.outputs.sitemaps import w3c
from sitegen.outputs.written import write
from sitegen.strings import STRINGS
from tests.newsroom.newsroom_of import newsroom, plan_of
from tests.pictures import picture
from tests.site import SEARCHED as CONFIG
from tests.site import Built, build_site, make_site, post

Build = Callable[..., Built]

SCHEMAS = Path(__file__).parent.parent / "schemas"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
NOON = datetime(2025, 11, 22, 12, tzinfo=UTC)


def config(*, title: str = "Example News", base_url: str = "https://news.example.com/", **settings: object) -> str:
    """A configuration with these settings of its first table."""
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    whole = CONFIG.replace("Example News", title).replace("https://news.example.com/", base_url)
    return whole.replace("[tool.sitegen.feeds]", f"{lines}[tool.sitegen.feeds]")


def valid(text: str | bytes) -> etree._Element:
    """The document, which the schema of its root has nothing to say about."""
    root = etree.fromstring(text if isinstance(text, bytes) else text.encode())
    name = "siteindex" if etree.QName(root).localname == "sitemapindex" else "sitemap"
    schema = etree.XMLSchema(file=str(SCHEMAS / f"{name}.xsd"))
    assert schema.validate(root), schema.error_log
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [element.text for element in root.iterfind(path, NAMES)]


def locations(root: etree._Element) -> list[str]:
    return texts(root, "*/s:loc")


def changes(site: Built) -> dict[str, str | None]:
    """When each page of the sitemap last changed, by its path."""
    pages = [[url.findtext(f"s:{name}", None, NAMES) for name in ("loc", "lastmod")] for url in sitemap(site)]
    return {loc.removeprefix("https://news.example.com"): changed for loc, changed in pages}


def sitemap(site: Built) -> etree._Element:
    return valid(site.text("/sitemap.xml"))


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


URIS = {
    "https://a.example/b/?c=d&e#f": "https://a.example/b/?c=d&e#f",
    "https://a.example/%C3%A9/é": "https://a.example/%C3%A9/%C3%A9",
    "https://a.example/100%/%zz": "https://a.example/100%25/%25zz",
    "https://straße.example/": "https://xn--strae-oqa.example/",
    "https://新闻.example:81/": "https://xn--efvy88h.example:81/",
    "https://ü_ü.example/": "https://%C3%BC_%C3%BC.example/",
    "https://[::1]:8080/ü": "https://[::1]:8080/%C3%BC",
    'https://a.example/"<>|\\^`{}': "https://a.example/%22%3C%3E%7C%5C%5E%60%7B%7D",
}


@pytest.mark.parametrize(("written", "uri"), URIS.items())
def test_a_web_address_becomes_a_uri_by_rfc_3986(written: str, uri: str) -> None:
    assert as_uri(written) == uri
    assert as_uri(uri) == uri


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


# ── Parts ───────────────────────────────────────────────────────────────────────────────────────────


@cache
def daily(count: int) -> tuple[Views, tuple[Output, ...]]:
    """The view and the plan of as many posts, one every ten hours."""
    first, body = datetime(2025, 1, 1, tzinfo=UTC), "[finance:NVDA]\n\nSource: Reuters\n"
    moments = [f"{first + timedelta(hours=10 * n):%Y-%m-%dT%H:%M}" for n in range(count)]
    return viewed({f"posts/{n:04}.md": post(f"{n}", at, body, tags=["ai"]) for n, at in enumerate(moments)})


def viewed(posts: Mapping[str, str]) -> tuple[Views, tuple[Output, ...]]:
    written = {"config": config(authors=["Ada"])}
    return Views(newsroom(posts, **written)[0], Publishers(), {}, STRINGS), plan_of(posts, **written)[0].outputs


def parted(views: Views, outputs: tuple[Output, ...], most: int) -> dict[str, str]:
    """The sitemap files of a plan, with at most `most` URLs in each."""
    return {made.path: written(made.content) for made in plan_sitemaps(views, outputs, {}, most)}


def written(content: Written) -> str:
    def no_body(key: str) -> Body:
        raise AssertionError(key)

    return write(content, no_body).decode()


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


# ── News ────────────────────────────────────────────────────────────────────────────────────────────


def news(posts: Mapping[str, str], **asked: object) -> NewsSitemap:
    site, _ = newsroom(posts, **{"now": NOON, **asked})
    return plan_news(site, Views(site, Publishers(), {}, STRINGS)).content


def test_a_news_sitemap_says_what_google_news_asks_for(built: Build) -> None:
    files = {
        "pyproject.toml": config(title="Q&A <b>", language="pt-BR", timezone="America/Chicago"),
        "content/posts/a.md": post(
            'AT&T <i>"buys"</i> Nvidia [finance:NVDA]', "2025-11-21T19:21", updated="2025-11-22"
        ),
        "content/posts/b.md": post("\u0007Bell", "2025-11-22T03:00"),
        "content/posts/old.md": post("Old", "2025-11-20T05:59"),
    }
    root = valid(built(files, now=NOON).text("/news-sitemap.xml"))
    assert locations(root) == [f"https://news.example.com/2025/11/{url}/" for url in ("22/b", "21/a")]
    assert texts(root, "*/s:lastmod") == ["2025-11-22T03:00:00-06:00", "2025-11-22T00:00:00-06:00"]
    about = "s:url/news:news"
    assert texts(root, f"{about}/news:publication/news:name") == ["Q&A <b>"] * 2
    assert texts(root, f"{about}/news:publication/news:language") == ["pt"] * 2
    assert texts(root, f"{about}/news:publication_date") == ["2025-11-22T03:00:00-06:00", "2025-11-21T19:21:00-06:00"]
    assert texts(root, f"{about}/news:title") == ["Bell", 'AT&T <i>"buys"</i> Nvidia']


LANGUAGES = {
    "en": "en", "EN-us": "en", "fil": "fil", "zh": "zh-cn", "zh-CN": "zh-cn", "zh-Hans-TW": "zh-cn", "zh-TW": "zh-tw",
    "zh-Hant": "zh-tw", "zh-hk": "zh-tw", "zh-SG": "zh-cn", "english": "und",
}  # fmt: skip


@pytest.mark.parametrize(("tag", "language"), LANGUAGES.items())
def test_a_language_is_an_iso_639_code_and_chinese_one_of_two(tag: str, language: str) -> None:
    assert news_language(tag) == language


def test_of_many_news_the_thousand_newest_are_told_newest_first() -> None:
    posts = {f"posts/{n:04}.md": post(f"{n}", f"2025-11-21T{n // 60:02}:{n % 60:02}") for n in range(MOST_ARTICLES + 5)}
    titles = [article.title for article in news(posts).articles]
    assert titles == [str(n) for n in range(MOST_ARTICLES + 4, 4, -1)]


def test_drafts_and_posts_to_come_are_no_news() -> None:
    posts = {"posts/a.md": post("A", draft=True), "posts/b.md": post("B", "2025-11-23"), "posts/c.md": post("C")}
    assert [article.title for article in news(posts).articles] == ["C"]
    assert [article.title for article in news(posts, future=True, drafts=True).articles] == ["B", "C", "A"]


@pytest.mark.parametrize("files", [{}, {"content/posts/a.md": post(date="2025-11-01")}], ids=["no posts", "no news"])
def test_without_news_the_home_page_stands_there_so_that_the_file_is_valid(files: dict[str, str], built: Build) -> None:
    site = built(files, now=NOON)
    root = valid(site.text("/news-sitemap.xml"))
    assert locations(root) == ["https://news.example.com/"]
    assert texts(root, "s:url/news:news") == []
    assert sitemap(site) is not None


def test_a_post_leaves_the_news_by_itself_and_only_then_is_anything_written(built: Build) -> None:
    files = {"content/posts/a.md": post("A", "2025-11-20T13:00"), "content/posts/b.md": post("B", "2025-11-22T11:00")}
    first = built(files, now=NOON)
    assert [len(locations(valid(first.text("/news-sitemap.xml"))))] == [2]
    within = built(now=NOON + timedelta(minutes=59, seconds=59))
    assert within.result.release.written == ()
    after = built(now=NOON + timedelta(hours=1))
    assert after.result.release.written == ("news-sitemap.xml",)
    assert locations(valid(after.text("/news-sitemap.xml"))) == ["https://news.example.com/2025/11/22/b/"]
    assert built(now=NOON + timedelta(hours=2)).result.release.written == ()
    assert built(now=NOON + timedelta(days=3)).result.release.written == ("news-sitemap.xml",)
    assert after.result.due == datetime(2025, 11, 24, 11, tzinfo=UTC)


def test_an_edit_that_no_sitemap_tells_of_writes_none(built: Build) -> None:
    files = {"content/posts/a.md": post("A", body="One.\n", summary="S")}
    built(files, now=NOON)
    again = built({"content/posts/a.md": post("A", body="Another.\n", summary="S")}, now=NOON)
    written = again.result.release.written
    assert "2025/11/22/a/index.html" in written
    assert not {"sitemap.xml", "news-sitemap.xml", "robots.txt"} & {*written}


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
