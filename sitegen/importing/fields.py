"""The front matter that an entry gets: our fields in the contract's order, then the keys that are not ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from sitegen.config.addresses import is_site_path
from sitegen.importing.entry import LEAD_ON, Entry, left_over, not_imported
from sitegen.importing.keys import later
from sitegen.importing.planner import Placed, Planner
from sitegen.importing.present import address, is_own
from sitegen.model import FIELDS
from sitegen.newsroom.urls import slugify, term_key


def front_matter_of(planner: Planner, entry: Entry, place: Placed) -> dict[str, Any]:
    """All keys under the names that the site has for them; those that are empty are left out."""
    config = planner.config
    taxonomies = config.taxonomies
    terms = {"tags": [*entry.tags]}
    terms.setdefault("categories" if "categories" in taxonomies else "tags", []).extend(entry.categories)
    extra = dict(entry.extra)
    if "tags" not in taxonomies:
        extra = {"tags": terms.pop("tags"), **extra}
    for name in taxonomies:
        if name in extra:
            value = extra.pop(name)
            terms.setdefault(name, []).extend(str(v) for v in (value if isinstance(value, list) else [value]) if v)
    updated = entry.updated
    if updated is not None and place.moment is not None and later(place.moment, updated, planner.zone) == place.moment:
        updated = None
    fields: dict[str, Any] = {
        "title": entry.title,
        "date": place.moment,
        "updated": updated,
        "summary": entry.summary,
        **{name: _terms(planner, entry, spellings) for name, spellings in terms.items()},
        "authors": [name for name in entry.authors if slugify(name)],
        "image": entry.image["src"] if [*entry.image] == ["src"] else dict(entry.image),
        "aliases": _aliases(planner, entry, place),
        "draft": entry.draft,
        "expires": entry.expires,
        "id": _id(planner, entry),
    }
    named = {config.fields.get(name, name): value for name, value in fields.items() if value}
    ours = {config.fields.get(name, name) for name in (*FIELDS, *taxonomies)}
    for key, value in extra.items():
        kept = f"old_{key}" if key in ours or key in named else key
        if kept != key:
            message = f"{key} means something else here, and is kept as {kept}"
            planner.problems.append(
                left_over(entry.path, entry.line, 0, message, f"take {kept} out if no template needs it")
            )
        if value is not None and kept not in named:
            named[kept] = value
    return named


def _terms(planner: Planner, entry: Entry, spellings: list[str]) -> list[str]:
    """The terms of a list, each once; what cannot be a term is told."""
    kept: dict[str, str] = {}
    for spelling in spellings:
        key = term_key(spelling)
        if not key.strip(".") or len(key.encode()) > 200:
            message = f"{spelling[:60]!r} cannot be a tag here"
            planner.problems.append(
                left_over(entry.path, entry.line, 0, message, "write a word with letters or digits")
            )
        else:
            kept.setdefault(key, spelling)
    return [*kept.values()]


def _id(planner: Planner, entry: Entry) -> str:
    if entry.standing or not entry.id:
        return ""
    if entry.id in planner.ids:
        message = f"{entry.title!r} has the feed id of another post, and goes without it"
        planner.problems.append(left_over(entry.path, entry.line, 0, message, "feed readers may show it as new"))
        return ""
    planner.ids.add(entry.id)
    planner.counts["ids"] += 1
    return entry.id


def _aliases(planner: Planner, entry: Entry, place: Placed) -> list[str]:
    """The old addresses that the site can lead on from: those that are not the new one, and nobody else's."""
    kept: dict[str, str] = {}
    root = planner.config.root
    for old in filter(None, (entry.url, *entry.aliases)):
        path = f"/{old[len(root) :]}" if old.startswith(root) else old
        key = address(path)
        problem = ""
        if root != "/" and not old.startswith(root):
            problem = f"it is not under {root}"
        elif not is_site_path(path):
            problem = "it is no path that a file can be at"
        elif key == address(unquote(place.url)):
            continue
        elif is_own(path, planner.config):
            problem = "a list of this site’s own may be there"
        elif planner.urls.setdefault(key, place.path) != place.path:
            problem = f"{planner.urls[key]} is at that address"
        if problem:
            message = f"the old address {old} of {entry.title!r} cannot lead on: {problem}"
            planner.problems.append(not_imported(entry.path, entry.line, message, LEAD_ON))
        else:
            kept.setdefault(key, path)
    planner.counts["aliases"] += len(kept)
    return [*kept.values()]
