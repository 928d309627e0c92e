"""Terms that are probably one term written twice: readers would find half of the stories under each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from sitegen.checks.places import Lines
from sitegen.checks.slips import look_alike, same_but_for_form, similar_pairs
from sitegen.diagnostics import Diagnostic
from sitegen.model import Post, Term
from sitegen.newsroom.site import Groups, Site
from sitegen.newsroom.terms import TermEntry
from sitegen.newsroom.urls import term_key

MOST_PLACES = 5  # posts at which one term is reported
SELDOM = 2  # posts: what is used more often is no slip of the hand …
TIMES = 20  # … unless the other is used so many times as often


def check_terms(site: Site, entries: Mapping[str, Mapping[str, TermEntry]], lines: Lines) -> Iterator[Diagnostic]:
    """`entries` are the data files', by taxonomy and key: two terms that both have one are two things."""
    for taxonomy, terms in site.terms.items():
        known = entries.get(taxonomy, {})
        meant: dict[str, str] = {}  # a term that is probably another one, and the most used of those it may be
        best_first = sorted(terms, key=lambda key: _standing(key, known, terms), reverse=True)
        for pair in similar_pairs(best_first):
            rarer, usual = sorted(pair, key=lambda key: _standing(key, known, terms))
            often, seldom = len(terms[usual][1]), len(terms[rarer][1])
            if rarer in known or not (same_but_for_form(*pair) or seldom <= SELDOM or seldom * TIMES <= often):
                continue
            if rarer not in meant or _standing(usual, known, terms) > _standing(meant[rarer], known, terms):
                meant[rarer] = usual
        for rarer, usual in sorted(meant.items()):
            (term, positions), (other, others) = terms[rarer], terms[usual]
            name, right = (term.name, other.name) if term.name != other.name else (rarer, usual)
            both = f"{name!r} ({_posts(positions)}) and {right!r} ({_posts(others)})"
            message = f"{both} are probably one, and have two pages"
            if look_alike(rarer, usual):
                message = f"{both} look alike, and are two: {_odd_letter(rarer, usual)}"
            help_ = f"write {right!r}, or give both an entry in content/data/{taxonomy}.toml"
            for position in positions[:MOST_PLACES]:
                place = _place(site.posts[position], term, lines)
                yield Diagnostic(*place, "hint", "similar-terms", message, help_)


def _standing(key: str, known: Mapping[str, TermEntry], terms: Groups[Term]) -> tuple[bool, int, int, str]:
    """What orders two terms: the right one has an entry, or else is used more often, or else longer."""
    positions = terms[key][1]
    return key in known, len(positions), -positions[0], key


def _odd_letter(one: str, other: str) -> str:
    """The first letter in which two keys that look alike differ, in words: the one that is not Latin."""
    odd = next(
        letter for pair in zip(one, other, strict=True) for letter in pair if pair[0] != pair[1] and ord(letter) > 127
    )
    return f"one has U+{ord(odd):04X}, {unicodedata.name(odd, 'a letter of another script').lower()}"


def _posts(positions: Sequence[int]) -> str:
    return "1 post" if len(positions) == 1 else f"{len(positions)} posts"


def _place(post: Post, term: Term, lines: Lines) -> tuple[str, int, int]:
    """Where a post writes a term, else where its list begins."""
    path, (line, column) = post.document.place, post.meta.places.get(term.taxonomy, (1, 1))
    spelling = next((s for s in post.meta.terms[term.taxonomy] if term_key(s) == term.key), term.name)
    for number, text in enumerate(lines(path)[line - 1 :], line):
        if number > line and text.startswith("---"):
            break
        at = text.find(spelling, column - 1 if number == line else 0)
        if at >= 0:
            return path, number, at + 1
    return path, line, column
