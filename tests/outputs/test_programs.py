"""Files for other programs, read back by other libraries: Markdown (CommonMark), llms.txt (llmstxt.org), JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import frontmatter
import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import html

from sitegen.outputs.markdown import front_matter, to_markdown
from tests.pictures import picture
from tests.site import CONFIG, Built, post

SCHEMAS = Path(__file__).parent.parent.parent / "docs" / "api"
READER = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_FOOTNOTES
NEWS = CONFIG.replace(
    "[tool.sitegen.feeds]", 'timezone = "America/Chicago"\npage_size = 2\n[tool.sitegen.feeds]'
).replace("example.com/", "example.com/news/")
BODY = """
## 🏭 Factories & data-centers

<!-- a note for editors -->

### Racks

Of Nvidia [finance:NVDA] & *others*, see [another](../b.md#part), [up](#racks), [home](/). GPT-4.1 costs 5\\*3 in 2025.
AT&T, R&D: &lt;script> a_b_c &amp;copy; ~5.[^note]

![A rack](rack.jpg)

- one
    - two `x|y`

    1. three

| a | b |
|---|---|
| 1 | [l](https://e.example/) |

Source: [AP](https://apnews.com/1) | Reuters

```python
x = "]]>"  # <b>not-bold</b> 1. - a\\-b
```

1986\\. A year. Again.[^2]

[^note]: The *first*.
[^2]: Second

    More.
"""
SITE = {
    "pyproject.toml": NEWS,
    "content/posts/a/index.md": post(
        "Racks & [finance:NVDA] <b>", "2025-11-22T19:21:00-06:00", BODY, kind="digest", summary="On: racks & chips.",
        tags=["AI chips", "OpenAI"], authors=["Ada Lovelace", "Bob"], takeaways=["First *thing* [finance:NVDA]"],
        corrections=[{"date": "2025-12-24", "text": "Not *that*."}], kicker="Iron", aliases=["/secret-alias/"],
        sources=[{"publisher": "EE News", "domain": "ee.example", "url": "https://ee.example/1", "title": "T"}],
        memo="for-editors", image={"src": "rack.jpg", "alt": "A rack", "credit": "C"},
    ),
    "content/posts/a/rack.jpg": picture(),
    "content/posts/b.md": post("B", "2025-12-01", "## Part\n\nOf [finance:GOOG], [finance:Suno].\n", tags=["OpenAI"]),
    **{f"content/posts/c{n}.md": post(f"C{n}", f"2025-10-0{n}", "On [finance:NVDA].\n") for n in range(1, 5)},
    "content/pages/about.md": "---\ntitle: About\nsummary: What it is.\n---\nText.\n",
}  # fmt: skip
BASE = "https://news.example.com/news"
DIGEST = f"{BASE}/2025/11/22/a/"


@pytest.fixture
def site(built: Callable[..., Built]) -> Built:
    return built(SITE)


def read(markdown: str) -> tuple[dict[str, Any], html.HtmlElement]:
    """The front matter and the text, as programs read them that know nothing of ours."""
    found = frontmatter.loads(markdown)
    return found.metadata, html.fromstring(f"<div>{pyromark.html(found.content, options=READER)}</div>")


def test_front_matter_has_every_fact_and_nothing_for_editors(site: Built) -> None:
    facts, _ = read(site.text("/2025/11/22/a/index.md"))
    nvidia = {"name": "NVIDIA Corporation", "symbol": "NVDA", "exchange": "NASDAQ", "url": f"{BASE}/tickers/nvda/"}
    image = facts.pop("image")
    assert site.output.joinpath(image.pop("url").removeprefix(f"{BASE}/")).is_file()
    assert image == {"alt": "A rack", "credit": "C"}
    assert facts == {
        "title": "Racks & <b>",
        "url": DIGEST,
        "id": "tag:news.example.com,2025:posts/a/index",
        "kind": "digest",
        "language": "en",
        "date": datetime.fromisoformat("2025-11-22T19:21:00-06:00"),
        "updated": datetime.fromisoformat("2025-12-24T00:00:00-06:00"),
        "authors": ["Ada Lovelace", "Bob"],
        "kicker": "Iron",
        "summary": "On: racks & chips.",
        "takeaways": [f"First *thing* ([NASDAQ: NVDA]({BASE}/tickers/nvda/))"],
        "tags": ["AI chips", "OpenAI"],
        "companies": [nvidia],
        "sources": [
            {"publisher": "EE News", "domain": "ee.example", "url": "https://ee.example/1", "title": "T"},
            {"publisher": "AP", "domain": "apnews.com", "url": "https://apnews.com/1"},
            {"publisher": "Reuters"},
        ],
        "corrections": [{"date": datetime.fromisoformat("2025-12-24T00:00:00-06:00"), "text": "Not *that*."}],
    }
    for secret in ("for-editors", "secret-alias", "a note for editors", "[finance:", "aliases"):
        assert all(secret.encode() not in text for path, text in site.files().items() if path.endswith(".md")), secret
    whole = site.text("/2025/11/22/a/index.md")
    assert "date: 2025-11-22T19:21:00-06:00\n" in whole, "with its offset"


def test_the_text_says_what_the_page_says(site: Built) -> None:
    _, text = read(site.text("/2025/11/22/a/index.md"))
    (page,) = site.page("/2025/11/22/a/").find_class("text")
    assert [(h.tag, h.text_content().split()) for h in text.iter("h2", "h3")] == [
        (h.tag, h.text_content().split()) for h in page.iter("h2", "h3")
    ]
    links = {link.text_content(): link.get("href") for link in text.iter("a") if not link.get("href").startswith("#")}
    assert links == {
        "NASDAQ: NVDA": f"{BASE}/tickers/nvda/",
        "another": f"{BASE}/2025/12/01/b/#part",
        "up": f"{DIGEST}#racks",
        "home": f"{BASE}/",
        "l": "https://e.example/",
        "AP": "https://apnews.com/1",
    }
    words = " ".join(text.text_content().split())
    for wanted in (
        "Factories & data-centers", "GPT-4.1 costs 5*3 in 2025. AT&T, R&D: <script> a_b_c &copy; ~5.", "x|y",
        'x = "]]>" # <b>not-bold</b> 1. - a\\-b', "1986. A year. Again.", "Second More.",
    ):  # fmt: skip
        assert wanted in words
    assert [code.get("class") for code in text.iter("code") if code.getparent().tag == "pre"] == ["language-python"]
    assert [img.get("alt") for img in text.iter("img")] == ["A rack"]
    assert len(text.xpath("//li//li")) == 2
    assert len(text.find_class("footnote-reference")) == 2
    assert not any(element.tag in ("script", "style", "b") for element in text.iter())


def test_no_sign_has_a_backslash_that_needs_none(site: Built) -> None:
    whole = site.text("/2025/11/22/a/index.md")
    for plain in ("data-centers", "GPT-4.1", "in 2025.\n", "R&D", "[^1]: The *first*.", "```python"):
        assert plain in whole
    assert "\n1986\\. A year" in whole


def test_pages_of_posts_name_their_markdown_and_others_do_not(site: Built) -> None:
    find = '//link[@rel="alternate"][@type="text/markdown"]/@href'
    assert site.page("/2025/11/22/a/").xpath(find) == ["/news/2025/11/22/a/index.md"]
    assert site.page("/").xpath(find) == site.page("/about/").xpath(find) == []


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n---#:'\"\\{}[]<>&*`!|%@"))


@given(st.lists(TEXT, min_size=1), TEXT)
def test_no_text_breaks_out_of_the_front_matter(texts: list[str], other: str) -> None:
    facts = {"title": other, "texts": texts, "things": [{"name": text} for text in texts], "end": "e"}
    found = frontmatter.loads(f"---\n{front_matter(facts)}---\n\nText\n")
    assert (found.metadata, found.content) == ({key: value for key, value in facts.items() if value}, "Text")


PLAIN = st.text(st.sampled_from("ab1 -.+=#&<>*_`~[]()!|\\:;/\"'²€"), max_size=40)


@given(st.lists(PLAIN, max_size=4))
def test_plain_text_stays_plain_text(texts: list[str]) -> None:
    escaped = ["".join({"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(sign, sign) for sign in text) for text in texts]
    for text, made in zip(texts, to_markdown([f"<p>{text}</p>" for text in escaped]) if texts else [], strict=True):
        read_back = html.fromstring(f"<div>{pyromark.html(made, options=READER)}</div>")
        assert read_back.text_content().split() == text.split(), made
        assert {element.tag for element in read_back.iter()} <= {"div", "p"}


def test_llms_txt_is_as_the_proposal_says(site: Built) -> None:
    whole = site.text("/llms.txt")
    lines = whole.splitlines()
    assert lines[0] == "# Example News"
    assert [line for line in lines if line.startswith("## ")] == ["## Sections", "## Latest stories", "## Optional"]
    item = re.compile(r"- \[((?:[^\]\\]|\\.)+)\]\((\S+)\)(?:: .+)?")
    assert all(item.fullmatch(line) for line in lines[1:] if line and not line.startswith("#"))
    root = html.fromstring(pyromark.html(whole))
    links = [(link.text_content(), link.get("href")) for link in root.iter("a")]
    assert ("Racks & <b>", f"{DIGEST}index.md") in links
    assert ("About", f"{BASE}/about/") in links
    for url in (url.removeprefix(BASE) for _, url in links):
        assert site.text(url), "it leads to what is there"


def files(site: Built) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in site.files().items() if re.match(r"api/.*\.json", path)}


def test_every_json_file_is_as_its_schema_says(site: Built, demo: Built) -> None:
    kinds = set()
    for of in (site, demo):
        for path, content in files(of).items():
            kind = "companies" if path == "api/tickers.json" else "company" if "tickers" in path else "posts"
            kinds.add(kind)
            schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
            Draft202012Validator.check_schema(schema)
            checker = Draft202012Validator.FORMAT_CHECKER
            assert not list(Draft202012Validator(schema, format_checker=checker).iter_errors(content)), path
            assert content["url"].endswith(path)
    assert kinds == {"companies", "company", "posts"}


@pytest.mark.parametrize(("start", "number"), [("/api/posts.json", 6), ("/api/tickers/nvda.json", 5)])
def test_a_list_is_read_whole_by_following_older(site: Built, start: str, number: int) -> None:
    seen, path = [], start
    while path:
        content = json.loads(site.text(path))
        assert content["newest"] == BASE + start
        seen += [(item["published"], item["id"]) for item in content["posts"]]
        path = (content["older"] or "").removeprefix(BASE)
    assert len(set(seen)) == number
    assert [*dict.fromkeys(seen)] == sorted(set(seen), reverse=True)


def test_a_companys_list_names_the_company_and_the_stories_about_it(site: Built) -> None:
    content = json.loads(site.text("/api/tickers/nvda.json"))
    company = content["company"]
    assert (company["name"], company["symbol"], company["cik"]) == ("NVIDIA Corporation", "NVDA", "1045810")
    assert company["listings"][0] == {"symbol": "NVDA", "exchange": "NASDAQ"}
    (item,) = (item for item in content["posts"] if item["url"] == DIGEST)
    assert item["stories"] == [{"name": "Racks", "url": f"{DIGEST}#racks"}]
    assert item["published"] == "2025-11-22T19:21:00-06:00"
    assert item["sources"] == ["EE News", "AP", "Reuters"]
    assert item["tags"][0] == {"name": "AI chips", "url": f"{BASE}/tags/ai-chips/"}
    private = json.loads(site.text("/api/tickers/suno.json"))["company"]
    assert (private["symbol"], private["exchange"]) == (None, None)


def test_all_companies_lead_to_their_lists(site: Built) -> None:
    companies = json.loads(site.text("/api/tickers.json"))["companies"]
    assert [(company["short"], company["posts"]) for company in companies] == [
        ("Google", 1),
        ("Nvidia", 5),
        ("Suno", 1),
    ]
    for company in companies:
        found = json.loads(site.text(company["api"].removeprefix(BASE)))["company"]
        assert {**found, "posts": company["posts"]} == company


def test_a_new_post_touches_its_companys_newest_file_and_no_full_page(built: Callable[..., Built]) -> None:
    before = built(SITE).files()
    after = built({"content/posts/d.md": post("D", "2025-12-02", "On [finance:Suno].\n")}).files()
    ours = {path for path in after if path.startswith("api/") or path.endswith((".md", "llms.txt"))}
    assert {path for path in ours if before.get(path) != after[path]} == {
        "2025/12/02/d/index.md",
        "api/posts.json",
        "api/tickers.json",
        "api/tickers/suno.json",
        "api/tickers/suno/page/1.json",
        "llms.txt",
    }


def test_what_the_site_puts_there_itself_wins(built: Callable[..., Built]) -> None:
    own = {"static/llms.txt": "ours", "static/2025/12/01/b/index.md": "ours", "static/api/posts.json": "ours"}
    site = built({**SITE, **own})
    assert site.problems == []
    assert [site.text(url) for url in ("/llms.txt", "/2025/12/01/b/index.md", "/api/posts.json")] == ["ours"] * 3


def test_a_site_can_do_without(built: Callable[..., Built]) -> None:
    site = built({**SITE, "pyproject.toml": f"{NEWS}[tool.sitegen.api]\nenabled = false\n"})
    assert not [path for path in site.files() if path.startswith("api/") or path.endswith((".md", "llms.txt"))]
    assert b"text/markdown" not in site.files()["2025/12/01/b/index.html"]


def test_no_tag_gets_into_a_copy_by_a_links_address_or_a_pictures_words() -> None:
    words = "a&gt; &lt;script&gt;x()&lt;/script&gt;"
    html = f'<p><a href="https://example.com/{words}" title="{words}">one</a> <img src="/{words}" alt="{words}"></p>'
    (made,) = to_markdown([html, '<p><code>&lt;a title="&lt;b&gt;"&gt;</code></p>'][:1])
    assert not {"<script>", "</script>"} & {*re.findall("<[^>]*>", made)}
    assert "&lt;script&gt;" in made
    assert to_markdown(['<p><code>&lt;a title="&lt;b&gt;"&gt;</code></p>']) == ['`<a title="<b>">`']
