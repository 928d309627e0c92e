"""The company registry of a site: the bundled companies, and what `content/data/companies.toml` adds or corrects.

Reads the two bundled files and nothing else; the site's entries come parsed. What a name means is decided in
`newsroom/companies.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.content.datafile import DataFile
from sitegen.diagnostics import Code, Diagnostic, did_you_mean
from sitegen.model import Company, Listing
from sitegen.newsroom.companies import Ambiguous, Listed, Registry, parse_listing
from sitegen.newsroom.names import normalise, short_name, symbol_key
from sitegen.newsroom.urls import slugify

Place = tuple[str, int, int]  # path, line, column

DATA = Path(__file__).resolve().parent.parent / "data"
WORDS = ("name", "short", "symbol", "exchange", "country", "url", "key")
LISTS = ("aliases", "listings")
FIELDS = (*WORDS, *LISTS, "cik")
EXAMPLES = {
    "cik": "a number: cik = 1045810",
    "symbol": 'a symbol: symbol = "NVDA" or "2330.TW"',
    "aliases": 'a list: aliases = ["…"]',
    "url": 'an address: url = "https://…"',
    "listings": 'a list: listings = ["2330.TW@TWSE"]',
}


@cache
def bundled() -> Registry:
    """What every site knows: the SEC's list, and on it the companies kept by hand in known.toml."""
    listed = Listed((DATA / "companies.tsv").read_text(encoding="utf-8"))
    known = parse_known((DATA / "known.toml").read_text(encoding="utf-8"))
    kept = (merge(listed.company(str(entry.get("cik", ""))), table, entry) for table, entry in known.items())
    return Registry(tuple(kept), listed)


def parse_known(text: str) -> dict[str, dict[str, Any]]:
    """known.toml as tomllib reads it, in a sixth of the time: each of its lines is one key and a JSON value.

    Only for that bundled file; a test holds it to that form.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = [line.partition(" = ") for line in lines]
    values = iter(json.loads(f"[{','.join(value for _, _, value in pairs if value)}]"))
    tables: dict[str, dict[str, Any]] = {}
    entry: dict[str, Any] = {}
    for key, equals, _ in pairs:
        if equals:
            entry[key] = next(values)
        else:
            entry = tables[key[1:-1]] = {}
    return tables


def load_registry(companies: DataFile) -> tuple[Registry, tuple[Diagnostic, ...]]:
    """The registry with the site's entries on top, and what is wrong in them; a wrong entry or value is left out.

    `companies` is companies.toml: table name -> keys and values. An entry corrects the company that its `key` or `cik`
    names, or else the one that bears its symbols or its name; if there is none, it adds one. A `key` or `cik` that no
    company has therefore says: another company, whoever else is called that.
    """
    base = bundled()
    ours: dict[str, Company] = {}
    tables: dict[str, str] = {}  # by key: the table that says so
    problems: list[Diagnostic] = []
    for table, given in companies.value.items():
        entry, found = _checked(table, given, companies)
        problems += found
        if entry is None:
            continue
        company = _completed(base, table, entry, companies.at(table))
        if isinstance(company, Company) and company.key in ours:
            message = f"[{table}] and [{tables[company.key]}] are one company: {company.name} ({company.key})"
            help_ = f'make one entry of them; if it is another company, write key = "{table}" in this one'
            company = _problem(companies.at(table), "repeated-company", message, help_)
        if isinstance(company, Company) and (other := _another(base, table, entry)):
            problems.append(_renamed(companies.at(table, "symbol"), table, entry, other))
        if isinstance(company, Diagnostic):
            problems.append(company)
        else:
            ours[company.key] = company
            tables[company.key] = table
    if not ours:
        return base, tuple(sorted(problems))
    kept = (*ours.values(), *(c for c in base.kept if c.key not in ours))
    registry = Registry(kept, base.listed, tables)
    for one, other in registry.clashes():
        message = f"{one.name} ({one.key}) and {other.name} ({other.key}) have one page: /tickers/{one.slug}/"
        table = tables.get(other.key) or tables[one.key]  # the later one of two of the site's
        help_ = f'write another symbol = "…" or short = "…" below [{table}]'
        problems.append(_problem(companies.at(table), "slug-clash", message, help_))
    return registry, tuple(sorted(problems))


def merge(base: Company | None, table: str, entry: Mapping[str, Any]) -> Company:
    """The company of an entry: what it says, and for the rest what `base` is. Its primary listing comes first."""
    key = base.key if base else _key(entry) or f"x:{table}"
    name = entry.get("name") or (base.name if base else table)
    short = entry.get("short") or (base.short if base and name == base.name else short_name(name))
    aliases = dict.fromkeys((*entry.get("aliases", ()), *(base.aliases if base else ())))
    listings = _listings(base, entry)
    return Company(
        key,
        name,
        short,
        slugify(listings[0].symbol if listings else short) or slugify(key),
        listings,
        tuple(alias for alias in aliases if alias not in (name, short)),
        entry.get("country") or (base.country if base else ""),
        entry.get("url") or (base.url if base else ""),
    )


def _listings(base: Company | None, entry: Mapping[str, Any]) -> tuple[Listing, ...]:
    known = {symbol_key(listing.symbol): listing for listing in base.listings} if base else {}
    given = {symbol_key(listing.symbol): listing for listing in map(parse_listing, entry.get("listings", ()))}
    symbol = entry.get("symbol") or (base.symbol if base else "")
    if not symbol:
        return tuple(given.values())
    key = symbol_key(symbol)
    before = given.get(key) or known.get(key)
    primary = Listing(symbol, entry.get("exchange") or (before.exchange if before else ""))
    return tuple(({key: primary} | known | given | {key: primary}).values())


def _completed(base: Registry, table: str, entry: Mapping[str, Any], at: Place) -> Company | Diagnostic:
    """A site's entry as a company. Names that it replaces stay aliases: what was written before still leads to it."""
    found = _corrected(base, table, entry)
    if len(found) > 1:
        names = " or ".join(f"{c.name} ({c.key})" for c in found)
        return _problem(
            at,
            "ambiguous-company",
            f"[{table}] can mean {names}",
            f'say which one: write key = "{found[0].key}" below [{table}]',
        )
    if found:
        former = [*entry.get("aliases", ()), *found[0].aliases, found[0].name, found[0].short]
        return merge(found[0], table, dict(entry) | {"aliases": former})
    if not entry.get("name"):
        message = f"[{table}] has no name, and corrects no known company"
        return _problem(at, "missing-name", message, 'write name = "…", its full name')
    return merge(None, table, entry)


def _corrected(base: Registry, table: str, entry: Mapping[str, Any]) -> tuple[Company, ...]:
    """The companies that an entry means: none, one, or several, which is the site's error.

    A symbol settles which of several that bear a name is meant. The table's name decides last, since it is the key of
    a company that has no other.
    """
    if key := _key(entry):
        found = base.get(key)
        return (found,) if found else ()
    symbols = [entry.get("symbol", ""), *(parse_listing(text).symbol for text in entry.get("listings", ()))]
    met = {company.key: company for symbol in symbols for company in base.holders(symbol_key(symbol))}
    named = base.named(entry.get("name", ""))
    bearers = {c.key: c for c in (named.companies if isinstance(named, Ambiguous) else [named] if named else [])}
    if not (met and met.keys() <= bearers.keys()):
        met |= bearers
    if not met and (found := base.get(f"x:{table}")):
        return (found,)
    return tuple(met.values())


def _another(base: Registry, table: str, entry: Mapping[str, Any]) -> Company | None:
    """The known company that an entry corrects for its symbol alone, while no word of its names is like the entry's."""
    if _key(entry) or not entry.get("symbol"):
        return None
    found = _corrected(base, table, entry)
    if len(found) != 1 or symbol_key(entry["symbol"]) not in {symbol_key(o.symbol) for o in found[0].listings}:
        return None
    own = _words(table, entry.get("name", ""), entry.get("short", ""), *entry.get("aliases", ()))
    known = _words(found[0].name, found[0].short, *found[0].aliases, *(o.symbol for o in found[0].listings))
    return None if own & known else found[0]


def _words(*names: str) -> set[str]:
    """The first words of names, for the others are often a kind of company."""
    return {name.split()[0] for name in (normalise(text.replace("-", " ")) for text in names) if name}


def _renamed(at: Place, table: str, entry: Mapping[str, Any], other: Company) -> Diagnostic:
    does = "renames" if "name" in entry else "corrects"
    message = f"{entry['symbol']} is the symbol of {other.name}: [{table}] {does} that company"
    help_ = f'if it is another company, write its own symbol, or none; if it is the same, write key = "{other.key}"'
    return replace(_problem(at, "ambiguous-company", message, help_), severity="warning")


def _key(entry: Mapping[str, Any]) -> str:
    if key := entry.get("key", ""):
        return str(key) if ":" in key else f"x:{key}"
    return f"cik:{int(entry['cik'])}" if "cik" in entry else ""


def _checked(table: str, given: Any, file: DataFile) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """A site's entry with what is right in it, and a problem for each key that is not; None for what is no table."""
    if not isinstance(given, Mapping):
        message, advice = f"{table!r} is no table of a company", f"write [{table}], and its keys below it"
        if table in FIELDS:
            message, advice = f"{table!r} stands above all companies", "write a line above it with a key for it: [robo]"
        elif isinstance(given, list):
            message, advice = f"[[{table}]] is no company", "begin each company with a key of its own: [robo]"
        return None, [_problem(file.at(table), "bad-value", message, advice)]
    problems = []
    for key, value in given.items():
        if key not in FIELDS:
            message = f"[{table}]: {key!r} is not used here"
            found = _problem(file.at(table, key), "unknown-key", message, did_you_mean(key, FIELDS))
            problems.append(replace(found, severity="warning"))
        elif not _well_typed(key, value):
            expected = EXAMPLES.get(key, f'text: {key} = "…"')
            message = f"[{table}]: {key} cannot be {value!r}"
            problems.append(_problem(file.at(table, key), "bad-value", message, f"write {expected}"))
    return {key: given[key] for key in given if key in FIELDS and _well_typed(key, given[key])}, problems


def _well_typed(key: str, value: Any) -> bool:
    if key == "cik":
        return str(value).isascii() and str(value).isdigit() and type(value) in (int, str)
    if key in LISTS:
        texts = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
        return texts and (key == "aliases" or all(symbol_key(parse_listing(v).symbol) for v in value))
    if not isinstance(value, str) or not value.strip():
        return False
    if key == "url":
        return re.fullmatch(r"https?://[^\s<>\"]+", value) is not None
    return key != "symbol" or bool(symbol_key(value))


def _problem(at: Place, code: Code, message: str, advice: str) -> Diagnostic:
    return Diagnostic(*at, "error", code, message, advice)
