"""Addresses that lead on to others: documents' aliases and the configuration's redirects, each straight to its end.

`/old` and `/old/` are one address, and so are spellings that differ in letters' case alone: nginx and many file systems
cannot tell them apart. What serves a redirect is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, unquote, urldefrag, urlsplit

from msgspec.structs import replace

from sitegen.config import Config
from sitegen.config.addresses import ascii_address, ascii_path
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.model import Post, StandingPage, Value
from sitegen.newsroom.site import Site


class Redirect(Value, frozen=True):
    """`source` is a path from the site's root, as text: with a slash at its end, but where it names a page's file.

    `target` is percent-encoded: a path from the site's root, or a whole address. `title` is that of the document that
    is led to, "" where the configuration (`owner` is its file) says so.
    """

    source: str
    target: str
    title: str
    owner: str
    place: tuple[int, int]

    @property
    def key(self) -> str:
        return self.source.casefold()

    @property
    def step(self) -> str:
        return f"{self.source} ({self.owner}:{self.place[0]})"


def source_of(path: str) -> str:
    """The address that a path as written means, as text."""
    plain = unquote(path)
    if plain.endswith("/index.html"):
        return plain.removesuffix("index.html")
    return plain if plain.endswith(("/", ".html", ".htm")) else f"{plain}/"


def redirects(site: Site, places: Mapping[str, tuple[int, int]]) -> list[Redirect]:
    """All redirects as written; `places` are those of the configuration's, by source as written there."""
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    found = [redirect for thing in things if thing.document.meta.aliases for redirect in _aliases(thing)]
    for source, target in site.config.redirects.items():
        where = places.get(source, (1, 1))
        found.append(Redirect(source_of(source), _target(target, site.config), "", FILE, where))
    return found


def _aliases(thing: Post | StandingPage) -> Iterable[Redirect]:
    """A document's aliases, each address once."""
    document = thing.document
    found: dict[str, Redirect] = {}
    for number, alias in enumerate(document.meta.aliases):
        place = document.meta.places.get(f"aliases[{number}]", document.meta.places.get("aliases", (1, 1)))
        redirect = Redirect(source_of(alias), thing.url, document.title, document.place, place)
        found.setdefault(redirect.key, redirect)
    return found.values()


def _target(written: str, config: Config) -> str:
    """What the configuration leads to; an address of the site itself is a path like any other."""
    parts, base = urlsplit(written), urlsplit(config.base_url)
    if parts.scheme and parts.netloc.casefold() == base.netloc.casefold() and f"{parts.path}/".startswith(config.root):
        return ascii_path(parts._replace(scheme="", netloc="", path=f"/{parts.path[len(config.root) :]}").geturl())
    return (ascii_address(written) or written) if parts.scheme else ascii_path(written)


def straightened(found: Sequence[Redirect]) -> tuple[list[Redirect], list[Diagnostic]]:
    """The redirects, each to where its chain ends; chains and circles are diagnostics that name all their steps.

    Aliases lead to pages, so only the configuration's redirects can lead on to others.
    """
    by_key: dict[str, Redirect] = {}
    for redirect in found:
        by_key.setdefault(redirect.key, redirect)
    straight: list[Redirect] = []
    problems: list[Diagnostic] = []
    circling: set[str] = set()
    for redirect in found:
        steps = {redirect.key: redirect}
        last = redirect
        while last.owner == FILE and (following := by_key.get(_key(last.target))) and following.key not in steps:
            steps[following.key] = last = following
        again = by_key.get(_key(last.target)) if last.owner == FILE else None
        if again:
            if again.key == redirect.key and redirect.key not in circling:
                circling.update(steps)
                problems.append(_loop(list(steps.values())))
            straight.append(replace(redirect, target=quote(again.source)))
        elif len(steps) > 1:
            target = last.target if "#" in last.target else f"{last.target}{_fragment(redirect.target)}"
            problems.append(_chain(list(steps.values()), target))
            straight.append(replace(redirect, target=target))
        else:
            straight.append(redirect)
    return straight, problems


def _key(target: str) -> str:
    """The address that a target within the site is at, "" for another's."""
    return source_of(urlsplit(target).path).casefold() if target.startswith("/") else ""


def _fragment(target: str) -> str:
    """What a browser would take along to where it is led (RFC 9110 §10.2.2)."""
    fragment = urldefrag(target).fragment
    return f"#{fragment}" if fragment else ""


def _chain(steps: Sequence[Redirect], target: str) -> Diagnostic:
    first = steps[0]
    way = " → ".join([*(redirect.step for redirect in steps), target])
    message = f"{first.source} leads to a redirect: {way}"
    return Diagnostic(FILE, *first.place, "warning", "redirect-chain", message, f'write "{target}"')


def _loop(steps: Sequence[Redirect]) -> Diagnostic:
    first = steps[0]
    message = f"{first.source} leads to itself"
    if len(steps) > 1:
        way = " → ".join([*(redirect.step for redirect in steps), first.source])
        message = f"redirects lead in a circle: {way}"
    return Diagnostic(FILE, *first.place, "error", "redirect-loop", message, "let one lead to a page, or take it out")
