"""How companies' names and symbols are written: what of a spelling matters, and what does not.

Pure text; whom a name means is decided in `newsroom/companies.py`.
"""

from __future__ import annotations

import re
import unicodedata

# Words that say what kind of firm it is, not which. "Holdings" and "Group" do tell firms apart (SoftBank Corp. is a
# daughter of SoftBank Group Corp.), so they stay.
LEGAL = frozenset((
    "inc", "incorporated", "corp", "corporation", "co", "company", "companies", "cos", "ltd", "limited", "plc", "llc",
    "llp", "lp", "ulc", "ag", "se", "kg", "kgaa", "gmbh", "sa", "sas", "sarl", "spa", "srl", "nv", "bv", "ab", "asa",
    "as", "oyj", "oy", "kk", "pte", "pty", "bhd", "berhad", "tbk", "jsc", "pjsc", "sab", "cv", "de", "adr", "ads",
    "gdr", "the", "and", "&",
))  # fmt: skip
CLASSES = frozenset(("class", "cl", "series"))
# Exchanges as brokers and data vendors write them before a symbol; the SEC files all of NYSE's markets as NYSE.
EXCHANGES = {
    "NASDAQGS": "NASDAQ", "NASDAQGM": "NASDAQ", "NASDAQCM": "NASDAQ", "NYSEAMERICAN": "NYSE", "NYSEARCA": "NYSE",
    "AMEX": "NYSE", "OTCMKTS": "OTC", "HKG": "HKEX", "SEHK": "HKEX", "TPE": "TWSE", "TYO": "TSE", "KOSPI": "KRX",
    "KOSDAQ": "KRX", "ETR": "XETRA", "AMS": "EURONEXTAMSTERDAM", "EPA": "EURONEXTPARIS", "LON": "LSE", "SHA": "SSE",
    "SHE": "SZSE", "TOR": "TSX", "SWX": "SIX", "STO": "NASDAQSTOCKHOLM", "HEL": "NASDAQHELSINKI",
    "BIT": "BORSAITALIANA",
}  # fmt: skip

SYMBOL = r"[A-Za-z0-9]+([.\-/][A-Za-z0-9]+)*"  # also in the JSON Schema of companies.toml
_FILING = re.compile(r"(?<=\S)\s*[/\\]\s*(?:[a-z]{2,4}\s*[/\\]?)?\s*$")  # "/DE/", "/ADR", "\TX\": EDGAR's tails
_DOTS = re.compile(r"(?<=\b\w)[./](?=\w\b)")  # N.V., S.A., A/S
_WORDS = re.compile(r"[^\W_]+")


def plain(name: str) -> str:
    """The words of a name: NFKC, case-folded, without accents, punctuation and EDGAR's tails; "&" is "and".

    A name without any letter or digit is its folded self, so only a blank one becomes "".
    """
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
        text = unicodedata.normalize("NFKC", "".join(c for c in text if not "\u0300" <= c <= "\u036f"))
    bare = text.strip()
    if "/" in bare or "\\" in bare:
        bare = _FILING.sub("", bare)
    bare = _DOTS.sub("", bare.replace("'", "").replace("\u2019", "").replace("&", " and "))
    return " ".join(_WORDS.findall(bare)) or " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def normalise(name: str) -> str:
    """What names are compared by: `plain`, without the legal form, share class, depositary mark and article.

    `NVIDIA Corporation`, `Nvidia Corp.` and `nvidia` are one. The last word always stays, so it is never "" for a
    name that is not blank. It is idempotent.
    """
    words = plain(name).split(" ")
    while len(words) > 1:
        if words[0] == "the":
            del words[0]
        elif words[-1] in LEGAL:
            words.pop()
        elif len(words[-1]) == 1 and words[-2] in CLASSES and len(words) > 2:
            del words[-2:]
        else:
            break
    return " ".join(words)


def short_name(name: str) -> str:
    """A full name as people say it, as far as rules can tell: "Applied Materials Inc." is "Applied Materials"."""
    words = name.split()
    while len(words) > 1 and words[-1].replace(".", "").rstrip(",").casefold() in LEGAL:
        words.pop()
    return " ".join(words).rstrip(", ")


def symbol_key(text: str) -> str:
    """A symbol as it is looked up (`brk.b` and `BRK-B` are one), or "" for what no exchange would use."""
    return text.upper().replace(".", "-").replace("/", "-") if re.fullmatch(SYMBOL, text) else ""


def exchange_key(name: str) -> str:
    """An exchange as it is compared: `NYSE American` and `AMEX` are `NYSE`, `SEHK:` is `HKEX`."""
    key = re.sub(r"\W", "", name.upper())
    return EXCHANGES.get(key, key)
