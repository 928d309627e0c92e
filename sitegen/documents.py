"""The site's posts and pages as they were read, for commands that need no more of a build than that.

Plans nothing and renders nothing; texts that did not change since the last build come from its cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sitegen.build import without_collector
from sitegen.config import Config
from sitegen.configured import CACHE
from sitegen.content.library import Library, load_library
from sitegen.content.scan import look_for_documents
from sitegen.content.settings import LoadSettings
from sitegen.engine.digest import program_digest
from sitegen.engine.lock import locked
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store, despite_damage
from sitegen.result import Progress

T = TypeVar("T")


def with_documents(
    site: Path,
    config: Config,
    jobs: int,
    use: Callable[[Library, Store], T],
    progress: Progress,
    notice: Callable[[str], None],
) -> T:
    """What `use` makes of the documents and the cache. Raises `Locked` and `OSError`.

    `notice` is told once when a build holds the lock.
    """
    started = time.time_ns()
    cache = site.resolve() / CACHE

    def work(store: Store) -> T:
        with Pool(jobs) as pool:
            library = load_library(
                look_for_documents(site.resolve()),
                LoadSettings.of(config),
                store,
                pool,
                started,
                lambda done, of: progress("reading posts", done, of),
            )
        return use(library, store)

    version = program_digest()
    with without_collector(), locked(cache / "lock", notice), closing(Store(cache / "cache.sqlite", version)) as store:
        return despite_damage(store, lambda: work(store))
