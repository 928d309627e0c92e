"""Whom a name means, what a site's companies.toml does to that, and that the bundled companies hold together.

Long because it is mostly tables of names, one rule after another.
"""

from __future__ import annotations

import string
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.datafile import DataFile
from sitegen.content.registry import DATA, bundled, load_registry, parse_known
from sitegen.model import Company, Listing
from sitegen.newsroom.companies import Ambiguous, Listed, Registry
from sitegen.newsroom.names import LEGAL, normalise, short_name, symbol_key
from sitegen.newsroom.urls import slugify
from tests.fuzz.found import found_by

PATH = "content/data/companies.toml"


def meant(name: str, registry: Registry | None = None) -> str | list[str] | None:
    """The key of the company that is meant, the keys of several, or None."""
    found = (registry or bundled()).resolve(name)
    return [c.key for c in found.companies] if isinstance(found, Ambiguous) else found.key if found else None


def site(text: str) -> tuple[Registry, list[str]]:
    """The registry under a companies.toml, and the problems found in it, as they are printed."""
    registry, problems = load_registry(DataFile(PATH, text, tomllib.loads(text)))
    return registry, [str(problem) for problem in problems]


SPELLINGS = {
    "cik:1045810": "NVIDIA Corporation|nvidia corp|NVIDIA Corp.|Nvidia|NVDA|nvda|Nvda|NASDAQ:NVDA|nasdaq: nvda",
    "cik:1652044": "Alphabet Inc.|Google|GOOG|GOOGL|NASDAQ:GOOG|alphabet|Alphabet Inc. Class A|Google DeepMind",
    "cik:1046179": "TSM|2330.TW|2330.tw|TWSE:2330|TPE:2330|TSMC|tsmc|Taiwan Semiconductor Manufacturing Co. Ltd.",
    "x:tencent": "Tencent Holdings Limited|Tencent|tencent holdings ltd|0700.HK|HKEX:0700|HKG:0700|HKEX:700|TCEHY",
    "x:foxconn": "Foxconn|Hon Hai|Hon Hai Precision Industry Co.|2317.TW|Hon\u00a0Hai Precision Industry Co., Ltd.",
    "cik:1018724": "Amazon.com, Inc.|amazon.com|Amazon|AWS|Amazon Web Services|AMZN",
    "cik:868675": "Telus|TELUS Corporation|TU|TSX:T|T.TO",
    "cik:732717": "AT&T|AT&T Inc.|at and t|T|NYSE:T",
    "cik:1067983": "Berkshire Hathaway|BRK.B|brk-b|BRK/A|NYSE:BRK.B",
    "cik:67716": "MDU",
    "x:dassault": "Dassault Systèmes|Dassault Systemes SE",
    "x:moonshot-ai": "Moonshot AI|moonshot ai",
    "x:figure-ai": "Figure AI|FIGURE AI, INC.",
}


@pytest.mark.parametrize(("key", "name"), [(k, n) for k, names in SPELLINGS.items() for n in names.split("|")])
def test_spellings_of_one_company_mean_it(key: str, name: str) -> None:
    assert meant(name) == key


SEEDS = {
    "NVIDIA Corporation": "NVDA",
    "Microsoft Corporation": "MSFT",
    "Amazon.com, Inc.": "AMZN",
    "Alphabet Inc.": "GOOGL",
    "Tencent Holdings Limited": "0700.HK",
    "Meta Platforms, Inc.": "META",
    "Baidu, Inc.": "BIDU",
    "Alibaba Group Holding Limited": "BABA",
    "Advanced Micro Devices, Inc.": "AMD",
    # Named in the seeds' text without an annotation:
    "Hon Hai Precision Industry Co. (Foxconn)": None,
    "Hon Hai Precision Industry Co.": "2317.TW",
    "Apple": "AAPL",
    "Telus": "TU",
    **dict.fromkeys(
        ["OpenAI", "Moonshot AI", "Suno", "ByteDance", "Zepz", "IDG Capital", "Gaorong Capital", "Menlo Ventures"], ""
    ),
    **dict.fromkeys(["Hallwood Media", "Lightspeed Venture Partners", "Matrix"], ""),
    "NVentures": "NVDA",
}


@pytest.mark.parametrize(("name", "symbol"), SEEDS.items())
def test_companies_of_the_seeds_are_known(name: str, symbol: str | None) -> None:
    found = bundled().resolve(name)
    assert (found.symbol if isinstance(found, Company) else None) == symbol


def test_companies_that_share_a_name_are_reported() -> None:
    assert meant("Rio Tinto") == ["cik:863064", "cik:887028"]
    assert meant("Rio Tinto plc") == "cik:863064"
    assert meant("") is meant("  ") is meant("No Such Company") is meant("NYSE:") is meant(":") is None


LISTED = Listed(
    "1\tArm Corp\tARMX@NYSE\tarm\n"
    "2\tOther Lumen Inc.\tLUMEN@NYSE LUMEN-WT@NYSE\tother lumen\n"
    "3\tTwin Inc\tTWA@\ttwin\n"
    "4\tTwin Ltd\tTWB@OTC\ttwin\n"
    "5\tBolt Co\tNYSEX@CBOE\tbolt\n"
    "6\tOmega Inc\tBOLT@NYSE\tomega\n"
)
KEPT = (
    Company("x:arm", "Arm Holdings plc", "Arm", "arm-l", (Listing("ARM.L", "LSE"),)),
    Company("x:lumen", "Lumen GmbH", "Lumen", "lumen-ai"),
    Company("x:omg", "OMEGA Ltd", "OMEGA", "omega-ltd", aliases=("BOLT",)),
)
SMALL = Registry(KEPT, LISTED)

ORDER = [
    ("Arm", "x:arm", "a kept name before a listed one"),
    ("Arm Holdings plc", "x:arm", "a whole name"),
    ("Arm Corp", "cik:1", "a whole listed name before a kept one that is like it"),
    ("arm inc", "x:arm", "kept before listed among those that are like it"),
    ("Lumen", "x:lumen", "a kept name before a listed symbol"),
    ("lumen", "x:lumen", "in small letters too"),
    ("LUMEN", "cik:2", "a symbol in capitals before a name that is not written so"),
    ("lumen-wt", "cik:2", "a symbol in any case"),
    ("BOLT", "x:omg", "a kept name written in capitals before a listed symbol"),
    ("Bolt", "x:omg", "kept before listed"),
    ("NYSE:BOLT", "cik:6", "an exchange leaves no doubt"),
    ("LSE:ARM", "x:arm", "a symbol as its own exchange writes it"),
    ("NYSE:ARM", None, "another exchange is another symbol"),
    ("NASDAQ:TWA", "cik:3", "an unknown exchange may be any"),
    ("twin", ["cik:3", "cik:4"], "listed ones of one name"),
    ("Twin Ltd.", "cik:4", "until the name is whole"),
]


@pytest.mark.parametrize(("name", "key", "rule"), ORDER, ids=[rule for _, _, rule in ORDER])
def test_names_are_looked_up_in_order(name: str, key: str | list[str] | None, rule: str) -> None:
    assert meant(name, SMALL) == key, rule


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("NVIDA Corp", "Nvidia"),
        ("Nvdia", "Nvidia"),
        ("NVDAA", "Nvidia"),
        ("Open AI", "OpenAI"),
        ("Microsft Corporation", "Microsoft"),
        ("Moonshoot", "Moonshot AI"),
        ("Palo Alto", "Palo Alto Networks"),
        ("Deutsche Bank", "Deutsche Bank Aktiengesellschaft"),
        ("Figure", "Figure AI"),
    ],
)
def test_unknown_names_get_the_nearest(name: str, first: str) -> None:
    near = bundled().suggest(name)
    assert near[0] == first
    assert len(near) <= 3
    assert all(isinstance(bundled().resolve(n), Company) for n in near)


def test_nothing_near_is_no_suggestion() -> None:
    assert bundled().suggest("zzzqqq") == ()
    assert bundled().suggest("NVIDA Corp", 1) == ("Nvidia",)


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


# ── The bundled companies ───────────────────────────────────────────────────────────────────────────


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
    assert all(load_registry(DataFile(PATH, "", {table: entry}))[1] == () for table, entry in list(known.items())[::20])


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("QUALCOMM INC/DE", "qualcomm"),
        ("BANK OF AMERICA CORP /DE/", "bank of america"),
        ("RUSH ENTERPRISES INC \\TX\\", "rush enterprises"),
        ("Siemens Energy AG/ADR", "siemens energy"),
        ("Novo Nordisk A/S", "novo nordisk"),
        ("ASML Holding N.V.", "asml holding"),
        ("The Walt Disney Company", "walt disney"),
        ("JPMorgan Chase & Co.", "jpmorgan chase"),
        ("Moody\u2019s Corp", "moodys"),
        ("Coca\u2011Cola", "coca cola"),
        ("SoftBank Group Corp.", "softbank group"),
        ("SoftBank Corp.", "softbank"),
        ("The Company", "company"),
        ("Ｓｏｎｙ", "sony"),
        ("百度", "百度"),
        ("!!!", "!!!"),
    ],
)
def test_normal_names(name: str, normal: str) -> None:
    assert normalise(name) == normal


@pytest.mark.parametrize(
    ("name", "short"),
    [("Merck & Co., Inc.", "Merck"), ("STMicroelectronics N.V.", "STMicroelectronics"), ("Company", "Company")],
)
def test_short_names_drop_the_legal_form(name: str, short: str) -> None:
    assert short_name(name) == short


@found_by("addresses")
def test_a_short_name_does_not_end_in_a_space() -> None:
    assert short_name("Robo , Inc.") == "Robo"


@given(st.text())
@example("¯")
@example("N.V./DE/")
def test_normalise_is_idempotent_and_keeps_something(name: str) -> None:
    normal = normalise(name)
    assert normalise(normal) == normal
    assert bool(normal) == bool(name.strip())


WORDS = st.lists(st.text(string.ascii_letters + string.digits + "éßя百", min_size=2), min_size=1, max_size=4)


@given(WORDS, st.sampled_from(sorted(LEGAL)), st.sampled_from([", ", " ", "  ", "\u00a0", ". "]), st.booleans())
def test_normalise_is_indifferent_to_case_punctuation_and_legal_form(
    words: list[str], form: str, mark: str, upper: bool
) -> None:
    name = "Xy " + " ".join(words)
    other = f"“Xy-{'-'.join(words)}”{mark}{form}."
    assert normalise(other.upper() if upper else other) == normalise(name)


@given(st.text() | st.text("NVDA:.-/ \\&HK07", max_size=12))
def test_any_text_can_be_looked_up(name: str) -> None:
    assert isinstance(bundled().resolve(name), Company | Ambiguous | None)


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
    _, problems = load_registry(DataFile("content/data/companies.toml", entry, tomllib.loads(entry)))
    assert "ambiguous-company" not in {problem.code for problem in problems}
