"""`content/data/`: the newsroom's tables (tags, authors, publishers, companies) and any other data, for templates.

Gives plain JSON-like values; dates become their ISO text. What is wrong is a diagnostic at its line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from sitegen.bounds import DATA, LEVELS, YAML_DATA
from sitegen.config.conflicts import HELP, MESSAGE, conflicts
from sitegen.config.toml import BadToml, read_toml
from sitegen.content.datafile import DataFile
from sitegen.content.text import Unreadable, decode, refuse_larger
from sitegen.diagnostics import Diagnostic, did_you_mean
from sitegen.markup.manuscript import clean
from sitegen.model import Author, Publisher
from sitegen.newsroom.site import Tables
from sitegen.newsroom.terms import TermEntry
from sitegen.newsroom.urls import slugify, term_key

# The newsroom's tables, but for companies: what a row may have, and of which kind. A taxonomy's file is like `tags`.
Kind = Literal["text", "texts", "flag", "address"]
TABLES: dict[str, dict[str, Kind]] = {
    "tags": {"name": "text", "description": "text"},
    "authors": {"name": "text", "bio": "text", "url": "address", "organization": "flag"},
    "publishers": {"name": "text", "domain": "text", "aliases": "texts"},
}
ADDRESS = r"https?://[^\s<>\"]+"
AUTHOR_KEY = r"[\w .'-]+"

FORMATS = ("toml", "json", "yaml", "yml", "csv")
COMPANIES = "content/data/companies.toml"


@dataclass(frozen=True, slots=True)
class Data:
    """Every file's value by its name without ending, the newsroom's tables, and the companies as they were written."""

    values: dict[str, Any]
    tables: Tables
    companies: DataFile
    diagnostics: tuple[Diagnostic, ...]


def read_data(files: Mapping[str, bytes], taxonomies: tuple[str, ...]) -> Data:
    """What the files say, given by name ("tags.toml")."""
    problems: list[Diagnostic] = []
    found: dict[str, DataFile] = {}
    for name, data in sorted(files.items()):
        path = f"content/data/{name}"
        stem, _, ending = name.rpartition(".")
        if ending not in FORMATS or not re.fullmatch(r"\w+", stem):
            message = f"{name} is not a data file that templates can name"
            help_ = f"use a name of letters, digits and _, and one of: {', '.join(FORMATS)}"
            problems.append(Diagnostic(path, 0, 0, "warning", "bad-data", message, help_))
            continue
        if stem in found:
            message = f"this file and {found[stem].path} are both data.{stem} in templates"
            help_ = "rename one, or make one file of them"
            problems.append(Diagnostic(path, 0, 0, "error", "bad-data", message, help_))
            continue
        try:
            refuse_larger(data, DATA, path, "part it, or leave out what no template shows")
            text = decode(data, path)
            found[stem] = DataFile(path, text, _plain(_parse(text, ending, path), path, text))
        except Unreadable as unreadable:
            problems.append(unreadable.diagnostic)
    terms = {}
    for taxonomy in taxonomies:
        if taxonomy in found and taxonomy != "companies":
            rows = _rows(found[taxonomy], TABLES["tags"], problems)
            terms[taxonomy] = {term_key(key): TermEntry(**row) for key, row in rows.items()}
    authors = {}
    if "authors" in found:
        rows = _rows(found["authors"], TABLES["authors"], problems)
        for key in rows:
            if not slugify(key) or not re.fullmatch(AUTHOR_KEY, key) or ".." in key:
                message, help_ = f"{key!r} cannot be part of a URL", "write letters, digits and hyphens: [jane-doe]"
                problems.append(Diagnostic(*found["authors"].at(key), "error", "bad-data", message, help_))
        authors = {slugify(key): Author(key=slugify(key), **{"name": key, **row}) for key, row in rows.items()}
    publishers = {}
    if "publishers" in found:
        rows = _rows(found["publishers"], TABLES["publishers"], problems)
        publishers = {
            key: Publisher(key, row.get("name", key), row.get("domain", ""), tuple(row.get("aliases", ())))
            for key, row in rows.items()
        }
    companies = found.get("companies", DataFile(COMPANIES, "", {}))
    if not isinstance(companies.value, dict):
        problems.append(_no_table(companies, "[nvidia]"))
        companies = DataFile(companies.path, "", {})
    values = {stem: file.value for stem, file in found.items()}
    return Data(values, Tables(terms, authors, publishers, companies.value), companies, tuple(problems))


def _parse(text: str, ending: str, path: str) -> Any:
    if unmerged := conflicts(text):  # CSV would take git's marks for rows
        raise _unreadable(path, (unmerged[0], 1), MESSAGE, HELP)
    try:
        match ending:
            case "toml":
                return read_toml(text)
            case "json":
                return json.loads(text)
            case "csv":
                return list(csv.DictReader(io.StringIO(text, newline=""), restkey="rest", strict=True))
            case _:
                return _yaml(text, path)
    except BadToml as bad:
        raise _unreadable(path, bad.place, bad.message, bad.help) from None
    except json.JSONDecodeError as bad:
        help_ = "texts and keys stand in double quotes; a comma parts two values, and none stands behind the last"
        raise _unreadable(path, (bad.lineno, bad.colno), f"this is not JSON: {bad.msg}", help_) from None
    except csv.Error as bad:
        help_ = 'a field that holds a comma, a quote or a line break stands in double quotes: "Zürich, CH"'
        raise _unreadable(path, (1, 1), f"this is not CSV: {bad}", help_) from None
    except (ValueError, RecursionError) as bad:
        help_ = "use fewer brackets within brackets, and shorter numbers"
        raise _unreadable(path, (1, 1), f"this cannot be read: {str(bad).splitlines()[0]}", help_) from None


def _yaml(text: str, path: str) -> Any:
    from sitegen.content.nodes import BadYaml, as_data, compose

    try:
        if len(text) > YAML_DATA:
            message = f"this has more than {YAML_DATA:,} characters"
            raise BadYaml((1, 1), message, "write it as CSV or JSON", "too-large")
        node = compose(text)
    except BadYaml as bad:
        raise _unreadable(path, bad.place, bad.message, bad.help) from None
    return None if node is None else as_data(node)


def _unreadable(path: str, at: tuple[int, int], message: str, help_: str) -> Unreadable:
    return Unreadable(Diagnostic(path, *at, "error", "bad-data", message, help_))


def _plain(value: Any, path: str, text: str, level: int = 0) -> Any:
    """JSON-like data as it can be kept; raises `Unreadable` for what cannot."""
    if isinstance(value, (dict, list)) and level == LEVELS:
        message = f"this is nested more than {LEVELS} levels deep"
        raise _unreadable(path, (1, 1), message, "take out lists within lists")
    if isinstance(value, dict):
        return {clean(str(key)): _plain(item, path, text, level + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, path, text, level + 1) for item in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        written = str(value) if abs(value) < 2**512 else ""  # Python writes no number of thousands of digits
        at = text.find(written) + 1 if written else 0
        place = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at) - 1) if at else (1, 1)
        named = f"the number {written[:20]}…" if written else "a number"
        raise _unreadable(path, place, f"{named} is too large", "put it in quotes")
    if isinstance(value, str):
        return clean(value)
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def _no_table(file: DataFile, header: str) -> Diagnostic:
    help_ = f'make it a .toml file: a line {header} for each, and its keys below, like name = "…"'
    return Diagnostic(file.path, 1, 1, "error", "bad-data", "this must be a table of tables", help_)


def _rows(file: DataFile, known: Mapping[str, Kind], problems: list[Diagnostic]) -> dict[str, dict[str, Any]]:
    """The rows of a table of tables; what is unknown or ill-typed in them is said and left out."""
    if not isinstance(file.value, dict):
        problems.append(_no_table(file, "[key]"))
        return {}
    rows: dict[str, dict[str, Any]] = {}
    for key, row in file.value.items():
        rows[key] = {}
        if not isinstance(row, dict):
            message, help_ = f"{key} must be a table", f'write a line [{key}], and name = "…" below it'
            problems.append(Diagnostic(*file.at(key), "error", "bad-data", message, help_))
            continue
        for name, item in row.items():
            match known.get(name):
                case "texts":
                    wanted, example = "a list of texts", '["…"]'
                    right = isinstance(item, list) and all(isinstance(i, str) for i in item)
                case "flag":
                    wanted, example, right = "true or false", "true", isinstance(item, bool)
                case _:
                    wanted, example, right = "a text", '"…"', isinstance(item, str)
            if name not in known:
                message, help_ = f"{name!r} is not used here", did_you_mean(name, sorted(known))
                problems.append(Diagnostic(*file.at(key, name), "warning", "unknown-key", message, help_))
            elif not right:
                message, help_ = f"{key}.{name} must be {wanted}", f"write {name} = {example}"
                problems.append(Diagnostic(*file.at(key, name), "error", "bad-data", message, help_))
            elif known[name] == "address" and not re.fullmatch(ADDRESS, item):
                message, help_ = f"{key}.{name} is not a web address", f'write {name} = "https://…"'
                problems.append(Diagnostic(*file.at(key, name), "error", "bad-data", message, help_))
            else:
                rows[key][name] = item
    return rows
