"""Links inside the site that lead to nothing: no page at the URL, no such place on the page, or in a setting.

One that only misspells capitals is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import unquote

import msgspec

from sitegen.checks.cases import Cases
from sitegen.config import Config
from sitegen.diagnostics import FILE, Code, Diagnostic, nearest
from sitegen.engine.store import Store
from sitegen.model import Body, Post, StandingPage
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.plan.output import SocialCard
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path

MOST_SEARCHES = 20  # broken links for which the nearest page is looked up

Locate = Callable[[str], tuple[int, int]]

_KINDS: dict[bool, tuple[str, Code]] = {False: ("link", "broken-link"), True: ("picture", "broken-picture")}


def check_links(plan: Plan) -> Iterator[Diagnostic]:
    paths = {output.path for output in plan.outputs}
    cases = Cases(paths)
    broken = (link for link in plan.links if not _served(link.url, paths))
    for number, link in enumerate(broken):
        kind, code = _KINDS[link.reference.picture]
        place = (link.document.place, link.reference.line, link.reference.column)
        start = f"the {kind} leads to {link.reference.target}"
        yield _broken(place, code, start, link.url, link.reference.target, plan, cases, number)


def check_redirects(plan: Plan) -> Iterator[Diagnostic]:
    """Redirects of the configuration and of documents; a document's aliases lead where it does."""
    paths = {output.path for output in plan.outputs}
    ends = ((re.split("[?#]", redirect.target)[0], redirect) for redirect in plan.redirects if not redirect.alias)
    cases = Cases(paths)
    broken = ((path, redirect) for path, redirect in ends if path.startswith("/") and not _served(path, paths))
    for number, (path, redirect) in enumerate(broken):
        target = unquote(redirect.target)
        start, place = f"the redirect {redirect.source} leads to {target}", (redirect.owner, *redirect.place)
        yield _broken(place, "broken-link", start, path, target, plan, cases, number)


def check_settings(plan: Plan, config: Config, locate: Locate) -> Iterator[Diagnostic]:
    """The menu's links, and the one to the corrections policy; `locate` gives the place of a setting in its file."""
    paths = {output.path for output in plan.outputs}
    links = [("menu", f"the menu's {item.name!r}", item.url) for item in config.menu]
    links.append(("corrections_policy", "corrections_policy", config.corrections_policy))
    cases = Cases(paths)
    for key, name, url in links:
        path = re.split("[?#]", url)[0]
        if url.startswith("/") and not _served(path, paths):
            place, start = (FILE, *locate(key)), f"{name} leads to {url}"
            if told := cases.told(path, url):
                yield _miscased(place, start, *told)
                continue
            message, help_ = f"{start}, and nothing is published there", f"mend {key} under [tool.sitegen]"
            yield Diagnostic(*place, "warning", "broken-link", message, help_)


def check_anchors(plan: Plan, site: Site, store: Store) -> Iterator[Diagnostic]:
    """Fragments that name no place in the text they lead to; only texts of ours are looked into."""
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    keys = {thing.url: thing.document.key for thing in things}

    @cache
    def anchors(key: str) -> frozenset[str]:
        return frozenset(msgspec.msgpack.decode(store.need("body", bytes.fromhex(key)), type=Body).anchors)

    for link in plan.links:
        key = keys.get(link.url)
        fragment = unquote(link.fragment)
        if key and fragment and fragment not in anchors(key):
            near = nearest(fragment, anchors(key))
            message = f"the link leads to #{fragment}, and the page has no such place"
            place = (link.document.place, link.reference.line, link.reference.column)
            help_ = f"did you mean #{near}?" if near else "use the id of a heading there"
            yield Diagnostic(*place, "warning", "broken-anchor", message, help_)


def _broken(
    place: tuple[str, int, int], code: Code, start: str, url: str, target: str, plan: Plan, cases: Cases, number: int
) -> Diagnostic:
    """The problem of a link to `url`, written as `target`; `start` is the beginning of what is said."""
    if told := cases.told(url, target):
        return _miscased(place, start, *told)
    return Diagnostic(*place, "warning", code, f"{start}, and nothing is published there", _help(url, plan, number))


def _miscased(place: tuple[str, int, int], start: str, what: str, help_: str) -> Diagnostic:
    return Diagnostic(*place, "warning", "wrong-case", f"{start}, and {what}", help_)


def _help(url: str, plan: Plan, number: int) -> str:
    """What may be meant by a URL that leads to nothing; `number` is how many such there were before it."""
    if number >= MOST_SEARCHES:
        return "check the path"
    meant = {output.path for output in plan.outputs if not isinstance(output.content, SocialCard)}
    near = _nearest_path(output_path(url), meant)
    return f"did you mean /{near.removesuffix('index.html')}?" if near else "check the path"


def _nearest_path(path: str, paths: set[str]) -> str | None:
    """The published path most like one that is not, among those that begin alike: all of them would take long."""
    first = path.partition("/")[0]
    return nearest(path, [known for known in paths if known.partition("/")[0] == first] or sorted(paths)[:1000])


def _served(url: str, paths: set[str]) -> bool:
    """Whether a URL is served; hosts lead from `/about` to `/about/`."""
    path = output_path(url)
    return path in paths or f"{unquote(url).strip('/')}/index.html" in paths
