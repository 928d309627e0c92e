"""Which company each annotation means; a name that means none, or more than one, is reported at its place."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.diagnostics import Diagnostic
from sitegen.model import Company, Document, Mention
from sitegen.newsroom.companies import Ambiguous, Registry

MOST_SEARCHES = 20  # unknown names for which the nearest ones are looked up: it takes a while
MOST_NAMED = 8  # companies that one name may mean that are all told


class Resolver:
    """Looks each name up once, however often it is mentioned."""

    def __init__(self, registry: Callable[[], Registry]) -> None:
        self._registry = registry
        self._known: dict[str, Company | Ambiguous | None] = {}
        self._near: dict[str, tuple[str, ...]] = {}

    def resolve(self, document: Document) -> tuple[tuple[Company | None, ...], list[Diagnostic]]:
        """One company or None for each of the document's mentions, and what is wrong with them."""
        companies: list[Company | None] = []
        problems = []
        for mention in document.mentions:
            if mention.name not in self._known:
                self._known[mention.name] = self._registry().resolve(mention.name)
            found = self._known[mention.name]
            if isinstance(found, Company):
                companies.append(found)
            else:
                companies.append(None)
                problems.append(self._problem(mention, found, document.place))
        return tuple(companies), problems

    def _problem(self, mention: Mention, found: Ambiguous | None, path: str) -> Diagnostic:
        place = (path, mention.line, mention.column)
        if found is not None:
            several = "; ".join(f"{c.name} ({c.symbol or 'private'})" for c in found.companies[:MOST_NAMED])
            if (more := len(found.companies) - MOST_NAMED) > 0:
                several += f"; and {more:,} more"
            message = f"{mention.name!r} can mean more than one company: {several}"
            choices = " | ".join(f"[finance:{self._registry().spelling(c)}]" for c in found.companies[:MOST_NAMED])
            return Diagnostic(*place, "warning", "ambiguous-company", message, f"write one of: {choices}")
        if mention.name not in self._near:
            self._near[mention.name] = self._registry().suggest(mention.name) if len(self._near) < MOST_SEARCHES else ()
        near = self._near[mention.name]
        add = "add it to content/data/companies.toml"
        help_ = f"write one of: {' | '.join(f'[finance:{n}]' for n in near)}, or {add}" if near else add
        return Diagnostic(*place, "warning", "unknown-company", f"no company is called {mention.name!r}", help_)
