"""`content/data/`: the newsroom's tables (tags, authors, publishers, companies) and any other data, for templates.

Gives plain JSON-like values; dates become their ISO text. What is not readable is a diagnostic at its line.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Literal

from sitegen.config import locate
from sitegen.content.text import Unreadable, decode
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


def read_data(
    files: Mapping[str, bytes], taxonomies: tuple[str, ...]
) -> tuple[dict[str, Any], Tables, tuple[Diagnostic, ...]]:
    """Every file's value by its name without ending, and the newsroom's tables; files by name ("tags.toml")."""
    problems: list[Diagnostic] = []
    values: dict[str, Any] = {}
    texts: dict[str, tuple[str, str]] = {}
    for name, data in sorted(files.items()):
        path = f"content/data/{name}"
        stem, _, ending = name.rpartition(".")
        if ending not in FORMATS or not re.fullmatch(r"\w+", stem):
            message = f"{name} is not a data file that templates can name"
            help_ = f"use a name of letters, digits and _, and one of: {', '.join(FORMATS)}"
            problems.append(Diagnostic(path, 0, 0, "warning", "bad-data", message, help_))
            continue
        if stem in values:
            problems.append(
                Diagnostic(path, 0, 0, "error", "bad-data", f"two data files are called {stem}", "rename one")
            )
            continue
        try:
            text = decode(data, path)
            values[stem] = _plain(_parse(text, ending, path), path)
            texts[stem] = (path, text)
        except Unreadable as unreadable:
            problems.append(unreadable.diagnostic)
    terms = {}
    for taxonomy in taxonomies:
        if taxonomy in values and taxonomy != "companies":
            rows = _rows(values[taxonomy], TABLES["tags"], *texts[taxonomy], problems)
            terms[taxonomy] = {term_key(key): TermEntry(**row) for key, row in rows.items()}
    authors = {}
    if "authors" in values:
        rows = _rows(values["authors"], TABLES["authors"], *texts["authors"], problems)
        for key in rows:
            if not slugify(key) or not re.fullmatch(AUTHOR_KEY, key) or ".." in key:
                at = locate(texts["authors"][1], (key,))
                message, help_ = f"{key!r} cannot be part of a URL", "write letters, digits and hyphens: [jane-doe]"
                problems.append(Diagnostic(texts["authors"][0], *at, "error", "bad-data", message, help_))
        authors = {slugify(key): Author(key=slugify(key), **{"name": key, **row}) for key, row in rows.items()}
    publishers = {}
    if "publishers" in values:
        rows = _rows(values["publishers"], TABLES["publishers"], *texts["publishers"], problems)
        publishers = {
            key: Publisher(key, row.get("name", key), row.get("domain", ""), tuple(row.get("aliases", ())))
            for key, row in rows.items()
        }
    companies = values.get("companies", {})
    if not isinstance(companies, dict):
        message = "this must be a table of tables"
        problems.append(Diagnostic(texts["companies"][0], 1, 1, "error", "bad-data", message, "write [nvidia] lines"))
        companies = {}
    tables = Tables(terms, authors, publishers, companies)
    return values, tables, tuple(problems)


def _parse(text: str, ending: str, path: str) -> Any:
    try:
        match ending:
            case "toml":
                return tomllib.loads(text)
            case "json":
                return json.loads(text)
            case "csv":
                return list(csv.DictReader(io.StringIO(text, newline=""), restkey="rest", strict=True))
            case _:
                return _yaml(text, path)
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(problem))
        at = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        raise _unreadable(path, at, f"this is not TOML: {str(problem).split(' (at ')[0]}") from None
    except json.JSONDecodeError as problem:
        raise _unreadable(path, (problem.lineno, problem.colno), f"this is not JSON: {problem.msg}") from None
    except (csv.Error, ValueError, RecursionError) as problem:
        raise _unreadable(path, (1, 1), f"this cannot be read: {str(problem).splitlines()[0]}") from None


def _yaml(text: str, path: str) -> Any:
    from sitegen.content.nodes import BadYaml, as_data, compose

    try:
        node = compose(text)
    except BadYaml as bad:
        raise Unreadable(Diagnostic(path, *bad.place, "error", "bad-data", bad.message, bad.help)) from None
    return None if node is None else as_data(node)


def _unreadable(path: str, at: tuple[int, int], message: str) -> Unreadable:
    return Unreadable(Diagnostic(path, *at, "error", "bad-data", message))


def _plain(value: Any, path: str) -> Any:
    """JSON-like data as it can be kept; raises `Unreadable` for what cannot."""
    if isinstance(value, dict):
        return {_plain(str(key), path): _plain(item, path) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, path) for item in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        message = f"the number {str(value)[:20]}… is too large"
        raise Unreadable(Diagnostic(path, 0, 0, "error", "bad-data", message, "put it in quotes"))
    if isinstance(value, str):
        return clean(value)
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def _rows(
    value: Any, known: Mapping[str, Kind], path: str, text: str, problems: list[Diagnostic]
) -> dict[str, dict[str, Any]]:
    """The rows of a table of tables; what is unknown or ill-typed in them is said and left out."""
    if not isinstance(value, dict):
        problems.append(
            Diagnostic(path, 1, 1, "error", "bad-data", "this must be a table of tables", "write [key] lines")
        )
        return {}
    rows: dict[str, dict[str, Any]] = {}
    for key, row in value.items():
        rows[key] = {}
        if not isinstance(row, dict):
            at = locate(text, (key,))
            problems.append(Diagnostic(path, *at, "error", "bad-data", f"{key} must be a table", f"write [{key}]"))
            continue
        for name, item in row.items():
            at = locate(text, (key, name))
            match known.get(name):
                case "texts":
                    wanted = "a list of texts"
                    right = isinstance(item, list) and all(isinstance(i, str) for i in item)
                case "flag":
                    wanted, right = "true or false", isinstance(item, bool)
                case _:
                    wanted, right = "a text", isinstance(item, str)
            if name not in known:
                help_ = did_you_mean(name, sorted(known))
                problems.append(Diagnostic(path, *at, "warning", "unknown-key", f"{name!r} is not used here", help_))
            elif not right:
                problems.append(Diagnostic(path, *at, "error", "bad-data", f"{key}.{name} must be {wanted}"))
            elif known[name] == "address" and not re.fullmatch(ADDRESS, item):
                message, help_ = f"{key}.{name} is not a web address", "begin it with https://"
                problems.append(Diagnostic(path, *at, "error", "bad-data", message, help_))
            else:
                rows[key][name] = item
    return rows
