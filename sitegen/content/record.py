"""What git tells of the content, for a site that asks it: each file's history, and where files that are gone were.

What keeps git from telling is a warning, and the site is built without.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sitegen.config import Config, locate
from sitegen.content.changes import Former, Record
from sitegen.content.git import NO_PROGRAM, NO_REPOSITORY, NOT_TRUSTED, Trouble, read_blobs, read_record, revision
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import FILE, Code, Diagnostic
from sitegen.engine.store import Store
from sitegen.model import Meta
from sitegen.newsroom.moments import Fate, Options, fate, in_zone, site_zone
from sitegen.newsroom.urls import document_url

_SETTINGS = {  # that ask git: how each is written, and how it is written to ask no more
    "updated": ('updated = "git"', 'updated = "front-matter"'),
    "history": ("history = true", "history = false"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`state` is what the answer follows from, "" where git was not asked."""

    record: Record = field(default_factory=lambda: Record({}, ()))
    state: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def ask_git(config: Config, site: Path, store: Store, documents: Container[str]) -> Told:
    """What git knows of the content; it is run only where a setting asks for it. `documents` are paths of today."""
    if not config.asks_git:
        return Told()
    try:
        now = revision(site)
        record = read_record(site, now, store)
    except Trouble as trouble:
        return Told(state=trouble.reason, diagnostics=(_untold(trouble, config, site),))
    cut = sum(not history.whole for path, history in record.histories.items() if path in documents)
    return Told(record, now.key.hex(), (_shallow(cut, config, site),) if now.cut else ())


def _problem(code: Code, message: str, help_: str, config: Config, site: Path) -> Diagnostic:
    place = locate((site / FILE).read_text(encoding="utf-8"), ("tool", "sitegen", config.asks_git))
    return Diagnostic(FILE, *place, "warning", code, message, help_)


def _untold(trouble: Trouble, config: Config, site: Path) -> Diagnostic:
    asking, silent = _SETTINGS[config.asks_git]
    why, what = {
        NO_PROGRAM: ("that program is not installed here", "install git"),
        NO_REPOSITORY: ("the site is in no git repository", "run git init and commit the content"),
        NOT_TRUSTED: (
            "git does not trust this repository, which another user owns",
            f"run: git config --global --add safe.directory {shlex.quote(trouble.where)}",
        ),
    }.get(trouble.reason, (f"git says: {trouble.reason}", "mend that"))
    message = f"{asking} needs git, and {why}: no date comes from it"
    return _problem("no-git", message, f"{what}; or write {silent}", config, site)


def _shallow(cut: int, config: Config, site: Path) -> Diagnostic:
    files = "1 file" if cut == 1 else f"{cut} files"
    message = f"this clone is shallow, so git does not know all changes of {files}: what it does not know is not shown"
    help_ = "in a workflow write fetch-depth: 0 under actions/checkout; elsewhere run: git fetch --unshallow"
    return _problem("shallow-clone", message, help_, config, site)


def former_addresses(told: Told, config: Config, site: Path, now: datetime) -> list[tuple[str, str]]:
    """Where files were that git has seen go or get another name, and would still be: each address with the file.

    The file is called as it is now, if it still is. Only the newest are looked at.
    """
    former = told.record.former
    if not former:
        return []
    try:
        blobs = read_blobs(site, [file.blob for file in former])
    except Trouble:  # a clone without all that its commits name
        return []
    settings = LoadSettings.of(config)
    return [
        found
        for file in former
        if file.blob in blobs
        for found in _address(file, blobs[file.blob], config, settings, now)
    ]


def _address(
    file: Former, data: bytes, config: Config, settings: LoadSettings, now: datetime
) -> Iterator[tuple[str, str]]:
    """Where a file was with its last bytes, if it was published then and would be now."""
    zone = site_zone(config.timezone)
    meta = _meta(file.path, data, settings)
    if meta and all(fate(meta, zone, Options(moment)) is not Fate.HELD_BACK for moment in (file.date, now)):
        date = in_zone(meta.date, zone) if meta.date is not None else None
        yield document_url(file.path, meta, config.permalink, date), file.now or file.path


def _meta(path: str, data: bytes, settings: LoadSettings) -> Meta | None:
    from sitegen.content.frontmatter import split
    from sitegen.content.schema import read_meta
    from sitegen.content.text import Unreadable, decode

    place = f"content/{path}"
    try:
        parts = split(decode(data, place), place)
    except Unreadable:
        return None
    return read_meta(parts, place, settings, dated=path.startswith("posts/"))[0]
