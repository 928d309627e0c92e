"""Where a link or picture inside a text leads: from the target as written to a URL, and what is wrong with it.

A target is a path on the site (`/about/`), a content file (`../posts/other.md`), a file of the post's own bundle
(`rack.jpg`), or relative to the post's own URL. RFC 3986 §5 for how relative ones are read.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, unquote, urljoin

from sitegen.diagnostics import Code, Diagnostic
from sitegen.model import Document, Reference
from sitegen.newsroom.urls import split_url


@dataclass(frozen=True, slots=True)
class Internal:
    """An internal link, for checking: who links, the URL (without the base path) and the fragment it leads to."""

    document: Document
    reference: Reference
    url: str
    fragment: str


def fold_path(path: str) -> str:
    """What file systems compare that know no capitals: those of macOS and Windows, and seldom a server's."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def spelled_as(found: str, target: str) -> str:
    """A link's target with the names of the path `found`, which are the same but for capitals."""
    path = re.split("[?#]", target)[0]
    names = (found.removesuffix("index.html") if path.endswith("/") else found.removesuffix("/index.html")).split("/")
    parts = unquote(path).split("/")
    for back in range(1, min(len(parts), len(names)) + 1):
        if parts[-back] not in ("", ".", ".."):
            parts[-back] = names[-back]
    text = "/".join(parts)
    return (quote(text) if "%" in path else text) + target[len(path) :]


@dataclass(frozen=True)  # no slots: cached_property
class Targets:
    """What links can name: published documents and bundles' files by path under `content/`, with their URLs.

    `unpublished` and `unread` are the slugs of documents that are left out, and of files with errors, by path.
    """

    root: str
    urls: Mapping[str, str]
    unpublished: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, document: Document, own: str, reference: Reference) -> tuple[str, Internal | Diagnostic]:
        """The URL for `reference` in a document that is at `own`, "" where it leads to nothing; and what to check."""
        parts = split_url(reference.target)
        if parts is None:
            message = f"{reference.target!r} cannot be a link"
            return "", self._problem(document, reference, "broken-link", message, "write a path on this site")
        path = unquote(parts.path)
        rest = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
        if not path:
            return rest, Internal(document, reference, own, parts.fragment)
        file = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(document.path), path)
        file = posixpath.normpath(file)
        if (
            file not in self.urls and not file.isascii()
        ):  # a file that came from a Mac may have its accents apart (NFD), and the text may not
            file = self._composed.get(unicodedata.normalize("NFC", file), file)
        if file in self.urls:
            url = self.urls[file]
        elif file in self.unread:
            url = f"/{self.unread[file]}/"  # nothing is published while it has errors, which are told of it
        elif file in self.unpublished:
            message = f"the link leads to content/{file}, which is not published"
            help_ = "take the link out, or publish that page: until then its words stand here without it"
            return "", self._problem(document, reference, "unpublished-link", message, help_)
        elif path.endswith(".md") and (meant := self._folded.get(fold_path(file))):
            message = f"the link leads to {reference.target}, and the file is called {posixpath.basename(meant)}"
            help_ = f"write {spelled_as(meant, reference.target)}: servers tell capitals from small letters"
            return "", self._problem(document, reference, "wrong-case", message, help_)
        elif path.endswith(".md"):
            message = f"the link leads to {reference.target}, and there is no content/{file}"
            return "", self._problem(
                document,
                reference,
                "broken-link",
                message,
                "write the path from this file on, or from content/ on with a / before it",
            )
        elif path.startswith("/"):
            url = quote(posixpath.normpath(path)) + "/" * (path.endswith("/") and path != "/")
        else:
            url = urljoin(own, quote(path))
        return self.root + url.lstrip("/") + rest, Internal(document, reference, url, parts.fragment)

    @cached_property
    def _composed(self) -> Mapping[str, str]:
        every = sorted((*self.unread, *self.unpublished, *self.urls), reverse=True)
        return {unicodedata.normalize("NFC", path): path for path in every if not path.isascii()}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {fold_path(path): path for path in (*self.unpublished, *self.urls)}

    def _problem(self, document: Document, reference: Reference, code: Code, message: str, help_: str) -> Diagnostic:
        return Diagnostic(document.place, reference.line, reference.column, "warning", code, message, help_)
