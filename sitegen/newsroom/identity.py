"""Each post's id in feeds, which nothing that an editor may change ever changes (contract §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from sitegen.config import Config
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.model import Document

MOST_NAMED = 8  # posts with one id that are all told at each


def authority(config: Config) -> str:
    """What stands in the tag URIs of the site: a domain, and a year in which it was the site's."""
    return config.feeds.id_authority or f"{urlsplit(config.base_url).hostname},2025"


def path_identity(config: Config, path: str) -> str:
    """The tag URI (RFC 4151) of a post's path under `content/`: its id where it has none of its own."""
    return f"tag:{authority(config)}:{path.rpartition('.')[0]}"


def identities(config: Config, posts: Sequence[Document]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Ids by path: a post's own `id`, else the one of its path. Two posts with one `id` lose it both."""
    own = authority(config)
    problems = []
    if not config.feeds.id_authority:
        message = "posts' ids in feeds are made of the host of base_url, and would change with it"
        help_ = f'write id_authority = "{own}" under [tool.sitegen.feeds]'
        problems.append(Diagnostic(FILE, 0, 0, "hint", "no-id-authority", message, help_))
    by_path = {document.path: path_identity(config, document.path) for document in posts}
    owners: defaultdict[str, list[Document]] = defaultdict(list)
    for document in posts:
        owners[by_path[document.path]].append(document)
        if document.meta.id and document.meta.id != by_path[document.path]:
            owners[document.meta.id].append(document)
    ids = {}
    for document in posts:
        wanted = document.meta.id
        if wanted and len(owners[wanted]) > 1:
            others = [d.place for d in islice(owners[wanted], MOST_NAMED + 1) if d is not document][:MOST_NAMED]
            more = f", and {left:,} more" if (left := len(owners[wanted]) - 1 - len(others)) else ""
            message = f"the id {wanted!r} is also that of {', '.join(others)}{more}; each is known by its path"
            place = (document.place, *document.meta.places.get("id", (1, 1)))
            problems.append(Diagnostic(*place, "warning", "duplicate-id", message, "give each post an id of its own"))
            wanted = ""
        ids[document.path] = wanted or by_path[document.path]
    return ids, problems
