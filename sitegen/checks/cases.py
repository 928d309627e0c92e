"""What a link that leads to nothing is called really, where only capitals or the Unicode form differ.

macOS and Windows find such a file all the same, and most servers do not: so it works until it is published.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from sitegen.newsroom.links import fold_path, spelled_as
from sitegen.newsroom.urls import output_path


@dataclass(frozen=True)  # no slots: cached_property
class Cases:
    """`paths` are those of all outputs."""

    paths: Iterable[str]

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold_path(path): path for path in sorted(self.paths, reverse=True)}

    def told(self, url: str, target: str) -> tuple[str, str] | None:
        """How a message about a link to `url`, written as `target`, ends, and its help; None for any other mistake."""
        path = output_path(url)
        found = self._folded.get(fold_path(path)) or self._folded.get(
            fold_path(f"{unquote(url).strip('/')}/index.html")
        )
        if found is None:
            return None
        page = found.endswith("index.html")
        shown = f"/{found.removesuffix('index.html')}" if page else posixpath.basename(found)
        what = f"the page is at {shown}" if page else f"the file is called {shown}"
        if unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", found):
            help_ = "an accented letter is one character in one of them and two in the other: take it out of both"
            return f"{what} in another Unicode form", help_
        return what, f"write {spelled_as(found, target)}: servers tell capitals from small letters"
