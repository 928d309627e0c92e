"""Companies by name and symbol: what an annotation's NAME means, or that it means nothing or too much.

Pure: it is given companies and the rows of the SEC's list as values, and reads no file. Where they come from, and how
a site corrects them, is in `content/registry.py`; which differences in spelling matter, in `newsroom/names.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from sitegen.model import Company, Listing
from sitegen.newsroom.names import exchange_key, normalise, plain, short_name, symbol_key

Value = TypeVar("Value")

LIKE = 0.75  # how alike two names must be for one to be meant by the other, of 1


def parse_listing(text: str) -> Listing:
    """`"2330.TW@TWSE"` as a listing; without `@` the exchange is unknown."""
    symbol, _, exchange = text.partition("@")
    return Listing(symbol.strip(), exchange.strip())


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than one company bears the name: what to report instead of guessing."""

    companies: tuple[Company, ...]


@dataclass(frozen=True)  # no slots: cached_property keeps its indexes in __dict__; they follow from `text` alone
class Listed:
    """The SEC's list: one line a company, `CIK, name, listings, normalised name` parted by tabs.

    Of its eight thousand companies a site names a few dozen: the rest never become values.
    """

    text: str = ""

    @cached_property
    def _columns(self) -> tuple[list[str], ...]:
        cells = self.text.replace("\n", "\t").split("\t")
        return cells[0:-1:4], cells[1::4], cells[2::4], cells[3::4]

    @cached_property
    def places(self) -> dict[str, int]:
        """CIK -> its place in the list."""
        return {cik: place for place, cik in enumerate(self._columns[0])}

    @cached_property
    def bearers(self) -> dict[str, list[str]]:
        """Normalised name -> the CIKs of those who bear it."""
        return _grouped(zip(self._columns[3], self._columns[0], strict=True))

    @cached_property
    def holders(self) -> dict[str, str]:
        """Symbol -> CIK. The SEC gives a symbol to one company only."""
        pairs = zip(self._columns[0], self._columns[2], strict=True)
        return {listing.partition("@")[0]: cik for cik, listings in pairs for listing in listings.split(" ")}

    def name(self, cik: str) -> str:
        return self._columns[1][self.places[cik]]

    def company(self, cik: str) -> Company | None:
        if (place := self.places.get(cik)) is None:
            return None
        name, listings = self._columns[1][place], tuple(map(parse_listing, self._columns[2][place].split(" ")))
        slug = listings[0].symbol.lower()  # as `slugify` gives it: its symbols are of A-Z, 0-9 and single hyphens
        return Company(f"cik:{cik}", name, short_name(name), slug, listings)


@dataclass(frozen=True)  # no slots: as above
class Registry:
    """Every company that a site can name: `kept` by hand (bundled or by the site), and the rest as `listed`.

    A kept company stands for the listed one of its key. `site` has the keys of those that the site itself gives, with
    the tables of companies.toml that give them.
    """

    kept: tuple[Company, ...] = ()
    listed: Listed = Listed()
    site: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> Company | None:
        """The company of a key (`cik:1045810`, `x:moonshot-ai`)."""
        return self._keys.get(key) or (self.listed.company(key[4:]) if key.startswith("cik:") else None)

    def companies(self) -> Iterator[Company]:
        """All of them, the kept ones first; the others in the order of their CIKs."""
        yield from self.kept
        yield from self._of(cik for cik in self.listed.places if f"cik:{cik}" not in self._keys)

    def resolve(self, name: str) -> Company | Ambiguous | None:
        """The company that a name or symbol means: the first of these that anyone answers to.

        1. `EXCHANGE:SYMBOL`.
        2. In capitals: a kept company's symbol or a name that it writes just so, then a listed one's symbol. (`BYD` is
           the car maker by name; the casino whose symbol it is in New York is `NYSE:BYD`.)
        3. A whole name but for case and punctuation: a kept company's full name, short name or alias, then a listed
           one's full name.
        4. The same by `normalise`d names: kept, then listed.
        5. A symbol in any case. So a name that is not all capitals is a name first: `Suno` is no symbol.
        """
        text = name.strip()
        symbol = symbol_key(text)
        if ":" in text and (traded := self._on_exchange(text)):
            return _one(traded)
        if symbol and text == text.upper() and (holders := self.holders(symbol)):
            written = [c for c in self._names.get(normalise(text), ()) if text in _spellings(c)]
            return _one([*self._symbols.get(symbol, ()), *written]) or _one(holders)
        return self.named(text) or _one(self.holders(symbol))

    def named(self, name: str) -> Company | Ambiguous | None:
        """Steps 3 and 4 of `resolve`: by name alone."""
        words, normal = plain(name), normalise(name)
        kept, listed = self._names.get(normal, []), self.listed.bearers.get(normal, [])
        for tier in (
            [c for c in kept if any(plain(s) == words for s in _spellings(c))],
            self._of(cik for cik in listed if plain(self.listed.name(cik)) == words),
            kept,
            self._of(listed),
        ):
            if found := _one(tier):
                return found
        return None

    def holders(self, symbol: str) -> list[Company]:
        """Who trades under a symbol, given as `symbol_key` gives it."""
        listed = self.listed.holders.get(symbol)
        return _unique([*self._symbols.get(symbol, ()), *self._of([listed] if listed else [])])

    def suggest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """What could have been meant, as it can be written: kept companies first, the nearest of each first.

        It compares with every name there is, a tenth of a second or so: for reporting an error.
        """
        likeness = _likeness_to(normalise(name))
        near = [
            (-score, company.short, company)
            for company in self.kept
            if (score := max(map(likeness, self._kept_words[company.key]))) >= LIKE
        ]
        found = [company for _, _, company in sorted(near, key=lambda entry: entry[:2])]
        if len(found) < count:
            scores = ((-likeness(normal), normal) for normal in self.listed.bearers)
            for _, normal in sorted(s for s in scores if s[0] <= -LIKE)[: count + len(found)]:
                found += self._of(self.listed.bearers[normal])
        return tuple(map(self.spelling, _unique(found)[:count]))

    def spelling(self, company: Company) -> str:
        """The shortest way to write a company that means it alone: its short name, full name or symbol."""
        choices = (company.short, company.name, f"{company.exchange}:{company.symbol}", company.symbol)
        return next((c for c in choices if self.resolve(c) == company), company.name)

    def clashes(self) -> tuple[tuple[Company, Company], ...]:
        """The companies that one slug would lead to, each with the first of them, which is the site's own; the bundled
        ones have none.
        """
        same = _grouped((c.slug, c) for c in self.kept)
        pairs: list[tuple[Company, Company]] = []
        for slug in dict.fromkeys(c.slug for c in self.kept if c.key in self.site):
            first, *rivals = _unique([*same[slug], *self.holders(slug.upper())])
            pairs += [(first, c) for c in rivals if c.slug == slug]
        return tuple(pairs)

    def _on_exchange(self, text: str) -> list[Company]:
        exchange, _, symbol = (part.strip() for part in text.partition(":"))
        key, market = symbol_key(symbol), exchange_key(exchange)
        return [
            company
            for company in _unique([*self.holders(key), *self._stems.get(key.lstrip("0"), ())])
            for listing in company.listings
            if key.lstrip("0") in (symbol_key(listing.symbol).lstrip("0"), _stem(listing))
            and exchange_key(listing.exchange) in (market, "")
        ]

    def _of(self, ciks: Iterable[str]) -> list[Company]:
        return [c for cik in ciks if (c := self.get(f"cik:{cik}"))]

    @cached_property
    def _keys(self) -> dict[str, Company]:
        return {c.key: c for c in self.kept}

    @cached_property
    def _kept_words(self) -> dict[str, list[str]]:
        return {c.key: [*map(normalise, _spellings(c)), *(s.symbol.casefold() for s in c.listings)] for c in self.kept}

    @cached_property
    def _names(self) -> dict[str, list[Company]]:
        return _grouped((normalise(s), c) for c in self.kept for s in _spellings(c))

    @cached_property
    def _symbols(self) -> dict[str, list[Company]]:
        return _grouped((symbol_key(s.symbol), c) for c in self.kept for s in c.listings)

    @cached_property
    def _stems(self) -> dict[str, list[Company]]:
        return _grouped((_stem(s), c) for c in self.kept for s in c.listings)


def _spellings(company: Company) -> tuple[str, ...]:
    return (company.name, company.short, *company.aliases)


def _stem(listing: Listing) -> str:
    """A symbol as its own exchange writes it, without a data vendor's suffix: `0700.HK` is 700 there."""
    return symbol_key(listing.symbol.partition(".")[0]).lstrip("0")


def _likeness_to(wanted: str) -> Callable[[str], float]:
    """How much a name is like the wanted one, which difflib analyses once: 0 for what is below the bound."""
    pair = SequenceMatcher(None, "", wanted)

    def likeness(other: str) -> float:
        if other.startswith(wanted + " ") or wanted.startswith(other + " "):
            return 0.9
        if 2 * min(len(wanted), len(other)) < LIKE * (len(wanted) + len(other)):  # cannot reach the bound
            return 0.0
        pair.set_seq1(other)
        return pair.ratio() if pair.quick_ratio() >= LIKE else 0.0

    return likeness


def _unique(companies: Iterable[Company]) -> list[Company]:
    return list({c.key: c for c in companies}.values())


def _one(companies: Iterable[Company]) -> Company | Ambiguous | None:
    found = _unique(companies)
    return Ambiguous(tuple(found)) if len(found) > 1 else found[0] if found else None


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    groups: dict[str, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
