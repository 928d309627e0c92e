"""Who was cited, by which posts: names, aliases and domains as one publisher; pages that grow like a term's."""

from __future__ import annotations

from newsroom_of import newsroom, outputs_of

from sitegen.model import Publisher
from sitegen.newsroom.cited import cited
from sitegen.newsroom.contexts import SourcesPage
from sitegen.newsroom.publishers import Publishers
from tests.site import CONFIG, post

KNOWN = Publishers.of(
    [Publisher("reuters", "Reuters", "reuters.com", ("Reuters Technology",)), Publisher("ap", "AP News", "apnews.com")]
)


def groups(posts: dict[str, str], publishers: Publishers = KNOWN) -> dict[str, tuple[str, str, tuple[int, ...]]]:
    """By slug: name, domain and the positions of posts."""
    site, _ = newsroom(posts)
    return {one.slug: (one.name, one.domain, positions) for one, positions in cited(site.posts, publishers)}


def sources(*found: str | tuple[str, str]) -> list[dict[str, str]]:
    pairs = ((one, "") if isinstance(one, str) else one for one in found)
    return [{key: value for key, value in zip(("publisher", "domain"), pair, strict=True) if value} for pair in pairs]


def test_aliases_domains_and_case_make_one_publisher_and_a_post_counts_once() -> None:
    posts = {
        "posts/1.md": post("1", "2025-11-01", "Source: Reuters | reuters technology\n", sources=sources("REUTERS")),
        "posts/2.md": post("2", "2025-11-02", sources=sources(("", "uk.reuters.com"))),
        "posts/3.md": post("3", "2025-11-03", "Source: [Report](https://www.reuters.com/a)\n"),
        "posts/4.md": post("4", "2025-11-04", sources=sources(("Wire", "wire.example"), "wire", "WIRE")),
        "posts/5.md": post("5", "2025-11-05", sources=sources("Wire", ("", "www.Other.example"))),
    }
    assert groups(posts) == {
        "reuters": ("Reuters", "reuters.com", (0, 1, 2)),
        "wire": ("Wire", "wire.example", (3, 4)),
        "other-example": ("other.example", "other.example", (4,)),
    }


def test_of_several_with_one_slug_the_known_one_keeps_it_then_the_first_cited() -> None:
    posts = {
        "posts/1.md": post("1", "2025-11-01", sources=sources("A & B")),
        "posts/2.md": post("2", "2025-11-02", sources=sources("A, B", "Ap", "🙂", "🙃")),
    }
    first = groups(posts)
    assert {slug: name for slug, (name, _, _) in first.items()} == {
        "a-b": "A & B", "a-b-2": "A, B", "ap-2": "Ap", "source": "🙂", "source-2": "🙃"
    }  # fmt: skip
    later = {"posts/3.md": post("3", "2025-11-03", sources=sources("A B", "A!B"))}
    after = groups({**posts, **later})
    assert {slug: after[slug] for slug in first} == first, "later posts change no address"
    assert {after[slug][0] for slug in ("a-b-3", "a-b-4")} == {"A B", "A!B"}


def test_a_very_long_name_makes_a_page_all_the_same() -> None:
    made = outputs_of({"posts/1.md": post(sources=sources("long " * 200))})
    (path,) = [path for path in made if path.startswith("sources/long")]
    assert len(path) < 80


DIGEST = """
## 🏭 Factories
### Racks
Text.

Source: [Reuters](https://reuters.com/1) | CNBC
### Chairs
Text.

Source: CNBC
### Tables
Text.

Source: reuters
"""


def test_a_digest_leads_to_the_stories_that_the_citation_closes() -> None:
    posts = {
        "posts/d.md": post("Digest", "2025-11-22", DIGEST, kind="digest", sources=sources("Wire")),
        "posts/s.md": post("Story", "2025-11-21", sources=sources("Reuters")),
    }
    made = outputs_of(posts)
    (month,) = made["sources/reuters/index.html"].content.months
    assert [(e.card.title, [(s.name, s.url) for s in e.stories]) for e in month.entries] == [
        ("Digest", [("Racks", "/2025/11/22/d/#racks"), ("Tables", "/2025/11/22/d/#tables")]),
        ("Story", []),
    ]
    page = made["sources/index.html"].content
    assert isinstance(page, SourcesPage)
    assert [(p.count.name, p.count.count, [s.url for s in p.stories]) for p in page.publishers] == [
        ("Reuters", 3, ["/2025/11/22/d/#racks", "/2025/11/22/d/#tables", "/2025/11/21/s/"]),
        ("CNBC", 2, ["/2025/11/22/d/#racks", "/2025/11/22/d/#chairs"]),
        ("Wire", 1, ["/2025/11/22/d/"]),
    ]
    assert made["sources/reuters/index.html"].content.chart.total == 3


def test_the_most_cited_come_first_each_with_its_three_newest_stories() -> None:
    posts = {f"posts/{n}.md": post(f"Post {n}", f"2025-11-0{n}", sources=sources("Wire")) for n in range(1, 6)}
    posts |= {"posts/a.md": post("Once", "2025-11-09", sources=sources("Agency"))}
    page = outputs_of(posts)["sources/index.html"].content
    assert [(p.count.name, p.count.count, [s.name for s in p.stories]) for p in page.publishers] == [
        ("Wire", 5, ["Post 5", "Post 4", "Post 3"]),
        ("Agency", 1, ["Once"]),
    ]


def test_a_publishers_pages_are_paged_from_the_oldest() -> None:
    config = CONFIG.replace("[tool.sitegen.feeds]", "page_size = 2\n[tool.sitegen.feeds]")
    posts = {f"posts/{n}.md": post(f"Post {n}", f"2025-11-0{n}", sources=sources("Wire")) for n in range(1, 6)}
    made = outputs_of(posts, config=config)
    found = {
        path: [entry.card.title[-1] for month in output.content.months for entry in month.entries]
        for path, output in made.items()
        if path.startswith("sources/wire/")
    }
    assert found == {
        "sources/wire/index.html": ["5", "4"],
        "sources/wire/page/1/index.html": ["2", "1"],
        "sources/wire/page/2/index.html": ["4", "3"],
    }


def test_a_site_without_sources_has_an_empty_index() -> None:
    content = outputs_of({"posts/a.md": post()})["sources/index.html"].content
    assert (content.publishers, content.since) == ((), None)
