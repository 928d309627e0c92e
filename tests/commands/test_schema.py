"""`sitegen schema`: what editors read, for a whole site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sitegen.engine.digest import program_digest
from sitegen.engine.store import Store
from tests.commands.terminal import run
from tests.site import CONFIG, build_site, make_site, post

FILES = {
    "content/posts/a.md": post(
        "A", tags=["OpenAI", "C, or C++"], authors=["jane-doe"], body="Nvidia [finance:NVDA].\n"
    ),
    "content/data/authors.toml": '[jane-doe]\nname = "Jane Doe"\n',
    "content/data/tags.toml": '[policy]\nname = "Policy"\n',
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", FILES)


def test_it_prints_the_schema_of_this_sites_posts(site: Path) -> None:
    done = run("schema", at=site)
    assert (done.returncode, done.stderr) == (0, "")
    properties = json.loads(done.stdout)["properties"]
    assert properties["tags"]["items"]["anyOf"][0]["enum"] == ["C, or C++", "OpenAI", "Policy"]
    assert properties["authors"]["items"]["anyOf"][0]["enum"] == ["jane-doe"]


@pytest.mark.parametrize("name", ["pages", "config", "companies", "authors", "publishers", "tags"])
def test_it_prints_the_schema_that_is_named(name: str, site: Path) -> None:
    assert json.loads(run("schema", "--for", name, "--site", site).stdout)["title"] == f"Example News: {name}"


def test_a_name_without_a_schema_is_wrong_usage(site: Path) -> None:
    done = run("schema", "--for", "tag", at=site)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: there is no schema for 'tag'; did you mean 'tags'?\n"


def test_write_keeps_them_where_editors_look_and_a_build_takes_no_notice(site: Path) -> None:
    build_site(site)
    done = run("schema", "--write", at=site)
    names = ("posts", "pages", "config", "companies", "authors", "publishers", "tags")
    assert done.stdout.splitlines() == [f".sitegen/schemas/{name}.json" for name in names]
    assert (site / ".sitegen/schemas/posts.json").read_text() == run("schema", at=site).stdout
    assert build_site(site).result.release.written == ()
    (site / ".vscode").mkdir()
    assert run("schema", "--write", at=site).stdout.splitlines()[-1] == ".vscode/sitegen.code-snippets"
    assert build_site(site).result.release.written == ()


def test_the_cache_of_texts_is_left_as_it_is(site: Path) -> None:
    """Pages too: else the next build would read them again."""
    make_site(site, {"content/pages/about.md": "---\ntitle: About\n---\nA page.\n"})
    build_site(site)
    before = kept(site)
    assert len(before) == 2, "an entry of each file"
    run("schema", at=site)
    assert kept(site) == before


def kept(site: Path) -> set[bytes]:
    store = Store(site / ".sitegen/cache.sqlite", program_digest())
    keys = store.keys("index")
    store.close()
    return keys


def test_a_site_with_slips_in_its_posts_has_schemas_too(site: Path) -> None:
    make_site(site, {"content/posts/b.md": "no front matter", "content/data/companies.toml": "not = [toml"})
    assert (
        json.loads(run("schema", at=site).stdout)["properties"]["tags"]["items"]["anyOf"][0]["enum"][0] == "C, or C++"
    )


# ── Snippets: VS Code's own completion ──────────────────────────────────────────────────────────────


def test_snippets_complete_each_field_and_the_sites_companies(site: Path) -> None:
    found = json.loads(run("schema", "--for", "snippets", at=site).stdout)
    assert found["tags"]["body"] == ['tags: [${1|"C\\, or C++",OpenAI,Policy|}$0]']
    assert found["kind"]["body"] == ["kind: ${1|story,digest|}$0"]
    assert found["company: Nvidia"]["body"] == ["Nvidia [finance:Nvidia]"]
    assert {snippet["scope"] for snippet in found.values()} == {"markdown,yaml"}


def typed(body: list[str]) -> str:
    """A snippet as VS Code puts it in, with the first of each choice, and an x where there is nothing."""
    text = re.sub(r"(?<=: )\$0", "x", "\n".join(body)).replace("$0", "").replace("https://", "https://example.com/")
    for name, value in {"YEAR": "2025", "MONTH": "11", "DATE": "24"}.items():
        text = text.replace(f"$CURRENT_{name}", value)
    text = re.sub(r"\$\{\d\|((?:[^,|\\]|\\.)*)(?:[^|\\]|\\.)*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d:([^}]*)\}", r"\1", text)
    return re.sub(r"\\(.)", r"\1", re.sub(r"\$\d", "x", text))


def test_what_snippets_put_in_is_right(site: Path) -> None:
    """All but what must name something that is there, and what takes a post off the site."""
    found = json.loads(run("schema", "--for", "snippets", at=site).stdout)
    naming = {"draft", "expires", "related", "follows", "image", "withdrawn", "redirect_to"}
    lines = [typed(snippet["body"]) for name, snippet in found.items() if ":" not in name and name not in naming]
    assert len(lines) > 10
    make_site(site, {"content/posts/b.md": "\n".join(["---", *lines, "---", "Text.\n"])})
    built = build_site(site)
    assert [problem for problem in built.problems if "b.md" in problem] == []
    assert "C, or C++" in built.text("/2025/11/24/x/")


def test_renamed_fields_are_completed_by_the_sites_names(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"pyproject.toml": CONFIG + '[tool.sitegen.fields]\nsummary = "description"\n'})
    found = json.loads(run("schema", "--for", "snippets", at=site).stdout)
    assert found["description"]["body"] == ["description: $0"]
    assert "summary" not in found
