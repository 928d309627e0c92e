"""The headers that a site asks of its servers: which for which file, and as each host reads them within its limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.config import read_config
from sitegen.newsroom.plan.headers import ASK, FEED, FOREVER, header_rules, headers_for
from tests.hosts import cloudflare, netlify, read_headers
from tests.site import CONFIG, SEARCHED, Built, build_site, make_site, post

ON = "headers = {enabled = true}\n"
FILES = {"_headers", "headers.conf", "headers.caddy"}


def config(*lines: str, base: str = CONFIG) -> str:
    return base.replace("[tool.sitegen.feeds]", "\n".join((*lines, "[tool.sitegen.feeds]")))


def told(text: str, path: str) -> dict[str, str]:
    return headers_for(path, header_rules(read_config(text)))


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/", "Cache-Control", ASK),
        ("/2025/11/22/a/", "X-Content-Type-Options", "nosniff"),
        ("/2025/11/22/a/card.png", "Cache-Control", ASK),
        ("/assets/site.c4aea4e72c3f.js", "Cache-Control", FOREVER),
        ("/2025/assets/a.js", "Cache-Control", ASK),
        ("/search/2025-06-02/fragment/en_1234567.pf_fragment", "Cache-Control", FOREVER),
        ("/search/2025-06-02/index/en_1234567.pf_index", "Cache-Control", FOREVER),
        ("/search/pagefind/pagefind.js", "Cache-Control", ASK),
        ("/feed.xml", "Cache-Control", FEED),
        ("/tags/ai/feed.xml", "Content-Type", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "Content-Type", "application/atom+xml; charset=utf-8"),
        ("/tags/a/feed.json", "Content-Type", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "Content-Type", "text/x-opml; charset=utf-8"),
        ("/opensearch.xml", "Content-Type", "application/opensearchdescription+xml; charset=utf-8"),
        ("/2025/11/22/a/index.md", "Content-Type", "text/markdown; charset=utf-8"),
        ("/newsfeed.xml", "Cache-Control", ASK),
        ("/a%0Ab.svg", "X-Frame-Options", "DENY"),
    ],
)
def test_each_kind_of_file_has_its_headers(path: str, name: str, value: str) -> None:
    assert told(config(ON, base=SEARCHED), path)[name] == value


def policy(text: str, path: str = "/") -> dict[str, str]:
    parts = (part.split(" ", 1) for part in told(text, path)["Content-Security-Policy"].split("; "))
    return {name: "".join(sources) for name, *sources in parts}


def test_no_policy_lets_in_what_stands_within_a_page_or_comes_from_elsewhere() -> None:
    for lines in ((), ('markdown = {raw_html = "trust", remote_images = "allow"}',)):
        for path in ("/", "/search/", "/icon.svg", "/search/a.svg", "/assets/a.js"):
            found = policy(config(ON, *lines, base=SEARCHED), path)
            assert found["default-src"] == "'none'"
            assert "unsafe-inline" not in str(found)
            assert "unsafe-eval'" not in str(found).replace("'wasm-unsafe-eval'", "")
            assert found["frame-ancestors"] == found["base-uri"] == "'none'"
            pictures = found.pop("img-src", "")
            assert "http" not in str(found)
            assert pictures in ("", "'self'", "'self' https: http:")


def test_only_the_search_runs_webassembly_and_no_drawing_runs_anything() -> None:
    text = config(ON, base=SEARCHED)
    assert policy(text)["script-src"] == "'self'"
    assert policy(text)["require-trusted-types-for"] == "'script'"
    assert policy(text, "/search/?q=a")["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy(config(ON), "/search/")["script-src"] == "'self'", "a page of the site's own, where search is off"
    assert "script-src" not in policy(text, "/search/a.svg")
    assert policy(text, "/a.svg")["sandbox"] == ""


def test_pictures_of_others_are_let_in_where_the_site_shows_them() -> None:
    assert policy(config(ON))["img-src"] == "'self'"
    assert policy(config(ON, 'markdown = {remote_images = "allow"}'))["img-src"] == "'self' https: http:"


def test_https_alone_is_asked_for_by_those_who_say_so() -> None:
    assert "Strict-Transport-Security" not in told(config(ON), "/")
    said = told(config("headers = {enabled = true, hsts = 86400}"), "/")
    assert said["Strict-Transport-Security"] == "max-age=86400"


def test_a_base_url_with_a_path_says_nothing_of_the_rest_of_its_host() -> None:
    text = config(ON).replace("news.example.com/", "news.example.com/c++/n%C3%A9ws/", 1)
    assert told(text, "/c++/news/") == told(text, "/") == {}
    assert told(text, "/c++/n%C3%A9ws/assets/a.js")["Cache-Control"] == FOREVER


def test_files_are_there_where_they_are_asked_for_and_a_sites_own_wins(built: Callable[..., Built]) -> None:
    assert not FILES & built({"content/posts/a.md": post()}).files().keys()
    again = built({"pyproject.toml": config(ON)})
    assert sorted(again.result.release.written) == sorted(FILES), "no page is made again"
    assert all(again.text(f"/{name}").startswith("# Made by sitegen\n") for name in FILES)
    own = built({"static/_headers": "/*\n  X: y\n"})
    assert own.text("/_headers") == "/*\n  X: y\n"
    assert own.text("/headers.conf") == again.text("/headers.conf")
    assert FILES - {"_headers"} == set(built({"pyproject.toml": CONFIG}).result.release.removed)


@pytest.mark.parametrize("base", ["https://news.example.com/", "https://news.example.com/c++/n%C3%A9ws/"])
def test_hosts_that_add_and_hosts_that_replace_say_the_same_within_their_limits(base: str, tmp_path: Path) -> None:
    text = config("headers = {enabled = true, hsts = 1}", 'markdown = {remote_images = "allow"}', base=SEARCHED)
    text = text.replace("https://news.example.com/", base)
    site = build_site(make_site(tmp_path, {"pyproject.toml": text, "content/posts/a.md": post(tags=["a"])}))
    rules = read_headers(site.text("/_headers"))
    root = read_config(text).root
    paths = [f"{root}{path}".removesuffix("index.html") for path in site.files()] + [f"{root}no/such/", f"{root}a.svg"]
    assert len(paths) > 40
    for path in paths:
        assert cloudflare(rules, path) == netlify(rules, path) == headers_for(path, header_rules(read_config(text)))
