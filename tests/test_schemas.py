"""JSON Schemas and the readers of the same values agree: what a schema takes is read, and what is written is taken."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sitegen.config import Config, read_config
from sitegen.config.tables import read_table
from sitegen.content.data import TABLES, read_data
from sitegen.content.datafile import DataFile
from sitegen.content.frontmatter import split
from sitegen.content.nodes import as_data, compose
from sitegen.content.registry import FIELDS as COMPANY_FIELDS
from sitegen.content.registry import load_registry
from sitegen.content.schema import KINDS, read_meta
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import ConfigError, Diagnostic, WrongUsage
from sitegen.schemas import make_schema, schema_names
from sitegen.schemas.front_matter import kind_schema
from sitegen.schemas.meanings import COMPANY, FRONT_MATTER, ROWS, SETTINGS
from sitegen.schemas.snippets import BODIES
from sitegen.vocabulary import Vocabulary
from tests.examples import tried
from tests.test_docs import CONFIGURATION, FIELDS, ROOT, WRITING, rows

CONFIG = Config("Example", "https://example.com/", taxonomies={"tags": Config().taxonomies["tags"]})
KNOWN = Vocabulary({"tags": {"AI": 2, "C++": 1}}, {"Nvidia": 1}, {"jane-doe": "Jane Doe"})
POSTS = make_schema("posts", CONFIG, KNOWN)

many = tried(50, derandomize=True, suppress_health_check=list(HealthCheck))


def taken(schema: dict[str, Any], value: Any) -> bool:
    return Draft7Validator(schema).is_valid(value)


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
)
TEXTS = st.text(LETTERS, max_size=12)


def from_schema(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema takes, of the words that ours use."""
    return _drawn(schema).filter(lambda value: taken(schema, value))


def _drawn(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        return st.one_of(_drawn(_merged(rest, option)) for option in schema["anyOf"])
    types = schema.get("type", "object" if "properties" in schema else ["null", "string"])
    # Python's $ also stands before a last line end; that of JavaScript, which editors use, does not.
    texts = st.from_regex(schema["pattern"].replace("$", r"\Z"), alphabet=LETTERS) if "pattern" in schema else TEXTS
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.integers(schema.get("minimum"), 2**40),
        "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "string": texts,
        "array": st.deferred(lambda: st.lists(_drawn(schema.get("items", {})), max_size=3)),
        "object": st.deferred(lambda: _objects(schema)),
    }
    return st.one_of(kinds[name] for name in ([types] if isinstance(types, str) else types))


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    drawn = {key: _drawn(inner) for key, inner in schema.get("properties", {}).items()}
    needed = {key: drawn.pop(key) for key in schema.get("required", ()) if key in drawn}
    known = st.fixed_dictionaries(needed, optional=drawn)
    if not isinstance(schema.get("additionalProperties"), dict):
        return known
    names = schema.get("propertyNames", {})
    more = st.dictionaries(_drawn({"type": "string", **names}), _drawn(schema["additionalProperties"]), max_size=2)
    return st.builds(lambda one, other: {**other, **one}, known, more)


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    properties = {**one.get("properties", {}), **other.get("properties", {})}
    return {**one, **other, **({"properties": properties} if properties else {})}


@pytest.mark.parametrize("name", schema_names(CONFIG))
def test_every_schema_is_one(name: str) -> None:
    schema = make_schema(name, CONFIG, KNOWN)
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$schema"]
    Draft7Validator.check_schema(schema)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(WrongUsage, match="did you mean 'companies'"):
        make_schema("company", CONFIG, KNOWN)


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────


def read(front_matter: str) -> tuple[Diagnostic, ...]:
    return read_meta(split(f"---\n{front_matter}\n---\n", "a.md"), "a.md", LoadSettings(), dated=True)[1]


# Beyond what a pattern can say in every dialect: which letters a name, a term or an address has, how many days a month,
# and what two fields say together.
BEYOND = re.compile(
    r"is no name|is neither a path|either withdrawn or leads on|\[(bad-term|bad-slug|bad-alias)\]"
    r"|'[0-9]{4}-[0-9]{2}-(29|30|31).*' is not a date"
)


@many
@given(from_schema({**POSTS, "additionalProperties": False}))
def test_front_matter_that_the_schema_takes_is_read(value: dict[str, Any]) -> None:
    problems = [str(problem) for problem in read(json.dumps(value, ensure_ascii=False))]
    assert [problem for problem in problems if not BEYOND.search(problem)] == []


@pytest.mark.parametrize("field", FIELDS)
def test_the_schema_takes_the_example_of_each_field(field: str) -> None:
    lines = {"title": "A", "date": "2025-11-22"} | {field: FIELDS[field]}
    value = as_data(compose("".join(f"{key}: {text}\n" for key, text in lines.items())))
    assert taken(POSTS, value)


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "posts").rglob("*.md")), ids=lambda path: path.name)
def test_the_schema_takes_the_posts_of_the_demo_site(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
    assert [error.message for error in Draft7Validator(POSTS).iter_errors(as_data(compose(head)))] == []


RIGHT = [
    *("title: 2025", "date: '2025-11-22'", "date: 2025-11-22 19:21", "date: 2025-11-22T19:21:00.5Z"),
    *("date: 2025-11-22T19:21:00-06:00", "date: 2025-11-22 19:21 +0530", "updated:", "id: 12", "kind: digest", "kind:"),
    *("draft: yes", "draft: TRUE", "draft:", "tags: [AI, new, 5]", "tags:", "tags: []", "authors: [x]"),
    *("image: rack.jpg", "image: {src: rack.jpg, alt: x}", "image: https://example.com/a.jpg", "image: ''", "image:"),
    *("sources: [{publisher: AP}]", "sources: [{domain: ap.org, url: 'HTTPS://ap.org/a'}]", "other: {a: [1]}"),
    *("corrections: [{date: 2025-11-24, text: x}]", "sources:", "takeaways: ['**x**']", "slug: 5"),
]
WRONG = [
    *("title: ' '", "title: [a]", "title: {a: b}", "date: tomorrow", "date: 2025-13-01", "date: 2025-11-22T25:00"),
    *("date: 1969-01-01", "date: 9999-01-01", "date: 5", "date: [2025-11-22]", "updated: soon", "kind: essay"),
    *("draft: maybe", "draft: 1", "draft: [true]", "tags: AI", "tags: {a: b}", "tags: [[a]]", "authors: jane"),
    *("image: {alt: x}", "image: {src: x, size: 3}", "image: 'data:x'", "image: {src: 'ftp://x/y'}", "image: [x]"),
    *("sources: AP", "sources: [AP]", "sources: [{url: 'https://ap.org'}]", "sources: [{publisher: ' '}]"),
    *("sources: [{publisher: AP, url: ap.org}]", "sources: [{publisher: AP, site: x}]", "sources: [{publisher: [a]}]"),
    *("corrections: [{text: x}]", "corrections: [{date: 2025-11-24}]", "corrections: [{date: x, text: y}]"),
]


@pytest.mark.parametrize(("written", "right"), [(t, True) for t in RIGHT] + [(t, False) for t in WRONG])
def test_schema_and_reader_agree_on_values_that_editors_write(written: str, right: bool) -> None:
    field = written.partition(":")[0]
    lines = {"title": "title: A", "date": "date: 2025-11-22"} | {field: written}
    text = "\n".join(lines.values())
    assert (not read(text)) is right
    assert taken(POSTS, as_data(compose(text))) is right


def test_a_post_needs_a_date_and_a_page_does_not() -> None:
    pages = make_schema("pages", CONFIG, KNOWN)
    assert (taken(POSTS, {"title": "A"}), taken(pages, {"title": "A"}), taken(pages, {})) == (False, True, False)


def test_the_sites_own_keys_terms_and_authors_are_known() -> None:
    config = Config("A", "https://a.example/", fields={"summary": "description"}, taxonomies={"people": None})  # type: ignore[dict-item]
    schema = make_schema("posts", config, Vocabulary({"people": {"Ada": 1}}, {}, {"jane-doe": "Jane Doe"}))
    properties = schema["properties"]
    assert {"description", "people"} <= properties.keys()
    assert not {"summary", "tags"} & properties.keys()
    assert properties["people"]["items"]["anyOf"][0] == {"type": "string", "enum": ["Ada"]}
    assert properties["authors"]["items"]["anyOf"][0] == {"type": "string", "enum": ["jane-doe"]}
    assert taken(schema, {"title": "A", "date": "2025-11-22", "people": ["Someone else"]}), "a suggestion, not a rule"


# ── Data files ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", TABLES)
def test_tables_that_the_schema_takes_are_read(name: str) -> None:
    schema = make_schema(name, CONFIG, KNOWN)
    rows_ = st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), from_schema(schema["additionalProperties"]))

    @many
    @given(rows_)
    def holds(value: dict[str, Any]) -> None:
        assert read_data({f"{name}.json": json.dumps(value).encode()}, ("tags",)).diagnostics == ()

    holds()


@many
@given(from_schema(make_schema("companies", CONFIG, KNOWN)["additionalProperties"]))
def test_companies_that_the_schema_takes_are_well_typed(entry: dict[str, Any]) -> None:
    problems = load_registry(DataFile("companies.toml", "", {"acme": {"name": "Acme", **entry}}))[1]
    assert [problem for problem in problems if problem.code in ("bad-value", "unknown-key")] == []


TABLES_RIGHT = {
    "tags": '[ai]\nname = "AI"\ndescription = "x"\n',
    "authors": '[jane]\nname = "Jane"\nurl = "https://example.com/"\norganization = false\n',
    "publishers": '[ap]\ndomain = "ap.org"\naliases = ["AP", "The AP"]\n',
    "companies": WRITING.partition("`content/data/companies.toml`:\n\n```toml\n")[2].partition("```")[0],
}
TABLES_WRONG = {
    "tags": ["[ai]\nname = 5\n", '[ai]\ntitle = "AI"\n', 'ai = "AI"\n'],
    "authors": ['[jane]\nurl = "example.com"\n', '[jane]\norganization = "yes"\n'],
    "publishers": ['[ap]\naliases = "AP"\n', "[ap]\naliases = [1]\n"],
    "companies": [
        '[a]\nname = ""\n',
        '[a]\nsymbol = "N V"\n',
        "[a]\nlistings = 1\n",
        "[a]\ncik = -1\n",
        '[a]\nurl = "x"\n',
    ],
}


@pytest.mark.parametrize("name", TABLES_RIGHT)
def test_schema_and_reader_agree_on_tables_that_editors_write(name: str) -> None:
    schema = make_schema(name, CONFIG, KNOWN)
    files = [(TABLES_RIGHT[name], True), *((text, False) for text in TABLES_WRONG[name])]
    for text, right in files:
        value = tomllib.loads(text)
        problems = (
            load_registry(DataFile("companies.toml", text, value))[1]
            if name == "companies"
            else read_data({f"{name}.toml": text.encode()}, ("tags",)).diagnostics
        )
        assert (not problems) is right, text
        assert taken(schema, value) is right, text


# ── Configuration ───────────────────────────────────────────────────────────────────────────────────

SITEGEN = make_schema("config", CONFIG, KNOWN)["properties"]["tool"]["properties"]["sitegen"]


@many
@given(from_schema(SITEGEN))
def test_settings_that_the_schema_takes_are_of_their_types(value: dict[str, Any]) -> None:
    assert read_table(Config, value)[1] == []


CONFIG_WRONG = [
    *("page_size = 0", "page_size = '20'", "authors = 'x'", "pagesize = 3", "feeds = {limit = 0}", "title = ' '"),
    *("base_url = 'example.com'", "menu = [{name = 'x'}]", "markdown = {engine = 'x'}", "fields = {sumary = 'x'}"),
    *("strings = {relatd = 'x'}", "check = {rules = {x = 'off'}}", "check = {rules = {unknown-company = 'x'}}"),
    *("taxonomies = {tickers = {}}", "taxonomies = {Tags = {}}", "redirects = {'x/' = '/y/'}", "search = true"),
    *(
        "deploy = {live = {}}",
        "deploy = {live = {target = '/x', more = 1}}",
        "deploy = {live = {target = '/x', grace = -1}}",
    ),
]
CONFIG_RIGHT = [
    *(
        "page_size = 5",
        "timezone = 'America/Chicago'",
        "feeds = {limit = 1, hub = ''}",
        "menu = [{name = 'x', url = '/'}]",
    ),
    *("fields = {summary = 'description'}", "strings = {related = 'x'}", "taxonomies = {topics = {title = 'T'}}"),
    *("check = {rules = {unknown-company = 'off'}}", "redirects = {'/x/' = '/y/'}", "email = {from = 'a@example.com'}"),
    "deploy = {live = {target = '/srv/news', compress = ['gzip', 'br'], grace = 24}}",
]


@pytest.mark.parametrize(("line", "right"), [(t, True) for t in CONFIG_RIGHT] + [(t, False) for t in CONFIG_WRONG])
def test_schema_and_reader_agree_on_settings_that_people_write(line: str, right: bool) -> None:
    needed = {"title": "title = 'A'", "base_url": "base_url = 'https://example.com/'"}
    text = "\n".join(["[tool.sitegen]", *(needed | {line.partition(" ")[0]: line}).values()])
    try:
        read_config(text)
        problems: tuple[Diagnostic, ...] = ()
    except ConfigError as wrong:
        problems = wrong.diagnostics
    assert (not problems) is right
    assert taken(make_schema("config", CONFIG, KNOWN), tomllib.loads(text)) is right


def test_the_configuration_of_the_demo_site_is_taken_with_other_tools_tables() -> None:
    value = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert taken(make_schema("config", CONFIG, KNOWN), value)
    assert taken(make_schema("config", CONFIG, KNOWN), {"project": {}}), "another project's file"


# ── One truth ───────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_field_has_a_schema_and_a_snippet() -> None:
    for reader in KINDS.values():
        assert kind_schema(reader)
        assert reader in BODIES or kind_schema(reader)["anyOf"]


def plain(cell: str) -> str:
    """A table's cell without the links of its words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell)


def test_editors_show_what_the_guides_say_of_fields() -> None:
    written = {row[0].strip("`"): plain(row[2]) for row in rows(WRITING, "| field | example | what it does |")}
    assert written == FRONT_MATTER


def test_editors_show_what_the_guides_say_of_settings() -> None:
    found = {}
    for section in CONFIGURATION.split("\n## ")[1:]:
        if named := re.match(r"`\[+tool\.sitegen\.?([\w.]*)\]+`\n", section):
            for key, _, _, meaning in rows(section, "| key | type | default | meaning |"):
                found[f"{named[1]}.{key.strip('`')}".lstrip(".")] = plain(meaning)
    assert found == SETTINGS


def test_every_column_of_a_data_file_has_a_meaning_and_no_other() -> None:
    assert ROWS.keys() == {key for table in TABLES.values() for key in table}
    assert COMPANY.keys() == set(COMPANY_FIELDS)


def meanings(schema: Any) -> list[str]:
    """Every property without a description that stands for a setting."""
    properties = schema.get("properties", {})
    return [key for key, inner in properties.items() if "description" not in inner]


def test_every_setting_that_the_guide_describes_is_described_in_the_schema() -> None:
    assert set(meanings(SITEGEN)) <= {
        "deploy",
        *(name for name in SITEGEN["properties"] if "properties" in SITEGEN["properties"][name]),
    }
    tables = [table for table in SITEGEN["properties"].values() if "description" not in table and "properties" in table]
    assert tables
    assert [meanings(table) for table in tables if table is not SITEGEN["properties"]["strings"]] == [[]] * len(tables)
