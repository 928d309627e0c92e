"""What a site's posts already name: its terms, companies and authors, and the sections of its last digest.

For `sitegen new`, which offers them, and `sitegen schema`, which suggests them. Posts are read as in a build, from its
cache where they did not change; what is wrong in them is left to `check`.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.bounds import DATA
from sitegen.config import Config
from sitegen.content.data import read_data
from sitegen.content.library import Library
from sitegen.content.registry import load_registry
from sitegen.content.tables import site_companies
from sitegen.content.text import read_within
from sitegen.documents import with_documents
from sitegen.engine.store import Store
from sitegen.model import Body, Company, Document
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.moments import in_zone, instant, site_zone
from sitegen.newsroom.site import Tables
from sitegen.newsroom.terms import TermEntry, name_terms
from sitegen.newsroom.urls import slugify, term_key


@dataclass(frozen=True, slots=True)
class Section:
    """A `##` heading as it is written, with its emoji, and whether it holds stories of its own."""

    heading: str
    divided: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be written again, with the number of posts that name it, most used first.

    `terms` are by taxonomy, in the spelling that `check` asks for; `companies` are what an annotation can hold;
    `authors` are keys of `authors.toml` and names, with the name that readers see.
    """

    terms: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    companies: Mapping[str, int] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    registry: Registry = field(default_factory=Registry)


def read_vocabulary(site: Path, config: Config, waiting: Callable[[str], None]) -> Vocabulary:
    """The vocabulary of the site in a folder; `waiting` is told once when a build holds the lock."""
    site = site.resolve()
    registry, _ = load_registry(site_companies(site))
    tables = _tables(site, tuple(config.taxonomies))

    def known(library: Library, store: Store) -> Vocabulary:
        posts = [document for document in library.documents if document.is_post]
        return Vocabulary(
            terms={name: _terms(name, posts, registry, tables.terms.get(name, {})) for name in config.taxonomies},
            companies=_companies(posts, registry),
            authors=_authors(posts, tables),
            sections=_last_sections(posts, config, store),
            registry=registry,
        )

    return with_documents(site, config, os.cpu_count() or 1, known, lambda _stage, _done, _of: None, waiting)


def _tables(site: Path, taxonomies: tuple[str, ...]) -> Tables:
    folder = site / "content" / "data"
    wanted = {f"{name}.{ending}" for name in (*taxonomies, "authors") for ending in ("toml", "json", "yaml", "yml")}
    files = {path.name: read_within(str(path), DATA) for path in sorted(folder.glob("*")) if path.name in wanted}
    return read_data(files, taxonomies).tables


def _terms(
    taxonomy: str, posts: Sequence[Document], registry: Registry, entries: Mapping[str, TermEntry]
) -> dict[str, int]:
    """A taxonomy's terms, those of its data file that no post has last."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in posts:
        for spelling in document.meta.terms.get(taxonomy, ()):
            spellings[term_key(spelling)][spelling] += 1
    names, _ = name_terms(posts, lambda: registry, {taxonomy: entries})
    found: Counter[str] = Counter()
    for key, counted in spellings.items():
        name = names[taxonomy, key].name
        usual = min(counted, key=lambda spelling: (-counted[spelling], spelling))
        found[name if term_key(name) == key and (name in counted or key in entries) else usual] = counted.total()
    unused = {e.name if term_key(e.name) == key else key: 0 for key, e in entries.items() if key not in spellings}
    return _most_used(found) | unused


def _companies(posts: Sequence[Document], registry: Registry) -> dict[str, int]:
    resolved: dict[str, Company | None] = {}
    found: Counter[str] = Counter()
    for document in posts:
        names = {mention.name for mention in document.mentions}
        for name in names - resolved.keys():
            company = registry.resolve(name)
            resolved[name] = company if isinstance(company, Company) else None
        companies = {company.key: company for name in names if (company := resolved[name])}
        found.update(registry.spelling(company) for company in companies.values())
    return _most_used(found)


def _authors(posts: Sequence[Document], tables: Tables) -> dict[str, str]:
    known = {key: author.name for key, author in tables.authors.items()}
    used = Counter(name for document in posts for name in document.meta.authors if slugify(name) not in known)
    return known | {name: name for name in _most_used(used)}


def _most_used(counted: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0].casefold(), item[0])))


def _last_sections(posts: Iterable[Document], config: Config, store: Store) -> tuple[Section, ...]:
    """The sections of the newest digest, drafts and digests of the future among them."""
    zone = site_zone(config.timezone)
    digests = [document for document in posts if document.meta.kind == "digest"]
    dated = [(instant(in_zone(d.meta.date, zone)), d.path, d.key) for d in digests if d.meta.date]
    if not dated:
        return ()
    body = msgspec.msgpack.decode(store.need("body", bytes.fromhex(max(dated)[2])), type=Body)
    outline = [heading for heading in body.outline if heading.level in (2, 3)]
    levels = [*(heading.level for heading in outline[1:]), 0]
    return tuple(
        Section(f"{heading.emoji} {heading.text}".strip(), divided=after == 3)
        for heading, after in zip(outline, levels, strict=True)
        if heading.level == 2
    )
