"""What a site's companies.toml adds to the bundled companies and corrects in them, and what is wrong in one."""

from __future__ import annotations

import tomllib

import pytest

from sitegen.content.datafile import DataFile
from sitegen.content.registry import bundled, load_registry
from sitegen.model import Company, Listing
from sitegen.newsroom.companies import Registry
from tests.companies import meant

PATH = "content/data/companies.toml"


def site(text: str) -> tuple[Registry, list[str]]:
    """The registry under a companies.toml, and the problems found in it, as they are printed."""
    registry, problems = load_registry(DataFile(PATH, text, tomllib.loads(text)))
    return registry, [str(problem) for problem in problems]


def test_site_adds_a_company() -> None:
    registry, problems = site(
        '[acme]\nname = "Acme Robotics SA"\nsymbol = "ACME.PA"\nexchange = "Euronext Paris"\n'
        'listings = ["ACMRF@OTC"]\naliases = ["Acme"]\ncountry = "FR"\nurl = "https://acme.example/"\n'
    )
    assert problems == []
    listings = (Listing("ACME.PA", "Euronext Paris"), Listing("ACMRF", "OTC"))
    acme = Company(
        "x:acme", "Acme Robotics SA", "Acme Robotics", "acme-pa", listings, ("Acme",), "FR", "https://acme.example/"
    )
    assert registry.get("x:acme") == acme
    for name in ("Acme", "Acme Robotics", "acme.pa", "EPA:ACME", "ACMRF"):
        assert registry.resolve(name) == acme
    assert bundled().resolve("Acme") is None, "the bundled registry is left as it was"


CORRECTIONS = [
    'key = "cik:1045810"\nshort = "NVIDIA!"',
    'cik = 1045810\nshort = "NVIDIA!"',
    'cik = "0001045810"\nshort = "NVIDIA!"',
    'symbol = "NVDA"\nshort = "NVIDIA!"',
    'name = "Nvidia Corp."\nshort = "NVIDIA!"',
]


@pytest.mark.parametrize("entry", CORRECTIONS)
def test_site_corrects_a_company_by_key_cik_symbol_or_name(entry: str) -> None:
    registry, problems = site(f'[mine]\n{entry}\nlistings = ["NVD.DE@XETRA"]')
    assert problems == []
    found = registry.get("cik:1045810")
    assert found is not None
    assert (found.short, found.slug, found.country) == ("NVIDIA!", "nvda", "US")
    assert found.listings == (Listing("NVDA", "NASDAQ"), Listing("NVD.DE", "XETRA"))
    for name in ("NVIDIA Corporation", "Nvidia", "NVentures", "NVDA", "NVD.DE"):
        assert registry.resolve(name) == found, "what was written before still leads there"
    assert sum(c.key == found.key for c in registry.companies()) == 1


def test_site_corrects_a_company_of_the_list_alone() -> None:
    registry, problems = site('[fair-isaac]\nsymbol = "FICO"\nshort = "FICO"\naliases = ["Fair Isaac & Co"]')
    assert problems == []
    assert meant("Fair Isaac and Company", registry) == meant("FICO", registry) == "cik:814547"


def test_site_gives_another_primary_symbol() -> None:
    registry, problems = site('[tsmc]\nsymbol = "2330.TW"\nexchange = "TWSE"')
    assert problems == []
    found = registry.resolve("TSMC")
    assert isinstance(found, Company)
    assert (found.slug, [s.symbol for s in found.listings]) == ("2330-tw", ["2330.TW", "TSM", "TSMWF"])


def test_a_table_of_a_private_company_corrects_it() -> None:
    registry, problems = site('[suno]\nsymbol = "SUNO"\nexchange = "NASDAQ"')
    assert problems == []
    assert (meant("Suno", registry), meant("NASDAQ:SUNO", registry)) == ("x:suno", "x:suno")


SAY_WHICH = 'say which one: write key = "cik:1045810" below [a]'
OTHER_SLUG = 'write another symbol = "…" or short = "…" below [{}]'
WRONG = [
    (
        '[a]\nname = "Alpha Beta Gamma"\nsymbl = "ABGX"',
        "3:1: warning[unknown-key]: [a]: 'symbl' is not used here",
        "did you mean 'symbol'?",
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\naliases = "ABG"',
        "3:1: error[bad-value]: [a]: aliases cannot be 'ABG'",
        'write a list: aliases = ["…"]',
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\ncik = true',
        "3:1: error[bad-value]: [a]: cik cannot be True",
        "write a number: cik = 1045810",
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\nurl = 3',
        "3:1: error[bad-value]: [a]: url cannot be 3",
        'write an address: url = "https://…"',
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\nsymbol = "A B"',
        "3:1: error[bad-value]: [a]: symbol cannot be 'A B'",
        'write a symbol: symbol = "NVDA" or "2330.TW"',
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\nlistings = ["@TWSE"]',
        "3:1: error[bad-value]: [a]: listings cannot be ['@TWSE']",
        'write a list: listings = ["2330.TW@TWSE"]',
    ),
    (
        'name = "A"',
        "1:1: error[bad-value]: 'name' stands above all companies",
        "write a line above it with a key for it: [robo]",
    ),
    (
        '[[all]]\nname = "A"',
        "1:3: error[bad-value]: [[all]] is no company",
        "begin each company with a key of its own: [robo]",
    ),
    ('a = "Alpha"', "1:1: error[bad-value]: 'a' is no table of a company", "write [a], and its keys below it"),
    (
        '[a]\nshort = "Alpha"',
        "1:2: error[missing-name]: [a] has no name, and corrects no known company",
        'write name = "…", its full name',
    ),
    (
        '[a]\nsymbol = "NVDA"\nname = "Apple Inc."',
        "1:2: error[ambiguous-company]: [a] can mean NVIDIA Corporation (cik:1045810) or Apple Inc. (cik:320193)",
        SAY_WHICH,
    ),
    (
        '[northlight]\nname = "Northlight Labs"\nsymbol = "NVDA"',
        "3:1: warning[ambiguous-company]: NVDA is the symbol of NVIDIA Corporation: [northlight] renames that company",
        'if it is another company, write its own symbol, or none; if it is the same, write key = "cik:1045810"',
    ),
    (
        '[northlight]\nsymbol = "NVDA"',
        "2:1: warning[ambiguous-company]: NVDA is the symbol of NVIDIA Corporation: [northlight] corrects that company",
        'if it is another company, write its own symbol, or none; if it is the same, write key = "cik:1045810"',
    ),
    (
        '[a]\nsymbol = "NVDA"\nlistings = ["AAPL"]',
        "1:2: error[ambiguous-company]: [a] can mean NVIDIA Corporation (cik:1045810) or Apple Inc. (cik:320193)",
        SAY_WHICH,
    ),
    (
        '[a]\nname = "Rio Tinto"',
        "1:2: error[ambiguous-company]: [a] can mean Rio Tinto plc (cik:863064) or Rio Tinto Ltd (cik:887028)",
        'say which one: write key = "cik:863064" below [a]',
    ),
    (
        '[nvda]\nsymbol = "NVDA"\n[b]\nname = "Nvidia"',
        "3:2: error[repeated-company]: [b] and [nvda] are one company: Nvidia (cik:1045810)",
        'make one entry of them; if it is another company, write key = "b" in this one',
    ),
    (
        '[a]\nname = "Alpha Beta Gamma"\nshort = "Abgamma"\n[b]\nname = "Delta Epsilon Zeta"\nshort = "ABGAMMA"',
        "4:2: error[slug-clash]: Alpha Beta Gamma (x:a) and Delta Epsilon Zeta (x:b) have one page: /tickers/abgamma/",
        OTHER_SLUG.format("b"),
    ),
    (
        '[a]\nname = "Nvda"\nkey = "x:a"',
        "1:2: error[slug-clash]: Nvda (x:a) and NVIDIA Corporation (cik:1045810) have one page: /tickers/nvda/",
        OTHER_SLUG.format("a"),
    ),
    (
        '[a]\nname = "Fico"\nkey = "a"',
        "1:2: error[slug-clash]: Fico (x:a) and FAIR Isaac Corp (cik:814547) have one page: /tickers/fico/",
        OTHER_SLUG.format("a"),
    ),
]


@pytest.mark.parametrize(("text", "problem", "advice"), WRONG)
def test_wrong_entries_are_reported(text: str, problem: str, advice: str) -> None:
    registry, problems = site(text)
    assert problems == [f"{PATH}:{problem}\n  help: {advice}"]
    assert meant("Microsoft", registry) == "cik:789019"


def test_an_explicit_key_says_another_company() -> None:
    registry, problems = site('[apex]\nkey = "x:apex"\nname = "Rio Tinto"\nsymbol = "RTAI.PA"')
    assert problems == []
    assert meant("Rio Tinto", registry) == "x:apex"
    assert meant("Rio Tinto plc", registry) == "cik:863064"


@pytest.mark.parametrize(
    "entry",
    [
        '[nvidia]\nsymbol = "NVDA"\nname = "The Green Team"',
        '[a]\nsymbol = "NVDA"\nname = "Nvidia Graphics"',
        '[nvda]\nsymbol = "NVDA"\nname = "The Green Team"',
        '[a]\nsymbol = "NVDA"\nname = "The Green Team"\naliases = ["NVIDIA"]',
        '[a]\nsymbol = "NVDA"\nname = "The Green Team"\nkey = "cik:1045810"',
        '[a]\nsymbol = "NVDA"\nname = "The Green Team"\nkey = "green-team"',
    ],
)
def test_an_entry_that_names_its_company_or_key_renames_it_by_its_word(entry: str) -> None:
    _, problems = load_registry(DataFile(PATH, entry, tomllib.loads(entry)))
    assert "ambiguous-company" not in {problem.code for problem in problems}


def test_companies_of_one_page_are_each_told_once() -> None:
    """All pairs were told: a hundred thousand companies of one symbol would have been five thousand million."""
    rows = "".join(f'[c{n}]\nkey = "c{n}"\nname = "Some Company {n}"\nsymbol = "QQXZ"\n' for n in range(30))
    _, problems = site(rows)
    assert len([problem for problem in problems if "slug-clash" in problem]) == 29
