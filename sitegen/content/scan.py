"""The `scan` stage: which files a site has, and the digests of those that are not content.

Content is read later, and only where it changed. The theme's files are the site's own where the site has none of that
name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.files import File, Found, Seen, is_ours, is_published, read_digests, scan
from sitegen.engine.store import Store


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """`documents` are posts and standing pages; `resources` all other files below them; by path under their folder."""

    documents: tuple[Found, ...]
    resources: Mapping[str, File]
    data: Mapping[str, File]
    templates: Mapping[str, File]
    static: Mapping[str, File]
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def scan_site(site: Path, theme_templates: Path, theme_static: Path, store: Store, started: int) -> SiteFiles:
    """What is in the site's folder; `started` is when this build began, in ns since the epoch."""
    seen = _read_seen(store)
    now_seen: dict[str, Seen] = {}
    problems: list[Diagnostic] = []

    def digests(group: str, name: str, files: Sequence[Found]) -> dict[str, File]:
        prefix = f"{group}:"
        earlier = {path.removeprefix(prefix): entry for path, entry in seen.items() if path.startswith(prefix)}
        known = read_digests(files, earlier, started)
        now_seen.update({f"{prefix}{path}": entry for path, entry in known.items()})
        return {file.path: File(file.real, f"{name}/{file.path}", known[file.path].digest) for file in files}

    def found(name: str, wanted: Callable[[str], bool] = is_ours) -> tuple[Found, ...]:
        links: list[str] = []
        folder = site / name
        if folder.is_symlink() and not folder.resolve().is_relative_to(site.resolve()):
            files: tuple[Found, ...] = ()
            links.append("")
        else:
            files = scan(folder, links, wanted)
        for path in sorted(links):
            message = f"a link to a folder or out of {name}/, or a name that is no UTF-8, is passed over"
            place = f"{name}/{path}".rstrip("/")
            problems.append(Diagnostic(place, 0, 0, "warning", "link-out", message, "put the file itself here"))
        return files

    content = found("content")
    documents: list[Found] = []
    resources: list[Found] = []
    data: list[Found] = []
    for file in content:
        if file.path.startswith("data/"):
            data.append(file)
        elif file.path.startswith(("posts/", "pages/")):
            (documents if file.path.endswith(".md") else resources).append(file)
        else:
            message = "this file is in no folder that is read"
            help_ = "posts are under content/posts/, standing pages under content/pages/, data under content/data/"
            problems.append(Diagnostic(f"content/{file.path}", 0, 0, "warning", "stray-file", message, help_))
    own_templates = digests("templates", "templates", found("templates"))
    own_static = digests("static", "static", found("static", is_published))
    files = SiteFiles(
        documents=tuple(documents),
        resources=digests("resources", "content", resources),
        data={path.removeprefix("data/"): file for path, file in digests("data", "content", data).items()},
        templates={**digests("theme templates", "templates", scan(theme_templates)), **own_templates},
        static={**digests("theme static", "static", scan(theme_static, None, is_published)), **own_static},
        diagnostics=tuple(problems),
    )
    if now_seen != seen:
        store.put("seen", [(b"files", msgspec.msgpack.encode(now_seen))])
    return files


def _read_seen(store: Store) -> dict[str, Seen]:
    try:
        return msgspec.msgpack.decode(store.get("seen", b"files") or b"\x80", type=dict[str, Seen])
    except msgspec.DecodeError:
        return {}
