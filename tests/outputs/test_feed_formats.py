"""Atom and JSON Feed beside RSS, and what all three share (RFC 4287, jsonfeed.org/version/1.1, WebSub)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft7Validator
from lxml import etree, html

from sitegen.markup.syndicate import ATTRIBUTES, TAGS
from tests.pictures import picture
from tests.site import CONFIG, NOW, Built, post

HERE = Path(__file__).parent
SCHEMAS = HERE.parent / "schemas"
FORMATS = ("feed.xml", "atom.xml", "feed.json")
SITE = {
    "pyproject.toml": CONFIG.replace(
        'example.com/"\n', 'example.com/news/"\ntimezone = "America/Chicago"\n'
    ) + 'hub = "https://hub.example.net/"\n',
    "content/data/tags.toml": '[chips]\nname = "Chips & more"\ndescription = "Of <chips>."\n',
    "content/data/companies.toml": '[acme]\nname = "Acme Inc."\n',
    "content/data/authors.toml": '[ada]\nname = "Ada L."\nbio = "Writes."\n',
    "content/posts/digest.md": post(
        "Today", "2025-11-22T19:21:00-06:00",
        "## 🏭 Chips\n\n### A rack\n\nBy Nvidia [finance:NVDA].\n\nSource: [AP](https://apnews.com/1) | Wire\n\n"
        "### Another\n\nBy Apple [finance:AAPL].\n\n"
        "## Money\n\n### A round\n\nNvidia [finance:NVDA] & Acme [finance:Acme Inc.].\n",
        kind="digest", tags=["chips"], authors=["ada"], summary="Of racks & chips <today>.",
        sources=[{
            "publisher": "Reuters", "domain": "reuters.com", "url": "https://reuters.com/a?b=1&c=2", "title": "A & B",
        }, {"publisher": "Wire"}],
    ),
    "content/posts/b/index.md": post(
        "A <b> & “c”", "2025-11-23", "Text.\n", tags=["chips"], updated="2025-11-25",
        image={"src": "rack.jpg", "alt": 'A "rack"', "credit": "Ada & co"},
        corrections=[{"date": "2025-12-24", "text": "Not *that*."}],
    ),
    "content/posts/b/rack.jpg": picture(),
    "content/posts/c.md": post("C", "2025-11-24", "C names nobody.\n", id="urn:uuid:1"),
}  # fmt: skip
BASE = "https://news.example.com/news"
EVERY = ["/", "/tags/chips/", "/tickers/nvda/", "/tickers/aapl/", "/tickers/acme/", "/authors/ada/"]


@pytest.fixture
def site(built: Callable[..., Built]) -> Built:
    made = built(SITE)
    assert made.problems == []
    return made


def read(site: Built, path: str) -> Any:
    """A feed as a feed reader takes it: whatever its format, with `title` and `entries`."""
    if path.endswith(".json"):
        return json.loads(site.text(path))
    found = feedparser.parse(site.text(path).encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def content(site: Built, path: str, title: str) -> str:
    """The HTML of an entry, whatever the format."""
    found = read(site, path)
    if path.endswith(".json"):
        (item,) = [item for item in found["items"] if item["title"] == title]
        return item["content_html"]
    (entry,) = [entry for entry in found.entries if entry.title == title]
    return entry.content[0].value if "content" in entry else entry.summary


def feed_files(site: Built) -> list[Path]:
    found = [path for name in FORMATS for path in sorted(site.output.rglob(name))]
    assert len(found) == 3 * len(EVERY)
    return found


# ── Validators ──────────────────────────────────────────────────────────────────────────────────────

SETTINGS = {"whole": "", "in short": 'content = "summary"\n'}


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("files", [SITE, {"pyproject.toml": SITE["pyproject.toml"]}], ids=["of posts", "of nothing"])
def test_every_feed_follows_its_specification(built: Callable[..., Built], files: dict[str, Any], setting: str) -> None:
    made = built({**files, "pyproject.toml": SITE["pyproject.toml"] + setting})
    grammars = {
        name: etree.RelaxNG(etree.parse(SCHEMAS / schema))
        for name, schema in (("feed.xml", "rss.rng"), ("atom.xml", "atom.rng"))
    }
    for path in (path for name in FORMATS for path in made.output.rglob(name)):
        if path.suffix == ".xml":
            grammars[path.name].assertValid(etree.parse(path))
        else:
            assert json.loads(path.read_bytes())["version"] == "https://jsonfeed.org/version/1.1"


def test_rubys_strict_parser_finds_nothing_wrong(site: Built) -> None:
    ruby = shutil.which("ruby")
    if ruby is None:
        pytest.skip("ruby is not installed: `make test` installs it where it can")
    files = [str(path) for path in feed_files(site) if path.suffix == ".xml"]
    done = subprocess.run([ruby, str(HERE / "strict_feeds.rb"), *files], capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_the_json_schema_of_json_feed_finds_nothing_wrong(site: Built) -> None:
    place = HERE.parent / "browser" / "node_modules" / "jsonfeed-schema" / "schema-v1.1.json"
    assert place.exists(), "the schema is missing: `make test` installs it"
    validator = Draft7Validator(json.loads(place.read_bytes()), format_checker=Draft7Validator.FORMAT_CHECKER)
    for path in (path for path in feed_files(site) if path.suffix == ".json"):
        assert [error.message for error in validator.iter_errors(json.loads(path.read_bytes()))] == []
    assert not validator.is_valid(json.loads(path.read_bytes()) | {"colour": "red"}), "it takes no unknown name"


# ── What every format says ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_names_itself_its_page_and_its_hub(site: Built, name: str) -> None:
    found = read(site, f"/tags/chips/{name}")
    if name == "feed.json":
        assert found["feed_url"] == f"{BASE}/tags/chips/feed.json"
        assert found["home_page_url"] == f"{BASE}/tags/chips/"
        assert found["hubs"] == [{"type": "WebSub", "url": "https://hub.example.net/"}]
        return
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        "self": f"{BASE}/tags/chips/{name}",
        "alternate": f"{BASE}/tags/chips/",
        "hub": "https://hub.example.net/",
    }


def test_the_rel_of_an_alternate_link_is_written_out(site: Built) -> None:
    links = site.feed("/atom.xml").iter("{http://www.w3.org/2005/Atom}link")
    assert {link.get("rel") for link in links} == {"self", "alternate", "hub", "enclosure"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_list_describes_itself_in_its_feed(site: Built, name: str) -> None:
    described = {"/tags/chips/": "Of <chips>.", "/authors/ada/": "Writes.", "/": "Example News"}
    for url, words in described.items():
        found = read(site, url + name)
        shown = found["description"] if name == "feed.json" else found.feed.subtitle
        assert shown == words, url


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_is_read_back_as_it_was_written(site: Built, name: str) -> None:
    found = read(site, f"/{name}")
    if name == "feed.json":
        facts = [
            (i["id"], i["title"], i["url"], i["date_published"], i["date_modified"], i.get("tags", []))
            for i in found["items"]
        ]
    else:
        facts = [
            (e.id, e.title, e.link, e.published, e.get("updated"), [tag.term for tag in e.get("tags", [])])
            for e in found.entries
        ]
    tag = "tag:news.example.com,2025:posts"
    zone = "2025-11-2{}T{}-06:00".format
    dates = [(zone(4, "00:00:00"),) * 2, (zone(3, "00:00:00"), "2025-12-24T00:00:00-06:00"), (zone(2, "19:21:00"),) * 2]
    if name == "feed.xml":
        dates = [
            ("Mon, 24 Nov 2025 00:00:00 -0600",) * 2, ("Sun, 23 Nov 2025 00:00:00 -0600",) * 2,
            ("Sat, 22 Nov 2025 19:21:00 -0600",) * 2,
        ]  # fmt: skip
    assert facts == [
        ("urn:uuid:1", "C", f"{BASE}/2025/11/24/c/", *dates[0], []),
        (f"{tag}/b/index", "A <b> & “c”", f"{BASE}/2025/11/23/b/", *dates[1], ["Chips & more"]),
        (f"{tag}/digest", "Today", f"{BASE}/2025/11/22/digest/", *dates[2], ["Chips & more"]),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_is_whole_and_holds_only_what_readers_keep(site: Built, name: str) -> None:
    text = content(site, f"/{name}", "Today")
    for words in (
        'Nvidia (<a href="https://news.example.com/news/tickers/nvda/">NASDAQ: NVDA</a>)',
        "A rack",
        "Sources",
    ):
        assert words in text
    assert '<a href="https://reuters.com/a?b=1&amp;c=2">Reuters</a>, <cite>A &amp; B</cite> (reuters.com)' in text
    for element in html.fromstring(f"<div>{text}</div>").iter():
        assert element.tag in TAGS
        assert set(element.keys()) <= {kept for kept in ATTRIBUTES if not kept.startswith("data-")}


@pytest.mark.parametrize("name", FORMATS)
def test_a_correction_comes_first_and_is_an_update(site: Built, name: str) -> None:
    text = content(site, f"/{name}", "A <b> & “c”")
    assert text.startswith("<p><strong>Correction:</strong> Not <em>that</em>.</p>")


@pytest.mark.parametrize("name", FORMATS)
def test_a_posts_picture_is_data_and_in_the_text_with_its_credit(site: Built, name: str) -> None:
    figure = html.fromstring(content(site, f"/{name}", "A <b> & “c”").partition("</p>")[2].partition("<p>")[0])
    (shown,) = figure.iter("img")
    assert (shown.get("alt"), figure.text_content()) == ('A "rack"', "Ada & co")
    found = read(site, f"/{name}")
    if name == "feed.json":
        assert found["items"][1]["image"] == shown.get("src")
        assert "image" not in found["items"][0]
    elif name == "atom.xml":
        enclosures = [[link.href for link in entry.links if link.rel == "enclosure"] for entry in found.entries]
        assert enclosures == [[], [shown.get("src")], []]
        assert {link.type for link in found.entries[1].links} == {"text/html", "image/jpeg"}
    else:
        (media,) = found.entries[1].media_content
        size = {"width": shown.get("width"), "height": shown.get("height")}
        assert media == {"url": shown.get("src"), "medium": "image", **size}
        assert "media_content" not in found.entries[0]


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_companys_feed_leads_to_a_digests_stories_on_it(built: Callable[..., Built], name: str, setting: str) -> None:
    site = built({**SITE, "pyproject.toml": SITE["pyproject.toml"] + setting})
    for url, words, anchors in (
        ("/tickers/nvda/", "On Nvidia:", ["a-rack", "a-round"]),
        ("/tickers/acme/", "On Acme:", ["a-round"]),
    ):
        text = content(site, url + name, "Today")
        lead, _, rest = text.partition("</ul>")
        assert lead.startswith(f"<p>{words}</p>")
        links = [link.get("href") for link in html.fromstring(lead).iter("a")]
        assert links == [f"{BASE}/2025/11/22/digest/#{anchor}" for anchor in anchors]
        assert rest == content(site, f"/{name}", "Today"), "the rest is what every feed has"
    entry = read(site, f"/tickers/nvda/{name}")
    ids = [e["id"] for e in (entry["items"] if name == "feed.json" else entry.entries)]
    assert ids == ["tag:news.example.com,2025:posts/digest"], "and its identity stays"


def test_json_feed_names_companies_and_sources_and_where_that_is_explained(site: Built) -> None:
    feed = json.loads(site.text("/feed.json"))
    page, _, anchor = feed["_sitegen"]["about"].removeprefix(BASE).partition("#")
    (explained,) = site.page(page).get_element_by_id(anchor).iter("p")
    digest = feed["items"][2]["_sitegen"]
    for names in (set(digest), set(digest["companies"][0]), set(digest["sources"][0])):
        assert all(name in explained.text_content() for name in names)
    assert digest["companies"] == [
        {"name": "NVIDIA Corporation", "symbol": "NVDA", "exchange": "NASDAQ", "url": f"{BASE}/tickers/nvda/"},
        {"name": "Apple Inc.", "symbol": "AAPL", "exchange": "NASDAQ", "url": f"{BASE}/tickers/aapl/"},
        {"name": "Acme Inc.", "symbol": "", "exchange": "", "url": f"{BASE}/tickers/acme/"},
    ]
    assert [(source["publisher"], source["url"]) for source in digest["sources"]] == [
        ("Reuters", "https://reuters.com/a?b=1&c=2"),
        ("Wire", ""),
        ("AP", "https://apnews.com/1"),
    ], "each once, wherever it is named"


def test_an_empty_feed_stands_still_in_every_format(built: Callable[..., Built]) -> None:
    first = built({"pyproject.toml": SITE["pyproject.toml"]})
    feeds = {name: first.text(f"/{name}") for name in FORMATS}
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in feeds["atom.xml"], "RFC 4287, 4.1.1, asks for one"
    assert json.loads(feeds["feed.json"])["items"] == []
    again = built(full=True, now=NOW.replace(year=2031))
    assert {name: again.text(f"/{name}") for name in FORMATS} == feeds


# ── Lists of feeds ──────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_feeds_and_the_outline_name_every_feed(site: Built) -> None:
    page = site.page("/feeds/")
    links = {link.get("href") for link in page.iter("a")}
    published = {f"{BASE}/{path.relative_to(site.output).as_posix()}" for path in feed_files(site)}
    assert published <= links
    outline = site.feed("/feeds.opml")
    assert {line.get("xmlUrl") for line in outline.iter("outline") if line.get("xmlUrl")} == {
        url for url in published if url.endswith("feed.xml")
    }
    assert all(line.get("text") for line in outline.iter("outline"))
    counts = {row.find("a").text: row.find("b").text for row in page.cssselect(".rows li")}
    assert counts == {
        "Example News": "3", "Chips & more": "2", "Nvidia (NVDA)": "1", "Apple (AAPL)": "1", "Acme (company)": "1",
        "Ada L.": "1",
    }  # fmt: skip


def test_a_taxonomy_called_as_companies_are_keeps_its_feeds(built: Callable[..., Built]) -> None:
    config = f"{CONFIG}[tool.sitegen.taxonomies.companies]\n"
    site = built({"pyproject.toml": config, "content/posts/a.md": post(companies=["OpenAI"], body="[finance:NVDA]\n")})
    names = {row.find("a").text for row in site.page("/feeds/").cssselect(".rows li")}
    assert names == {"Example News", "OpenAI", "Nvidia (NVDA)"}
    assert len(site.feed("/companies/openai/feed.xml").findall("channel/item")) == 1


def test_pages_offer_the_feeds_that_fit_them(site: Built) -> None:
    offered = {
        url: [link.get("href") for link in site.page(url).cssselect("head link[rel=alternate][title]")]
        for url in ("/", "/tickers/nvda/")
    }
    own = [f"{BASE}/{name}" for name in FORMATS]
    assert offered == {"/": own, "/tickers/nvda/": [f"{BASE}/tickers/nvda/{name}" for name in FORMATS] + own}


def test_a_new_post_touches_only_the_feeds_that_gain_it(built: Callable[..., Built]) -> None:
    built(SITE)
    again = built({"content/posts/d.md": post("D", "2025-11-26", "Of Apple [finance:AAPL].\n")})
    written = {path for path in again.result.release.written if path.endswith(FORMATS)}
    assert written == {*FORMATS, *(f"tickers/aapl/{name}" for name in FORMATS)}
    assert "feeds.opml" not in again.result.release.written


HARSH = {
    "the end of a CDATA section": ("A ]]> b", "Text ]]> and `]]>`.\n"),
    "control characters": ("A\\x01\\x0b b", "Text \x01 \x0b \x7f \ufffe \ufdd1.\n"),
    "a lone surrogate": ("A b", "Text &#xD800;.\n"),
    "markup": ("</title><script>x</script>", '</div></summary>"}],<script>x</script>\n'),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("title", "body"), HARSH.values(), ids=HARSH)
def test_no_text_can_break_a_feed(built: Callable[..., Built], title: str, body: str, name: str) -> None:
    more = 'tags: ["A ]]> & <tag>"]\nauthors: ["<Ada> & co"]\nkind: digest\nsources: [{publisher: "]]> \\" <x>"}]\n'
    story = f"## One\n\n### Of Nvidia [finance:NVDA] ]]> &lt;x&gt; </p>\n\n{body}"
    site = built({"content/posts/a.md": f'---\ntitle: "{title}"\ndate: 2025-11-22\n{more}---\n\n{story}'})
    for url in ("/", "/tickers/nvda/"):
        feed = read(site, url + name)
        (entry,) = feed["items"] if name == "feed.json" else feed.entries
        text = entry["content_html"] if name == "feed.json" else entry.content[0].value
        assert "<script" not in text
        assert not set(text) & {"\x01", "\x0b", "\x7f", "\ufdd1"}
