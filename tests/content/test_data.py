"""`content/data/`: every format gives plain values, the newsroom's tables are read, slips are said at their line."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.data import read_data
from sitegen.model import Author, Publisher
from sitegen.newsroom.site import Tables
from sitegen.newsroom.terms import TermEntry

VALUES: dict[str, tuple[str, Any]] = {
    "toml": ("a.toml", {"n": 1, "f": 0.5, "yes": True, "t": {"l": ["x", "y"]}, "day": "2025-11-22"}),
    "json": ("a.json", {"n": 1, "f": 0.5, "yes": True, "t": {"l": ["x", "y"]}, "none": None}),
    "yaml": ("a.yaml", {"n": 1, "f": 0.5, "yes": True, "t": {"l": ["x", "y"]}, "none": None}),
    "yml": ("a.yml", ["no", False, "2025-11-22"]),
    "csv": ("a.csv", [{"name": "Zürich, CH", "n": "1"}, {"name": 'the "new"', "n": ""}]),
}
TEXTS = {
    "toml": "n = 1\nf = 0.5\nyes = true\nday = 2025-11-22\n[t]\nl = ['x', 'y']\n",
    "json": '{"n": 1, "f": 0.5, "yes": true, "t": {"l": ["x", "y"]}, "none": null}',
    "yaml": "n: 1\nf: 0.5\n'yes': yes\nt:\n  l: [x, y]\nnone: ~\n",
    "yml": "- 'no'\n- no\n- 2025-11-22\n",
    "csv": 'name,n\n"Zürich, CH",1\n"the ""new""",\n',
}


def read(files: dict[str, str]) -> tuple[dict[str, Any], Tables, list[str]]:
    data = read_data({name: text.encode() for name, text in files.items()}, ("tags", "models"))
    return data.values, data.tables, [str(problem) for problem in data.diagnostics]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("ending", VALUES)
def test_file_is_a_value_of_plain_data(ending: str, ends: str) -> None:
    name, value = VALUES[ending]
    assert read({name: "\ufeff" + TEXTS[ending].replace("\n", ends)}) == ({"a": value}, Tables(), [])


def test_times_in_toml_become_their_text() -> None:
    text = "at = 2025-11-22T19:21:00-06:00\nlist = [2025-11-22, 07:30:00]\n"
    assert read({"a.toml": text})[0] == {"a": {"at": "2025-11-22T19:21:00-06:00", "list": ["2025-11-22", "07:30:00"]}}


def test_empty_files_are_empty_values() -> None:
    values, tables, problems = read({"a.toml": "", "b.yaml": "", "c.csv": "", "tags.toml": ""})
    assert (values, tables, problems) == ({"a": {}, "b": None, "c": [], "tags": {}}, Tables({"tags": {}}), [])


def test_newsrooms_tables_are_read() -> None:
    _, tables, problems = read(
        {
            "tags.toml": '["data-centers"]\nname = "Data centers"\ndescription = "Racks."\n[chips]\n',
            "models.yaml": "gpt-4.1: {name: GPT-4.1}\n",
            "authors.json": '{"ana": {"name": "Ana Muñoz", "bio": "Reporter", "url": "https://a.example/"}, "ben": {}, '
            '"desk": {"organization": true}}',
            "publishers.toml": '[reuters]\nname = "Reuters"\ndomain = "reuters.com"\naliases = ["Reuters Tech"]\n',
        }
    )
    assert problems == []
    assert tables.terms == {
        "tags": {"data-centers": TermEntry("Data centers", "Racks."), "chips": TermEntry()},
        "models": {"gpt-4.1": TermEntry("GPT-4.1")},
    }
    assert tables.authors == {
        "ana": Author("ana", "Ana Muñoz", "Reporter", "https://a.example/"),
        "ben": Author("ben", "ben"),
        "desk": Author("desk", "desk", organization=True),
    }
    assert tables.publishers == {"reuters": Publisher("reuters", "Reuters", "reuters.com", ("Reuters Tech",))}


def test_companies_are_read_and_know_their_places() -> None:
    data = read_data({"companies.toml": b'[robo]\nname = "Robo Works"\n'}, ())
    assert data.companies.value == {"robo": {"name": "Robo Works"}}
    assert data.companies.at("robo", "name") == ("content/data/companies.toml", 2, 1)
    assert read_data({"companies.yaml": b"- robo"}, ()).companies.value == {}


JSON_HELP = "\n  help: texts and keys stand in double quotes; a comma parts two values, and none stands behind the last"
PROBLEMS = {
    "a.toml|a = 1\na = 2\n": "content/data/a.toml:2:6: error[bad-data]: this is not TOML: a key is "
    "written twice in one table\n  help: keep one of the two",
    "a.json|[1,\n 2,,]": "content/data/a.json:2:4: error[bad-data]: this is not JSON: Expecting value" + JSON_HELP,
    "a.json|": "content/data/a.json:1:1: error[bad-data]: this is not JSON: Expecting value" + JSON_HELP,
    "a.json|{\n" + '"a": [2, 123456789012345678901234]}': "content/data/a.json:2:10: error[bad-data]: "
    "the number 12345678901234567890… is too large\n  help: put it in quotes",
    "a.csv|a\n" + "x" * 200_000: "content/data/a.csv:1:1: error[bad-data]: this is not CSV: "
    "field larger than field limit (131072)\n  help: a field that holds a comma, a quote or a line break stands in "
    'double quotes: "Zürich, CH"',
    "tags.toml|[chips]\nname = 5\n": "content/data/tags.toml:2:1: error[bad-data]: chips.name must be a text\n"
    '  help: write name = "…"',
    "tags.yaml|chips:\n  name: Chips\n  description: [5]\n": "content/data/tags.yaml:3:3: error[bad-data]: "
    'chips.description must be a text\n  help: write description = "…"',
    'authors.json|{"ana": {\n\t"boi": "Reporter"}}': "content/data/authors.json:2:2: warning[unknown-key]: "
    "'boi' is not used here\n  help: did you mean 'bio'?",
    "tags.toml|[chips]\n\n  nmae = 'x'\n": "content/data/tags.toml:3:3: warning[unknown-key]: "
    "'nmae' is not used here\n  help: did you mean 'name'?",
    "authors.toml|ana = 'Ana'\n": "content/data/authors.toml:1:1: error[bad-data]: ana must be a table\n"
    '  help: write a line [ana], and name = "…" below it',
    "publishers.toml|[a]\naliases = [1]\n": "content/data/publishers.toml:2:1: error[bad-data]: "
    'a.aliases must be a list of texts\n  help: write aliases = ["…"]',
    "authors.toml|[a]\norganization = 'yes'\n": "content/data/authors.toml:2:1: error[bad-data]: "
    "a.organization must be true or false\n  help: write organization = true",
    "tags.yaml|[a]": "content/data/tags.yaml:1:1: error[bad-data]: this must be a table of tables\n"
    '  help: make it a .toml file: a line [key] for each, and its keys below, like name = "…"',
}


@pytest.mark.parametrize("file", PROBLEMS)
def test_slip_is_said_at_its_line(file: str) -> None:
    name, _, text = file.partition("|")
    assert read({name: text})[2] == [PROBLEMS[file]]


def test_a_key_of_thousands_of_dots_is_refused_before_it_fills_the_memory() -> None:
    (problem,) = read({"a.toml": "b = 1\n" + ".".join("a" * 50_000) + " = 1\n"})[2]
    assert problem.startswith("content/data/a.toml:2:1: error[bad-data]: this key has more than 100 dots")


def test_a_number_that_python_cannot_write_is_refused() -> None:
    (problem,) = read({"a.toml": "a = 0x" + "f" * 10_000})[2]
    assert problem.startswith("content/data/a.toml:1:1: error[bad-data]: a number is too large")


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_nesting_without_end_is_refused(name: str) -> None:
    (problem,) = read({name: "[" * 5_000 + "]" * 5_000})[2]
    assert problem.startswith(f"content/data/{name}:")
    assert "error[bad-data]" in problem


def test_numbers_without_end_in_json_are_kept() -> None:
    assert read({"a.json": "[1e999]"})[0] == {"a": [math.inf]}


@settings(derandomize=True)
@given(st.sampled_from(["a.toml", "a.json", "a.csv", "tags.toml", "authors.json"]), st.text(max_size=120))
def test_any_text_is_a_value_or_a_problem_at_its_file(name: str, text: str) -> None:
    data = read_data({name: text.encode()}, ("tags",))
    stem = name.partition(".")[0]
    assert (stem in data.values) or data.diagnostics
    assert all(problem.path == f"content/data/{name}" for problem in data.diagnostics)
