"""The files of a Jekyll site: which are posts, drafts and pages, what the configuration says of them, what is left."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.importing.entry import not_imported
from sitegen.importing.folder import Folder
from sitegen.importing.matter import parse_toml, parse_yaml

HTML = (".html", ".htm")
_MARKDOWN = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd")
_OTHER = (".textile", ".adoc", ".org", ".rst")
_NAMED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")


@dataclass(frozen=True, slots=True)
class JekyllFile:
    """What a file's path says: a post's day and its name; `folders` are those above `_posts`, which are categories."""

    path: str
    place: str
    kind: str  # "post", "draft" or "page"
    day: str
    name: str
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JekyllFiles:
    folder: Folder
    config: Mapping[str, Any]

    def file(self, path: str) -> JekyllFile | None:
        """The post, draft or page that a file is, None for what is none of them."""
        parts = path.split("/")
        stem, ending = posixpath.splitext(parts[-1])
        place = self.folder.place(path)
        special = next((n for n, part in enumerate(parts[:-1]) if part in ("_posts", "_drafts")), None)
        if special is None:
            hidden = any(part.startswith(("_", "#")) for part in parts) or parts[0] in ("vendor", "node_modules")
            excluded = {str(name).strip("/") for name in _list(self.config.get("exclude")) if isinstance(name, str)}
            wanted = ending.lower() in (*_MARKDOWN, *HTML) and not hidden and not {path, parts[0]} & excluded
            return JekyllFile(path, place, "page", "", stem, ()) if wanted else None
        if ending.lower() not in (*_MARKDOWN, *HTML):
            return None
        named = _NAMED.fullmatch(stem)
        kind = "post" if parts[special] == "_posts" else "draft"
        if kind == "post" and not named:
            return None  # it is none to Jekyll
        day, name = (named[1], named[2]) if named else ("", stem)
        return JekyllFile(path, place, kind, day, name, tuple(parts[:special]))

    def defaults(self, file: JekyllFile) -> dict[str, Any]:
        """The front matter that the configuration gives to files of a type and under a path."""
        found: dict[str, Any] = {}
        kind = {"post": "posts", "draft": "drafts", "page": "pages"}[file.kind]
        for default in _list(self.config.get("defaults")):
            scope, values = (default.get("scope"), default.get("values")) if isinstance(default, dict) else (None, None)
            if not isinstance(scope, dict) or not isinstance(values, dict):
                continue
            below = str(scope.get("path") or "").strip("/")
            if scope.get("type") in (None, kind) and (not below or f"{file.path}/".startswith(f"{below}/")):
                found |= values
        return found

    def leftovers(self, used: Container[str]) -> list[Diagnostic]:
        """Posts that are not read, collections, and files that are not among those `used`."""
        found = []
        for path in self.folder.files:
            ending = posixpath.splitext(path)[1].lower()
            if ending in _OTHER and {"_posts", "_drafts"} & {*path.split("/")}:
                message = f"{ending} is not read here: only Markdown and HTML are"
                found.append(
                    not_imported(self.folder.place(path), 0, message, "turn it into Markdown", severity="error")
                )
            elif "/_posts/" in f"/{path}" and ending in (*_MARKDOWN, *HTML) and self.file(path) is None:
                message, help_ = "a post without a date in its name is none to Jekyll", "name it 2025-11-22-title.md"
                found.append(not_imported(self.folder.place(path), 0, message, help_))
        collections = self.config.get("collections") or {}
        for name in collections if isinstance(collections, (dict, list)) else ():
            number = sum(path.startswith(f"_{name}/") for path in self.folder.files)
            if number and name not in ("posts", "drafts"):
                message = f"the collection {name} ({number} {'files' if number > 1 else 'file'}) is not carried over"
                found.append(
                    not_imported(self.folder.place(f"_{name}"), 0, message, "make posts or pages of what matters")
                )
        shown = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".mp3", ".mp4", ".zip", ".csv")
        left = [p for p in self.folder.files if p.lower().endswith(shown) and not p.startswith("_") and p not in used]
        if left:
            what = (
                f"{len(left)} files are shown by no post, and are"
                if len(left) > 1
                else f"no post shows {left[0]}, which is"
            )
            found.append(
                not_imported(self.folder.shown, 0, f"{what} not carried over", "copy what you need to static/")
            )
        return found


def read_table(folder: Folder, name: str, problems: list[Diagnostic]) -> dict[str, Any]:
    """The table in a YAML or TOML file of that name; empty where there is none, or it cannot be read, which is told."""
    for ending in ("yml", "yaml", "toml"):
        path = f"{name}.{ending}"
        if path in folder.files:
            try:
                parse = parse_toml if ending == "toml" else parse_yaml
                return parse(folder.text(path), folder.place(path))[0]
            except Unreadable as unreadable:
                problems.append(unreadable.diagnostic)
    return {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
