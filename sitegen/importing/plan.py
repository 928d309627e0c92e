"""Which files the posts and pages of a source become: paths, addresses that lead on, front matter. Writes nothing.

The order is the source's, so the same source always gives the same files; what the site has already is left alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from urllib.parse import unquote

from sitegen.config import Config
from sitegen.config.toml import toml_key
from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import Diagnostic
from sitegen.importing.entry import LINK, Entry, Moment, Source, left_over, not_imported
from sitegen.importing.fields import front_matter_of
from sitegen.importing.frontmatter import write_front_matter
from sitegen.importing.keys import later
from sitegen.importing.planner import Placed, Planner
from sitegen.importing.present import Present, address, is_own
from sitegen.newsroom.moments import in_zone
from sitegen.newsroom.urls import post_slug, post_url, slugify, standing_url

AUTHORS = "content/data/authors.toml"
_LINKS = re.compile(re.escape(LINK) + r"([\w.~%-]+)\?([\w.~%-]*)")
_LONGEST = 150  # bytes of a file's name


@dataclass(frozen=True, slots=True)
class Plan:
    """`texts` and `copies` are what to write, by path from the site: a text, or the place of a file on disk.

    A text comes after the files beside it. `counts` says how many there are of what.
    """

    texts: Mapping[str, str]
    copies: Mapping[str, str]
    counts: Counter[str]
    problems: tuple[Diagnostic, ...]


def make_plan(source: Source, present: Present, config: Config, zone: tzinfo) -> Plan:
    planner = Planner(config, zone, present, source.root, dict(present.urls))
    newest = _newest(source.entries, zone)
    places: dict[str, Placed] = {}
    for entry in source.entries:
        if (known := present.ids.get(entry.id)) and not entry.standing:
            planner.counts["present"] += 1
            planner.given.add(known)
            places[entry.key] = Placed(known, "", None)
        elif place := _place(planner, entry, newest):
            places[entry.key] = place
            planner.urls[address(place.url)] = place.path
            planner.given.add(place.path)
    texts: dict[str, str] = {}
    copies: dict[str, str] = {}
    authors: dict[str, None] = {}
    for entry in source.entries:
        place = places.get(entry.key)
        if place is None or not place.url:
            continue
        before = planner.counts.copy()
        text = _text(planner, entry, place, places)
        if place.path in present.contents:
            planner.counts = before
            _compare(planner, entry, place, text)
            continue
        data = text.encode("utf-8", "replace")
        loaded = load(place.path.removeprefix("content/"), data, LoadSettings.of(config))
        if errors := [problem for problem in loaded.diagnostics if problem.severity == "error"]:
            message = f"{entry.title!r} cannot be carried over: {errors[0].message}"
            planner.problems.append(not_imported(entry.path, entry.line, message, errors[0].help, severity="error"))
            planner.counts = before
            continue
        texts[place.path] = text
        folder = place.path.rpartition("/")[0]
        copies |= {f"{folder}/{name}": real for name, real in entry.files.items()}
        planner.counts["pages" if entry.standing else "posts"] += 1
        planner.counts["drafts"] += entry.draft
        planner.counts["files"] += len(entry.files)
        authors |= dict.fromkeys(name for name in entry.authors if slugify(name))
    _plan_authors(planner, authors, source.authors, texts)
    return Plan(texts, copies, planner.counts, tuple(planner.problems))


def _newest(entries: tuple[Entry, ...], zone: tzinfo) -> Moment:
    """The date of the newest post, for drafts that have none."""
    newest: Moment | None = None
    for entry in entries:
        newest = later(newest, entry.date, zone)
    return newest or date(1970, 1, 1)


def _place(planner: Planner, entry: Entry, newest: Moment) -> Placed | None:
    """Where an entry comes to stand, None where it cannot."""
    moment = entry.date
    if entry.standing:
        parts = [slugify(part) for part in entry.url.removeprefix(planner.root).split("/")]
        parts = [_short(part) for part in parts if part]
        parts = [*parts[:-1], re.sub("-html?$", "", parts[-1])] if parts else [slugify(entry.name) or "page"]
        stem = "content/pages/" + "/".join(parts)
    else:
        if moment is None:
            if not entry.draft:
                message = f"{entry.title!r} has no date"
                help_ = "write one there, and import again"
                planner.problems.append(not_imported(entry.path, entry.line, message, help_, severity="error"))
                return None
            moment = newest
            message = f"the draft {entry.title!r} has no date, and gets that of the newest post"
            planner.problems.append(left_over(entry.path, entry.line, 0, message, "write the day of publication"))
        published = _published(moment, planner.zone)
        name = re.sub(r"^\d{4}-\d{2}-\d{2}-(?=.)", "", slugify(entry.name)) or slugify(entry.title) or "post"
        stem = f"content/posts/{published:%Y-%m-%d}-{_short(name)}"
    number, chosen = 1, stem
    while True:
        path = f"{chosen}/index.md" if entry.files else f"{chosen}.md"
        other = f"{chosen}.md" if entry.files else f"{chosen}/index.md"
        path = other if other in planner.present.contents else path
        inner = path.removeprefix("content/")
        if entry.standing:
            url = standing_url(inner, "")
        else:
            url = post_url(planner.config.permalink, published, post_slug(inner, ""))
        own = is_own(url, planner.config) and not planner.own_anyway
        if path not in planner.given and planner.urls.get(address(url), path) == path and not own:
            return Placed(path, url, moment)
        if entry.standing and own:
            message, help_ = (
                f"{url} is a page of this site’s own, so {entry.title!r} stays behind",
                "give it another name",
            )
            planner.problems.append(not_imported(entry.path, entry.line, message, help_))
            return None
        number += 1
        chosen = f"{stem}-{number}"


def _short(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore").strip("-")


def _published(moment: Moment, zone: tzinfo) -> datetime:
    naive = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return in_zone(naive, zone)


def _text(planner: Planner, entry: Entry, place: Placed, places: Mapping[str, Placed]) -> str:
    def address_of(match: re.Match[str]) -> str:
        found = places.get(unquote(match[1]))
        return f"/{found.path.removeprefix('content/')}" if found else unquote(match[2])

    body = _LINKS.sub(address_of, entry.text).strip("\n")
    return f"{write_front_matter(front_matter_of(planner, entry, place))}{body}\n"


def _compare(planner: Planner, entry: Entry, place: Placed, text: str) -> None:
    """Tell of a file that is in the place of an imported one, unless it is the same."""
    planner.counts["present"] += 1
    with open(planner.present.contents[place.path], encoding="utf-8", errors="replace", newline="") as file:
        if file.read() != text:
            message = f"the file is there already and stays as it is; {entry.title!r} in {entry.path} would be another"
            help_ = "move the file, and import again, to have both"
            planner.problems.append(not_imported(place.path, 0, message, help_))


def _plan_authors(
    planner: Planner, names: Mapping[str, None], known: Mapping[str, Mapping[str, str]], texts: dict[str, str]
) -> None:
    """The file of all authors, where the site has none; else those that it lacks are told."""
    if not names:
        return
    by_key = {slugify(name): name for name in reversed([*names])}
    rows = {key: {"name": name, **known.get(name, {})} for key, name in sorted(by_key.items())}
    if AUTHORS not in planner.present.contents:
        planner.counts["authors"] = len(rows)
        tables = ("".join([f"[{toml_key(key)}]\n", *_lines(row)]) for key, row in rows.items())
        texts[AUTHORS] = "\n".join(tables)
        return
    with open(planner.present.contents[AUTHORS], encoding="utf-8", errors="replace") as file:
        headers = re.findall(r"^[ \t]*\[([^\[\]\n]+)\]", file.read(), re.MULTILINE)
    there = {slugify(header.strip(' \t"')) for header in headers}
    for key, row in rows.items():
        if key not in there:
            message = f"{row['name']} is not in this file, which stays as it is"
            help_ = f"add [{toml_key(key)}] with {', '.join(line.strip() for line in _lines(row))}"
            planner.problems.append(not_imported(AUTHORS, 0, message, help_))


def _lines(row: Mapping[str, str]) -> list[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in row.items()]
