"""What was published once and is not any more: links to what was withdrawn, and addresses that vanished unanswered."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sitegen.checks.places import Locate
from sitegen.config import Config
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.engine.ledger import Once
from sitegen.model import Document, Post, StandingPage, TakenDown
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.redirects import source_of
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path


def check_withdrawn_links(plan: Plan, site: Site) -> Iterator[Diagnostic]:
    """Links to what was withdrawn: they still lead to its page."""
    withdrawn = {gone.url: gone.document for gone in site.taken_down if gone.meta.withdrawn}
    for link in plan.links if withdrawn else ():
        document = withdrawn.get(link.url)
        if document:
            message = f"the link leads to {document.place}, which was withdrawn"
            help_ = "take the link out, or say in the text that the story was withdrawn"
            place = (link.document.place, link.reference.line, link.reference.column)
            yield Diagnostic(*place, "warning", "withdrawn-link", message, help_)


def check_gone(plan: Plan, config: Config, locate: Locate) -> Iterator[Diagnostic]:
    """Addresses that the configuration calls gone, while something is published there."""
    owners = {output.path.casefold(): output.owner for output in plan.outputs} if config.gone else {}
    for number, address in enumerate(config.gone):
        owner = owners.get(output_path(source_of(address)).casefold())
        if owner:
            message = f"gone names {address}, and {owner} is published there"
            help_ = "take it out of gone under [tool.sitegen]"
            yield Diagnostic(FILE, *locate(("gone", str(number))), "error", "url-taken", message, help_)


def known_addresses(site: Site, before: Mapping[str, Once]) -> dict[str, Once]:
    """All addresses of posts and standing pages that ever were, and what was there, but for those called gone.

    `before` are those that were known.
    """
    gone = set(map(source_of, site.config.gone))
    things: tuple[Post | StandingPage | TakenDown, ...] = (*site.posts, *site.pages, *site.taken_down)
    now = {thing.url: Once(thing.document.path, *_told_by(thing.document)) for thing in things}
    return {url: once for url, once in sorted({**before, **now}.items()) if source_of(url) not in gone}


def _told_by(document: Document) -> tuple[str, str]:
    """Title and date, which a post keeps when its file gets another name."""
    date = document.meta.date
    return document.title, date.isoformat() if date else ""


def check_vanished(
    plan: Plan, site: Site, files: Collection[str], known: Mapping[str, Once], former: Iterable[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Addresses that were published once and that nothing answers for: no page, no redirect, and no word of the editor.

    `known` are such addresses with what was there, and `former` pairs of both that git tells of, with the
    file's present name. What is held back (a draft, a post that expired) is so by its editor's word, and of `files`
    that cannot be read more is said elsewhere.
    """
    things: tuple[Post | StandingPage | TakenDown, ...] = (*site.posts, *site.pages, *site.taken_down)
    documents = {thing.document.path: (thing.url, thing.document) for thing in things}
    held_back = set(site.held_back.values())
    gone = set(map(source_of, site.config.gone))
    served = {output.path for output in plan.outputs}
    renamed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for post in site.posts:
        renamed[_told_by(post.document)].append(post.document.path)
    owners: dict[str, str] = {}
    for url, path in (*former, *((url, once.path) for url, once in known.items())):
        if owners.get(url) not in documents:
            owners[url] = path
    moved: defaultdict[str, list[str]] = defaultdict(list)
    for url, path in sorted(owners.items()):
        answered = output_path(url) in served or url in held_back or source_of(url) in gone
        if not answered and path not in documents and path not in files and url in known:
            alike = renamed.get(known[url][1:], [])
            path = alike[0] if len(alike) == 1 else path  # noqa: PLW2901 - the file's name of today
        if not answered and path in documents:
            moved[path].append(url)
        elif not answered and path not in files:
            yield _removed(url, path, site.config)
    for path, urls in moved.items():
        yield from _moved(urls, *documents[path])


def _moved(urls: Sequence[str], now: str, document: Document) -> Iterator[Diagnostic]:
    """A post whose slug, date or file name was changed after it was published."""
    aliases = ", ".join(map(_in_yaml, [*document.meta.aliases, *map(source_of, urls)]))
    place = document.meta.places.get("aliases", (1, 1))
    for url in urls:
        message = f"this was at {url} and is at {now} now: links to the old address lead to nothing"
        help_ = f"write aliases: [{aliases}]"
        yield Diagnostic(document.place, *place, "warning", "vanished-url", message, help_)


def _in_yaml(path: str) -> str:
    return path if re.fullmatch(r"[\w/.+~-]+", path) else json.dumps(path, ensure_ascii=False)


def _removed(url: str, path: str, config: Config) -> Diagnostic:
    message = f"this file was published at {url} and is no more: links to it lead to nothing"
    address = json.dumps(source_of(url), ensure_ascii=False)
    gone = json.dumps([*config.gone, source_of(url)], ensure_ascii=False)
    lead_on, nothing = f'{address} = "/new/" under [tool.sitegen.redirects]', f"gone = {gone} under [tool.sitegen]"
    help_ = f"write {lead_on}, or, to leave nothing, {nothing}"
    return Diagnostic(f"content/{path}", 0, 0, "warning", "vanished-url", message, help_)
