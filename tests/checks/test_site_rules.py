"""Corner cases of the rules that look at the whole site: their codes and places in small sites."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.site import CONFIG, build_site, make_site, post

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)

Files = dict[str, str]


def two(one: list[str], other: list[str], times: int = 1) -> Files:
    """Posts with these tags: one of the first, and so many of the other."""
    files = {"content/posts/one.md": post("One", "2025-12-01", tags=one)}
    return files | {f"content/posts/{n}.md": post(f"Post {n}", "2025-12-02", tags=other) for n in range(times)}


# Files, a code, and what is told with it: path without content/, line and column.
CASES: dict[str, tuple[Files, str, list[str]]] = {
    "a slip that is used often is no slip": (two(["nvdia"], ["nvidia"], 3) | {
        f"content/posts/more{n}.md": post(f"More {n}", tags=["nvdia"]) for n in range(3)}, "similar-terms", []),
    "a plural is told however often it is used": (two(["rack-hall"], ["rack-halls"], 3) | {
        f"content/posts/more{n}.md": post(f"More {n}", tags=["rack-hall"]) for n in range(1)}, "similar-terms",
        ["posts/more0.md:4:9", "posts/one.md:4:9"]),
    "two that both have an entry are two": (two(["nvdia"], ["nvidia"], 2) | {
        "content/data/tags.toml": '[nvdia]\nname = "NVDIA"\n[nvidia]\nname = "Nvidia"\n'}, "similar-terms", []),
    "the one with an entry is the right one": (two(["nvidia"], ["nvdia"], 2) | {
        "content/data/tags.toml": '[nvidia]\nname = "Nvidia"\n'}, "similar-terms",
        ["posts/0.md:4:9", "posts/1.md:4:9"]),
    "other taxonomies have slips, too": ({
        "pyproject.toml": CONFIG.replace("base_url", "taxonomies.topics = {}\nbase_url"),
        "content/posts/a.md": post(topics=["inference"]), "content/posts/b.md": post("B", topics=["infernece"]),
        "content/posts/c.md": post("C", topics=["inference"])}, "similar-terms", ["posts/b.md:4:11"]),
    "sources with commas": ({"content/posts/a.md": post(body="A.\n\nSource: CNBC, Reuters and AP, Bild\n")},
        "joined-sources", ["posts/a.md:8:9"]),
    "two sources that are known": ({"content/posts/a.md": post(body="A.\n\n**Source:** CNBC, Hon Hai\n"),
        "content/posts/b.md": post("B", body="B.\n\nSource: CNBC | [Hon Hai](https://a.example/)\n")},
        "joined-sources", ["posts/a.md:8:13"]),
    "links with a comma between": ({"content/posts/a.md": post(
        body="A.\n\nSource: [CNBC](https://a.example/), [Bild](https://b.example/), Reuters\n")},
        "joined-sources", ["posts/a.md:8:10"]),
    "names with commas": ({"content/posts/a.md": post(body="A.\n\nSource: Bloomberg, L.P. | The Hill, Inc. | "
        "The Times, London | Wachtell, Lipton, Rosen & Katz | Smith, Jones, Inc. | [A, B, C](https://a.example/) | "
        "Department of Health, Education, and Welfare\n")}, "joined-sources", []),
    "a publisher of that name": ({"content/posts/a.md": post(body="A.\n\nSource: CNBC, Reuters, AP\n"),
        "content/data/publishers.toml": '[pool]\nname = "CNBC, Reuters, AP"\n'}, "joined-sources", []),
    "an update later today has not been": ({"content/posts/a.md": post(updated="2026-01-10T13:00:00Z")},
        "future-update", ["posts/a.md:4:10"]),
    "an update today, by its date, has been": ({"content/posts/a.md": post(updated="2026-01-10")}, "future-update", []),
    "each correction has its place": ({"content/posts/a.md": post(
        corrections=[{"date": "2025-11-23", "text": "A."}, {"date": "2027-01-01", "text": "B."}])},
        "future-update", ["posts/a.md:4:62"]),
    "a post of tomorrow may be updated by then": ({"content/posts/a.md": post(
        date="2026-01-12", updated="2026-01-12")}, "future-update", []),
    "a correction at midnight is before a post of the day": ({"content/posts/a.md": post(
        date="2025-11-22T10:00:00", corrections=[{"date": "2025-11-22", "text": "A."}])},
        "early-update", ["posts/a.md:4:24"]),
    "an update at the post’s own moment is none": ({"content/posts/a.md": post(updated="2025-11-22")},
        "early-update", []),
    "an author of the configuration is used": ({"content/posts/a.md": post(),
        "content/data/authors.toml": '[desk]\nname = "Desk"\n', "pyproject.toml": CONFIG.replace(
            "base_url", 'authors = ["desk"]\nbase_url')}, "unused-entry", []),
    "a publisher is used by an alias, a domain, a citation line": ({
        "content/data/publishers.toml": '[one]\nname = "One"\naliases = ["Uno"]\n[two]\nname = "Two"\n'
        'domain = "two.example"\n[three]\nname = "Three"\n[four]\nname = "Four"\n',
        "content/posts/a.md": post(body="A text.\n\nSource: Uno | [Page](https://news.two.example/) | Three\n")},
        "unused-entry", ["data/publishers.toml:9:2"]),
    "a company is used where it only corrects a known one": ({
        "content/data/companies.toml": '[nvidia]\nname = "NVIDIA Corporation"\naliases = ["Team Green"]\n\n'
        '[other]\nname = "Other Racks"\n', "content/posts/a.md": post(body="[finance:NVDA]\n")},
        "unused-entry", ["data/companies.toml:5:2"]),
    "entries in YAML have a place": ({"content/data/tags.yaml": "chips:\n  name: Chips\nracks:\n  name: Racks\n",
        "content/posts/a.md": post(tags=["racks"])}, "unused-entry", ["data/tags.yaml:1:1"]),
    "without authors.toml everyone is an author": ({"content/posts/a.md": post(authors=["jane"])},
        "unknown-author", []),
    "an author is told once": ({"content/data/authors.toml": '[desk]\nname = "Desk"\n',
        "content/posts/a.md": post(authors=["jane"]), "content/posts/b.md": post("B", authors=["desk", "jane"])},
        "unknown-author", ["posts/a.md:4:10"]),
    "an author of the configuration is looked up, too": ({"content/data/authors.toml": '[desk]\nname = "Desk"\n',
        "pyproject.toml": CONFIG.replace("base_url", 'authors = ["desk", "nobody"]\nbase_url'),
        "content/posts/a.md": post(), "content/posts/b.md": post("B", authors=["nobody"])},
        "unknown-author", ["pyproject.toml:3:20"]),
    "a file's name has another day": ({"content/posts/2025-11-12-a.md": post(date="2025-11-22"),
        "content/posts/2025-11-21-b.md": post("B", date="2025-11-22T01:00:00+02:00"),
        "content/posts/2025-11-22-c.md": post("C", date="2025-11-22T09:00"),
        "content/posts/2025-11-12-d/index.md": post("D", date="2025-11-22"), "content/posts/99-e.md": post("E")},
        "bad-date", ["posts/2025-11-12-a.md:3:7", "posts/2025-11-12-d/index.md:3:7"]),
    "a tag is a sentence, or in another quote": ({"content/posts/a.md": post(tags=["a b c d e f g"]),
        "content/posts/b.md": post("B", tags=["x" * 51]), "content/posts/c.md": post("C", tags=["“AI”"]),
        "content/posts/d.md": post("D", tags=["a b c d e f", "rock ’n’ roll", "’90s", "editors’", "AI & chips"])},
        "bad-term", ["posts/a.md:4:7", "posts/b.md:4:7", "posts/c.md:4:7"]),
    "another generator's name for a field": ({"content/posts/a.md": post(description="Of racks.", categories=["x"]),
        "content/posts/b.md": post("B", description="Of racks.", summary="Racks.", categories=[])},
        "unknown-field", ["posts/a.md:4:1", "posts/a.md:5:1"]),
    "what has expired": ({"content/posts/a.md": post(expires="2026-01-09"),
        "content/posts/b.md": post("B", expires="2026-02-09"),
        "content/posts/c.md": post("C", expires="2026-01-09", withdrawn="Wrong."),
        "content/posts/d.md": post("D", expires="2026-01-09", draft=True),
        "content/posts/e.md": post("E", expires="2025-01-09")},
        "expired", ["posts/a.md:4:10"]),
    "a guest needs no entry, but a slip in a name is one": ({
        "content/data/authors.toml": '[desk]\nname = "News Desk"\n',
        "content/posts/a.md": post(authors=["desk", "Jörg O'Neill"]), "content/posts/b.md": post("B", authors=["bob"]),
        "content/posts/c.md": post("C", authors=["News Deks"])},
        "unknown-author", ["posts/b.md:4:10", "posts/c.md:4:10"]),
    "a post that ends before it begins": ({"content/posts/a.md": post(expires="2025-11-21"),
        "content/posts/b.md": post("B", expires="2025-11-22"), "content/posts/c.md": post("C", expires="2025-11-23"),
        "content/pages/d.md": post("D", expires="2025-11-21T23:59:00", withdrawn="Wrong.")},
        "early-expiry", ["pages/d.md:4:10", "posts/a.md:4:10", "posts/b.md:4:10"]),
    "a post that one with errors names may be right": ({"content/posts/2025-11-21-racks.md": "---\ntitle: a: b\n---\n",
        "content/posts/a.md": post(related=["racks", "posts/2025-11-21-racks", "rakcs"], follows="racks")},
        "unknown-post", ["posts/a.md:4:10"]),
    "a link to one with errors may be right": ({"content/posts/2025-11-21-racks.md": "---\ntitle: a: b\n---\n",
        "content/posts/a.md": post(body="[a](2025-11-21-racks.md) [b](/2025/11/21/racks/) [c](/2025/11/21/rakcs/)\n")},
        "broken-link", ["posts/a.md:6:54"]),
    "an hour that clocks skip": ({"pyproject.toml": CONFIG.replace("base_url", 'timezone = "Europe/Berlin"\nbase_url'),
        "content/posts/a.md": post(date="2025-03-30T02:30"), "content/posts/b.md": post("B", date="2025-03-30T03:30"),
        "content/posts/c.md": post("C", date="2025-03-30T02:30:00+01:00"),
        "content/posts/d.md": post("D", date="2024-10-27T02:30", updated="2025-03-30 02:00")},
        "bad-date", ["posts/a.md:3:7", "posts/d.md:4:10"]),
    "one title on two days is none of ours": ({"content/posts/a.md": post(), "content/posts/b.md": post(
        date="2025-11-23")}, "duplicate-title", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_told_and_where(case: str, tmp_path: Path) -> None:
    files, code, told = CASES[case]
    built = build_site(make_site(tmp_path, dict(files)), now=NOW, dry=True, drafts=True, future=True)
    found = [d for d in built.result.diagnostics if d.code == code]
    assert [f"{d.path.removeprefix('content/')}:{d.line}:{d.column}" for d in found] == told
    assert not [d for d in built.result.diagnostics if d.severity == "error" and d.code != "bad-yaml"]


def test_an_author_with_an_umlaut_is_added_in_quotes(tmp_path: Path) -> None:
    told = "content/data/authors.toml"
    files: dict[str, str | bytes] = {
        told: '[desk]\nname = "Desk"\n',
        "content/posts/a.md": post(authors=["jörg-müller"]),
    }
    site = make_site(tmp_path, files)
    (hint,) = [d for d in build_site(site, dry=True).result.diagnostics if d.code == "unknown-author"]
    assert hint.help == 'add ["jörg-müller"] with name = "…" to it'
    (site / told).write_text('["jörg-müller"]\nname = "Jörg Müller"\n', encoding="utf-8")
    assert "unknown-author" not in {d.code for d in build_site(site, dry=True).result.diagnostics}


def test_a_slip_in_a_bundles_text_leaves_its_pictures_where_they_belong(tmp_path: Path) -> None:
    files = {"content/posts/a/index.md": "---\ntitle: a: b\n---\n", "content/posts/a/rack.jpg": "x"}
    found = build_site(make_site(tmp_path, dict(files)), dry=True).result.diagnostics
    assert [d.code for d in found if d.path.startswith("content/posts/a/")] == ["bad-yaml"]


ACCENT = "an accented letter is one character in one of them and two in the other: take it out of both"

# A link, and what is said of it: "" where it is no matter of capitals.
LINKS = {
    "/tags/RACKS/": "write /tags/racks/: servers tell capitals from small letters",
    "/tags/RACKS": "write /tags/racks: servers tell capitals from small letters",
    "/Img/Rack.JPG?a#b": "write /img/Rack.jpg?a#b: servers tell capitals from small letters",
    "B.md": "write b.md: servers tell capitals from small letters",
    "../Posts/b.md": "write ../posts/b.md: servers tell capitals from small letters",
    "/2025/11/22/B/#x": "write /2025/11/22/b/#x: servers tell capitals from small letters",
    "/img/Cafe%CC%81.txt": ACCENT,
    "/img/rak.jpg": "",
    "/nowhere/": "",
    "/img/Rack.jpg": "",
}


@pytest.mark.parametrize("link", LINKS)
def test_capitals_are_told_with_what_to_write(link: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post(body=f"[a link]({link})\n", tags=["racks"]),
        "content/posts/b.md": post("B"),
        "static/img/Rack.jpg": "x",
        "static/img/Caf\u00e9.txt": "x",
    }
    built = build_site(make_site(tmp_path, files), dry=True)
    found = [(d.path, d.line, d.column, d.help) for d in built.result.diagnostics if d.code == "wrong-case"]
    assert found == ([("content/posts/a.md", 7, 10, LINKS[link])] if LINKS[link] else [])


def test_menus_and_redirects_have_capitals_too(tmp_path: Path) -> None:
    menu = 'menu = [{name = "Racks", url = "/Tags/racks/"}]\nredirects = {"/old/" = "/tags/Racks/"}\nbase_url'
    files: dict[str, str | bytes] = {
        "pyproject.toml": CONFIG.replace("base_url", menu),
        "content/posts/a.md": post(tags=["racks"]),
    }
    built = build_site(make_site(tmp_path, files))
    found = [(d.line, d.help) for d in built.result.diagnostics if d.code == "wrong-case"]
    assert found == [(n, "write /tags/racks/: servers tell capitals from small letters") for n in (3, 4)]
