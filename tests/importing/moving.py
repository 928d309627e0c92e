"""An import in this process: `move("hugo", tmp_path)`, and what the fixtures hold."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import feedparser

from sitegen.configured import load_config
from sitegen.importing.command import Imported, import_source, summary
from tests.site import CONFIG, Built, make_site

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = {
    "hugo": FIXTURES / "hugo/source",
    "jekyll": FIXTURES / "jekyll/source",
    "wordpress": FIXTURES / "wordpress/source/export.xml",
    "rss": FIXTURES / "rss/source/feed.xml",
    "atom": FIXTURES / "atom/source/feed.xml",
    "rdf": FIXTURES / "rdf/source/feed.rdf",
}
CHICAGO = CONFIG.replace("base_url", 'timezone = "America/Chicago"\nbase_url')


def move(source: Path, folder: Path, *, dry: bool = False, config: str = CHICAGO) -> Imported:
    """Import `source` into the site in `folder`, which is made where there is none."""
    if not folder.exists():
        make_site(folder, {"pyproject.toml": config})
    return import_source(source, folder, load_config(folder), dry=dry)


def report(imported: Imported, source: Path) -> str:
    """What the command prints."""
    return "\n".join([summary(imported, str(source), dry=False), "", *map(str, imported.problems), ""])


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def feed_ids(site: Built) -> dict[str, str]:
    """Each post's id in the site's feeds, by its address; RSS and Atom say the same."""
    found = [feedparser.parse((site.output / name).read_bytes()) for name in ("feed.xml", "atom.xml")]
    rss, atom = ({urlsplit(entry.link).path: entry.id for entry in feed.entries} for feed in found)
    assert rss == atom
    return rss
