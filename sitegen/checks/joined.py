"""Source lines with commas for bars: `Source: CNBC, Reuters, AP` makes one publisher of three.

A name may have commas of its own: two parts are a list only where the site knows both as publishers, three or more
also where each is short and begins with a capital, as names do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.checks.places import Lines
from sitegen.diagnostics import Diagnostic
from sitegen.newsroom.cited import sources_of
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site

_LABEL = re.compile(r"[ \t>]*[*_]*Sources?\b")
_PARTS = re.compile(r"(?:(?<!\s)\s+)?[,;](?:\s*and)?\s+|(?<!\s)\s+(?:and|/|·|•|&)\s+")
_SHORT = re.compile(r"(?:the )?[A-Z0-9][\w.'’-]*(?: [A-Z0-9][\w.'’-]*){0,2}")
_FIRM = re.compile(r"(?:inc|ltd|llc|llp|l\.?p|co|corp|plc|s\.?a|s\.?p\.?a|n\.?v|a\.?g|gmbh|jr|sr)\.?", re.IGNORECASE)


def check_joined(site: Site, publishers: Publishers, lines: Lines) -> Iterator[Diagnostic]:
    """Citation lines of texts alone; a comma within a link's words is the name's own."""
    written = [(post.document, citation) for post in site.posts for citation in post.document.citations]
    joined = [(document, cited) for document, cited in written if _PARTS.search(cited.publisher)]
    if not joined:
        return
    known = {_fold(source.publisher) for post in site.posts for source in sources_of(post.document)}
    known |= publishers.by_name.keys()
    for document, citation in joined:
        name, parts = citation.publisher, _PARTS.split(citation.publisher)
        if _fold(name) in publishers.by_name or not _is_list(name, parts, known):
            continue
        linked = bool(citation.url) or citation.reference is not None
        pattern = re.compile(r"[^|]*?".join(map(re.escape, parts)))
        for number, line in enumerate(lines(document.place), 1):
            found = pattern.search(line) if _LABEL.match(line) else None
            if found and not (linked and found[0] == name):
                message = f"{name!r} is taken for one publisher: commas do not part them"
                bars = f"write Sources: {' | '.join(parts)}" if found[0] == name else "write | in place of each comma"
                yield Diagnostic(document.place, number, found.start() + 1, "warning", "joined-sources", message, bars)
                break


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_list(name: str, parts: Sequence[str], known: set[str]) -> bool:
    if all(_fold(part) in known for part in parts):
        return True
    signs = max(name.count(sign) for sign in ",;")
    return signs >= 2 and "&" not in name and all(_SHORT.fullmatch(p) and not _FIRM.fullmatch(p) for p in parts)
