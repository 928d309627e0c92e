"""Links inside the site that lead to nothing: no page at the URL, no such place on the page, or in a setting.

One that only misspells capitals is told as such. One to a file with errors is not told: it may be right, and those are
(`unread` are the slugs of such files).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from urllib.parse import quote, unquote

import msgspec

from sitegen.checks.cases import Cases
from sitegen.checks.guesses import Guesses
from sitegen.checks.places import Locate
from sitegen.config import Config
from sitegen.diagnostics import FILE, Code, Diagnostic, nearest
from sitegen.engine.store import Store, needed
from sitegen.model import Body, Post, Reference, StandingPage
from sitegen.newsroom.links import Internal
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.plan.output import Copy, Output, Rendition, SocialCard
from sitegen.newsroom.plan.pictures import ENDINGS
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path

INDEX = "index.html"  # no part of what a path is like
UNSHOWN = (".ai", ".arw", ".cr2", ".cr3", ".dng", ".eps", ".jxl", ".nef", ".pdf", ".psd", ".raw")
NO_PAGE = "write the path of a page that is published, or take this out"
NO_PICTURE = "put the file beside the post's index.md, or into static/, and write its path from there"
MOST_NAMED = 8  # anchors of a page that are all told
MOST_SEARCHES = 20  # broken links for which the nearest file is looked up

Slugs = AbstractSet[str]

_KINDS: dict[bool, tuple[str, Code]] = {False: ("link", "broken-link"), True: ("picture", "broken-picture")}


def own_links(site: Site, store: Store) -> tuple[Internal, ...]:
    """The links of texts to whole addresses of this site: what is published is as well known of them as of paths."""
    base = re.sub(r"^https?:", "", site.config.base_url.rstrip("/"))
    begins = re.compile(rf"(?:https?:)?{re.escape(base)}(?=[/?#]|\Z)", re.IGNORECASE)
    kept = store.every("outside")
    decode = msgspec.msgpack.Decoder(tuple[Reference, ...]).decode
    found: list[Internal] = []
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        encoded = needed(kept, thing.document.key)
        for reference in decode(encoded) if base.encode() in encoded else ():
            if match := begins.match(reference.target):
                path, _, fragment = reference.target[match.end() :].partition("#")
                found.append(Internal(thing.document, reference, path.partition("?")[0] or "/", fragment))
    return tuple(found)


def check_links(plan: Plan, links: Iterable[Internal], unread: Slugs) -> Iterator[Diagnostic]:
    """Links and pictures that lead to nothing, of those that lead into the site."""
    paths = {output.path for output in plan.outputs}
    cases = Cases(paths)
    links = tuple(links)
    for link in links:
        if link.reference.picture and link.url.lower().endswith(UNSHOWN) and _served(link.url, paths, unread):
            place = (link.document.place, link.reference.line, link.reference.column)
            message = f"the picture leads to {link.reference.target}, which browsers do not show"
            help_ = "save it as JPEG, PNG, WebP, GIF or SVG and name that file, or link to this one: [what it is](…)"
            yield Diagnostic(*place, "warning", "bad-picture", message, help_)
    broken = (link for link in links if not _served(link.url, paths, unread))
    for number, link in enumerate(broken):
        kind, code = _KINDS[link.reference.picture]
        place = (link.document.place, link.reference.line, link.reference.column)
        start = f"the {kind} leads to {link.reference.target}"
        yield _broken(place, code, start, link.url, link.reference.target, plan, cases, number)


def check_redirects(plan: Plan, unread: Slugs) -> Iterator[Diagnostic]:
    """Redirects of the configuration and of documents; a document's aliases lead where it does."""
    paths = {output.path for output in plan.outputs}
    ends = ((re.split("[?#]", redirect.target)[0], redirect) for redirect in plan.redirects if not redirect.alias)
    cases = Cases(paths)
    ours = ((path, redirect) for path, redirect in ends if path.startswith("/"))
    broken = ((path, redirect) for path, redirect in ours if not _served(path, paths, unread))
    for number, (path, redirect) in enumerate(broken):
        target = unquote(redirect.target)
        start, place = f"the redirect {redirect.source} leads to {target}", (redirect.owner, *redirect.place)
        yield _broken(place, "broken-link", start, path, target, plan, cases, number)


def check_settings(plan: Plan, config: Config, locate: Locate, unread: Slugs) -> Iterator[Diagnostic]:
    """The menu's links, and the one to the corrections policy; `locate` gives the place of a setting by its path."""
    paths = {output.path for output in plan.outputs}
    links: list[tuple[tuple[str, ...], str, str]] = [
        (("menu", str(number), "url"), f"the menu's {item.name!r}", item.url) for number, item in enumerate(config.menu)
    ]
    links.append((("corrections_policy",), "corrections_policy", config.corrections_policy))
    cases = Cases(paths)
    for number, (key, name, url) in enumerate(links):
        path = re.split("[?#]", url)[0]
        if url and not re.match(r"[/#]|[A-Za-z][A-Za-z0-9+.-]*:", url):
            message = f"{name} leads to {url}, which is another address on each page"
            yield Diagnostic(FILE, *locate(key), "warning", "broken-link", message, f"write /{path.strip('/')}/")
        if url.startswith("/") and not _served(path, paths, unread):
            place, start = (FILE, *locate(key)), f"{name} leads to {url}"
            yield _broken(place, "broken-link", start, path, url, plan, cases, number)


def check_anchors(links: Iterable[Internal], site: Site, store: Store) -> Iterator[Diagnostic]:
    """Fragments that name no place in the text they lead to; only texts of ours are looked into."""
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    keys = {thing.url: thing.document.key for thing in things}

    @cache
    def anchors(key: str) -> frozenset[str]:
        return frozenset(msgspec.msgpack.decode(store.need("body", bytes.fromhex(key)), type=Body).anchors)

    guesses = Guesses()
    for link in links:
        key = keys.get(link.url)
        fragment = unquote(link.fragment)
        if key and fragment and fragment not in anchors(key):
            near = nearest(fragment, guesses.among(anchors(key)))
            message = f"the link leads to #{fragment}, and the page has no such place"
            place = (link.document.place, link.reference.line, link.reference.column)
            help_ = f"did you mean #{near}?" if near else _places(anchors(key))
            yield Diagnostic(*place, "warning", "broken-anchor", message, help_)


def _broken(
    place: tuple[str, int, int], code: Code, start: str, url: str, target: str, plan: Plan, cases: Cases, number: int
) -> Diagnostic:
    """The problem of a link to `url`, written as `target`; `start` is the beginning of what is said, `number` how many
    such there were before it.
    """
    if told := cases.told(url, target):
        return _miscased(place, start, *told)
    if number >= MOST_SEARCHES:
        help_ = NO_PICTURE if code == "broken-picture" else NO_PAGE
    else:
        help_ = _picture_help(url, target, plan) if code == "broken-picture" else _help(url, plan)
    help_ = _elsewhere(target) or help_
    return Diagnostic(*place, "warning", code, f"{start}, and nothing is published there", help_)


def _miscased(place: tuple[str, int, int], start: str, what: str, help_: str) -> Diagnostic:
    return Diagnostic(*place, "warning", "wrong-case", f"{start}, and {what}", help_)


def _places(anchors: frozenset[str]) -> str:
    """What can be written behind the # of a link to a page."""
    if 0 < len(anchors) <= MOST_NAMED:
        return f"write one of: {', '.join(f'#{anchor}' for anchor in sorted(anchors))}"
    return "write the id of a heading there, or link to the page alone"


def _elsewhere(target: str) -> str:
    """What to write for an address of another site, or of a mailbox, whose beginning is missing."""
    if re.fullmatch(r"[\w.+-]+@(?:[\w-]+\.)+\w+", target):
        return f"write mailto:{target}"
    if hurt := re.fullmatch(r"(https?)[;.,]?//?((?:[\w-]+\.)+\w+(?:[:/?#].*)?)", target, re.IGNORECASE):
        return f"write {hurt[1].lower()}://{hurt[2]}"
    if re.fullmatch(r"(?:www\.(?:[\w-]+\.)+\w+|(?:[\w-]+\.)+(?:com|org|net|gov|edu|eu|ai))(?:[/?#].*)?", target):
        return f"write https://{target} if another site is meant"
    return ""


def _help(url: str, plan: Plan) -> str:
    """What may be meant by a URL that leads to nothing."""
    shown = {output.path for output in plan.outputs if not isinstance(output.content, SocialCard)}
    near = _nearest_path(output_path(url), shown)
    return f"did you mean /{near}?" if near else NO_PAGE


def _picture_help(url: str, target: str, plan: Plan) -> str:
    """What may be meant by a picture that is nowhere: one beside the text, or of `static/`; others' are their own."""
    folder, _, name = output_path(url).rpartition("/")
    known = [output for output in plan.outputs if output.path.lower().endswith(ENDINGS) and _is_file(output)]
    beside = [output.path.rpartition("/")[2] for output in known if output.path.rpartition("/")[0] == folder]
    static = {output.path for output in known if output.owner.startswith("static/")}
    if (inner := re.sub(r"\A(?:\.{0,2}/)*static/", "", unquote(target))) in static:
        return f"write /{quote(inner)}: static/ is where the site itself begins"
    if name and (near := nearest(name, beside)):
        return f"did you mean /{quote(folder)}/{near}?" if target.startswith("/") else f"did you mean {near}?"
    same = sorted(path for path in static if path.rpartition("/")[2].casefold() == name.casefold())
    near = same[0] if same else nearest(unquote(target).lstrip("./"), static)
    return f"did you mean /{quote(near)}?" if near else NO_PICTURE


def _is_file(output: Output) -> bool:
    """Whether an output is a file that an editor put there, and no size of a picture or card."""
    return isinstance(output.content, Copy) or (isinstance(output.content, Rendition) and not output.content.width)


def _nearest_path(path: str, paths: set[str]) -> str | None:
    """The published path most like one that is not, among those that begin alike: all of them would take long."""
    first = path.partition("/")[0]
    alike = [known for known in paths if known.partition("/")[0] == first] or sorted(paths)[:1000]
    return nearest(path.removesuffix(INDEX), [known.removesuffix(INDEX) for known in alike])


def _served(url: str, paths: set[str], unread: Slugs) -> bool:
    """Whether a URL is served, or may be when its file is mended; hosts lead from `/about` to `/about/`."""
    path = output_path(url)
    if unread and unquote(url).strip("/").rpartition("/")[2] in unread:
        return True
    return path in paths or f"{unquote(url).strip('/')}/index.html" in paths
