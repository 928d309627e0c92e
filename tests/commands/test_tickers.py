"""`sitegen tickers`: which company a word means, and what to write in an annotation for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.terminal import run
from tests.site import build_site, make_site, post

NVIDIA = "[finance:Nvidia]  NVIDIA Corporation (NASDAQ: NVDA)"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("NVDA", [NVIDIA]),
        ("nvidia", [NVIDIA]),
        ("NASDAQ:NVDA", [NVIDIA]),
        ("alphabet", ["[finance:Google]  Alphabet Inc. (NASDAQ: GOOGL, NASDAQ: GOOG)"]),
        ("Moonshot", ["[finance:Moonshot AI]  Moonshot AI (private)"]),
    ],
)
def test_a_company_is_found_by_its_symbol_and_by_its_name(query: str, lines: list[str], tmp_path: Path) -> None:
    done = run("tickers", query, at=tmp_path)
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (0, lines, "")


def test_what_it_says_to_write_is_understood(tmp_path: Path) -> None:
    """For an ambiguous name too: each line names one company."""
    lines = run("tickers", "Delta", at=tmp_path).stdout.splitlines()
    assert len(lines) > 1
    found = [re.fullmatch(r"(\[finance:.+?\])  (.+) \((.+)\)", line) for line in lines]
    body = "".join(f"{match[1]}\n\n" for match in found if match)
    site = build_site(make_site(tmp_path, {"content/posts/a.md": post(body=body)}))
    assert site.problems == []
    symbols = [match[3].partition(": ")[2].partition(",")[0] for match in found if match]
    shown = [link.get("data-ticker") for link in site.page("/2025/11/22/a/").cssselect(".text a.ticker")]
    assert shown == symbols


def test_a_misspelt_name_finds_the_nearest(tmp_path: Path) -> None:
    assert NVIDIA in run("tickers", "Nvidea", at=tmp_path).stdout.splitlines()


def test_a_name_that_nobody_bears_is_said(tmp_path: Path) -> None:
    done = run("tickers", "zzzqqq", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: no company is called 'zzzqqq', or anything like it\n"


def test_the_sites_own_companies_are_found(tmp_path: Path) -> None:
    companies = '[acme]\nname = "Acme Robots Ltd"\nsymbol = "ACMR1"\nexchange = "LSE"\n'
    make_site(tmp_path, {"content/data/companies.toml": companies})
    done = run("tickers", "acme robots", "--site", tmp_path)
    assert done.stdout == "[finance:Acme Robots]  Acme Robots Ltd (LSE: ACMR1)\n"
