"""Front matter that is right by its letter and hardly meant: what other programs or editors' habits put there.

Told by `sitegen check` alone, as part of a file's review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from sitegen.diagnostics import Diagnostic
from sitegen.model import Meta

LONGEST_TERM = 50  # characters of a tag …
MOST_WORDS = 6  # … and its words: what is longer is a sentence

_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=\D)")
_QUOTED = re.compile(r"[“”„«»].*|.*[“”„«»]|[‘‚].*’")
_QUOTES = "“”„«»‘’‚"


def habits(meta: Meta, path: str) -> Iterator[Diagnostic]:
    """`path` is the file's, from the site's root."""
    yield from _other_day(meta, path)
    for taxonomy, spellings in meta.terms.items():
        place = meta.places.get(taxonomy, (1, 1))
        for spelling in spellings:
            if _QUOTED.fullmatch(spelling):
                message = f"{spelling!r} in {taxonomy} has typographic quotes, which readers see"
                help_ = f'write {spelling.strip(_QUOTES)}, or put it in straight quotes: "{spelling.strip(_QUOTES)}"'
                yield Diagnostic(path, *place, "warning", "bad-term", message, help_)
            elif len(spelling) > LONGEST_TERM or len(spelling.split()) > MOST_WORDS:
                message = f"{spelling[:60]!r} in {taxonomy} is a sentence: no other post will have it"
                help_ = "write a word or two for each, parted by commas, and the sentence in the summary"
                yield Diagnostic(path, *place, "hint", "bad-term", message, help_)


def _other_day(meta: Meta, path: str) -> Iterator[Diagnostic]:
    """A file whose name has another day than its date: a day off where an offset may make it another."""
    file = PurePosixPath(path)
    found = _DATED.match(file.parent.name if file.stem == "index" else file.name)
    if not found or not meta.date:
        return
    try:
        named = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return
    day = meta.date.date()
    if abs(day - named) > timedelta(days=1 if meta.date.tzinfo else 0):
        message = f"the file's name says {named}, and its date is {day}, which counts"
        help_ = f"rename the file to begin with {day}, or write date: {named}"
        yield Diagnostic(path, *meta.places.get("date", (1, 1)), "hint", "bad-date", message, help_)
