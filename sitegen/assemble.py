"""The first half of a build: from the site's files to the plan of all that will be published. Renders nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitegen.config import Config
from sitegen.content.data import read_data
from sitegen.content.library import load_library
from sitegen.content.record import Told, ask_git
from sitegen.content.scan import Look, scan_site
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_value
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.materials import (
    card_font,
    data_contents,
    look_at_pictures,
    place_bundles,
    redirect_places,
    review_templates,
    site_registry,
    static_texts,
    theme_facts,
)
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.links import Targets
from sitegen.newsroom.moments import Options
from sitegen.newsroom.plan import Plan, make_plan
from sitegen.newsroom.plan.output import Copy, Output, PostFacts, Rank
from sitegen.newsroom.plan.pictures import named_pictures
from sitegen.newsroom.plan.search import Indexed, Shard
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site, Tables, make_site
from sitegen.outputs.assets import plan_static
from sitegen.outputs.html import ThemeSettings
from sitegen.outputs.inputs import Shared, Surroundings
from sitegen.outputs.search import IndexSettings, index_files
from sitegen.relate import Lists, begin_relating, relate
from sitegen.result import Progress, Request, Stage
from sitegen.strings import STRINGS


@dataclass(frozen=True, slots=True)
class Assembled:
    """Everything that the second half needs. `data` is what templates can name of `content/data`.

    `tables` and `registry` are what the data files say; `related` has each post's related posts, as the plan took them.
    """

    site: Site
    told: Told
    tables: Tables
    registry: Callable[[], Registry]
    related: Lists
    plan: Plan
    surroundings: Surroundings
    shared: Shared
    theme: ThemeSettings
    data: dict[str, Any]
    version: bytes
    started: int
    diagnostics: tuple[Diagnostic, ...]


def assemble(
    request: Request,
    seen: Look,
    config: Config,
    store: Store,
    version: bytes,
    pool: Pool,
    stage: Stage,
    progress: Progress,
    started: int,
) -> Assembled:
    """The plan; in a dry run without the files of the search index, which take long and cannot be wrong."""
    cache_folder = store.path.parent
    relating = cache(lambda: begin_relating(pool))
    with stage("scan"):
        files = scan_site(seen, store, started)
        facts = theme_facts(files, store)
        data = read_data(data_contents(files), tuple(config.taxonomies))
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
    with stage("git"):
        told = ask_git(config, request.site, store, {document.path for document in library.documents})
    with stage("site"):
        registry, registry_problems = site_registry(data.companies)
        options = Options(request.now, request.drafts, request.future)
        site, site_problems = make_site(
            config, library.documents, registry, data.tables, options, told.record.histories, library.unread
        )
    with stage("relate"):
        related = cache(relate(site, store, relating))
    shared = Shared()
    with stage("plan"):
        static, assets = plan_static(
            files.static,
            None if request.readable else static_texts(files.static, store),
            config.root,
        )
        views = Views(site, Publishers.of(data.tables.publishers.values()), assets, {**STRINGS, **config.strings})
        bundles, urls, stray_files = place_bundles(site, files, library.documents)
        targets = Targets(config.root, urls, site.unpublished, site.unread)
        named = named_pictures(site, targets)
        pictures = look_at_pictures(config.root, files, bundles, named, store, pool)
        published = [
            *static,
            *(
                Output(path, file.owner, Rank.FILE, Copy(file.real, file.digest))
                for path, file in bundles.items()
                if path not in pictures.files
            ),
            *pictures.outputs(named),
        ]
        font, font_problems = card_font(config, files, store)

        def neighbours(values: Iterable[object]) -> Lists:
            with stage("stale"):  # there is time until the answer comes
                for value in values:
                    shared.digest(value)
            with stage("relate"):
                return related()

        def index(shards: Sequence[Shard], facts: Sequence[PostFacts]) -> Indexed:
            if request.dry:
                return Indexed((), ("",) * len(shards), "")
            language = config.language.partition("-")[0].lower()
            settings = IndexSettings(str(store.path), version, str(cache_folder / "search"), language)
            with stage("search"):
                return index_files(settings, site, shards, facts, shared, pool)

        if not (config.search.enabled or request.dry):
            shutil.rmtree(cache_folder / "search", ignore_errors=True)
        places = redirect_places(config, request.site)
        plan, plan_problems = make_plan(site, views, targets, neighbours, index, published, pictures, font, places)
    own = [file.path for file in seen.templates[0]]
    digests = {name: file.digest for name, file in files.templates.items()}
    theme = ThemeSettings(
        templates=tuple((name, file.real, file.digest) for name, file in files.templates.items()),
        language=config.language,
        digest=digest_value(digests),
        bytecode=str(cache_folder / "templates"),
        minified=not request.readable,
    )
    return Assembled(
        site=site,
        told=told,
        tables=data.tables,
        registry=registry,
        related=related(),
        plan=plan,
        surroundings=Surroundings(
            version,
            facts,
            digests,
            {name: digest_value(value) for name, value in data.values.items()},
            not request.readable,
        ),
        shared=shared,
        theme=theme,
        data=data.values,
        version=version,
        started=started,
        diagnostics=(
            *files.diagnostics,
            *facts.diagnostics,
            *data.diagnostics,
            *library.diagnostics,
            *told.diagnostics,
            *registry_problems,
            *site_problems,
            *stray_files,
            *pictures.unnamed_troubles(named),
            *font_problems,
            *plan_problems,
            *(review_templates(theme, facts, own, views.site, store) if request.dry else ()),
        ),
    )
