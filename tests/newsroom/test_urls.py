"""Slugs, term keys and URLs, as tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom_of import newsroom, outputs_of

from sitegen.model import Company, Listing
from sitegen.newsroom import urls
from tests.fuzz.found import found_by
from tests.site import CONFIG, Built, post

TERM_KEYS = {
    "AI & chips": "ai-chips",
    "AI/ML": "ai-ml",
    "snake_case tag": "snake-case-tag",
    "  spaced \t out  ": "spaced-out",
    "Re–Invent": "re-invent",
    "AWS re:Invent 2025": "aws-reinvent-2025",
    "C": "c",
    "C++": "c++",
    "C#": "c#",
    ".NET": ".net",
    "GPT-4.1": "gpt-4.1",
    "GPT-41": "gpt-41",
    "Straße": "strasse",
    "Ｆｕｌｌｗｉｄｔｈ": "fullwidth",
    "人工智能": "人工智能",
    "हिन्दी": "हिन्दी",
    "ИИ и чипы": "ии-и-чипы",
    "Café": "café",
    "Cafe\u0301": "café",
    "-_-": "",
}


@pytest.mark.parametrize(("spelling", "key"), TERM_KEYS.items())
def test_a_term_key_is_folded_as_the_contract_says(spelling: str, key: str) -> None:
    assert urls.term_key(spelling) == key


@given(st.text())
def test_a_term_key_is_its_own_key_and_one_part_of_a_path(spelling: str) -> None:
    key = urls.term_key(spelling)
    assert urls.term_key(key) == key
    assert "/" not in key
    assert "\\" not in key


@given(st.text())
def test_a_terms_decomposed_spelling_is_the_same_term(spelling: str) -> None:
    decomposed, composed = (unicodedata.normalize(form, spelling) for form in ("NFD", "NFC"))
    assert urls.term_key(decomposed) == urls.term_key(composed)


SLUGS = {
    ("posts/2025-11-22-foxconn.md", ""): "foxconn",
    ("posts/2025/11/2025-11-22-Foxconn & OpenAI.md", ""): "foxconn-openai",
    ("posts/foxconn.md", ""): "foxconn",
    ("posts/2025-11-22.md", ""): "2025-11-22",
    ("posts/2025-11-22-.md", ""): "2025-11-22",
    ("posts/2025-11-22-foxconn/index.md", ""): "foxconn",
    ("posts/index.md", ""): "index",
    ("posts/v1.2-notes.md", ""): "v1-2-notes",
    ("posts/OpenAI’s plan.md", ""): "openais-plan",
    ("posts/2025-11-22-人工智能.md", ""): "人工智能",
    ("posts/2025-11-22-cafe\u0301.md", ""): "café",
    ("posts/2025-11-22-foxconn.md", "own-slug"): "own-slug",
    ("posts/2025-11-22-foxconn.md", "cafe\u0301"): "café",
    ("posts/…md.md", ""): "md",
    ("posts/….md", ""): "",
}


@pytest.mark.parametrize(("path", "given_slug", "slug"), [(*key, slug) for key, slug in SLUGS.items()])
def test_a_slug_is_the_one_given_or_the_file_name_without_date_and_ending(
    path: str, given_slug: str, slug: str
) -> None:
    assert urls.post_slug(path, given_slug) == slug


STANDING = {
    ("pages/about.md", ""): "/about/",
    ("pages/legal/Imprint.md", ""): "/legal/imprint/",
    ("pages/about/index.md", ""): "/about/",
    ("pages/about.md", "who"): "/who/",
    ("pages/über.md", ""): "/%C3%BCber/",
}


@pytest.mark.parametrize(("path", "slug", "url"), [(*key, url) for key, url in STANDING.items()])
def test_a_standing_page_is_at_its_path(path: str, slug: str, url: str) -> None:
    assert urls.standing_url(path, slug) == url


def test_a_term_of_any_spelling_has_one_percent_encoded_url() -> None:
    assert urls.term_url("tags", urls.term_key("C#")) == "/tags/c%23/"
    assert urls.output_path("/tags/c%23/") == "tags/c#/index.html"


COMPANIES = {
    "nvda": Company("cik:1045810", "NVIDIA Corporation", "Nvidia", "nvda", (Listing("NVDA", "NASDAQ"),)),
    "0700-hk": Company("x:tencent", "Tencent Holdings Limited", "Tencent", "0700-hk", (Listing("0700.HK", "HKEX"),)),
    "moonshot-ai": Company("x:moonshot-ai", "Moonshot AI", "Moonshot AI", "moonshot-ai"),
}


@pytest.mark.parametrize(("slug", "company"), COMPANIES.items())
def test_a_company_is_under_tickers(slug: str, company: Company) -> None:
    assert urls.company_url(company) == f"/tickers/{slug}/"


def test_every_url_of_the_contract_is_planned() -> None:
    text = "Nvidia [finance:NVDA], Tencent [finance:0700.HK] and Moonshot [finance:Moonshot AI].\n"
    posts = {
        "posts/2025-01-05-a.md": post("A", "2025-01-05", text, tags=["OpenAI", "C#"], authors=["Ada Lovelace"]),
        "pages/about.md": "---\ntitle: About\n---\n\nText.\n",
    }
    pages = (
        "/ /2025/01/05/a/ /2025/ /2025/01/ /2025/01/05/ /archive/ /tags/ /tags/openai/ /tags/c%23/ /tickers/ "
        "/tickers/nvda/ /tickers/0700-hk/ /tickers/moonshot-ai/ /authors/ /authors/ada-lovelace/ /about/ /404.html"
    ).split()
    feeds = "/ /tags/openai/ /tags/c%23/ /tickers/nvda/ /tickers/0700-hk/ /tickers/moonshot-ai/ /authors/ada-lovelace/"
    wanted = {urls.output_path(url) for url in pages} | {f"{url}feed.xml".lstrip("/") for url in feeds.split()}
    assert {path.replace("c%23", "c#") for path in wanted} <= set(outputs_of(posts))


TAXONOMIES = CONFIG.replace(
    "[tool.sitegen.feeds]", "[tool.sitegen.taxonomies]\ntags={}\nmodels={}\n[tool.sitegen.feeds]"
)


def test_each_further_taxonomy_has_an_index_pages_and_feeds() -> None:
    outputs = outputs_of({"posts/a.md": post("A", models=["GPT-4.1", "GPT-41"])}, config=TAXONOMIES)
    for path in ("models/index.html", "models/gpt-4.1/index.html", "models/gpt-4.1/feed.xml", "models/gpt-41/feed.xml"):
        assert path in outputs


def test_a_permalink_puts_posts_elsewhere() -> None:
    config = CONFIG.replace("[tool.sitegen.feeds]", 'permalink = "/news/{slug}/"\n[tool.sitegen.feeds]')
    assert newsroom({"posts/2025-11-22-a.md": post()}, config=config)[0].posts[0].url == "/news/a/"


def test_months_and_days_of_urls_have_two_digits() -> None:
    assert (
        urls.post_url("/{year}/{month}/{day}/{slug}/", datetime(2025, 1, 5, tzinfo=UTC), "é") == "/2025/01/05/%C3%A9/"
    )
    assert urls.month_url(2025, 1) == "/2025/01/"
    assert urls.day_url(2025, 1, 5) == "/2025/01/05/"


OUTPUTS = {
    "/": "index.html",
    "/tags/ai/": "tags/ai/index.html",
    "/404.html": "404.html",
    "/tags/%C3%A9/feed.xml": "tags/é/feed.xml",
}


@pytest.mark.parametrize(("url", "path"), OUTPUTS.items())
def test_a_folders_url_is_served_from_its_index(url: str, path: str) -> None:
    assert urls.output_path(url) == path


# Front matter and data may say these; none may lead out of the output folder.
CLIMBERS = {
    "aliases": ["/%2e%2e/%2e%2e/evil/"],
    "authors": ["../../evil"],
    "tags": ["../../evil", "..%2f..%2fevil"],
}


@pytest.mark.parametrize(("key", "value"), CLIMBERS.items())
def test_nothing_that_a_post_says_is_published_outside_the_output(
    key: str, value: list[str], built: Callable[..., Built], tmp_path: Path
) -> None:
    files = {
        "content/posts/a.md": post("A", **{key: value}),
        "content/data/authors.toml": '["../../evil"]\nname = "Eve"\n',
    }
    built(files)
    own = {tmp_path / "site" / name for name in ("public", ".sitegen", "content", "pyproject.toml")}
    assert set((tmp_path / "site").iterdir()) <= own
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


@found_by("addresses")
def test_what_cannot_be_an_address_is_percent_encoded_whole() -> None:
    assert urls.as_uri("http://[::1é]/") == "http://%5B::1%C3%A9%5D/"
    assert urls.as_uri("https://example.com:80é/") == "https://example.com:80%C3%A9/"
    assert urls.as_uri("https://a`b/é") == "https://a%60b/%C3%A9"


@found_by("addresses")
def test_an_accent_behind_what_is_taken_out_belongs_to_the_letter_before() -> None:
    assert urls.term_key("Cafe!\u0301") == "café"


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
    assert urls.as_uri(written) == uri
    assert urls.as_uri(uri) == uri
