"""`sitegen tickers`: which company is meant."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.options import SITE
from sitegen.commands.screen import show_diagnostics
from sitegen.diagnostics import visible

COMPANIES = "content/data/companies.toml"


@click.command()
@click.argument("query")
@SITE
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show them.")
def tickers(query: str, site: Path, limit: int, form: str) -> None:
    """Find companies by name or symbol, and what to write in an annotation."""
    import json

    from sitegen.content.registry import load_registry
    from sitegen.content.tables import site_companies
    from sitegen.lookup import company_lines, company_values, find_companies

    registry, problems = load_registry(site_companies(site))
    show_diagnostics(problems, site)
    companies = find_companies(registry, query)
    if form == "json":
        click.echo(json.dumps(company_values(registry, companies, limit), ensure_ascii=False, indent=2))
    elif companies:
        click.echo("\n".join(map(visible, company_lines(registry, companies, limit))))
    if not companies:
        message = f"no company is called {query!r}, or anything like it: if there is one, add it to {COMPANIES}"
        raise click.ClickException(message)
    if len(companies) > limit:
        click.echo(f"and {len(companies) - limit} more: write more of the name, or --limit {len(companies)}", err=True)
