"""The `scan` stage: which files a site has, and the digests of those that are not content.

Content is read later, and only where it changed. The theme's files are the site's own where the site has none of that
name.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.diagnostics import Diagnostic
from sitegen.engine.files import File, Found, Seen, is_ours, is_published, read_digests, scan
from sitegen.engine.store import Store

# Named here, as what reads them is not needed to see that they are in the wrong place.
DATA_FILES = ("authors.toml", "companies.toml", "publishers.toml", "tags.toml")

Scan = tuple[tuple[Found, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """`documents` are posts and standing pages; `resources` all other files below them; by path under their folder."""

    documents: tuple[Found, ...]
    resources: Mapping[str, File]
    data: Mapping[str, File]
    templates: Mapping[str, File]
    static: Mapping[str, File]
    fonts: Mapping[str, File]
    diagnostics: tuple[Diagnostic, ...] = field(default=())


class Look(Struct, frozen=True):
    """What was found on disk in each place: its files, and the links that were passed over."""

    content: Scan
    templates: Scan
    static: Scan
    fonts: Scan
    theme_templates: Scan
    theme_static: Scan
    beside: tuple[Found, ...] = ()  # what would be read if it were in content/


def look(site: Path, theme_templates: Path, theme_static: Path) -> Look:
    """All files that a build reads, but for the configuration."""
    return Look(
        content=_look_into(site, site / "content"),
        templates=_look_into(site, site / "templates"),
        static=_look_into(site, site / "static", is_published),
        fonts=_look_into(site, site / "fonts"),
        theme_templates=_look_into(site, theme_templates),
        theme_static=_look_into(site, theme_static, is_published),
        beside=tuple(_look_beside(site)),
    )


def _look_beside(site: Path) -> Iterator[Found]:
    for name in ("posts", "pages", "data"):
        data = name == "data"  # may be a large one that has nothing to do with the site
        for file in scan(site / name, wanted=DATA_FILES.__contains__ if data else is_ours):
            if data or file.path.endswith(".md"):
                yield Found(f"{name}/{file.path}", file.real, file.signature)


def look_for_documents(site: Path) -> tuple[Found, ...]:
    """Posts and standing pages alone, as `SiteFiles.documents` has them."""
    files, _ = _look_into(site, site / "content")
    return tuple(file for file in files if _is_document(file.path))


def _look_into(site: Path, folder: Path, wanted: Callable[[str], bool] = is_ours) -> Scan:
    if folder.parent == site and folder.is_symlink():
        inside = Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(site))
        if not inside or not folder.is_dir():  # as one that leads to itself
            return (), ("",)
    links: list[str] = []
    return scan(folder, links, wanted), tuple(sorted(links))


def _is_document(path: str) -> bool:
    return path.startswith(("posts/", "pages/")) and path.endswith(".md")


def scan_site(seen_now: Look, store: Store, started: int) -> SiteFiles:
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

    def found(name: str, scanned: Scan) -> tuple[Found, ...]:
        files, links = scanned
        for path in links:
            why = f"it is no file, a link to a folder or out of {name}/, or its name has bytes that are no text"
            place = f"{name}/{path}".rstrip("/")
            problems.append(
                Diagnostic(
                    place, 0, 0, "warning", "link-out", f"this is passed over: {why}", "put the file itself here"
                )
            )
        return files

    documents: list[Found] = []
    resources: list[Found] = []
    data: list[Found] = []
    for file in found("content", seen_now.content):
        if file.path.startswith(("posts/", "pages/")):
            (documents if _is_document(file.path) else resources).append(file)
        elif file.path.startswith("data/"):
            data.append(file)
        else:
            message = "this file is in no folder that is read"
            help_ = "posts are under content/posts/, standing pages under content/pages/, data under content/data/"
            problems.append(Diagnostic(f"content/{file.path}", 0, 0, "warning", "stray-file", message, help_))
    problems += _beside_content(seen_now.beside)
    own_templates = digests("templates", "templates", found("templates", seen_now.templates))
    own_static = digests("static", "static", found("static", seen_now.static))
    theme_templates = digests("theme templates", "templates", seen_now.theme_templates[0])
    problems += _unlike_the_theme(own_templates, theme_templates)
    theme_static = digests("theme static", "static", seen_now.theme_static[0])
    files = SiteFiles(
        documents=tuple(documents),
        resources=digests("resources", "content", resources),
        data={path.removeprefix("data/"): file for path, file in digests("data", "content", data).items()},
        templates={**theme_templates, **own_templates},
        static={**theme_static, **own_static},
        fonts=digests("fonts", "fonts", found("fonts", seen_now.fonts)),
        diagnostics=tuple(problems),
    )
    if now_seen != seen:
        store.put("seen", [(b"files", msgspec.msgpack.encode(now_seen))])
    return files


def _beside_content(files: Iterable[Found]) -> Iterator[Diagnostic]:
    """Folders that belong into content/ and lie beside it: each once."""
    for name, count in Counter(file.path.partition("/")[0] for file in files).items():
        told = "1 file in it is" if count == 1 else f"{count} files in it are"
        message = f"this folder is not in content/, so {told} not read"
        yield Diagnostic(name, 0, 0, "warning", "stray-file", message, f"move its files to content/{name}/")


def _unlike_the_theme(own: Iterable[str], theme: Iterable[str]) -> Iterator[Diagnostic]:
    """The site's templates that differ from one of the theme's in capitals alone, and so do not take its place."""
    names = {name.casefold(): name for name in theme}
    for name in own:
        if (meant := names.get(name.casefold(), name)) != name:
            message = f"this template takes the place of none: the theme's is called {meant}"
            help_ = f"rename it to templates/{meant}"
            yield Diagnostic(f"templates/{name}", 0, 0, "warning", "wrong-case", message, help_)


def _read_seen(store: Store) -> dict[str, Seen]:
    try:
        return msgspec.msgpack.decode(store.get("seen", b"files") or b"\x80", type=dict[str, Seen])
    except msgspec.DecodeError:
        return {}
