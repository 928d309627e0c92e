"""The first half of a build: from the site's files to the plan of all that will be published. Renders nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from sitegen.config import Config
from sitegen.content.data import read_data
from sitegen.content.library import bundle_files, load_library
from sitegen.content.registry import bundled, load_registry
from sitegen.content.scan import Look, SiteFiles, scan_site
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_value
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.model import Document, Post, StandingPage
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.links import Targets
from sitegen.newsroom.moments import Options
from sitegen.newsroom.plan import Plan, make_plan
from sitegen.newsroom.plan.output import Copy, Output, PostFacts, Rank
from sitegen.newsroom.plan.search import Indexed, Shard
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site, make_site
from sitegen.outputs.assets import FINGERPRINTED, plan_static
from sitegen.outputs.html import ThemeSettings
from sitegen.outputs.inputs import Shared, Surroundings
from sitegen.outputs.search import IndexSettings, index_files
from sitegen.outputs.theme import Facts, read_facts
from sitegen.relate import Lists, begin_relating, relate
from sitegen.result import Progress, Stage
from sitegen.strings import STRINGS


@dataclass(frozen=True, slots=True)
class Assembled:
    """Everything that the second half needs. `data` is what templates can name of `content/data`."""

    site: Site
    plan: Plan
    surroundings: Surroundings
    shared: Shared
    theme: ThemeSettings
    data: dict[str, Any]
    version: bytes
    started: int
    diagnostics: tuple[Diagnostic, ...]


def assemble(
    folder: Path,
    seen: Look,
    config: Config,
    options: Options,
    store: Store,
    version: bytes,
    pool: Pool,
    stage: Stage,
    progress: Progress,
    started: int,
    *,
    dry: bool,
) -> Assembled:
    """The plan; in a `dry` run without the files of the search index, which take long and cannot be wrong."""
    relating = cache(lambda: begin_relating(pool))
    with stage("scan"):
        files = scan_site(seen, store, started)
        facts = _theme_facts(files, store)
        data, tables, data_problems = read_data(_contents(files), tuple(config.taxonomies))
    with stage("load"):
        settings = LoadSettings.of(config)
        library = load_library(
            files.documents,
            settings,
            store,
            pool,
            started,
            lambda done, of: progress("reading posts", done, of),
            relating,
        )
    with stage("site"):
        registry, registry_problems = _registry(tables.companies)
        site, site_problems = make_site(config, library.documents, registry, tables, options)
    with stage("relate"):
        related = relate(site, store, relating)
    shared = Shared()
    with stage("plan"):
        static, assets = plan_static(
            files.static,
            {path: _read(file.real) for path, file in files.static.items() if path.endswith(FINGERPRINTED)},
            config.root,
        )
        views = Views(site, Publishers.of(tables.publishers.values()), assets, {**STRINGS, **config.strings})
        bundles, urls, stray_files = _plan_bundles(site, files, library.documents)
        targets = Targets(config.root, urls, site.unpublished)

        def neighbours(values: Iterable[object]) -> Lists:
            with stage("stale"):  # there is time until the answer comes
                for value in values:
                    shared.digest(value)
            with stage("relate"):
                return related()

        def index(shards: Sequence[Shard], facts: Sequence[PostFacts]) -> Indexed:
            if dry:
                return Indexed((), ("",) * len(shards), "")
            language = config.language.partition("-")[0].lower()
            settings = IndexSettings(str(store.path), version, str(folder / ".sitegen" / "search"), language)
            with stage("search"):
                return index_files(settings, site, shards, facts, shared, pool)

        plan, plan_problems = make_plan(site, views, targets, neighbours, index, [*static, *bundles])
    digests = {name: file.digest for name, file in files.templates.items()}
    return Assembled(
        site=site,
        plan=plan,
        surroundings=Surroundings(version, facts, digests, {name: digest_value(value) for name, value in data.items()}),
        shared=shared,
        theme=ThemeSettings(
            templates=tuple((name, file.real) for name, file in files.templates.items()),
            language=config.language,
            digest=digest_value(digests),
            bytecode=str(folder / ".sitegen" / "templates"),
        ),
        data=data,
        version=version,
        started=started,
        diagnostics=(
            *files.diagnostics,
            *facts.diagnostics,
            *data_problems,
            *library.diagnostics,
            *registry_problems,
            *site_problems,
            *stray_files,
            *plan_problems,
        ),
    )


def _contents(files: SiteFiles) -> dict[str, bytes]:
    return {name: Path(file.real).read_bytes() for name, file in files.data.items()}


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _theme_facts(files: SiteFiles, store: Store) -> Facts:
    """What the templates name, remembered for as long as none of them changes: Jinja's parser takes its time."""
    key = digest_value({name: file.digest for name, file in files.templates.items()})
    if known := store.get("theme", key):
        return msgspec.msgpack.decode(known, type=Facts)
    facts = read_facts(
        [name for name in files.templates if name.endswith(".html")],
        {name: file.owner for name, file in files.templates.items()},
        lambda name: _read(files.templates[name].real),
    )
    store.drop("theme", store.keys("theme"))
    store.put("theme", [(key, msgspec.msgpack.encode(facts))])
    return facts


def _registry(entries: Any) -> tuple[Callable[[], Registry], tuple[Diagnostic, ...]]:
    """The company registry, read when first asked for; at once where the site has entries of its own to check."""
    if not entries:
        return bundled, ()
    registry, problems = load_registry(entries, "content/data/companies.toml")
    return cache(lambda: registry), problems


def _plan_bundles(
    site: Site, files: SiteFiles, documents: Sequence[Document]
) -> tuple[list[Output], dict[str, str], list[Diagnostic]]:
    """The files of bundles as outputs beside their pages, and the URL of each content file that links can name.

    A file that lies in no bundle is published nowhere, which is said.
    """
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    urls = {thing.document.path: thing.url for thing in things}
    bundled_files = bundle_files(tuple(files.resources), documents)
    outputs = []
    stray = []
    for path, file in files.resources.items():
        if path not in bundled_files:
            message = "this file belongs to no post, so it is not published"
            help_ = "put it into static/, or into a post's own folder beside its index.md; a post's name ends in .md"
            stray.append(Diagnostic(file.owner, 0, 0, "warning", "stray-file", message, help_))
            continue
        document, inner = bundled_files[path]
        if document.path in urls:
            url = urls[document.path]
            urls[path] = url + quote(inner)
            real = unquote(url).lstrip("/") + inner
            outputs.append(Output(real, file.owner, Rank.FILE, Copy(file.real, file.digest)))
    return outputs, urls, stray
