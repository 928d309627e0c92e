"""One item of a WordPress export: its fields, terms, custom fields and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from sitegen.importing.entry import Moment
from sitegen.importing.moments import read_moment
from sitegen.importing.xml import Element, first_text, line_of, text_of
from sitegen.markup.tree import plain_html

_NEVER = "0000-00-00"


class Item:
    """One `item` of the export, its fields by their local names."""

    def __init__(self, element: Element, wp: str) -> None:
        self.element, self._wp = element, wp
        self.line = line_of(element)
        self.title = " ".join(plain_html(first_text(element, "title")).split())
        self.kind = self.wp("post_type")
        self.status = self.wp("status")
        self.meta = {
            text_of(meta.find(f"{wp}meta_key")): text_of(meta.find(f"{wp}meta_value"))
            for meta in element.findall(f"{wp}postmeta")
        }

    def wp(self, name: str) -> str:
        return first_text(self.element, self._wp + name)

    def terms(self, domain: str) -> tuple[str, ...]:
        found = (c for c in self.element.findall("category") if c.get("domain") == domain)
        names = (" ".join(plain_html(text_of(c) or c.get("nicename", "")).split()) for c in found)
        return tuple(dict.fromkeys(name for name in names if name))

    def moment(self, name: str, zone: tzinfo) -> Moment | None:
        """A date with the offset that follows from its two forms, the site's own and that of Greenwich."""
        local, gmt = self.wp(name), self.wp(f"{name}_gmt")
        if local.startswith(_NEVER) and gmt.startswith(_NEVER):
            return None
        if not local or local.startswith(_NEVER):
            return read_moment(gmt, UTC) if gmt and not gmt.startswith(_NEVER) else None
        there, greenwich = read_moment(local, UTC), read_moment(gmt, UTC) if not gmt.startswith(_NEVER) else None
        if isinstance(there, datetime) and isinstance(greenwich, datetime):
            offset = there - greenwich
            if abs(offset) < timedelta(hours=15):
                return there.replace(tzinfo=timezone(offset))
        return read_moment(local, zone)
