"""What `sitegen new` asks in a terminal: terms and companies, by name, with those that the site has already.

Knows no terminal: it is given what reads a line, and what shows one. An interrupt passes through, before anything was
written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from sitegen.diagnostics import WrongUsage
from sitegen.lookup import company_lines, find_companies
from sitegen.model import Company
from sitegen.newsroom.companies import Ambiguous, Registry
from sitegen.newsroom.urls import term_key
from sitegen.vocabulary import Vocabulary

SHOWN = 12  # names offered before a question; all of them are completed
CHOICES = 5  # companies to choose from

Read = Callable[[str, Sequence[str]], str]  # the question, and words to complete; gives the line
Say = Callable[[str], None]


def ask_terms(taxonomy: str, vocabulary: Vocabulary, read: Read, say: Say) -> tuple[str, ...]:
    """The terms of a taxonomy for a new post, in the spellings that the site uses."""
    known = vocabulary.terms.get(taxonomy, {})
    return _ask(taxonomy, known, read, say, lambda typed: _term(typed, known, read, say))


def ask_companies(vocabulary: Vocabulary, read: Read, say: Say) -> tuple[str, ...]:
    """The companies of a new post, as annotations name them."""
    registry = vocabulary.registry
    return _ask("companies", vocabulary.companies, read, say, lambda typed: _company(typed, registry, read, say))


def known_terms(typed: Sequence[str], known: Mapping[str, int], say: Say) -> tuple[str, ...]:
    """Terms given without asking: in the site's spelling where it has them; a new one that is near to one is said.

    Raises `WrongUsage` for what can be no term.
    """
    found = []
    for text in typed:
        if not _is_term(text):
            raise WrongUsage(f"{text!r} cannot be a tag: write a word with letters or digits")
        spelling, near = _spelling(text, known)
        if near:
            say(f"{text!r} is a new term: did you mean {near!r}?")
        found.append(spelling or text)
    return _each_once(found)


def _ask(
    name: str, known: Mapping[str, int], read: Read, say: Say, find: Callable[[str], str | None]
) -> tuple[str, ...]:
    if known:
        shown = ", ".join(f"{text} ({count})" if count else text for text, count in list(known.items())[:SHOWN])
        more = f", and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
        say(f"Your {name}, with the number of posts: {shown}{more}")
    help_ = "Tab completes, Enter skips" if known else "Enter skips"
    line = read(f"{name.capitalize()}, parted by commas ({help_}): ", tuple(text for text in known if "," not in text))
    return _each_once([text for typed in split_names(line) if (text := find(typed)) is not None])


def split_names(line: str) -> tuple[str, ...]:
    """The names of a line, parted by commas; empty ones are left out."""
    return tuple(name for part in line.split(",") if (name := " ".join(part.split())))


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts in their order; of those that are one term, the first."""
    return tuple({term_key(text): text for text in reversed(texts)}.values())[::-1]


def _is_term(text: str) -> bool:
    return bool(term_key(text).strip("."))


def _spelling(typed: str, known: Mapping[str, int]) -> tuple[str | None, str | None]:
    """The site's spelling of a term, or else the term that is most like it."""
    keys = {term_key(text): text for text in known}
    if found := keys.get(term_key(typed)):
        return found, None
    near = get_close_matches(term_key(typed), keys, n=1, cutoff=0.75)
    return None, keys[near[0]] if near else None


def _term(typed: str, known: Mapping[str, int], read: Read, say: Say) -> str | None:
    if not _is_term(typed):
        say(f"  {typed!r} is left out: a term needs a letter or digit")
        return None
    spelling, near = _spelling(typed, known)
    if near and _yes(f"  {typed!r} is new. Did you mean {near!r}? [Y/n] ", read):
        return near
    return spelling or typed


def _company(typed: str, registry: Registry, read: Read, say: Say) -> str | None:
    found = registry.resolve(typed)
    if isinstance(found, Company):
        return registry.spelling(found)
    companies = found.companies if isinstance(found, Ambiguous) else find_companies(registry, typed)
    if not companies:
        say(f"  {typed!r} is left out: no company is called that, or anything like it")
        return None
    if len(companies) == 1:
        only = registry.spelling(companies[0])
        return only if _yes(f"  {typed!r} is not known. Did you mean {only!r}? [Y/n] ", read) else None
    shown = companies[:CHOICES]
    for number, line in enumerate(company_lines(registry, shown, CHOICES), 1):
        say(f"  {number}  {line}")
    chosen = read(f"  Which one is {typed!r}? [1-{len(shown)}, Enter for none] ", ()).strip()
    return registry.spelling(shown[int(chosen) - 1]) if chosen.isdecimal() and 0 < int(chosen) <= len(shown) else None


def _yes(question: str, read: Read) -> bool:
    return read(question, ()).strip().casefold() in ("", "y", "yes")
