"""When the preview is to be built again: something of the site was saved, or a moment has come. Builds nothing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from watchfiles import awatch

from sitegen.diagnostics import FILE

FOLDERS = ("content", "templates", "static", "fonts")
QUIET = 20  # milliseconds without a change, after which a save is over
LONGEST = 100  # milliseconds that a save which goes on is waited for
LOOK = 500  # milliseconds between looks at what no watch of those folders shows


async def changes(site: Path, due: Callable[[], datetime | None]) -> AsyncIterator[None]:
    """Once soon, for something may have been saved during the first build, then whenever the site may be another.

    The folders are watched; that one of them is new, or the configuration another, is seen by looking: editors that
    save by renaming leave a watch of a single file behind. Then watching begins anew, before the next build. `due` is
    asked when the site is another without an edit.
    """
    changed = True
    while True:
        top = _top(site)
        async for saved in awatch(
            *top[0], watch_filter=_matters, debounce=LONGEST, step=QUIET, rust_timeout=LOOK, yield_on_timeout=True
        ):
            if _top(site) != top:
                changed = True
                break
            moment = due()
            if saved or changed or (moment is not None and moment <= datetime.now(UTC)):
                changed = False
                yield


def _matters(_change: object, path: str) -> bool:
    """Whether a file is the site's, and none of an editor's own."""
    return not os.path.basename(path).startswith((".", "#")) and not path.endswith("~")


def _top(site: Path) -> tuple[list[Path], bytes]:
    """The folders that can be watched, and the configuration's text."""
    file = site / FILE
    folders = [folder for folder in (site / name for name in FOLDERS) if folder.is_dir()]
    return folders, file.read_bytes() if file.is_file() else b""
