"""The second half of a build: from the plan to the published folder, making again only what is stale."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.assemble import Assembled
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_bytes
from sitegen.engine.disk import Disk
from sitegen.engine.files import copy_as_seen
from sitegen.engine.kept import drop_others
from sitegen.engine.manifest import Manifest, Record, read_manifest, write_manifest
from sitegen.engine.pool import Pool
from sitegen.engine.publish import Ready, in_the_way, publish
from sitegen.engine.stale import stale_reasons
from sitegen.engine.write import take_away
from sitegen.newsroom.plan.output import FORMATS, Copy, Feed, Output, Rank, Rendition
from sitegen.outputs.drawn import DRAWN
from sitegen.outputs.inputs import Inputs
from sitegen.outputs.leftovers import leftovers
from sitegen.outputs.mistakes import with_pages
from sitegen.result import Progress, Release, Stage

if TYPE_CHECKING:  # only a build that makes something needs it
    from sitegen.outputs.render import Piece

WORTH_WORKERS = 400  # outputs: below this, starting workers takes longer than rendering here
WORTH_DRAWING = 6  # renditions of pictures, which take much longer than pages
PICTURES = "pictures"  # the folder of the cache that holds what was drawn


@dataclass(frozen=True, slots=True)
class _Stale:
    """An output to be made again: its named inputs and all of them, and what is known of its published file.

    `there` says that a file is in its place, `intact` that it is as it was left.
    """

    output: Output
    inputs: dict[str, bytes]
    whole: bytes
    record: Record | None
    there: bool
    intact: bool


def release(
    assembled: Assembled,
    *,
    output: Path,
    cache: Path,
    pool: Pool,
    full: bool,
    stage: Stage,
    progress: Progress,
) -> tuple[Release, tuple[Diagnostic, ...]]:
    """Make what is stale, and publish it unless something is wrong in a template."""
    place = manifest_path(cache, output)
    outputs = assembled.plan.outputs
    disk = Disk(output)
    with stage("stale"):
        manifest = read_manifest(place)
        records = dict(manifest.records) if manifest else {}
        inputs = Inputs(assembled.surroundings, assembled.plan.common, assembled.shared)
        stale: list[_Stale] = []
        kept: dict[str, Record] = {}
        reasons: dict[str, tuple[str, ...]] = {}
        relabelled = False
        trusted = manifest is not None  # that it tells of all that is there
        for planned in outputs:
            whole = inputs.whole(planned)
            record = records.get(planned.path)
            found = disk.find(planned.path, record) if record else None
            intact = found is not None
            trusted = trusted and (record is None or intact)
            if found and not full and found.whole == whole:
                kept[planned.path] = found
                relabelled = relabelled or found is not record
                continue
            made = planned.made()
            named = inputs.named(made)
            why = ("full build",) if full else stale_reasons(named, record, intact=intact)
            if why or found is None:
                reasons[planned.path] = why
                there = os.path.lexists(output / planned.path)
                stale.append(_Stale(made, named, whole, found or record, there, intact and not full))
            else:
                kept[planned.path] = replace(found, whole=whole)
                relabelled = True
        planned_paths = {planned.path for planned in outputs}
        gone = records.keys() - planned_paths
        removed = sorted(gone if trusted else gone.union(leftovers(output, planned_paths)))
    if full:
        take_away(cache / PICTURES)
    with _staging(cache, pool) as staging:
        with stage("render"):
            ready, fresh, problems = _render(assembled, stale, staging, cache, pool, progress)
        if problems:
            return Release(reasons=reasons), problems
        if other := in_the_way(output, (item.path for item in ready), records):
            message = f"{other} in the output folder is not of this site, and a page would take its place"
            return Release(), (Diagnostic(output.name, 0, 0, "error", "bad-output", message, "move it elsewhere"),)
        with stage("publish"):
            if ready or removed:
                pending = {item.path: Record({}) for item in ready} | {path: Record({}) for path in removed}
                write_manifest(place, Manifest({**kept, **fresh, **pending}))
                publish(output, ready, removed)
            done = {item.path: disk.noted(item.path, fresh[item.path]) for item in ready}
            now = {**kept, **fresh, **done}
            if stale or removed or relabelled or manifest is None:
                write_manifest(place, Manifest(now))
                _drop_pictures(cache)
    written = tuple(item.path for item in ready)
    published = tuple((path, record.size, record.modified, record.changed) for path, record in now.items())
    return Release(reasons, written, tuple(removed), len(outputs) - len(written), published), ()


def manifest_path(cache: Path, output: Path) -> Path:
    """Each output folder has a manifest of its own; one inside the site keeps it when the site is moved."""
    site = cache.parent.resolve()
    name = output.relative_to(site).as_posix() if output.is_relative_to(site) else str(output)
    return cache / "manifests" / f"{digest_bytes(name.encode()).hex()}.manifest"


def _drop_pictures(cache: Path) -> None:
    """Let go of the pictures that no output folder has any more."""
    manifests = (read_manifest(path) for path in (cache / "manifests").glob("*.manifest"))
    records = (record for manifest in manifests if manifest for record in manifest.records.values())
    drop_others(cache / PICTURES, {record.inputs[DRAWN] for record in records if DRAWN in record.inputs})


@contextmanager
def _staging(cache: Path, pool: Pool) -> Iterator[Path]:
    """An empty folder for new content, gone afterwards with whoever may still write there.

    One that a killed build left is emptied first.
    """
    folder = cache / "staging"
    take_away(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        pool.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _render(
    assembled: Assembled, stale: Sequence[_Stale], staging: Path, cache: Path, pool: Pool, progress: Progress
) -> tuple[list[Ready], dict[str, Record], tuple[Diagnostic, ...]]:
    """The files to publish in their order, the records of all that was made, and what is wrong in templates."""
    ready: list[tuple[tuple[bool, bool, Rank, str], Ready]] = []
    fresh: dict[str, Record] = {}
    problems: dict[str, tuple[Diagnostic, ...]] = {}

    def order(item: _Stale) -> tuple[bool, bool, Rank, str]:
        """New before changed, so that no page links to what is not there yet; feeds, which readers poll, last.

        What is new, the folder says: the manifest may be lost, or have names that a killed build did not get to.
        """
        feed = item.output.rank is Rank.FEED
        return (item.there and feed, item.there, item.output.rank, item.output.path)

    pages = []
    for item in stale:
        content = item.output.content
        if isinstance(content, Copy):
            same = item.intact and item.record is not None and item.record.content == content.digest
            fresh[item.output.path] = _record(item, content.digest, same=same)
            if not same:
                staged = staging / f"copy-{len(ready)}"
                copy_as_seen(content.real, str(staged), content.digest)
                ready.append((order(item), Ready(item.output.path, str(staged))))
        else:
            pages.append(item)
    if pages:
        pages.sort(key=lambda item: not isinstance(item.output.content, Rendition))
        from sitegen.outputs.render import RenderSettings, Task, render_entries, render_tasks

        settings = RenderSettings(
            assembled.theme,
            assembled.started,
            str(cache / "cache.sqlite"),
            assembled.version,
            str(staging),
            str(cache / PICTURES),
            assembled.data,
        )
        feeds = {item.output.path: item.output.content for item in pages if isinstance(item.output.content, Feed)}
        shared = {id(entry): (entry, feed.content, feed.origin) for feed in feeds.values() for entry in feed.entries}
        made = pool.map(partial(render_entries, settings), tuple(shared.values()), least=WORTH_WORKERS)
        pieces = dict(zip(shared, (piece for chunk in made for piece in chunk), strict=True))
        tasks = [
            Task(
                item.output,
                item.record.content if item.intact and item.record else b"",
                item.inputs.get(DRAWN, b""),
                _items(feeds.get(item.output.path), pieces),
            )
            for item in pages
        ]
        done = 0
        work = partial(render_tasks, settings)
        slow = sum(isinstance(item.output.content, Rendition) for item in pages)  # they stand first
        drawn = pool.map(work, tasks[:slow], least=WORTH_DRAWING, chunk=WORTH_DRAWING)
        for chunk in chain(drawn, pool.map(work, tasks[slow:], least=WORTH_WORKERS)):
            for rendered in chunk:
                item = pages[done]
                done += 1
                if rendered.diagnostics:
                    problems[rendered.path] = rendered.diagnostics
                same = not rendered.staged
                fresh[rendered.path] = _record(item, rendered.digest, same=same)
                if not same:
                    ready.append((order(item), Ready(rendered.path, rendered.staged)))
            progress("making pages", done, len(tasks))
    return [item for _, item in sorted(ready, key=lambda pair: pair[0])], fresh, with_pages(problems)


def _items(feed: Feed | None, pieces: Mapping[int, tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """The items of a feed, in its format."""
    return tuple(pieces[id(entry)][FORMATS.index(feed.format)] for entry in feed.entries) if feed else ()


def _record(item: _Stale, content: bytes, *, same: bool) -> Record:
    """What is known of an output that was made; of its file too, where that stays as it is."""
    before = item.record if same and item.record else Record({})
    return replace(before, inputs=item.inputs, whole=item.whole, content=content, rank=item.output.rank)
