"""What readers see of a term: the data file's name, else a company's, else the usual spelling (contract §3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

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
    first: dict[tuple[str, str], Document] = {}  # by taxonomy and spelling: the first post that writes it so
    for document in posts:
        for taxonomy, written in document.meta.terms.items():
            for spelling in written:
                spellings[taxonomy, term_key(spelling)][spelling] += 1
                first.setdefault((taxonomy, spelling), document)
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
        shown = name if name in counted else usual
        for spelling in sorted(counted.keys() - {shown}):
            if normalize("NFC", spelling) == normalize("NFC", shown):
                continue
            document = first[taxonomy, spelling]
            place = document.meta.places.get(taxonomy, (1, 1))
            message = f"{shown!r} is also written {spelling!r}"
            problems.append(
                Diagnostic(document.place, *place, "hint", "term-spelling", message, f"write {shown!r} everywhere")
            )
    return terms, problems
