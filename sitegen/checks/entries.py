"""What the newsroom's data files know and no post uses, and authors whom they do not know though they know others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from sitegen.checks.guesses import Guesses
from sitegen.checks.places import Lines, Locate
from sitegen.config.places import key_places
from sitegen.config.toml import toml_key
from sitegen.diagnostics import FILE, Diagnostic, did_you_mean, nearest
from sitegen.model import Post, StandingPage
from sitegen.newsroom.cited import sources_of
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site, Tables
from sitegen.newsroom.urls import slugify, term_key

_ENDINGS = ("toml", "json", "yaml", "yml")
_KEY = re.compile(r"""\s*(?:"([^"]+)"\s*|'([^']+)'\s*|([^\s"'#{[][^:]*)):""")


def check_entries(site: Site, tables: Tables, registry: Callable[[], Registry], lines: Lines) -> Iterator[Diagnostic]:
    """Entries of tags, authors, publishers, companies and further taxonomies that nothing published uses."""
    for taxonomy, entries in tables.terms.items():
        used = site.terms.get(taxonomy, {})
        yield from _unused(taxonomy, entries, used, term_key, f"no post has {{}} in its {taxonomy}", lines)
    authors = {*site.authors, *map(slugify, site.config.authors)}
    yield from _unused("authors", tables.authors, authors, slugify, "no post is by {}", lines)
    if tables.publishers:
        cited = _cited(site, Publishers.of(tables.publishers.values()))
        yield from _unused("publishers", tables.publishers, cited, str, "no post cites {}", lines)
    if tables.companies:
        unnamed = {table for key, table in registry().site.items() if key not in site.companies}
        named = tables.companies.keys() - unnamed  # what is wrong in a table is told elsewhere
        yield from _unused("companies", tables.companies, named, str, "no text names {}", lines)


def _cited(site: Site, publishers: Publishers) -> set[str]:
    """The keys of the publishers that are cited anywhere."""
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    citations = {(c.publisher, c.domain): c for thing in things for c in sources_of(thing.document)}
    return {found.key for citation in citations.values() if (found := publishers.find(citation))}


def _unused(
    name: str, entries: Iterable[str], used: Collection[str], fold: Callable[[str], str], why: str, lines: Lines
) -> Iterator[Diagnostic]:
    """`fold` makes of a key, as the file has it, one of `entries`; `why` is the message, with {} for the key."""
    left = [key for key in entries if key not in used]
    if not left:
        return
    path, places = _entry_places(name, lines)
    folded = {fold(key): place for key, place in places.items()}
    known = set(entries)
    others = [other for other in used if other not in known]
    guesses = Guesses()
    for key in left:
        near = nearest(key, guesses.among(others))
        advice = f"posts write {near!r}: rename it, or take it out" if near else "take it out, or keep it for later"
        line, column = folded.get(key, (0, 0))
        yield Diagnostic(path, line, column, "hint", "unused-entry", why.format(repr(key)), advice)


def _entry_places(name: str, lines: Lines) -> tuple[str, Mapping[str, tuple[int, int]]]:
    """The data file of that name, and line and column of each of its entries, by key as written."""
    path = next((p for p in (f"content/data/{name}.{ending}" for ending in _ENDINGS) if lines(p)), "")
    if path.endswith(".toml"):
        found = key_places("\n".join(lines(path)))
        return path, {key[0]: place for key, place in reversed(found.items())}
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines(path), 1):
        if match := _KEY.match(line):
            key = (match[1] or match[2] or match[3]).strip()
            places.setdefault(key, (number, line.index(key) + 1))
    return path, places


def check_authors(site: Site, tables: Tables, locate: Locate) -> Iterator[Diagnostic]:
    """Authors without an entry, where others have one: their page has a key for a name.

    Told at their first post; or in the configuration, whose places `locate` gives, if it names them.
    """
    if not tables.authors:
        return
    known = [*tables.authors, *(author.name for author in tables.authors.values())]
    guesses = Guesses()
    for number, name in enumerate(site.config.authors):
        if slugify(name) not in tables.authors:
            at = (FILE, *locate(("authors", str(number))))
            yield from _unknown_author(at, name, slugify(name), guesses.among(known))
    for key, (author, positions) in site.authors.items():
        post = site.posts[positions[0]]
        if key in tables.authors or not post.meta.authors or key in map(slugify, site.config.authors):
            continue
        at = (post.document.place, *post.meta.places.get("authors", (1, 1)))
        yield from _unknown_author(at, author.name, key, guesses.among(known))


def _unknown_author(place: tuple[str, int, int], name: str, key: str, known: Sequence[str]) -> Iterator[Diagnostic]:
    """A name with spaces is a guest's, who needs no entry, unless it is nearly one of the `known`."""
    near = did_you_mean(name, known)
    meant = near.startswith("did you mean")
    if " " in name and not meant:
        return
    help_ = near if meant else f'add [{toml_key(key)}] with name = "…" to it'
    message = f"the author {name!r} is not in content/data/authors.toml"
    yield Diagnostic(*place, "hint", "unknown-author", message, help_)
