"""A site in a folder of a test's own, and a build of it in this process: `make_site`, `post`, `build_site`.

    folder = make_site(tmp_path, {"content/posts/2025-11-22-a.md": post("A", body="…")})
    site = build_site(folder)
    assert "A" in site.page("/2025/11/22/a/")

Real files and the real build; nothing is replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree, html

from sitegen.build import build
from sitegen.newsroom.urls import output_path
from sitegen.result import Request, Result

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)  # when builds happen unless a test says otherwise

SEARCHED = """\
[tool.sitegen]
title = "Example News"
base_url = "https://news.example.com/"
[tool.sitegen.feeds]
id_authority = "news.example.com,2025"
"""
# Without the index of the search, which takes longer than all else of a small build.
CONFIG = SEARCHED.replace("[tool.sitegen.feeds]", "search = {enabled = false}\n[tool.sitegen.feeds]")


def post(title: str = "A story", date: str = "2025-11-22", body: str = "A text.\n", **front_matter: Any) -> str:
    """A post's text. Further front matter is written as JSON, which YAML reads."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front_matter.items()]
    return "\n".join(
        ["---", f"title: {json.dumps(title, ensure_ascii=False)}", f"date: {date}", *lines, "---", "", body]
    )


def make_site(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write `files`, by path from the site's root, into `folder`, with CONFIG where there is no configuration yet."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    if not (folder / "pyproject.toml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Built:
    """What a build gave: its result, and the published folder."""

    result: Result
    output: Path

    def text(self, url: str) -> str:
        """The published file at a URL (a path from the site's root)."""
        return (self.output / output_path(url)).read_text(encoding="utf-8")

    def page(self, url: str) -> html.HtmlElement:
        """The published page at a URL, parsed."""
        return html.fromstring(self.text(url), parser=html.HTMLParser(encoding="utf-8"))

    def feed(self, url: str) -> etree._Element:
        return etree.fromstring((self.output / output_path(url)).read_bytes())

    def files(self) -> dict[str, bytes]:
        """Every published file by its path."""
        found = (path for path in sorted(self.output.rglob("*")) if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in found}

    @property
    def problems(self) -> list[str]:
        """All diagnostics as they are printed."""
        return [str(diagnostic) for diagnostic in self.result.diagnostics]


Build = Callable[..., Built]  # of files by path, in a test's own site: `built` in tests/conftest.py


def build_site(folder: Path, **request: Any) -> Built:
    """Build the site in `folder` in this process alone; `request` are fields of `sitegen.result.Request`."""
    asked = Request(**{"site": folder, "now": NOW, "jobs": 1, **request})
    result = build(asked, lambda _stage, _done, _of: None, lambda _holder: None)
    return Built(result, result.output)


def one(page: html.HtmlElement, selector: str) -> html.HtmlElement:
    """The only element that a selector finds."""
    (found,) = page.cssselect(selector)
    return found


def words(element: html.HtmlElement) -> str:
    """An element's text in one line."""
    return " ".join(element.text_content().split())
