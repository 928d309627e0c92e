"""`[tool.sitegen]` of the site's pyproject.toml, as frozen values. Reads no other file and knows no defaults but these.

Every problem is found in one run, with the line of the key that has it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec

from sitegen.diagnostics import ConfigError, Diagnostic, did_you_mean
from sitegen.strings import STRINGS

FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`title` heads its index ("Tags"); its name is the front-matter key and the URL's first part."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class Markdown:
    engine: Literal["markdown", "cmark"] = "markdown"
    raw_html: Literal["sanitise", "trust"] = "sanitise"
    remote_images: Literal["link", "allow"] = "link"


@dataclass(frozen=True, slots=True)
class Feeds:
    limit: int = 50
    content: Literal["full", "summary"] = "full"
    hub: str = ""
    id_authority: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    count: int = 3


@dataclass(frozen=True, slots=True)
class Search:
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Threads:
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    rules: dict[str, Literal["off", "hint", "warning", "error"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; the contract's §2 says what each key means."""

    title: str = ""
    base_url: str = ""
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    authors: tuple[str, ...] = ()
    output: str = "public"
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    page_size: int = 20
    updated: Literal["front-matter", "git"] = "front-matter"
    menu: tuple[MenuItem, ...] = ()
    subscribe: str = ""
    taxonomies: dict[str, Taxonomy] = field(default_factory=lambda: {"tags": Taxonomy("Tags")})
    fields: dict[str, str] = field(default_factory=dict)
    markdown: Markdown = field(default_factory=Markdown)
    feeds: Feeds = field(default_factory=Feeds)
    related: Related = field(default_factory=Related)
    search: Search = field(default_factory=Search)
    threads: Threads = field(default_factory=Threads)
    check: Check = field(default_factory=Check)
    deploy: dict[str, dict[str, Any]] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The base URL's path, with a slash at both ends."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"


def read_config(text: str) -> Config:
    """The configuration in a pyproject.toml's text; raises `ConfigError` with all that is wrong in it."""
    try:
        tools = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(problem))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        message = str(problem).split(" (at ")[0]
        raise ConfigError(
            [Diagnostic(FILE, line, column, "error", "bad-toml", f"this is not TOML: {message}")]
        ) from None
    table = tools.get("sitegen") if isinstance(tools, dict) else tools
    if table is not None and not isinstance(table, dict):
        wrong = _problem(
            "bad-value", "[tool.sitegen] must be a table", "write [tool.sitegen] and keys below it", (), text
        )
        raise ConfigError([wrong])
    if table is None:
        help_ = 'add a table [tool.sitegen] with title = "…" and base_url = "https://…", or run: sitegen init DIR'
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", "there is no [tool.sitegen] table", help_)])
    problems: list[Diagnostic] = []
    values = _table(Config, table, (), text, problems)
    config = Config(**values)
    if not problems:
        problems.extend(_check_values(config, text))
    if problems:
        raise ConfigError(sorted(problems))
    return config


def _table(
    kind: type, table: Mapping[str, Any], above: tuple[str, ...], text: str, problems: list[Diagnostic]
) -> dict[str, Any]:
    """The keyword arguments for the dataclass `kind`; what is unknown or ill-typed is added to `problems`."""
    types = get_type_hints(kind)
    known = [f.name for f in fields(kind)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        path = (*above, key)
        if key not in types:
            problems.append(
                _problem("unknown-key", f"{_name(path)} is not a setting", did_you_mean(key, known), path, text)
            )
        elif isinstance(value, dict) and hasattr(types[key], "__dataclass_fields__"):
            values[key] = types[key](**_table(types[key], value, path, text, problems))
        else:
            try:
                values[key] = msgspec.convert(value, types[key])
            except msgspec.ValidationError as problem:
                what, _, inside = str(problem).partition(" - at `$")
                where = f" in {key}{inside.rstrip('`')}" if inside else ""
                message = f"{_name(path)} has the wrong kind of value: {what[0].lower()}{what[1:]}{where}"
                problems.append(_problem("bad-value", message.replace("`", ""), "", path, text))
    return values


def _check_values(config: Config, text: str) -> list[Diagnostic]:
    """What types cannot say."""
    found: list[Diagnostic] = []

    def wrong(key: str, message: str, help_: str = "") -> None:
        found.append(_problem("bad-value", message, help_, tuple(key.split(".")), text))

    if not config.title.strip():
        wrong("title", "the site has no title", 'write title = "…" under [tool.sitegen]')
    url = urlsplit(config.base_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        wrong(
            "base_url", f"base_url {config.base_url!r} is not a web address", 'write base_url = "https://example.com/"'
        )
    elif url.query or url.fragment:
        wrong("base_url", f"base_url {config.base_url!r} has a query or fragment", "end it with the path")
    if not _is_zone(config.timezone):
        wrong(
            "timezone", f"timezone {config.timezone!r} is not an IANA zone", 'write one like "America/Chicago" or "UTC"'
        )
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", config.language):
        wrong("language", f"language {config.language!r} is not a language tag", 'write one like "en" or "pt-BR"')
    for key, number in (("page_size", config.page_size), ("feeds.limit", config.feeds.limit)):
        if number < 1:
            wrong(key, f"{key} is {number}", "write a number of 1 or more")
    if config.related.count < 0:
        wrong("related.count", f"related.count is {config.related.count}", "write 0 for none")
    found.extend(_check_permalink(config, text))
    for name in config.taxonomies:
        if name in RESERVED or not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            wrong(
                f"taxonomies.{name}",
                f"a taxonomy cannot be called {name!r}",
                f"not one of: {', '.join(sorted(RESERVED))}",
            )
    ours = set(FRONT_MATTER) | set(config.taxonomies)
    for key in config.fields:
        if key not in ours:
            wrong(f"fields.{key}", f"{key!r} is not a front-matter field of ours", did_you_mean(key, sorted(ours)))
    for key in config.strings:
        if key not in STRINGS:
            wrong(f"strings.{key}", f"{key!r} is not one of the theme's words", did_you_mean(key, sorted(STRINGS)))
    if config.updated == "git":
        wrong("updated", 'updated = "git" is not built yet', 'write updated = "front-matter"')
    if config.markdown.engine == "cmark":
        wrong("markdown.engine", 'engine = "cmark" is not built yet', 'write engine = "markdown"')
    return found


# The first parts of URLs that are the site's own (contract §5), so that no taxonomy can take them.
RESERVED = frozenset(
    "api archive assets authors feeds page search sources tickers date title summary slug aliases related".split()
)

FRONT_MATTER = (
    "title date updated expires kicker summary kind slug id draft authors takeaways sources image corrections "
    "aliases related follows"
).split()

PLACEHOLDERS = ("year", "month", "day", "slug")


def _check_permalink(config: Config, text: str) -> list[Diagnostic]:
    pattern = config.permalink
    names = re.findall(r"\{([^{}]*)\}", pattern)
    rest = re.sub(r"\{[^{}]*\}", "", pattern)
    help_ = 'write one like "/{year}/{month}/{day}/{slug}/" of {year} {month} {day} {slug}, with a slash at both ends'
    right = (
        set(names) <= set(PLACEHOLDERS)
        and "slug" in names
        and pattern.startswith("/")
        and pattern.endswith("/")
        and re.fullmatch(r"[\w/.-]*", rest) is not None
        and not {".", ".."} & set(pattern.split("/"))
    )
    return (
        [] if right else [_problem("bad-value", f"permalink {pattern!r} is not a pattern", help_, ("permalink",), text)]
    )


def _is_zone(name: str) -> bool:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _name(path: tuple[str, ...]) -> str:
    return ".".join(path)


def _problem(code: str, message: str, help_: str, path: tuple[str, ...], text: str) -> Diagnostic:
    line, column = locate(text, ("tool", "sitegen", *path))
    return Diagnostic(FILE, line, column, "error", code, message, help_)


def locate(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of a key in TOML text, or of the nearest table above it that is written out; (0, 0) if none is.

    tomllib keeps no places, so the lines are read again, only when there is something to report.
    """
    table: tuple[str, ...] = ()
    best, place = 0, (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]#]+?)\s*\]+", line):
            table = _parts(header[1])
            here, column = table, header.start(1) + 1
        elif assignment := re.match(r"\s*([\w\"'.-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=", line):
            here, column = table + _parts(assignment[1]), assignment.start(1) + 1
        else:
            continue
        if len(here) > best and here == path[: len(here)]:
            best, place = len(here), (number, column)
    return place


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
