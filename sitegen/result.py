"""What is asked of a build, and what it answers. Values only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.engine.snapshot import Place

Stage = Callable[[str], AbstractContextManager[None]]  # times what is done within
Progress = Callable[[str, int, int], None]  # what is done, how many, of how many


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build. `now` is aware; `output` is None for the configured folder.

    With `dry`, everything is made and checked, and nothing is published. `readable` leaves pages, stylesheets and
    scripts as their authors wrote them, and pages name the latter by their own addresses; otherwise they are minified.
    `jobs` are processes here, unless `cluster` is the address of a Dask scheduler, whose workers are taken instead.
    """

    site: Path
    now: datetime
    output: Path | None = None
    full: bool = False
    drafts: bool = False
    future: bool = False
    strict: bool = False
    jobs: int = 1
    cluster: str = ""
    dry: bool = False
    readable: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """What was done to the published folder, as paths under it; `reasons` says why each output was made again.

    `published` are the files that are there now, with size and time.
    """

    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    published: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did to `output`, in `seconds` by stage; `due` is when the site is another without an edit.

    `git` is the state of git that it relied on, "" where git was not asked.
    """

    posts: int
    pages: int
    output: Path
    release: Release
    diagnostics: tuple[Diagnostic, ...]
    seconds: dict[str, float]
    due: datetime | None
    git: str = ""

    @property
    def failed(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)
