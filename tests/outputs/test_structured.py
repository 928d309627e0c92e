"""The data block of each page: schema.org's words, whole and absolute addresses, and a post that is out to do harm."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from sitegen.newsroom.urls import output_path
from tests.outputs.vocabulary import wrong
from tests.site import SEARCHED as CONFIG
from tests.site import Build, Built, build_site, make_site, post

Node = dict[str, Any]

BLOCK = 'script[type="application/ld+json"]'
FIXTURE = Path(__file__).parent / "digest.json"

DIGEST = """\
The day in a sentence.

## 🏭 Chips & plants

### Nvidia ships racks

Racks for Nvidia [finance:NVDA] and Tencent [finance:0700.HK]. See [the other](other.md).

Source: [AP News](https://apnews.com/1) | Reuters

### Suno sings

By [finance:Suno].

Sources: Reuters | [Our own](/about/)

## What it means

A section that is one story.
"""

HOSTILE = "</script><script>alert(1)</script><!-- --> <![CDATA[ ]]> \" ' \\ & &lt; \u2028\u2029 \u200f ｅ 😀"

CONFIGURED = CONFIG.replace("example.com/", "example.com/news").replace(
    "[tool.sitegen.feeds]",
    'language = "pt-BR"\ntimezone = "America/Chicago"\npage_size = 1\ncorrections_policy = "/corrections/"\n'
    "[tool.sitegen.taxonomies.tags]\n[tool.sitegen.taxonomies.models]\n[tool.sitegen.feeds]",
)

FILES = {
    "pyproject.toml": CONFIGURED,
    "content/data/authors.toml": '[newsroom]\nname = "The newsroom"\norganization = true\n'
    '[ada]\nname = "Ada Example"\nbio = "A reporter."\nurl = "https://ada.example/"\n',
    "content/data/publishers.toml": '[reuters]\nname = "Reuters"\ndomain = "reuters.com"\n',
    "content/pages/about.md": "---\ntitle: About\nupdated: 2025-11-20\n---\n\nText.\n",
    "content/pages/corrections.md": "---\ntitle: Corrections\n---\n\nText.\n",
    "content/posts/2025-11-22-digest.md": post(
        "The day in AI",
        date="2025-11-22T19:21:00-05:00",
        body=DIGEST,
        kind="digest",
        kicker="Every day",
        summary="What happened, and to whom.",
        tags=["Chips & plants", "Music"],
        models=["GPT-4.1"],
        authors=["newsroom", "ada", "Bob Plain"],
        takeaways=["One thing"],
        sources=[
            {"publisher": "CNBC", "url": "https://www.cnbc.com/a?b=1&c=2", "title": "A title"},
            {"publisher": "EE News", "domain": "eenews.example"},
            {"domain": "reuters.com"},
        ],
        corrections=[{"date": "2025-11-24", "text": "Nvidia [finance:NVDA] said *two*, not <b>three</b>."}],
    ),
    "content/posts/other.md": post("Other", date="2025-11-21", body="Words on [finance:NVDA].\n", tags=["Music"]),
    "content/posts/hostile.md": post(
        f"T {HOSTILE}",
        date="2024-02-29",
        body="## A heading\n\nText.\n",
        kicker=f"K {HOSTILE}",
        summary=f"S {HOSTILE}",
        tags=[f"t{HOSTILE}"],
        authors=[f"Eve {HOSTILE}"],
        sources=[{"publisher": f"P {HOSTILE}", "title": f"N {HOSTILE}"}],
        corrections=[{"date": "2024-03-01", "text": "Was &lt;/script&gt;."}],
        aliases=["/old/"],
    ),
}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site under a path, in another language, with lists of several pages, and a post that is out to do harm."""
    site = build_site(make_site(tmp_path_factory.mktemp("rich"), dict(FILES)))
    assert not [problem for problem in site.problems if "error[" in problem]
    return site


@pytest.fixture(params=["demo", "rich"])
def site(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


def every_page(site: Built) -> Iterator[tuple[str, html.HtmlElement]]:
    """Each page but redirects, by URL."""
    for path in site.files():
        if path.endswith(".html") and (page := site.page(f"/{path}")).find("body").get("data-kind"):
            yield f"/{path.removesuffix('index.html')}", page


def graph_of(page: html.HtmlElement) -> list[Node]:
    (block,) = page.cssselect(BLOCK)
    data = json.loads(block.text)
    assert {*data} == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    found: list[Node] = data["@graph"]
    return found


def graphs(site: Built) -> dict[str, list[Node]]:
    found = {url: graph_of(page) for url, page in every_page(site) if url != "/404.html"}
    assert len(found) > 40
    return found


def nodes(data: Any) -> Iterator[Node]:
    """All nodes of a graph, references among them, from the outside in."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from nodes(inner)


def first(graph: list[Node], *kinds: str) -> Node:
    return next(node for node in nodes(graph) if node.get("@type") in kinds)


def test_every_word_is_schema_orgs_and_stands_where_it_may(site: Built) -> None:
    for url, graph in graphs(site).items():
        kinds = {node["@id"]: node["@type"] for node in nodes(graph) if {"@id", "@type"} <= {*node}}
        assert [problem for node in graph for problem in wrong(node, kinds)] == [], url


WRONG = {
    '{"@type": "NewsArticel"}': "NewsArticel is no type",
    '{"@type": "NewsArticle", "titel": "A"}': "titel is no property",
    '{"@type": "NewsArticle", "tickerSymbol": "A"}': "tickerSymbol is no property of NewsArticle",
    '{"@type": "NewsArticle", "datePublished": "2025-11-22T19:21:00"}': "NewsArticle.datePublished cannot be",
    '{"@type": "NewsArticle", "publisher": {"@id": "https://a.example/#none"}}': "NewsArticle.publisher cannot be",
    '{"@type": "NewsArticle", "author": {"@type": "WebPage"}}': "NewsArticle.author cannot be",
    '{"@type": "NewsArticle", "image": {"@type": "ImageObject", "width": 1200}}': "ImageObject.width cannot be",
    '{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": true}]}': "ListItem.position cannot",
}


@pytest.mark.parametrize("data", WRONG)
def test_the_check_of_words_finds_what_is_wrong(data: str) -> None:
    (problem,) = wrong(json.loads(data), {})
    assert problem.startswith(WRONG[data])


def test_every_reference_is_to_a_node_of_the_same_page(site: Built) -> None:
    references = 0
    for url, graph in graphs(site).items():
        whole = [node["@id"] for node in nodes(graph) if "@type" in node and "@id" in node]
        assert len(whole) == len({*whole}), f"{url} has a node twice"
        named = {node["@id"] for node in nodes(graph) if {*node} == {"@id"}}
        assert named <= {*whole}, url
        references += len(named)
    assert references > 100


ADDRESSES = ("@id", "url", "item", "sameAs", "correctionsPolicy", "urlTemplate")


def test_every_address_is_absolute_and_ours_lead_to_published_pages(site: Built) -> None:
    home = next(node["url"] for node in graphs(site)["/"] if node["@type"] == "WebSite")
    files = {*site.files()}
    for url, graph in graphs(site).items():
        for node in nodes(graph):
            for address in (node[name] for name in ADDRESSES if name in node):
                assert re.fullmatch(r"https://[^\s<>\"]+", address), (url, address)
                path = re.split("[?#]", address.removeprefix(home))[0]
                assert not address.startswith(home) or output_path(f"/{path}") in files, (url, address)


def test_a_thing_has_one_id_and_one_name_on_all_pages(site: Built) -> None:
    called = defaultdict(set)
    for graph in graphs(site).values():
        for node in nodes(graph):
            if "@id" in node and node.get("@type") in (
                "Person",
                "Organization",
                "Corporation",
                "NewsMediaOrganization",
            ):
                called[node["@id"]].add((node["@type"], node["name"]))
    assert len(called) > 5
    assert {id_: names for id_, names in called.items() if len(names) > 1} == {}


KINDS = {
    "home": "CollectionPage",
    "post": "WebPage",
    "page": "WebPage",
    "term": "CollectionPage",
    "company": "CollectionPage",
    "author": "ProfilePage",
    "publisher": "CollectionPage",
    "index": "CollectionPage",
    "sources": "CollectionPage",
    "archive": "CollectionPage",
    "feeds": "CollectionPage",
    "month": "CollectionPage",
    "day": "CollectionPage",
    "week": "CollectionPage",
    "search": "SearchResultsPage",
}


def test_every_kind_of_page_says_what_it_is_called_and_where_it_stands(site: Built) -> None:
    seen = set()
    for url, page in every_page(site):
        kind = page.find("body").get("data-kind")
        if kind == "404":
            assert page.cssselect(BLOCK) == []
            continue
        seen.add(kind)
        graph = graph_of(page)
        own, trail = graph[0], first([*graph, {"@type": "none"}], "BreadcrumbList", "none")
        canonical = page.cssselect("link[rel=canonical]")[0].get("href")
        assert (own["@type"], own["@id"], own["url"]) == (KINDS[kind], canonical, canonical), url
        if kind in ("month", "day", "week", "post", "author", "index", "sources"):
            assert " ".join(own["name"].split()) == " ".join(page.cssselect("h1")[0].text_content().split()), url
        steps = trail.get("itemListElement", [])
        assert bool(steps) == (kind != "home"), url
        assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
        assert not steps or (steps[0]["name"], steps[-1]["item"]) == (graph_of(site.page("/"))[0]["name"], canonical)
        shown = [(link.text, link.get("href")) for link in page.cssselect("nav.trail a")]
        assert [(step["name"], step["item"]) for step in steps[:-1]][-len(shown) :] == [
            (name, re.match("https://[^/]+", canonical)[0] + path) for name, path in shown
        ] or not shown, url
    assert seen == {*KINDS}


def test_a_list_is_given_as_it_is_shown(rich: Built) -> None:
    def listed(url: str) -> list[tuple[str, str]]:
        items = graph_of(rich.page(url))[0]["mainEntity"]["itemListElement"]
        assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
        return [(item["name"], item["url"].removeprefix("https://news.example.com/news")) for item in items]

    day = "/2025/11/22/digest/"
    assert listed("/2025/11/")[:2] == [("The day in AI", day), ("Other", "/2025/11/21/other/")]
    assert listed("/2025/w47/") == listed("/2025/11/")
    assert listed("/")[:2] == listed("/2025/11/")
    assert listed("/tags/music/") == [("The day in AI", day)]
    assert listed("/tags/music/page/1/") == [("Other", "/2025/11/21/other/")]
    assert listed("/tickers/nvda/") == [("Nvidia ships racks", f"{day}#nvidia-ships-racks")]
    assert listed("/sources/reuters/") == [
        ("Nvidia ships racks", f"{day}#nvidia-ships-racks"),
        ("Suno sings", f"{day}#suno-sings"),
    ]
    assert listed("/archive/") == [("novembro de 2025", "/2025/11/"), ("fevereiro de 2024", "/2024/02/")]
    assert "mainEntity" not in graph_of(rich.page("/tickers/"))[0]


def test_what_a_list_is_about_is_said(rich: Built) -> None:
    base = "https://news.example.com/news"
    assert graph_of(rich.page("/tickers/nvda/"))[0]["about"] == {
        "@type": "Corporation",
        "@id": f"{base}/tickers/nvda/#sg-company",
        "name": "Nvidia",
        "legalName": "NVIDIA Corporation",
        "tickerSymbol": ["NASDAQ NVDA"],
        "url": f"{base}/tickers/nvda/",
        "sameAs": "https://nvidia.com/",
        "identifier": {"@type": "PropertyValue", "propertyID": "CIK", "value": "1045810"},
    }
    ada = graph_of(rich.page("/authors/ada/"))[0]
    assert ada["mainEntity"] == {
        "@type": "Person",
        "@id": f"{base}/authors/ada/#sg-author",
        "name": "Ada Example",
        "url": f"{base}/authors/ada/",
        "description": "A reporter.",
        "sameAs": "https://ada.example/",
    }
    assert [(part["headline"], part["author"]) for part in ada["hasPart"]] == [
        ("The day in AI", {"@id": f"{base}/authors/ada/#sg-author"})
    ]
    assert graph_of(rich.page("/sources/reuters/"))[0]["about"] == {
        "@type": "Organization",
        "name": "Reuters",
        "url": "https://reuters.com/",
    }
    assert graph_of(rich.page("/tags/music/"))[0]["about"] == {"@type": "Thing", "name": "Music"}
    assert graph_of(rich.page("/about/"))[0]["dateModified"] == "2025-11-20T00:00:00-06:00"


def test_a_digest_is_told_whole(rich: Built) -> None:
    assert graph_of(rich.page("/2025/11/22/digest/")) == json.loads(FIXTURE.read_text(encoding="utf-8"))


def test_the_site_can_be_searched_from_its_home_page_alone(rich: Built, built: Build) -> None:
    (action,) = [node for node in nodes(graph_of(rich.page("/"))) if node.get("@type") == "SearchAction"]
    assert action["target"]["urlTemplate"] == "https://news.example.com/news/search/?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"
    actions = [url for url, graph in graphs(rich).items() if "potentialAction" in json.dumps(graph)]
    assert actions == ["/"]
    plain = built({"pyproject.toml": CONFIG + "[tool.sitegen.search]\nenabled = false\n"})
    assert not [node for node in nodes(graph_of(plain.page("/"))) if "potentialAction" in node]


def test_a_post_without_an_author_is_its_publishers(built: Build) -> None:
    site = built({"content/posts/a.md": post()})
    assert first(graph_of(site.page("/2025/11/22/a/")), "NewsArticle")["author"] == {
        "@id": "https://news.example.com/#sg-publisher"
    }


# ── Texts that are out to do harm ───────────────────────────────────────────────────────────────────


def test_a_hostile_post_says_what_it_says_and_no_more(rich: Built) -> None:
    page = rich.page("/2024/02/29/hostile/")
    (script,) = page.cssselect("head script:not([type])")
    assert script.get("src"), "no script of the post's own"
    article = first(graph_of(page), "NewsArticle")
    meant = " ".join(HOSTILE.split())
    texts = [article["headline"], article["alternativeHeadline"], article["description"], article["author"][0]["name"]]
    texts += [article["citation"][0]["name"], article["citation"][0]["publisher"]["name"]]
    assert [" ".join(text.split()) for text in texts] == [
        f"{name} {meant}" for name in ("T", "K", "S", "Eve", "N", "P")
    ]
    assert article["correction"][0]["text"] == "Was </script>."
    said = {meta.get("property"): meta.get("content") for meta in page.cssselect("head meta")}
    assert " ".join(said["og:title"].split()) == f"T {meant}"
