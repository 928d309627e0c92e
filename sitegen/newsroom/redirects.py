"""Addresses that lead on to others: of documents with `redirect_to`, documents' aliases, the configuration's redirects.

Each leads straight to its end.

`/old` and `/old/` are one address, and so are spellings that differ in letters' case alone: nginx and many file systems
cannot tell them apart. What serves a redirect is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urlsplit

from msgspec.structs import replace

from sitegen.config import Config
from sitegen.config.addresses import ascii_address, ascii_path
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.model import Post, StandingPage, TakenDown, Value
from sitegen.newsroom.site import Site

MOST_STEPS = 8  # of a chain or circle that are told


class Redirect(Value, frozen=True):
    """`source` is a path from the site's root, as text: with a slash at its end, but where it names a page's file.

    `target` is percent-encoded: a path from the site's root, or a whole address. `title` is that of the document that
    is led to, "" where that is not known. `owner` is the file that says so. An `alias` leads to its document's own
    address, whatever that is.
    """

    source: str
    target: str
    title: str
    owner: str
    place: tuple[int, int]
    alias: bool = False

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
    things: tuple[Post | StandingPage | TakenDown, ...] = (*site.posts, *site.pages, *site.taken_down)
    found = [redirect for thing in things if thing.meta.aliases for redirect in _aliases(thing)]
    found += [_moved(thing, site.config) for thing in site.taken_down if thing.meta.redirect_to]
    for source, target in site.config.redirects.items():
        where = places.get(source, (1, 1))
        found.append(Redirect(source_of(source), _target(target, site.config), "", FILE, where))
    return found


def _moved(thing: TakenDown, config: Config) -> Redirect:
    """What stands at the own address of a document with `redirect_to`."""
    document = thing.document
    place = document.meta.places.get("redirect_to", (1, 1))
    return Redirect(source_of(thing.url), _target(document.meta.redirect_to, config), "", document.place, place)


def _aliases(thing: Post | StandingPage | TakenDown) -> Iterable[Redirect]:
    """A document's aliases, each address once."""
    document = thing.document
    found: dict[str, Redirect] = {}
    for number, alias in enumerate(document.meta.aliases):
        place = document.meta.places.get(f"aliases[{number}]", document.meta.places.get("aliases", (1, 1)))
        title = "" if thing.meta.redirect_to and isinstance(thing, TakenDown) else document.title
        redirect = Redirect(source_of(alias), thing.url, title, document.place, place, alias=True)
        found.setdefault(redirect.key, redirect)
    return found.values()


def _target(written: str, config: Config) -> str:
    """What the configuration leads to; an address of the site itself is a path like any other."""
    parts, base = urlsplit(written), urlsplit(config.base_url)
    if parts.scheme and parts.netloc.casefold() == base.netloc.casefold() and f"{parts.path}/".startswith(config.root):
        return ascii_path(parts._replace(scheme="", netloc="", path=f"/{parts.path[len(config.root) :]}").geturl())
    return (ascii_address(written) or written) if parts.scheme else ascii_path(written)


class _End(NamedTuple):
    """Where redirects lead in the end: the last one of a chain, else the first that is met of a circle."""

    redirect: Redirect
    steps: int
    circles: bool


def straightened(found: Sequence[Redirect]) -> tuple[list[Redirect], list[Diagnostic]]:
    """The redirects, each to where its chain ends; chains and circles are diagnostics that name their steps.

    An alias whose document leads on is no chain of the editor's making.
    """
    by_key: dict[str, Redirect] = {}
    for redirect in found:
        by_key.setdefault(redirect.key, redirect)
    ends = _ends(by_key)
    straight: list[Redirect] = []
    problems: list[Diagnostic] = []
    circling: set[str] = set()
    for redirect in found:
        following = ends.get(_key(redirect.target))
        if following is None:
            straight.append(redirect)
            continue
        end = ends[redirect.key] if by_key[redirect.key] is redirect else following  # a second one of an address
        if end.circles:
            if end.redirect.key == redirect.key and redirect.key not in circling and not redirect.alias:
                steps = _steps(redirect, by_key, len(ends))
                circling.update(step.key for step in steps)
                problems.append(_loop(steps))
            straight.append(replace(redirect, target=quote(end.redirect.source)))
        else:
            last = end.redirect
            target = last.target if "#" in last.target else f"{last.target}{_fragment(redirect.target)}"
            if not redirect.alias:
                problems.append(_chain(_steps(redirect, by_key, MOST_STEPS), 1 + following.steps, target))
            straight.append(replace(redirect, target=target))
    return straight, problems


def _ends(by_key: Mapping[str, Redirect]) -> dict[str, _End]:
    """The end of each address's way. Each redirect is looked at once, however long the chains are."""
    ends: dict[str, _End] = {}
    for start in by_key:
        way: dict[str, None] = {}
        at = start
        while at in by_key and at not in ends and at not in way:
            way[at] = None
            at = _key(by_key[at].target)
        steps = [*way]
        if at in way:
            circle = steps[steps.index(at) :]
            ends |= {key: _End(by_key[key], len(circle), circles=True) for key in circle}
            steps = steps[: -len(circle)]
        for key in reversed(steps):
            following = ends.get(_key(by_key[key].target), _End(by_key[key], 0, circles=False))
            ends[key] = following._replace(steps=following.steps + 1)
    return ends


def _steps(redirect: Redirect, by_key: Mapping[str, Redirect], most: int) -> list[Redirect]:
    """The first `most` redirects of a way: to its end, or once around."""
    steps = {redirect.key: redirect}
    while len(steps) < most and (following := by_key.get(_key(redirect.target))) and following.key not in steps:
        steps[following.key] = redirect = following
    return [*steps.values()]


def _key(target: str) -> str:
    """The address that a target within the site is at, "" for another's."""
    return source_of(urlsplit(target).path).casefold() if target.startswith("/") else ""


def _fragment(target: str) -> str:
    """What a browser would take along to where it is led (RFC 9110 §10.2.2)."""
    fragment = urldefrag(target).fragment
    return f"#{fragment}" if fragment else ""


def _chain(steps: Sequence[Redirect], count: int, target: str) -> Diagnostic:
    first = steps[0]
    message = f"{first.source} leads to a redirect: {_way(steps, count)} → {target}"
    help_ = f'write "{first.source}" = "{target}"' if first.owner == FILE else f'write "{target}"'
    return Diagnostic(first.owner, *first.place, "warning", "redirect-chain", message, help_)


def _loop(steps: Sequence[Redirect]) -> Diagnostic:
    first = steps[0]
    message = f"{first.source} leads to itself"
    if len(steps) > 1:
        message = f"redirects lead in a circle: {_way(steps[:MOST_STEPS], len(steps))} → {first.source}"
    return Diagnostic(
        first.owner, *first.place, "error", "redirect-loop", message, "let one lead to a page, or take it out"
    )


def _way(steps: Sequence[Redirect], count: int) -> str:
    """The steps as they are told, and how many more there are: `count` is of all."""
    more = [f"… {count - len(steps):,} more"] if count > len(steps) else []
    return " → ".join([*(redirect.step for redirect in steps), *more])
