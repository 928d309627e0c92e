"""Whom a name means: spellings of one company, the order in which names are looked up, the nearest to a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.registry import bundled
from sitegen.model import Company, Listing
from sitegen.newsroom.companies import Ambiguous, Listed, Registry
from tests.companies import meant

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


@given(st.text() | st.text("NVDA:.-/ \\&HK07", max_size=12))
def test_any_text_can_be_looked_up(name: str) -> None:
    assert isinstance(bundled().resolve(name), Company | Ambiguous | None)
