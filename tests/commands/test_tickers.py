"""`sitegen tickers`: which companies a query may mean, best first, and what to write in an annotation for each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sitegen.content.registry import bundled
from sitegen.lookup import company_lines, find_companies
from tests.commands.terminal import run
from tests.site import build_site, make_site, post

NVIDIA = "[finance:Nvidia]  NVIDIA Corporation  NASDAQ: NVDA"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("NVDA", [NVIDIA]),
        ("nvidia", [NVIDIA]),
        ("NASDAQ:NVDA", [NVIDIA]),
        ("alphabet", ["[finance:Google]  Alphabet Inc.  NASDAQ: GOOGL, NASDAQ: GOOG"]),
        ("Moonshot", ["[finance:Moonshot AI]  Moonshot AI  private"]),
    ],
)
def test_a_company_is_found_by_its_symbol_and_by_its_name(query: str, lines: list[str], tmp_path: Path) -> None:
    done = run("tickers", query, at=tmp_path)
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (0, lines, "")


def test_what_it_says_to_write_is_understood(tmp_path: Path) -> None:
    """For an ambiguous name too: each line names one company."""
    lines = run("tickers", "Delta", at=tmp_path).stdout.splitlines()
    assert len(lines) > 1
    found = [re.fullmatch(r"(\[finance:.+?\]) {2,}(.+?) {2,}(.+)", line) for line in lines]
    body = "".join(f"{match[1]}\n\n" for match in found if match)
    site = build_site(make_site(tmp_path, {"content/posts/a.md": post(body=body)}))
    assert site.problems == []
    symbols = [match[3].partition(": ")[2].partition(",")[0] for match in found if match]
    shown = [link.get("data-ticker") for link in site.page("/2025/11/22/a/").cssselect(".text a.ticker")]
    assert shown == symbols


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Nvidea", "NVIDIA Corporation"),
        ("nvida", "NVIDIA Corporation"),
        ("nvida corp", "NVIDIA Corporation"),
        ("devices micro advanced", "Advanced Micro Devices, Inc."),
        ("advnced mikro", "Advanced Micro Devices, Inc."),
        ("semicon taiwan", "Taiwan Semiconductor Manufacturing Company Limited"),
        ("taiwan semicondutor", "Taiwan Semiconductor Manufacturing Company Limited"),
        ("samsng electronics", "Samsung Electronics Co., Ltd."),
        ("open ai", "OpenAI Group PBC"),
        ("hon hai", "Hon Hai Precision Industry Co., Ltd."),
        ("2330.tw", "Taiwan Semiconductor Manufacturing Company Limited"),
        ("facebook", "Meta Platforms, Inc."),
        ("[finance:NVDA]", "NVIDIA Corporation"),
    ],
)
def test_slips_parts_symbols_aliases_and_words_in_another_order_find_the_company(query: str, first: str) -> None:
    assert find_companies(bundled(), query)[0].name == first


def test_a_named_company_comes_before_those_that_begin_alike() -> None:
    names = [company.name for company in find_companies(bundled(), "apple")]
    assert names[0] == "Apple Inc."
    assert len(names) > 1
    assert all("Apple" in name for name in names)


def test_columns_are_aligned(tmp_path: Path) -> None:
    lines = company_lines(bundled(), find_companies(bundled(), "apple"), 3)
    assert len({line.index("  Apple") for line in lines}) == 1
    assert len({re.search(r"[A-Z]+: [A-Z]+$", line).start() for line in lines}) == 1


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    done = run("tickers", "meta", "--limit", "2", at=tmp_path)
    count = len(find_companies(bundled(), "meta"))
    assert count > 10
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == f"and {count - 2} more: write more of the name, or --limit {count}\n"
    assert len(run("tickers", "meta", at=tmp_path).stdout.splitlines()) == 10


def test_json_is_for_other_programs(tmp_path: Path) -> None:
    done = run("tickers", "nvidia", "--format", "json", at=tmp_path)
    assert json.loads(done.stdout) == [
        {
            "annotation": "[finance:Nvidia]",
            "name": "NVIDIA Corporation",
            "key": "cik:1045810",
            "symbol": "NVDA",
            "exchange": "NASDAQ",
            "listings": [{"symbol": "NVDA", "exchange": "NASDAQ"}],
            "url": "/tickers/nvda/",
        }
    ]
    nothing = run("tickers", "zzzqqq", "--format", "json", at=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (2, "[]\n")


def test_a_name_that_nobody_bears_is_said(tmp_path: Path) -> None:
    done = run("tickers", "zzzqqq", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: no company is called 'zzzqqq', or anything like it: if there is one, add it to "
        "content/data/companies.toml\n"
    )


def test_the_sites_own_companies_are_found(tmp_path: Path) -> None:
    companies = '[acme]\nname = "Acme Robots Ltd"\nsymbol = "ACMR1"\nexchange = "LSE"\n'
    make_site(tmp_path, {"content/data/companies.toml": companies})
    done = run("tickers", "acme robots", "--site", tmp_path)
    assert done.stdout == "[finance:Acme Robots]  Acme Robots Ltd  LSE: ACMR1\n"
