"""Addresses that were published once: builds remember them, and a check tells which of them nothing answers for."""

from __future__ import annotations

from pathlib import Path

from sitegen.assemble import Assembled
from sitegen.checks.taken_down import check_vanished, known_addresses
from sitegen.config import Config
from sitegen.content.record import former_addresses
from sitegen.content.scan import Look
from sitegen.diagnostics import Diagnostic
from sitegen.engine.ledger import read_ledger, write_ledger
from sitegen.newsroom.site import Site
from sitegen.result import Request


def vanished(request: Request, cache: Path, seen: Look, config: Config, assembled: Assembled) -> tuple[Diagnostic, ...]:
    """What is not published any more, as the last builds and git remember it. Only a check asks."""
    if not request.dry:
        return ()
    files = {file.path for file in seen.content[0]}
    former = former_addresses(assembled.told, config, request.site, request.now)
    return tuple(check_vanished(assembled.plan, assembled.site, files, read_ledger(cache), former))


def keep_addresses(request: Request, cache: Path, output: Path, site: Site) -> None:
    """Remember where everything is published: what is taken away later is known to have been there.

    A preview publishes nothing, nor does a build into another folder than the configured one.
    """
    if request.dry or request.drafts or request.future or output != (request.site / site.config.output).resolve():
        return
    before = read_ledger(cache)
    now = known_addresses(site, before)
    if now != before:
        write_ledger(cache, now)
