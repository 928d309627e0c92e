"""What readers see of a term: the data file's name, else a company's, else the usual spelling (contract §3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.model import Document, Term
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.urls import term_key


@dataclass(frozen=True, slots=True)
class TermEntry:
    """What `tags.toml` (or another taxonomy's file) says of one term."""

    name: str = ""
    description: str = ""


TermNames = Mapping[tuple[str, str], Term]  # taxonomy and key -> the term


def name_terms(
    posts: Sequence[Document], registry: Callable[[], Registry], entries: Mapping[str, Mapping[str, TermEntry]]
) -> tuple[TermNames, list[Diagnostic]]:
    """Every term of the posts; `entries` are the data files' by taxonomy and key."""
    spellings: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in posts:
        for taxonomy, written in document.meta.terms.items():
            for spelling in written:
                spellings[taxonomy, term_key(spelling)][spelling] += 1
    companies: dict[str, str] | None = None
    terms: dict[tuple[str, str], Term] = {}
    problems = []
    for (taxonomy, key), counted in spellings.items():
        entry = entries.get(taxonomy, {}).get(key, TermEntry())
        usual = min(counted, key=lambda spelling: (-counted[spelling], spelling))
        name = entry.name
        if not name:
            if companies is None:
                companies = {term_key(company.short): company.short for company in registry().kept}
            name = companies.get(key, usual)
        terms[taxonomy, key] = Term(taxonomy, key, name, entry.description)
        if len(counted) > 1:
            problems.append(_other_spellings(posts, taxonomy, name if name in counted else usual, sorted(counted)))
    return terms, problems


def _other_spellings(posts: Sequence[Document], taxonomy: str, usual: str, spellings: Sequence[str]) -> Diagnostic:
    others = [spelling for spelling in spellings if spelling != usual]
    first = next(d for d in posts if set(others) & set(d.meta.terms.get(taxonomy, ())))
    place = first.meta.places.get(taxonomy, (1, 1))
    message = f"{usual!r} is also written {', '.join(map(repr, others))}"
    return Diagnostic(first.place, *place, "hint", "term-spelling", message, f"write {usual!r} everywhere")
