"""`sitegen serve`: the preview."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.options import DRAFTS, FUTURE, SITE


@click.command()
@SITE
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@DRAFTS
@FUTURE
def serve(site: Path, port: int, host: str, drafts: bool, future: bool) -> None:
    """Build, serve, rebuild on save, and reload the browser."""
    from sitegen.serve import Settings, serve_site

    serve_site(Settings(site, host, port, drafts=drafts, future=future), say=lambda words: click.echo(words, err=True))
