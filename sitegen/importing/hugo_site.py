"""A Hugo site's configuration, and where its pages are: gohugo.io, "URL management" and "Configure permalinks"."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any
from urllib.parse import unquote

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import joined, parts_of
from sitegen.importing.entry import Moment, link_to
from sitegen.importing.folder import Folder
from sitegen.importing.matter import parse_json, parse_toml, parse_yaml
from sitegen.importing.moments import day_of
from sitegen.newsroom.moments import site_zone

_PARSERS = {".toml": parse_toml, ".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}
_CONFIGS = re.compile(r"(?:(?:hugo|config)|config/_default/(\w+))\.(?:toml|ya?ml|json)")


@dataclass(frozen=True, slots=True)
class HugoPage:
    """`path` is under `content/`, `folder` the one that the page is in, `base` its name without ending."""

    path: str
    folder: str
    section: str
    base: str
    slug: str
    title: str

    def filled(self, pattern: str, day: date) -> str:
        """A permalink pattern with its tokens filled, in English as Hugo does it."""
        sections = self.folder.split("/")
        months = "January February March April May June July August September October November December".split()
        days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
        name = urlize(self.base)
        tokens = {
            "year": f"{day.year:04}", "month": f"{day.month:02}", "monthname": months[day.month - 1],
            "day": f"{day.day:02}", "weekday": str(day.isoweekday() % 7), "weekdayname": days[day.weekday()],
            "yearday": str(day.timetuple().tm_yday), "section": self.section,
            "sections": "/".join(urlize(part) for part in sections), "title": urlize(self.title),
            "slug": urlize(self.slug or self.title), "filename": name, "contentbasename": name,
            "slugorfilename": urlize(self.slug) or name, "slugorcontentbasename": urlize(self.slug) or name,
        }  # fmt: skip
        return re.sub(r":([a-z]+)(?:\[[^\[\]]*\])?", lambda match: tokens.get(match[1], match[0]), pattern)


@dataclass(frozen=True, slots=True)
class HugoSite:
    """What the configuration says of addresses and dates; `base` is the base URL's path, with a slash at both ends."""

    table: Mapping[str, Any] = field(default_factory=dict)
    zone: tzinfo = field(default_factory=lambda: site_zone("UTC"))

    def text(self, name: str) -> str:
        value = self.table.get(name)
        return value if isinstance(value, str) else ""

    @property
    def base_url(self) -> str:
        return self.text("baseurl").rstrip("/")

    @property
    def base(self) -> str:
        return parts_of(self.base_url).path.rstrip("/") + "/"

    @property
    def author(self) -> Any:
        """Who writes where a page names nobody: a name, or a table with one."""
        params = self.table.get("params")
        return (params.get("author") if isinstance(params, dict) else None) or self.table.get("author")

    def pattern(self, section: str) -> str:
        """The permalink pattern of a section's pages, "" where it has none."""
        table = self.table.get("permalinks")
        table = table if isinstance(table, dict) else {}
        inner = table.get("page")
        found = (inner if isinstance(inner, dict) else table).get(section) or table.get(section)
        return found if isinstance(found, str) else ""

    def url(self, page: HugoPage, own: str, moment: Moment | None) -> str:
        """A page's address: a path from the host's root, as text."""
        name = page.slug or page.base
        pattern = own if ":" in own and not own.startswith("http") else self.pattern(page.section)
        if own and pattern != own:
            path = unquote(parts_of(own).path)
            return posixpath.join(self.base, path.lstrip("/"))
        if pattern and ":" in pattern and page.section:
            day = day_of(moment, self.zone) if moment else date(1, 1, 1)
            path = page.filled(pattern, day)
        elif pattern and page.section:
            path = f"{pattern.rstrip('/')}/{urlize(name)}/"
        else:
            path = "/".join(urlize(part) for part in [*page.folder.split("/"), name] if part) + "/"
        path = path.lstrip("/")
        if self.table.get("uglyurls") is True:
            path = f"{path.rstrip('/')}.html"
        elif not path.endswith("/") and not posixpath.splitext(path)[1]:
            path += "/"
        return self.base + (path if self.table.get("disablepathtolower") is True else path.lower())

    def alias(self, alias: str, url: str) -> str:
        """An alias from the host's root: Hugo takes one without a slash as beside the page."""
        written = unquote(parts_of(alias).path)
        if written.startswith("/"):
            return posixpath.join(self.base, written.lstrip("/"))
        return unquote(joined(url.rstrip("/"), written))


def read_config(folder: Folder, problems: list[Diagnostic]) -> HugoSite:
    """The configuration in one file, or in several under `config/_default/`."""
    table: dict[str, Any] = {}
    for path in folder.files:
        match = _CONFIGS.fullmatch(path)
        if not match:
            continue
        try:
            found, _ = _PARSERS[posixpath.splitext(path)[1]](folder.text(path), folder.place(path))
        except Unreadable as unreadable:
            problems.append(unreadable.diagnostic)
            continue
        whole = match[1] in (None, "hugo", "config")
        table |= {k.casefold(): v for k, v in found.items()} if whole else {match[1].casefold(): found}
    name = table.get("timezone")
    try:
        zone = site_zone(name if isinstance(name, str) and name else "UTC")
    except (ValueError, OSError, KeyError):
        zone = site_zone("UTC")
    return HugoSite(table, zone)


def page_meant(files: Mapping[str, object], target: str, path: str) -> str | None:
    """What to write for the page that `ref` means: by its path under content/, from here, or by its name alone."""
    written, hash_, fragment = unquote(target).partition("#")
    if not written:
        return f"#{fragment}" if fragment else None
    bare = written.strip("/")
    places = [posixpath.normpath(posixpath.join(posixpath.dirname(path), written)), f"content/{bare}"]
    names = [f"{place}{ending}" for place in places for ending in ("", ".md", "/index.md", ".html", ".markdown")]
    found = next((name for name in names if name in files), None)
    if found is None:
        tails = tuple(f"/{bare}{ending}" for ending in ("", ".md", "/index.md"))
        alike = [name for name in files if name.startswith("content/") and name.endswith(tails)]
        found = alike[0] if len(alike) == 1 else None
    return link_to(found, written) + hash_ + fragment if found else None


def urlize(text: str) -> str:
    """A name as part of an address, as Hugo makes it: white space as hyphens, letters of any script kept."""
    hyphened = re.sub(r"[\s-]+", "-", unicodedata.normalize("NFC", text).strip())
    return "".join(c for c in hyphened if unicodedata.category(c)[0] in "LMN" or c in "-._~+@").lower()
