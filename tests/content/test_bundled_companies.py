"""The bundled companies hold together: the SEC's list, and those that are kept by hand."""

from __future__ import annotations

import tomllib

from sitegen.content.datafile import DataFile
from sitegen.content.registry import DATA, bundled, load_registry, parse_known
from sitegen.newsroom.names import normalise, symbol_key
from sitegen.newsroom.urls import slugify


def test_bundled_companies_hold_together() -> None:
    companies = list(bundled().companies())
    symbols = [symbol_key(s.symbol) for c in companies for s in c.listings]
    assert len(companies) >= 8000
    assert len(symbols) >= 10_300
    assert len({c.key for c in companies}) == len({c.slug for c in companies}) == len(companies)
    assert len(set(symbols)) == len(symbols)
    assert all(symbols)
    assert all(c.name.strip() and c.short.strip() for c in companies)
    assert all(c.slug == (slugify(c.symbol) or slugify(c.short)) for c in companies)
    assert not {c.slug for c in companies if not c.listings} & {slugify(s) for s in symbols}
    assert bundled().clashes() == ()


def test_list_of_the_sec_is_as_its_tool_writes_it() -> None:
    rows = [line.split("\t") for line in (DATA / "companies.tsv").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 7900
    assert [int(cik) for cik, *_ in rows] == sorted({int(cik) for cik, *_ in rows})
    assert all(normal == normalise(name) for _, name, _, normal in rows)
    exchanges = {listing.partition("@")[2] for _, _, listings, _ in rows for listing in listings.split(" ")}
    assert exchanges == {"", "NASDAQ", "NYSE", "OTC", "CBOE"}


def test_kept_companies_answer_to_all_their_names() -> None:
    assert len(bundled().kept) >= 170
    for company in bundled().kept:
        for name in (company.name, company.short, *company.aliases, *(s.symbol for s in company.listings)):
            assert bundled().resolve(name) == company, name
        assert len(company.country) == 2


def test_kept_companies_correct_the_list_by_a_number_that_it_has() -> None:
    text = (DATA / "known.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    assert parse_known(text) == known
    assert all(str(entry["cik"]) in bundled().listed.places for entry in known.values() if "cik" in entry)
    assert all(
        load_registry(DataFile("content/data/companies.toml", "", {table: entry}))[1] == ()
        for table, entry in list(known.items())[::20]
    )
