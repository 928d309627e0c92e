"""`sitegen check --external`: whether the pages that a site links to are still there. Publishes and changes nothing.

    links ─> known ─> rounds (ask, guard) ─> known ─> findings

The one room that asks other hosts anything, and only when told to; docs/decisions/0018-external-links.md says how.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from sitegen import __version__
from sitegen.configured import CACHE, load_config
from sitegen.content.library import Library
from sitegen.documents import with_documents
from sitegen.engine.store import Store
from sitegen.newsroom.moments import Options, is_published, site_zone
from sitegen.outside.answers import Answer, Looked
from sitegen.outside.findings import findings
from sitegen.outside.known import fresh_answers, keep_answers
from sitegen.outside.limits import Limits
from sitegen.outside.links import Link, links_of_tables, links_of_texts
from sitegen.result import Progress, Request
from sitegen.rules.excerpts import site_lines
from sitegen.rules.grading import graded


def look_outside(request: Request, limits: Limits, progress: Progress, notice: Callable[[str], None]) -> Looked:
    """Ask for the addresses that the site of `request` links to, where no fresh answer is known.

    What was answered is kept however this ends, Ctrl-C among the ways. Raises `ConfigError`, `Locked` and `OSError`;
    `notice` is told once when a build holds the lock.
    """
    config = load_config(request.site)
    zone = site_zone(config.timezone)
    options = Options(request.now, request.drafts, request.future)

    def links_of(library: Library, store: Store) -> tuple[Link, ...]:
        documents = (document for document in library.documents if is_published(document.meta, zone, options))
        return tuple(links_of_texts(documents, store, config))

    links = with_documents(request.site, config, request.jobs, links_of, progress, notice)
    links = (*links, *links_of_tables(request.site, config))
    place = request.site / CACHE / "links"
    now = int(request.now.timestamp())
    addresses = tuple(dict.fromkeys(link.address for link in links if link.address))
    known = fresh_answers(place, now)
    missing = [address for address in addresses if address not in known]
    heard: dict[str, Answer] = {}
    if missing:
        from sitegen.outside.rounds import ask_all

        def hear(address: str, answer: Answer) -> None:
            heard[address] = answer
            progress("asking other sites", len(heard), len(missing))

        try:
            ask_all(missing, limits, f"sitegen/{__version__} (checks the links of {config.base_url})", hear)
        finally:
            if not _offline(heard):
                keep_answers(place, known, heard, now)
            progress("asking other sites", len(missing), len(missing))
    offline = _offline(heard)
    answers = {**known, **({} if offline else heard)}
    diagnostics, _ = graded(findings(links, answers), config, site_lines(request.site), strict=request.strict)
    return Looked(
        diagnostics=diagnostics,
        known=len(addresses) - len(missing),
        asked=len(heard),
        left=len(missing) - len(heard),
        closed=sum(address in answers and answers[address].kind == "closed" for address in addresses),
        offline=offline,
    )


def _offline(heard: dict[str, Answer]) -> bool:
    """Whether the machine, and not the hosts, seems to be at fault: of several, not one has an address."""
    lost = all(answer.kind == "no-host" for answer in heard.values())
    return lost and len({urlsplit(address).hostname for address in heard}) > 1
