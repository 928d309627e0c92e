"""One function for each kind of front-matter value: from what was written to a typed value, or `Wrong` that says why.

Takes what `frontmatter.as_written` gives: text, None, lists and dictionaries. Knows no field by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sitegen.content.dates import meant_by
from sitegen.content.text import unseen_in_key
from sitegen.diagnostics import Code, did_you_mean
from sitegen.model import Citation, Correction, Image

Value = TypeVar("Value")

DATE_HELP = "write 2025-11-22 or 2025-11-22T19:21:00-06:00"

# Patterns are also in the JSON Schemas that `sitegen schema` gives: of what all dialects of them have.
DATE = (
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
    r"\s?(Z|z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)
WEB = r"[hH][tT][tT][pP][sS]?://[^\s/<>\"]+[^\s<>\"]*"
SCHEME = r"[a-zA-Z][a-zA-Z0-9+.-]*:"
FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
SOURCE = ("publisher", "domain", "url", "title")
IMAGE = ("src", "alt", "credit")
CORRECTION = ("date", "text")


def is_web_address(written: str) -> bool:
    """Whether a whole text is an `http` or `https` address."""
    return re.fullmatch(WEB, written) is not None


class Wrong(Exception):
    """A value that is not of its kind. `at` leads to the part that is wrong: list positions and keys."""

    def __init__(self, code: Code, message: str, help_: str = "", at: tuple[int | str, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.at = code, message, help_, at


def text(value: Any) -> str:
    if isinstance(value, (list, dict)):
        kind = "a list" if isinstance(value, list) else "a table"
        raise Wrong("bad-value", f"this is {kind}, but one text is needed", "write it without brackets, or in quotes")
    return "" if value is None else " ".join(value.split())


def flag(value: Any) -> bool:
    words = {**FLAGS, "": False}
    word = "" if isinstance(value, (list, dict)) else text(value).casefold()
    if word not in words or isinstance(value, (list, dict)):
        raise Wrong(
            "bad-value",
            f"{word!r} is neither true nor false" if word else "this is neither true nor false",
            "write true or false",
        )
    return words[word]


def reason(value: Any) -> str:
    """A text for readers: `true`, or nothing, would tell them nothing, and who wrote the field meant it."""
    written = text(value)
    if not written:
        raise Wrong("bad-value", "no reason is written", 'write why, for readers, or take the line out: "…"')
    if written.casefold() in ("true", "yes", "on", "false", "no", "off"):
        raise Wrong(
            "bad-value", f"{written!r} is no reason", 'write why, for readers: "The report could not be confirmed."'
        )
    return written


def moment(value: Any) -> datetime | None:
    """A date, at midnight, or a date and time: naive unless an offset is written. None where nothing is written."""
    if isinstance(value, (list, dict)):
        raise Wrong("bad-date", "this is not one date", DATE_HELP)
    written = text(value)
    if not written:
        return None
    if not re.fullmatch(DATE, written):
        raise _no_date(written)
    try:
        found = datetime.fromisoformat(re.sub(r"\s(?=[Zz+-])", "", written).upper())
    except ValueError:
        raise _no_date(written) from None
    if not 1970 <= found.year <= 9998:
        raise Wrong("bad-date", f"{written!r} is not a date that a news site can have", "years run from 1970 to 9998")
    return found


def _no_date(written: str) -> Wrong:
    meant = meant_by(written)
    why = f": {meant.why}" if meant.why else ""
    help_ = f"write {meant.written}" if meant.written else meant.help_ or DATE_HELP
    return Wrong("bad-date", f"{written!r} is not a date{why}", help_)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; the first where nothing is written."""

    known: tuple[str, ...]

    def __call__(self, value: Any) -> str:
        word = text(value) or self.known[0]
        if word not in self.known:
            raise Wrong("bad-value", f"{word!r} is not one of {', '.join(self.known)}", did_you_mean(word, self.known))
        return word


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; empty ones are left out."""
    found = _each(value, text, "[first, second]")
    return tuple(item for item in found if item)


def sources(value: Any) -> tuple[Citation, ...]:
    def source(item: Any) -> Citation:
        table = _table(item, SOURCE, "{publisher: Reuters, domain: reuters.com}")
        if not (table.get("publisher") or table.get("domain")):
            raise Wrong(
                "bad-source",
                "a source without publisher and domain",
                "write {publisher: Reuters} or {domain: reuters.com}",
            )
        url = table.get("url", "")
        if url and not is_web_address(url):
            raise Wrong("bad-source", f"{url!r} is not a web address", "begin it with https://", ("url",))
        return Citation(table.get("publisher", ""), table.get("domain", ""), url, table.get("title", ""))

    return _each(value, source, "- {publisher: Reuters, domain: reuters.com}")


def image(value: Any) -> Image | None:
    if value is None or value == "":
        return None
    table = {"src": text(value)} if isinstance(value, str) else _table(value, IMAGE, "{src: …, alt: …}")
    if not table.get("src"):
        raise Wrong("bad-value", "an image without src", 'write {src: rack.jpg, alt: "what it shows"}')
    if re.match(SCHEME, table["src"]) and not re.match(WEB, table["src"]):
        at = ("src",) if isinstance(value, dict) else ()
        raise Wrong("bad-value", f"{table['src']!r} is no picture", "write a file's path, or an https:// address", at)
    return Image(**table)


def corrections(value: Any) -> tuple[Correction, ...]:
    def correction(item: Any) -> Correction:
        example = '{date: 2025-11-24, text: "…"}'
        table = _table(item, CORRECTION, example)
        try:
            date = moment(table.get("date"))
        except Wrong as wrong:
            raise Wrong(wrong.code, wrong.message, wrong.help, ("date",)) from None
        if date is None or not table.get("text"):
            raise Wrong("bad-value", "a correction needs a date and a text", f"write {example}")
        return Correction(date, table["text"])

    return _each(value, correction, '- {date: 2025-11-24, text: "…"}')


def _each(value: Any, kind: Callable[[Any], Value], example: str) -> tuple[Value, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        written = example
        if isinstance(value, str) and example.startswith("["):
            one = text(value)
            words = all(re.fullmatch(r" *[\w.-]+(?: [\w.-]+){0,2} *", part) for part in one.split(","))
            written = f"[{one}]" if words else f"[{json.dumps(one, ensure_ascii=False)}]"
        raise Wrong("bad-value", "this must be a list", f"write {written}")
    found = []
    for position, item in enumerate(value):
        try:
            found.append(kind(item))
        except Wrong as wrong:
            raise Wrong(wrong.code, wrong.message, wrong.help, (position, *wrong.at)) from None
    return tuple(found)


def _table(value: Any, known: tuple[str, ...], example: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Wrong("bad-value", "this must stand between { and }, with names for its parts", f"write {example}")
    table = {}
    for key, item in value.items():
        if odd := unseen_in_key(key, known):
            raise Wrong("unknown-field", odd[2], "delete it", (key,))
        if key not in known:
            help_ = did_you_mean(key, known) if item else "put a text that has a comma in quotes"
            raise Wrong("unknown-field", f"{key!r} is not known here", help_, (key,))
        try:
            table[key] = text(item)
        except Wrong as wrong:
            raise Wrong(wrong.code, wrong.message, wrong.help, (key,)) from None
    return table
