"""Redirects as servers read them: a `_redirects` file, and the inside of nginx's `map $uri`.

The `_redirects` file is written for Netlify and Cloudflare Pages alike; nginx compares its decoded `$uri` with what the
map says, letters' case aside. Which addresses lead where is the plan's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from sitegen.newsroom.plan.redirects import HostRedirects, NginxGone, NginxRedirects
from sitegen.outputs.texts import ReadBody

# What browsers leave as it is in a path (the URL standard's path percent-encode set), but for `*`, which hosts take for
# a pattern. They compare what was asked for with what is written, letter by letter.
AS_ASKED = "!$&'()+,/:;=@[]|~"

MADE = "# Made by sitegen\n"  # a comment in either file, by which a later build knows it as its own

_PATTERN = re.compile(r"\*|:[A-Za-z_]")  # what a host would not take literally


def write_host_redirects(content: HostRedirects, _: ReadBody) -> str:
    """A line for each address, then one for each without its slash: where a host takes only so many, these can wait."""
    moves = [(source, target) for source, target in content.moves if not _PATTERN.search(source)]
    bare = [(source.rstrip("/"), target) for source, target in moves if source.endswith("/")]
    return MADE + "".join(f"{quote(source, safe=AS_ASKED)} {target} 301\n" for source, target in (*moves, *bare))


def write_nginx_redirects(content: NginxRedirects, _: ReadBody) -> str:
    """The lines of a map from `$uri` to the address to go to."""
    return MADE + "".join(
        f"{_quoted(written)} {_quoted(target)};\n" for source, target in content.moves for written in _both_ways(source)
    )


def write_nginx_gone(content: NginxGone, _: ReadBody) -> str:
    """The lines of a map from `$uri` to 1."""
    return MADE + "".join(f"{_quoted(written)} 1;\n" for source in content.addresses for written in _both_ways(source))


def _both_ways(source: str) -> Iterator[str]:
    yield source
    if source.endswith("/"):
        yield source.rstrip("/")


def _quoted(text: str) -> str:
    """A text as nginx reads it between quotes. Targets hold no `$`, and sources, where it means nothing, may."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
