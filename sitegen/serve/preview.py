"""The served folder and what is wrong with it, between one build and the next. Knows no browser."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build import build
from sitegen.configured import CACHE, load_config
from sitegen.diagnostics import Diagnostic, SiteError
from sitegen.engine.lock import Locked
from sitegen.newsroom.plan.headers import Rule, header_rules
from sitegen.report import as_line, summary, told
from sitegen.result import Release, Request
from sitegen.rules.excerpts import site_lines
from sitegen.serve.news import PICTURES, PROBLEMS, STYLES, News
from sitegen.serve.problems import described, refusal

STATIC = "static"
UNCHANGED = "the pages stay as they were until this is mended"


@dataclass(frozen=True, slots=True)
class Settings:
    site: Path
    host: str
    port: int
    drafts: bool = False
    future: bool = False


class Preview:
    """`root` is the base URL's path, `former` are those that it had before; `problems` is HTML, "" for none.

    `due` is when the site is another without an edit. `rules` are the headers that the site is to be published with.
    """

    def __init__(self, settings: Settings, root: str, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.folder = (settings.site / CACHE / "serve").resolve()
        self.root = root
        self.former: frozenset[str] = frozenset()
        self.problems = ""
        self.due: datetime | None = None
        self.rules: tuple[Rule, ...] = ()
        self._broken = False
        self._found: tuple[Diagnostic, ...] = ()
        self.news = News(_now())
        self._static = _files(settings.site / STATIC)
        self._say = say
        self._stopped = False

    def rebuild(self, *, unasked: bool = False) -> None:
        """Build once; what fails is remembered for the pages, and the last good ones stay. Raises `OSError`.

        Where nobody has saved anything (`unasked`), nothing is said unless the site is another.
        """
        settings = self.settings
        request = Request(
            site=settings.site,
            now=datetime.now(UTC),
            output=self.folder,
            drafts=settings.drafts,
            future=settings.future,
            jobs=os.cpu_count() or 1,
            readable=True,
        )
        try:
            config = load_config(settings.site)
            result = build(request, self._go_on, lambda _holder: self._say("waiting for a build …"))
        except SiteError as wrong:
            self._keep(wrong.diagnostics)
        except Locked:
            self.refused("another build goes on and on")
        else:
            found = tuple(d for d in result.diagnostics if d.severity != "hint")
            if result.failed:
                self._keep(found)
            else:
                self.due = result.due
                self.rules = header_rules(config)
                self._publish(config.root, result.release)
                changed = bool(result.release.written or result.release.removed)
                if changed or self._broken or found != self._found or not unasked:
                    mended = "mended: " if self._broken else ""
                    done = as_line(result, "the preview") if changed else "the pages are up to date"
                    self._describe(found, f"{mended}{done}")
                self._broken, self._found = False, found

    def stop(self) -> None:
        """End a build that another thread is at, at its next step."""
        self._stopped = True

    def _go_on(self, _stage: str, _done: int, _of: int) -> None:
        if self._stopped:
            raise KeyboardInterrupt

    def refused(self, problem: str) -> None:
        """It could not be built, and nothing in the site is wrong."""
        self._show(refusal(problem))
        self._broken = True
        self._say(f"{problem}: {UNCHANGED}")

    def _keep(self, found: tuple[Diagnostic, ...]) -> None:
        """The pages stay as they are, for these reasons."""
        self._broken = True
        self._describe(found, UNCHANGED)

    def _publish(self, root: str, release: Release) -> None:
        """The pages that were written are others now; a static file may be shown by any; a moved site is all new."""
        static = _files(self.settings.site / STATIC)
        paths = (*release.written, *release.removed)
        shared = {path for path in paths if not path.lower().endswith(STYLES + PICTURES)} & (static | self._static)
        moved = root != self.root
        self.former = (self.former | {self.root}) - {root}
        self.root, self._static = root, static
        if paths or moved:
            self.news.note(paths, everywhere=bool(shared) or moved, at=_now())

    def _describe(self, found: tuple[Diagnostic, ...], outcome: str) -> None:
        self._show(described(found, self.settings.site))
        lines = site_lines(self.settings.site)
        self._say(
            "\n".join(
                (*(told(problem, lines) for problem in found), ": ".join(filter(None, (summary(found), outcome))))
            )
        )

    def _show(self, problems: str) -> None:
        if problems != self.problems:
            self.problems = problems
            self.news.note([PROBLEMS], everywhere=False, at=_now())


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _now() -> int:
    """A number that grows, in milliseconds: scripts in pages can hold it exactly."""
    return time.time_ns() // 1_000_000
