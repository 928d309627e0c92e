"""`sitegen tickers`: which companies a query may mean, and what to write in an annotation. Prints nothing."""

from __future__ import annotations

from sitegen.model import Company
from sitegen.newsroom.companies import Registry


def company_lines(registry: Registry, query: str) -> list[str]:
    """Companies that a query may mean, a line each: what to write, and which company that is."""
    found = registry.resolve(query)
    if found is None:
        companies = [c for name in registry.suggest(query, 8) if isinstance(c := registry.resolve(name), Company)]
    else:
        companies = [found] if isinstance(found, Company) else list(found.companies)
    return [
        f"[finance:{registry.spelling(company)}]  {company.name}"
        f" ({', '.join(f'{s.exchange}: {s.symbol}' for s in company.listings) or 'private'})"
        for company in companies
    ]
