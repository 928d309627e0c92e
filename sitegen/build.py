"""A build, from the site's files to the published folder: the one place that knows the order of the stages.

    scan ─> load ─> site ─> relate ─> plan ─> stale? ─> render ─> publish ─> manifest

Everything before publishing leaves the published folder as it is, so a build that fails changes nothing.
"""

from __future__ import annotations

import errno
import gc
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sitegen.content.scan import Look, look
from sitegen.diagnostics import FILE, ConfigError, Diagnostic
from sitegen.engine.digest import program_digest
from sitegen.engine.files import Found, signature
from sitegen.engine.lock import locked
from sitegen.engine.pool import Pool
from sitegen.engine.snapshot import Snapshot, take_snapshot
from sitegen.engine.store import CacheLost, Store
from sitegen.memory import Memory, memory_path, question, recall, remember
from sitegen.outputs.theme import theme_folder
from sitegen.result import Progress, Release, Request, Result

if TYPE_CHECKING:
    from sitegen.config import Config

CACHE = ".sitegen"

T = TypeVar("T")


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

    `notice` is told once when another build holds the lock.
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


def _remembered_build(request: Request, progress: Progress, notice: Callable[[str], None]) -> Result:
    started = time.time_ns()
    output = request.output.resolve() if request.output else None
    request = replace(request, site=request.site.resolve(), output=output)
    watch = Stopwatch()
    cache = request.site / CACHE
    version = program_digest()
    place = memory_path(cache, request.output)
    with watch.stage("scan"):
        asked = question(version, request.drafts, request.future, request.strict, request.readable)
        seen = look(request.site, theme_folder("templates"), theme_folder("static"))
        inputs = _snapshot(request.site, seen)
        known = None if request.full or request.dry else recall(place, asked, inputs, request.now)
    if known:
        release = Release(unchanged=len(known.published))
        return Result(
            known.posts, known.pages, Path(known.output), release, known.diagnostics, dict(watch.seconds), known.due
        )
    with watch.stage("config"):
        config = load_config(request.site)
    with locked(cache / "lock", notice):
        with closing(Store(cache / "cache.sqlite", version)) as store:
            if request.full:
                store.wipe()
                shutil.rmtree(cache / "search", ignore_errors=True)
            work = partial(_build, request, seen, config, store, version, watch, progress, started)
            result = despite_damage(store, work)
        if not request.dry and not result.failed:
            memory = Memory(
                asked=asked,
                started=started,
                now=request.now,
                due=result.due,
                inputs=inputs,
                output=str(result.output),
                published=result.release.published,
                posts=result.posts,
                pages=result.pages,
                diagnostics=result.diagnostics,
            )
            remember(place, memory)
    return result


def despite_damage(store: Store, work: Callable[[], T]) -> T:
    """What `work` gives; where the cache turns out to be damaged, it begins again without it."""
    try:
        return work()
    except CacheLost:
        store.wipe()
        try:
            return work()
        except CacheLost as lost:
            raise OSError(errno.EIO, f"the cache cannot be used ({lost})", str(store.path)) from lost


def _snapshot(site: Path, seen: Look) -> Snapshot:
    """The snapshot of all that a build reads."""
    config = site / FILE
    files = (Found(FILE, str(config), signature(config.stat())),) if config.is_file() else ()
    scans = (seen.content, seen.templates, seen.static, seen.fonts, seen.theme_templates, seen.theme_static)
    return take_snapshot([(files, ()), *scans])


def _build(
    request: Request,
    seen: Look,
    config: Config,
    store: Store,
    version: bytes,
    watch: Stopwatch,
    progress: Progress,
    started: int,
) -> Result:
    from sitegen.assemble import assemble
    from sitegen.checks import run_checks
    from sitegen.release import release

    output = output_folder(request, config)
    with Pool(request.jobs) as pool:
        assembled = assemble(request, seen, config, store, version, pool, watch.stage, progress, started)
        with watch.stage("check"):
            locate = partial(place_of_setting, request.site)
            problems = run_checks(assembled.site, assembled.plan, store, locate, thorough=request.dry)
        diagnostics = graded((*assembled.diagnostics, *problems), config, strict=request.strict)
        made, more = release(
            assembled,
            output=output,
            cache=request.site / CACHE,
            pool=pool,
            full=request.full,
            dry=request.dry,
            stop=any(d.severity == "error" for d in diagnostics),
            stage=watch.stage,
            progress=progress,
        )
    return Result(
        posts=len(assembled.site.posts),
        pages=sum(planned.path.endswith(".html") for planned in assembled.plan.outputs),
        output=output,
        release=made,
        diagnostics=tuple(sorted({*diagnostics, *graded(more, config, strict=request.strict)})),
        seconds=dict(watch.seconds),
        due=assembled.site.due,
    )


def place_of_setting(site: Path, key: str) -> tuple[int, int]:
    """The line and column of a key of `[tool.sitegen]`, for what turns out to be wrong only after reading it."""
    from sitegen.config import locate

    return locate((site / FILE).read_text(encoding="utf-8"), ("tool", "sitegen", key))


def load_config(site: Path) -> Config:
    """The site's configuration; raises `ConfigError`."""
    from sitegen.config import read_config

    try:
        text = (site / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"there is no {FILE} in {site}" if site.is_dir() else f"there is no folder {site}"
        help_ = "go to the site's folder, name it with --site DIR, or make a site with: sitegen init DIR"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", message, help_)]) from None
    except UnicodeDecodeError as bad:
        line = bad.object.count(b"\n", 0, bad.start) + 1
        message, help_ = f"byte 0x{bad.object[bad.start]:02x} is not UTF-8", "save the file in the UTF-8 encoding"
        raise ConfigError([Diagnostic(FILE, line, 0, "error", "bad-encoding", message, help_)]) from None
    return read_config(text)


def output_folder(request: Request, config: Config) -> Path:
    """Where the site is published; raises `ConfigError` for a file, or a folder that holds the site's own files."""
    site = request.site.resolve()
    output = (request.output or site / config.output).resolve()
    own = [site / name for name in ("content", "templates", "static", CACHE, ".git")]
    within = [folder for folder in own if output == folder or folder in output.parents]
    serving = output.is_relative_to(site / CACHE / "serve")
    if output.exists() and not output.is_dir():
        message = f"the output {output} is a file"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-output", message, 'write output = "public"')])
    if site.is_relative_to(output) or (within and not serving):
        message = f"the output folder {output} holds the site's own files"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-output", message, 'write output = "public"')])
    return output


def graded(found: tuple[Diagnostic, ...], config: Config, *, strict: bool) -> tuple[Diagnostic, ...]:
    """Diagnostics with the severities that the configuration gives; `strict` makes errors of warnings."""
    rules = config.check.rules
    kept = []
    for diagnostic in found:
        severity = rules.get(diagnostic.code, diagnostic.severity) if diagnostic.severity != "error" else "error"
        if severity == "off":
            continue
        if strict and severity == "warning":
            severity = "error"
        kept.append(replace(diagnostic, severity=severity))
    return tuple(sorted(kept))
