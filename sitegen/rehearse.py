"""Pages made for nobody: what is wrong in templates shows only when they are given their values.

What was made without a problem, here or for an output folder, is not made again until it may be another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from sitegen.assemble import Assembled
from sitegen.diagnostics import Diagnostic
from sitegen.engine.manifest import Manifest, Record, read_manifest, write_manifest
from sitegen.engine.pool import Pool
from sitegen.newsroom.contexts import TEMPLATES
from sitegen.newsroom.plan.output import Later, Output
from sitegen.outputs.inputs import Inputs
from sitegen.outputs.mistakes import with_pages
from sitegen.result import Progress

WORTH_WORKERS = 400  # pages: below this, starting workers takes longer than making them here
SOUND = Path("manifests") / "sound"  # in the cache: the pages that were last made without a problem


def rehearse(
    assembled: Assembled, published: Path, cache: Path, pool: Pool, progress: Progress, *, one_each: bool
) -> tuple[Diagnostic, ...]:
    """What is wrong in the templates; `published` is the manifest of the output folder.

    With `one_each`, a page of each template is tried, and none where templates cannot be read anyway: enough for a
    build that has failed already.
    """
    if one_each and assembled.surroundings.facts.diagnostics:
        return ()
    inputs = Inputs(assembled.surroundings, assembled.plan.common, assembled.shared)
    pages = {output.path: inputs.whole(output) for output in assembled.plan.outputs if is_page(output)}
    tried = _records(cache / SOUND)
    known = {path: record.whole for path, record in _records(published).items()}
    sound = {path for path, whole in pages.items() if whole in (tried.get(path, Record({})).whole, known.get(path))}
    unsure = [output for output in assembled.plan.outputs if output.path in pages and output.path not in sound]
    if one_each:
        unsure = list({output.template: output for output in unsure}.values())
    problems = _try(unsure, assembled, cache, pool, progress) if unsure else {}
    sound |= {output.path for output in unsure if not problems.get(output.path)}
    records = {path: Record({}, whole) for path, whole in pages.items() if path in sound}
    if not one_each and records != tried:
        write_manifest(cache / SOUND, Manifest(records))
    told = {(d.path, d.line) for d in assembled.surroundings.facts.diagnostics}  # what no page was needed to find
    return tuple(problem for problem in with_pages(problems) if (problem.path, problem.line) not in told)


def is_page(output: Output) -> bool:
    """Whether an output is made by a template."""
    content = output.content
    return (content.kind if isinstance(content, Later) else type(content)) in TEMPLATES


def _records(path: Path) -> dict[str, Record]:
    manifest = read_manifest(path)
    return dict(manifest.records) if manifest else {}


def _try(
    pages: Iterable[Output], assembled: Assembled, cache: Path, pool: Pool, progress: Progress
) -> dict[str, tuple[Diagnostic, ...]]:
    """What is wrong with each page, by path."""
    from sitegen.outputs.render import RenderSettings, try_pages

    made = [page.made() for page in pages]
    settings = RenderSettings(
        replace(assembled.theme, minified=False),
        assembled.started,
        str(cache / "cache.sqlite"),
        assembled.version,
        staging="",
        pictures="",
        data=assembled.data,
    )
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for chunk in pool.map(partial(try_pages, settings), made, least=WORTH_WORKERS):
        found |= dict(chunk)
        progress("trying pages", len(found), len(made))
    return found
