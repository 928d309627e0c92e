"""What holds on every page of the demo site: hooks, headings, links, and nothing from elsewhere (contract §5, §7)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from tests.site import Built, one, words

HOST = "https://daily-ai.example.com"


def posts(pages: dict[str, html.HtmlElement]) -> dict[str, html.HtmlElement]:
    found = {url: page for url, page in pages.items() if page.find("body").get("data-kind") == "post"}
    assert len(found) >= 11
    return found


def test_the_demo_site_has_no_errors_and_no_warnings(demo: Built) -> None:
    assert [problem for problem in demo.problems if ": hint[" not in problem] == []


def test_every_post_has_the_hooks(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in posts(pages).items():
        article = one(page, "main > article")
        for selector in ("h1", "header .summary", "time.published[datetime]", ".kicker"):
            assert len(article.cssselect(selector)) == 1, (url, selector)
        assert article.cssselect(".tags a"), url
        assert len(page.cssselect("aside.related article")) == 3, url
        for card in page.cssselect("aside.related article"):
            assert len(card.cssselect("time[datetime]")) == len(card.cssselect("a")) == 1, url
            assert words(one(card, ".summary")), url
        for link in page.cssselect("a.ticker"):
            assert link.get("data-ticker"), url


def test_every_page_names_the_site_and_has_one_heading_at_its_top(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in pages.items():
        assert "Daily AI Blog" in words(page), url
        assert len(page.cssselect("h1")) == 1, url
        assert page.findtext(".//title").endswith("Daily AI Blog"), url
        assert page.get("lang") == "en"


def test_no_page_skips_a_level_of_headings(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (url, levels)


def references(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from (element.get(name) for name in ("href", "src") if element.get(name) is not None)
            yield from (part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip())


def test_every_internal_link_leads_to_a_published_file_and_every_fragment_to_an_id(
    demo: Built, pages: dict[str, html.HtmlElement]
) -> None:
    files = set(demo.files())
    ids = {url: {element.get("id") for element in page.iter() if element.get("id")} for url, page in pages.items()}
    checked = 0
    for url, page in pages.items():
        for reference in references(page):
            target = urlsplit(urljoin(f"{HOST}{url}", reference))
            if f"{target.scheme}://{target.netloc}" != HOST:
                assert target.scheme in ("https", "http", "mailto"), (url, reference)
                continue
            path = unquote(target.path)
            assert f"{path}index.html".lstrip("/") in files if path.endswith("/") else path[1:] in files, (
                url,
                reference,
            )
            if target.fragment:
                assert unquote(target.fragment) in ids[target.path], (url, reference)
            checked += 1
    assert checked > 1000


def test_no_id_is_given_twice_on_a_page(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in pages.items():
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert sorted(ids) == sorted(set(ids)), url


def test_no_page_asks_anything_of_another_host(demo: Built, pages: dict[str, html.HtmlElement]) -> None:
    loads = "script[src], img, source, iframe, video, audio, embed, object, track, input[src], use, image"
    for url, page in pages.items():
        loaded = [e.get("src") or e.get("href") or e.get("data") or "" for e in page.cssselect(loads)]
        loaded += [e.get("href") for e in page.cssselect("link") if e.get("rel") not in ("canonical", "alternate")]
        assert not [address for address in loaded if urlsplit(address).netloc], url
    for path, content in demo.files().items():
        if path.endswith((".css", ".svg")):
            assert not re.search(r"(url\(|@import|href=)\s*[\"']?(https?:)?//", content.decode()), path


def test_no_page_holds_script_or_style_of_its_own(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in pages.items():
        scripts = [script for script in page.iter("script") if script.get("type") != "application/ld+json"]
        assert [script for script in scripts if script.text and script.text.strip()] == [], url
        assert list(page.iter("style")) == [], url
        own = {name for element in page.iter() if isinstance(element.tag, str) for name in element.attrib}
        assert [name for name in own if name == "style" or name.startswith("on")] == [], url


def test_a_posts_page_and_all_it_loads_are_small(demo: Built, pages: dict[str, html.HtmlElement]) -> None:
    """The reader's measures: 30 KB gzipped in all but pictures, of which css at most 10 and js at most 3."""

    def size(urls: Iterable[str]) -> int:
        return sum(len(gzip.compress(demo.text(url).encode(), 9, mtime=0)) for url in urls)

    for url, page in posts(pages).items():
        css = size(link.get("href") for link in page.cssselect("link[rel=stylesheet]"))
        js = size(script.get("src") for script in page.cssselect("script[src]"))
        assert css <= 10_000, url
        assert js <= 3_000, url
        assert size([url]) + css + js <= 30_000, url


def test_every_page_says_where_it_stands(pages: dict[str, html.HtmlElement]) -> None:
    for url, page in pages.items():
        assert one(page, "link[rel=canonical]").get("href") == f"{HOST}{url}"
        assert f"{HOST}/feed.xml" in [link.get("href") for link in page.cssselect("link[rel=alternate]")], url
