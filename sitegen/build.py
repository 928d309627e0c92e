"""A build, from the site's files to the published folder: the one place that knows the order of the stages.

    scan ─> load ─> site ─> relate ─> plan ─> stale? ─> render ─> publish ─> manifest

Everything before publishing leaves the published folder as it is, so a build that fails changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sitegen.assemble import assemble
from sitegen.checks import run_checks
from sitegen.config import FILE, Config, read_config
from sitegen.diagnostics import ConfigError, Diagnostic
from sitegen.engine.digest import program_digest
from sitegen.engine.lock import locked
from sitegen.engine.pool import Pool
from sitegen.engine.store import CacheLost, Store
from sitegen.newsroom.moments import Options
from sitegen.release import Release, release

CACHE = ".sitegen"

Progress = Callable[[str, int, int], None]  # stage, done, of how many


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build. `now` is aware; `output` is None for the configured folder.

    With `dry`, everything is made and checked, and nothing is published.
    """

    site: Path
    now: datetime
    output: Path | None = None
    full: bool = False
    drafts: bool = False
    future: bool = False
    strict: bool = False
    jobs: int = 1
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did. `reasons` tells, by path, why each output was made again; `due` when the site changes next."""

    posts: int
    pages: int
    release: Release
    diagnostics: tuple[Diagnostic, ...]
    seconds: dict[str, float]
    due: datetime | None

    @property
    def failed(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


def build(request: Request, progress: Progress, notice: Callable[[str], None]) -> Result:
    """Build the site once. Raises `ConfigError`; what is wrong in the content is in the result.

    `notice` is told once when another build holds the lock.
    """
    request = replace(request, site=request.site.resolve())
    watch = Stopwatch()
    with watch.stage("config"):
        config = load_config(request.site)
    cache = request.site / CACHE
    with locked(cache / "lock", notice):
        version = program_digest()
        store = Store(cache / "cache.sqlite", version)
        try:
            if request.full:
                store.wipe()
            try:
                return _build(request, config, store, version, watch, progress)
            except CacheLost:  # damaged: begin again without it
                store.wipe()
                return _build(request, config, store, version, watch, progress)
        finally:
            store.close()


def _build(
    request: Request, config: Config, store: Store, version: bytes, watch: Stopwatch, progress: Progress
) -> Result:
    options = Options(request.now, request.drafts, request.future)
    with Pool(request.jobs) as pool:
        assembled = assemble(request.site, config, options, store, version, pool, watch.stage, progress, time.time_ns())
        with watch.stage("check"):
            problems = run_checks(assembled.site, assembled.plan, store, thorough=request.dry)
        diagnostics = graded((*assembled.diagnostics, *problems), config, strict=request.strict)
        made, more = release(
            assembled,
            output=output_folder(request, config),
            cache=request.site / CACHE,
            pool=pool,
            full=request.full,
            dry=request.dry,
            stop=any(d.severity == "error" for d in diagnostics),
            stage=watch.stage,
            progress=progress,
        )
    diagnostics = tuple(sorted({*diagnostics, *graded(more, config, strict=request.strict)}))
    return Result(
        posts=len(assembled.site.posts),
        pages=sum(output.path.endswith(".html") for output in assembled.plan.outputs),
        release=made,
        diagnostics=diagnostics,
        seconds={name: round(seconds, 4) for name, seconds in watch.seconds.items()},
        due=assembled.site.due,
    )


def load_config(site: Path) -> Config:
    try:
        text = (site / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"there is no {FILE} in {site}" if site.is_dir() else f"there is no folder {site}"
        help_ = "go to the site's folder, name it with --site DIR, or make a site with: sitegen init DIR"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", message, help_)]) from None
    except UnicodeDecodeError:
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-encoding", f"{FILE} is not UTF-8")]) from None
    return read_config(text)


def output_folder(request: Request, config: Config) -> Path:
    """Where the site is published; raises `ConfigError` for a folder that holds the site's own files."""
    site = request.site.resolve()
    output = (request.output or site / config.output).resolve()
    own = [site / name for name in ("content", "templates", "static", CACHE, ".git")]
    within = [folder for folder in own if output == folder or folder in output.parents]
    serving = output.is_relative_to(site / CACHE / "serve")
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
