"""Static files: each is published at its own URL, and css and js also under a name that holds their digest.

Pages use the second, which can be cached for ever. Pure: contents in, outputs and URLs out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import File
from sitegen.newsroom.plan.output import Copy, Output, Rank, Text
from sitegen.newsroom.urls import split_url

FINGERPRINTED = (".css", ".js")

_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)|(?<=@import )\s*(?:"([^"]*)"|'([^']*)')""")


def plan_static(
    files: Mapping[str, File], texts: Mapping[str, str] | None, root: str
) -> tuple[list[Output], dict[str, str]]:
    """The outputs for static files by path, and the URL that pages use for each css and js file, by path.

    `texts` are the contents of those, or None to leave them where they are, as a preview does; `root` is the base URL's
    path.
    """
    outputs = [Output(path, file.owner, Rank.FILE, Copy(file.real, file.digest)) for path, file in files.items()]
    if texts is None:
        return outputs, {path: f"{root}{quote(path)}" for path in sorted(files) if path.endswith(FINGERPRINTED)}
    urls: dict[str, str] = {}
    for path, text in sorted(texts.items()):
        rewritten = rewrite_urls(text, path, root) if path.endswith(".css") else text
        stem, ending = posixpath.splitext(posixpath.basename(path))
        name = f"{stem}.{digest_bytes(rewritten.encode()).hex()[:12]}{ending}"
        outputs.append(Output(f"assets/{name}", files[path].owner, Rank.FILE, Text(rewritten)))
        urls[path] = f"{root}assets/{quote(name)}"
    return outputs, urls


def rewrite_urls(css: str, path: str, root: str) -> str:
    """A stylesheet that can stand elsewhere: its relative `url()`s as paths from the host's root."""

    def moved(match: re.Match[str]) -> str:
        url = next(group for group in match.groups() if group is not None)
        parts = split_url(url)
        if parts is None or parts.scheme or parts.netloc or not parts.path:
            return match[0]
        if parts.path.startswith("/"):
            target = parts.path.lstrip("/")
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
        rest = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
        return f'url("{root}{quote(unquote(target))}{rest}")'

    return _URL.sub(moved, css)
