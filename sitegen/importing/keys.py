"""What is said in another program's front matter, key by key: what nobody asks for is kept under its own key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from sitegen.content.fields import DATE_HELP
from sitegen.diagnostics import Diagnostic
from sitegen.importing.entry import Moment, left_over
from sitegen.importing.matter import Matter
from sitegen.importing.moments import read_moment


class Keys:
    """The keys of one file, asked for without regard to case; `problems` are what was wrong with those asked for."""

    def __init__(self, matter: Matter, place: str, zone: tzinfo, defaults: Mapping[str, Any] | None = None) -> None:
        self._matter, self._place, self._zone = matter, place, zone
        self._rest: dict[str, Any] = {**(defaults or {}), **matter.data}
        self._names: dict[str, list[str]] = {}
        for key in self._rest:
            self._names.setdefault(key.casefold(), []).append(key)
        self.problems: list[Diagnostic] = []

    @property
    def extra(self) -> dict[str, Any]:
        """What the file itself says and nobody asked for."""
        return {key: value for key, value in self._rest.items() if key in self._matter.data}

    def has(self, name: str) -> bool:
        return name.casefold() in self._names

    def line(self, name: str) -> int:
        """The line of a key in the file, 1 where it is not there."""
        return next((self._matter.line(key) for key in self._names.get(name.casefold(), ())), 1)

    def value(self, name: str) -> Any:
        """The value of a key, which is asked for by this; None where there is none."""
        found = [self._rest.pop(key, None) for key in self._names.get(name.casefold(), ())]
        return found[-1] if found else None

    def text(self, *names: str) -> str:
        """The first of these keys that has a text, in one line."""
        for name in names:
            key = next(iter(self._names.get(name.casefold(), ())), None)
            value = self._rest.get(key) if key is not None else None
            if isinstance(value, (str, int, float)) and (words := " ".join(str(value).split())):
                self.value(name)
                return words
        return ""

    def texts(self, *names: str, parted: str | None = None) -> tuple[str, ...]:
        """The texts of all these keys, each once: lists, single ones, the `name` of tables; text is cut at `parted`."""
        found: dict[str, None] = {}
        for name in names:
            value = self.value(name)
            items = value if isinstance(value, list) else [value]
            for item in items:
                one = item.get("name") if isinstance(item, dict) else item
                if isinstance(one, (str, int, float)) and not isinstance(one, bool):
                    whole = item is not value or parted is None
                    pieces = [str(one)] if whole else str(one).split(None if parted == " " else parted)
                    found |= dict.fromkeys(words for piece in pieces if (words := " ".join(piece.split())))
        return tuple(found)

    def authors(self, default: Any) -> tuple[str, ...]:
        """The names of `authors` and `author`, else that of the site's author, a text or a table."""
        named = default.get("name") if isinstance(default, dict) else default
        usual = (" ".join(named.split()),) if isinstance(named, str) and named.strip() else ()
        return self.texts("authors", "author") or usual

    def flag(self, name: str) -> bool | None:
        """Whether a key says true; None where it is not there."""
        value = self.value(name)
        return None if value is None else str(value).casefold() in ("true", "yes", "on", "1")

    def moment(self, *names: str) -> Moment | None:
        """The first of these keys that has a date; those before it that have none are problems."""
        for name in names:
            line, value = self.line(name), self.value(name)
            if value in (None, "") or str(value).startswith("0001-01-01"):  # Go's zero time: none
                continue
            if found := read_moment(value, self._zone):
                return found
            message = f"{name} is {str(value)[:60]!r}, which is no date that a post can have"
            self.problems.append(left_over(self._place, line, 0, message, DATE_HELP))
        return None

    def image(self, *names: str) -> dict[str, str]:
        """The first picture of these keys, which hold a path, a list of them, or a table, as `src`, `alt`, `credit`."""
        for name in names:
            key = next(iter(self._names.get(name.casefold(), ())), None)
            value = self._rest.get(key) if key is not None else None
            one = value[0] if isinstance(value, list) and value else value
            table = {str(k).casefold(): v for k, v in one.items()} if isinstance(one, dict) else {"src": one}
            src = next(
                (table[k] for k in ("src", "path", "image", "url", "feature") if isinstance(table.get(k), str)), ""
            )
            if isinstance(src, str) and src.strip():
                found = {"src": src.strip(), "alt": table.get("alt"), "credit": table.get("credit")}
                used = ("src", "path", "image", "url", "feature", "alt", "credit")
                rest: Any = value[1:] if isinstance(value, list) else None
                if isinstance(value, dict):
                    rest = {k: v for k, v in value.items() if str(k).casefold() not in used}
                self.value(name)
                if rest and key is not None:
                    self._rest[key] = rest
                return {k: " ".join(v.split()) for k, v in found.items() if isinstance(v, str) and v.strip()}
        return {}


def later(first: Moment | None, second: Moment | None, zone: tzinfo) -> Moment | None:
    """The later of two moments; a day counts as its midnight in the zone."""
    if first is None or second is None:
        return first or second

    def moment(one: Moment) -> datetime:
        return one if isinstance(one, datetime) else datetime(one.year, one.month, one.day, tzinfo=zone)

    return second if moment(second) > moment(first) else first
