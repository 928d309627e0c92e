"""A build, from the site's files to the published folder: the one place that knows the order of the stages.

    scan ─> load ─> site ─> relate ─> plan ─> stale? ─> render ─> publish ─> manifest

Everything before publishing leaves the published folder as it is, so a build that fails changes nothing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.configured import CACHE, load_config, output_folder, place_of_setting
from sitegen.content.git import state as git_state
from sitegen.content.scan import Look, look
from sitegen.diagnostics import FILE
from sitegen.engine.digest import program_digest
from sitegen.engine.files import Changed, Found, signature
from sitegen.engine.ledger import ledger_stamp
from sitegen.engine.lock import locked, locked_folder
from sitegen.engine.snapshot import Snapshot, take_snapshot
from sitegen.engine.store import CacheLost, Store, unusable
from sitegen.engine.write import take_away
from sitegen.memory import Memory, memory_path, question, recall, remember
from sitegen.outputs.theme import theme_folder
from sitegen.result import Progress, Release, Request, Result

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.rules.excerpts import Lines

TRIES = 3  # of a build whose files are changed while it reads them


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage; a stage within another is not counted twice."""

    seconds: dict[str, float] = field(default_factory=dict)
    _within: list[float] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        self._within.append(0.0)
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            own = spent - self._within.pop()
            self.seconds[name] = round(self.seconds.get(name, 0.0) + own, 4)
            if self._within:
                self._within[-1] += spent


def build(request: Request, progress: Progress, notice: Callable[[str], None]) -> Result:
    """Build the site once. Raises `ConfigError`, `Locked` and `OSError`; what is wrong in the content is in the result.

    It begins again where files are changed while it reads them, or the cache turns out to be damaged; `notice` is told
    when another build holds the lock.
    """
    with without_collector():
        return _remembered_build(request, progress, notice)


@contextmanager
def without_collector() -> Iterator[None]:
    """A build makes hundreds of thousands of values and no circles of them: looking for circles takes a fifth of it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Start:
    """What a build begins with: when (ns since the epoch), which files there are, and what stands for all of them."""

    started: int
    seen: Look
    inputs: Snapshot


def _remembered_build(request: Request, progress: Progress, notice: Callable[[str], None]) -> Result:
    output = request.output.resolve() if request.output else None
    request = replace(request, site=request.site.resolve(), output=output)
    watch = Stopwatch()
    cache = request.site / CACHE
    version = program_digest()
    place = memory_path(cache, cache / "check" if request.dry else request.output)
    with watch.stage("scan"):
        kept = request.dry and ledger_stamp(cache)
        asked = question(
            version, str(request.site), request.drafts, request.future, request.strict, request.readable, kept
        )
        start = _start(request.site)
        git = partial(git_state, request.site)
        known = None if request.full else recall(place, asked, start.inputs, request.now, git)
    if known:
        release = Release(unchanged=len(known.published))
        found, output = known.diagnostics, Path(known.output).resolve()
        return Result(known.posts, known.pages, output, release, found, dict(watch.seconds), known.due)
    with watch.stage("config"):
        config = load_config(request.site)
    with locked(cache / "lock", notice) as waited, closing(Store(cache / "cache.sqlite", version)) as store:
        if request.full:
            store.wipe()
            take_away(cache / "search")
        if waited:  # whoever held the lock may have published what was saved since
            start, config = _start(request.site), load_config(request.site)
        for left in reversed(range(TRIES)):
            try:
                result = _build(request, start, config, store, version, watch, progress, notice)
                break
            except CacheLost as lost:
                store.wipe()
                if not left:
                    raise unusable(store, lost) from lost
            except Changed as changed:
                if not left:
                    raise
                if Path(changed.filename).is_relative_to(cache / "search"):
                    take_away(cache / "search")
            start, config = _start(request.site), load_config(request.site)
        if request.dry or not result.failed:
            memory = Memory(
                asked=asked,
                started=start.started,
                now=request.now,
                due=result.due,
                git=result.git,
                inputs=start.inputs,
                output=str(request.output or request.site / config.output),
                published=result.release.published,
                posts=result.posts,
                pages=result.pages,
                diagnostics=result.diagnostics,
            )
            remember(place, memory)
    return result


def _start(site: Path) -> _Start:
    started = time.time_ns()
    seen = look(site, theme_folder("templates"), theme_folder("static"))
    return _Start(started, seen, _snapshot(site, seen))


def _snapshot(site: Path, seen: Look) -> Snapshot:
    """The snapshot of all that a build reads."""
    config = site / FILE
    files: tuple[Found, ...] = ()
    with suppress(FileNotFoundError):
        files = (Found(FILE, str(config), signature(config.stat())),)
    scans = (seen.content, seen.templates, seen.static, seen.fonts, seen.theme_templates, seen.theme_static)
    return take_snapshot([(files, ()), (seen.beside, ()), *scans])


def _build(
    request: Request,
    start: _Start,
    config: Config,
    store: Store,
    version: bytes,
    watch: Stopwatch,
    progress: Progress,
    notice: Callable[[str], None],
) -> Result:
    seen, started = start.seen, start.started
    from sitegen.assemble import assemble
    from sitegen.checks import Desk, run_checks
    from sitegen.engine.cluster import workers
    from sitegen.release import manifest_path, release
    from sitegen.rules.allowances import unused
    from sitegen.rules.excerpts import site_lines
    from sitegen.rules.grading import graded
    from sitegen.vanished import keep_addresses, vanished

    output = output_folder(request, config)
    lines = site_lines(request.site)
    with workers(request.jobs, request.cluster, request.site / CACHE) as pool:
        assembled = assemble(request, seen, config, store, version, pool, watch.stage, progress, started)
        with watch.stage("check"):
            locate = partial(place_of_setting, request.site)
            known = (request.now, assembled.tables, assembled.registry, assembled.related, lines)
            found = run_checks(assembled.site, assembled.plan, store, locate, Desk(*known) if request.dry else None)
            lost = vanished(request, request.site / CACHE, seen, config, assembled)
        grade = partial(graded, config=config, lines=lines, strict=request.strict)
        diagnostics, used = grade((*assembled.diagnostics, *found.diagnostics, *lost))
        made, cache = Release(), request.site / CACHE
        failed = any(diagnostic.severity == "error" for diagnostic in diagnostics)
        if request.dry or failed:  # what is wrong in the templates is to be said in the same run
            from sitegen.rehearse import rehearse

            published = manifest_path(cache, output)
            with watch.stage("rehearse"):
                more = rehearse(assembled, published, cache, pool, progress, one_each=not request.dry)
        else:
            with locked_folder(output, notice):
                made, more = release(
                    assembled,
                    output=output,
                    cache=cache,
                    pool=pool,
                    full=request.full,
                    stage=watch.stage,
                    progress=progress,
                )
    met = {(problem.path, problem.line) for problem in more}  # there, what is not given is said as the error that it is
    diagnostics = tuple(d for d in diagnostics if d.code != "unknown-variable" or (d.path, d.line) not in met)
    more, also_used = grade(more)
    if request.dry:
        hints, _ = grade(unused([*found.allowing, *_allowing(seen, lines)], used | also_used, lines))
        more += hints
    result = Result(
        posts=len(assembled.site.posts),
        pages=sum(planned.path.endswith(".html") for planned in assembled.plan.outputs),
        output=output,
        release=made,
        diagnostics=tuple(sorted({*diagnostics, *more})),
        seconds=dict(watch.seconds),
        due=assembled.site.due,
        git=assembled.told.state,
    )
    if not result.failed:
        keep_addresses(request, cache, output, assembled.site)
    return result


def _allowing(seen: Look, lines: Lines) -> Iterator[tuple[str, int]]:
    """The lines that allow something in files that are no posts and no pages: data, templates, the configuration."""
    from sitegen.rules.allowances import lines_that_allow

    data = (f"content/{file.path}" for file in seen.content[0] if file.path.startswith("data/"))
    for path in (FILE, *data, *(f"templates/{file.path}" for file in seen.templates[0])):
        yield from ((path, line) for line in lines_that_allow(lines(path)))
