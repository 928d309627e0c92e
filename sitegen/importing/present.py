"""What the site has before an import: posts and pages with addresses and ids, so that nothing is done twice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from sitegen.config import Config
from sitegen.content.frontmatter import split
from sitegen.content.schema import read_meta
from sitegen.content.settings import LoadSettings
from sitegen.content.text import Unreadable, decode
from sitegen.engine.files import scan
from sitegen.newsroom.moments import in_zone
from sitegen.newsroom.redirects import source_of
from sitegen.newsroom.urls import FEED_NAMES, post_slug, post_url, standing_url

_OWN = "feed.xml atom.xml feed.json sitemap.xml news-sitemap.xml robots.txt 404.html llms.txt".split()
_FOLDERS = frozenset("api archive assets authors feeds page search sources tickers".split())


@dataclass(frozen=True, slots=True)
class Present:
    """`contents` are the content files by path from the site; `urls` who has which address, and `ids` which id.

    Addresses are case-folded, for nginx and many file systems cannot tell them apart otherwise.
    """

    contents: Mapping[str, str]
    urls: Mapping[str, str]
    ids: Mapping[str, str]


def read_present(site: Path, config: Config, zone: tzinfo) -> Present:
    """The site as it is; files with errors are known by their paths alone."""
    contents: dict[str, str] = {}
    urls: dict[str, str] = {}
    ids: dict[str, str] = {}
    settings = LoadSettings.of(config)
    for file in scan(site / "content"):
        path = f"content/{file.path}"
        contents[path] = file.real
        if not file.path.endswith(".md"):
            continue
        is_post = file.path.startswith("posts/")
        try:
            parts = split(decode(Path(file.real).read_bytes(), path), path)
        except Unreadable:
            continue
        meta, _ = read_meta(parts, path, settings, dated=is_post)
        if meta is None:
            continue
        if is_post and meta.date is not None:
            slug = post_slug(file.path, meta.slug)
            urls[address(post_url(config.permalink, in_zone(meta.date, zone), slug))] = path
            if meta.id:
                ids.setdefault(meta.id, path)
        elif file.path.startswith("pages/"):
            urls[address(standing_url(file.path, meta.slug))] = path
        for alias in meta.aliases:
            urls.setdefault(address(alias), path)
    for source in config.redirects:
        urls.setdefault(address(source), "pyproject.toml")
    for file in scan(site / "static"):
        urls.setdefault(address(f"/{file.path}"), f"static/{file.path}")
    return Present(contents, urls, ids)


def address(path: str) -> str:
    """A path on the site as it is compared."""
    return source_of(path).casefold()


def is_own(path: str, config: Config) -> bool:
    """Whether an address is, or may become, that of a page of the site's own: a list, an archive, a feed."""
    parts = address(path).strip("/").split("/")
    first = parts[0]
    if first in ("", *_FOLDERS, *(name.casefold() for name in config.taxonomies)) or parts[-1] in FEED_NAMES.values():
        return True
    if len(parts) == 1 and os.path.basename(first) in _OWN:
        return True
    if len(first) == 4 and first.isdigit():  # /2025/, /2025/11/, /2025/11/22/, /2025/w47/ and their numbered pages
        numbered = len(parts) > 2 and parts[-2] == "page" and parts[-1].isdigit()
        rest = parts[1:-2] if numbered else parts[1:]
        return len(rest) <= 2 and all((len(p) <= 2 and p.isdigit()) or (p[:1] == "w" and p[1:].isdigit()) for p in rest)
    return False
