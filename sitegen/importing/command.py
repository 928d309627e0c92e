"""`sitegen import`: find out what the source is, read it, plan, and write what is not there yet.

Overwrites nothing, and writes nothing outside the site's folder.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Config
from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic, WrongUsage
from sitegen.engine.write import write_whole
from sitegen.importing.entry import Source, not_imported
from sitegen.importing.folder import LARGEST_FILE, read_bytes
from sitegen.importing.plan import AUTHORS, make_plan
from sitegen.importing.present import read_present
from sitegen.newsroom.moments import site_zone
from sitegen.report import count

HELP = "name the folder of a Hugo or Jekyll site, a WordPress export, or a file with an RSS or Atom feed"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: `kind` is the source's program, `counts` how many there are of what."""

    kind: str
    counts: Counter[str]
    problems: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def import_source(source: Path, site: Path, config: Config, *, dry: bool) -> Imported:
    """Carry the posts of `source` over to the site; `dry` writes nothing. Raises `WrongUsage` where there are none."""
    zone = site_zone(config.timezone)
    read = _read(source, config)
    if not read.entries and not read.problems:
        raise WrongUsage(f"{source} has no posts: {HELP} that has some")
    present = read_present(site, config, zone)
    plan = make_plan(read, present, config, zone)
    problems = [*read.problems, *plan.problems]
    if not dry:
        problems += _write(plan.copies, plan.texts, site)
    return Imported(read.kind, plan.counts, tuple(sorted(problems)))


def _read(source: Path, config: Config) -> Source:
    """What the source has, by the reader of the program that it comes from."""
    from sitegen.importing.feeds import read_feed
    from sitegen.importing.hugo import is_hugo, read_hugo
    from sitegen.importing.jekyll import is_jekyll, read_jekyll
    from sitegen.importing.wordpress import read_wordpress
    from sitegen.importing.xml import looks_like_xml, read_xml

    zone = site_zone(config.timezone)
    if source.is_dir():
        if is_jekyll(source):
            return read_jekyll(source, zone)
        if is_hugo(source):
            return read_hugo(source)
        raise WrongUsage(f"{source} is neither a Hugo nor a Jekyll site: {HELP}")
    if str(source).startswith(("http:/", "https:/")):
        raise WrongUsage(f"{source} is an address: save what is there as a file, and name that")
    if not source.is_file():
        raise WrongUsage(f"there is no {source}: {HELP}")
    try:
        if not looks_like_xml(source):
            raise WrongUsage(f"{source} is no WordPress export and no feed: {HELP}")
        tree = read_xml(source)
    except Unreadable as unreadable:
        return Source("", (), {}, (unreadable.diagnostic,))
    if tree.is_wordpress:
        return read_wordpress(source, tree, zone)
    if tree.is_feed:
        return read_feed(source, tree, zone)
    raise WrongUsage(f"{source} is no WordPress export and no feed: {HELP}")


def _write(copies: Mapping[str, str], texts: Mapping[str, str], site: Path) -> list[Diagnostic]:
    """Write what is not there: files first, then the texts that name them, so that an import can be gone on with."""
    problems = []
    home = site.resolve()
    for path in (*copies, *texts):
        target = site / path
        if not target.parent.resolve().is_relative_to(home):
            message = "a link leads out of the site here, and nothing is written there"
            problems.append(
                not_imported(path, 0, message, "put a folder in the link's place", severity="error", code="link-out")
            )
        elif not os.path.lexists(target):
            try:
                content = (
                    texts[path].encode() if path in texts else read_bytes(copies[path], copies[path], LARGEST_FILE)
                )
            except Unreadable as unreadable:
                problems.append(unreadable.diagnostic)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)
    return problems


def summary(imported: Imported, source: str, *, dry: bool) -> str:
    """What came along, in words for an editor, a line for each kind of thing."""
    counts = imported.counts
    posts = count(counts["posts"], "post")
    if counts["drafts"]:
        posts += f" ({count(counts['drafts'], 'draft')} among them)"
    if counts["pages"]:
        posts += f", {count(counts['pages'], 'page')}"
    if not counts["posts"] and not counts["pages"]:
        what = "nothing new to carry over" if counts["present"] else "nothing could be carried over"
        lines = [f"{', '.join(filter(None, (imported.kind, source)))}: {what}"]
    else:
        verb = "would be carried over" if dry else "carried over"
        lines = [f"{imported.kind}, {source}: {posts} {verb} to content/"]
    said = (
        ("files", "file beside them", "files beside them"),
        ("authors", f"author in {AUTHORS}", f"authors in {AUTHORS}"),
        ("aliases", "old address leads on", "old addresses lead on"),
        ("ids", "feed id kept: readers see no post twice", "feed ids kept: readers see no post twice"),
        ("present", "there already, untouched", "there already, untouched"),
    )
    lines += [f"  {counts[key]:,} {one if counts[key] == 1 else many}" for key, one, many in said if counts[key]]
    return "\n".join(lines)
