"""`sitegen tickers`: which companies a query may mean, best first, and what to write in an annotation. Prints nothing.

Words are compared one by one, in any order, with difflib: the registry's eight thousand companies have not many more
words, and looking one up takes a fiftieth of a second (decision 0016).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from sitegen.model import Company, Listing
from sitegen.newsroom.companies import Ambiguous, Registry
from sitegen.newsroom.names import normalise

LIKE = 0.75  # how alike two words must be, of 1
BEGUN = 0.95  # what a word counts that begins as the query's does
LISTED = 3  # symbols of a company that are shown
NEAREST = 8  # whole names that are like the query


def find_companies(registry: Registry, query: str) -> tuple[Company, ...]:
    """Every company that a query may mean: those that it names, then those with all its words or beginnings of them.

    Where there is none, those with words like its words, in any order, and those whose whole name is like it.
    """
    query = re.sub(r"\A\s*\[?finance:\s*|\]\s*\Z", "", query)  # an annotation that is asked for as it is written
    exact = registry.resolve(query)
    named = exact.companies if isinstance(exact, Ambiguous) else (exact,) if exact else ()
    companies = {company.key: company for company in registry.companies()}
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for company in companies.values():
        for word in _words(company):
            bearers[word].add(company.key)
    asked = dict.fromkeys(normalise(query).split())
    begun = [{word: s for word in bearers if (s := _begins(word, text))} for text in asked]
    found = _ranked(begun, bearers, companies)
    if not named and not found:
        like = [words or _alike(text, bearers) for text, words in zip(asked, begun, strict=True)]
        whole = (registry.resolve(name) for name in registry.suggest(query, NEAREST))
        found = [*(company for company in whole if isinstance(company, Company)), *_ranked(like, bearers, companies)]
    return tuple({company.key: company for company in (*named, *found)}.values())


def company_lines(registry: Registry, companies: Sequence[Company], most: int) -> list[str]:
    """The first companies in aligned columns: what to write, the name, and where it is traded."""
    rows = [(_annotation(registry, c), c.name, _traded(c.listings)) for c in islice(companies, most)]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:2]]
    return [f"{annotation:{widths[0]}}  {name:{widths[1]}}  {traded}" for annotation, name, traded in rows]


def company_values(registry: Registry, companies: Sequence[Company], most: int) -> list[dict[str, Any]]:
    """The first companies as JSON-like values."""
    return [
        {
            "annotation": _annotation(registry, company),
            "name": company.name,
            "key": company.key,
            "symbol": company.symbol,
            "exchange": company.exchange,
            "listings": [{"symbol": listing.symbol, "exchange": listing.exchange} for listing in company.listings],
            "url": f"/tickers/{company.slug}/",
        }
        for company in islice(companies, most)
    ]


def _annotation(registry: Registry, company: Company) -> str:
    return f"[finance:{registry.spelling(company)}]"


def _traded(listings: Sequence[Listing]) -> str:
    shown = ", ".join(f"{s.exchange}: {s.symbol}" if s.exchange else s.symbol for s in listings[:LISTED])
    more = f" and {len(listings) - LISTED} more" if len(listings) > LISTED else ""
    return shown + more or "private"


def _words(company: Company) -> set[str]:
    names = {word for name in (company.name, company.short, *company.aliases) for word in normalise(name).split()}
    return names | {listing.symbol.casefold() for listing in company.listings}


def _begins(word: str, text: str) -> float:
    return 1.0 if word == text else BEGUN if len(text) > 1 and word.startswith(text) else 0.0


def _alike(text: str, words: Mapping[str, object]) -> dict[str, float]:
    """How much each word is like a text: those that reach the bound."""
    pair = SequenceMatcher(None, "", text)
    found = {}
    for word in words:
        if 2 * min(len(word), len(text)) < LIKE * (len(word) + len(text)):  # cannot reach the bound
            continue
        pair.set_seq1(word)
        if pair.quick_ratio() >= LIKE and (ratio := pair.ratio()) >= LIKE:
            found[word] = ratio
    return found


def _ranked(
    asked: Sequence[Mapping[str, float]], bearers: Mapping[str, set[str]], companies: Mapping[str, Company]
) -> list[Company]:
    """The companies that have a word for each that is asked for, by how alike these are, then shorter names first.

    `asked` holds, for each, the words that may be meant, and how alike they are. Kept companies precede listed ones.
    """
    scores: dict[str, float] = {}
    for number, words in enumerate(asked):
        best: dict[str, float] = {}
        for word, score in words.items():
            for key in bearers[word]:
                best[key] = max(score, best.get(key, 0.0))
        scores = {key: s + scores.get(key, 0.0) for key, s in best.items() if number == 0 or key in scores}
    places = {key: place for place, key in enumerate(companies)}
    return [
        companies[key]
        for key in sorted(scores, key=lambda k: (-round(scores[k], 3), len(companies[k].name.split()), places[k]))
    ]
