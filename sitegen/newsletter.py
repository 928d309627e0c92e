"""`sitegen email`: a post as an e-mail for any mailer. It is made as in a build, up to the plan; nothing is sent.

Nothing is published either: the post's page need not have been built before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from sitegen.assemble import Assembled, assemble
from sitegen.build import Stopwatch, without_collector
from sitegen.checks import run_checks
from sitegen.config import Config
from sitegen.config.values import split_sender
from sitegen.configured import CACHE, load_config, place_of_setting
from sitegen.content.scan import look
from sitegen.diagnostics import FILE, ConfigError, Diagnostic, WrongUsage
from sitegen.engine.digest import program_digest
from sitegen.engine.lock import locked
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store, despite_damage
from sitegen.model import Body, Post
from sitegen.newsroom.contexts import PostPage
from sitegen.newsroom.pins import Pins
from sitegen.newsroom.urls import output_path
from sitegen.outputs.email.message import Letter, message
from sitegen.outputs.email.page import email_bodies
from sitegen.outputs.theme import theme_folder
from sitegen.result import Progress, Request
from sitegen.rules.excerpts import site_lines
from sitegen.rules.grading import graded


@dataclass(frozen=True, slots=True)
class Made:
    """The e-mail of the post with this slug; empty, both, where `diagnostics` has an error."""

    slug: str
    content: bytes
    diagnostics: tuple[Diagnostic, ...]


def make_email(request: Request, name: str, progress: Progress, notice: Callable[[str], None]) -> Made:
    """The e-mail of the post that `name` means: a slug, or a path under `content/` or from here.

    Raises `WrongUsage` where it means no post or several, and `ConfigError` where there is no sender.
    """
    started = time.time_ns()
    site = request.site.resolve()
    version = program_digest()
    config = load_config(site)
    sender = split_sender(config.email.from_)
    if sender is None:
        help_ = 'write from = "Name <mail@example.com>" under [tool.sitegen.email]'
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-value", "an e-mail needs a sender", help_)])
    seen = look(site, theme_folder("templates"), theme_folder("static"))
    cache = site / CACHE

    def work(store: Store) -> Made:
        with Pool(request.jobs) as pool:
            assembled = assemble(request, seen, config, store, version, pool, Stopwatch().stage, progress, started)
        found = run_checks(assembled.site, assembled.plan, store, partial(place_of_setting, site), desk=None)
        problems = (*assembled.diagnostics, *found.diagnostics)
        diagnostics, _ = graded(problems, config, site_lines(site), strict=request.strict)
        if any(diagnostic.severity == "error" for diagnostic in diagnostics):  # the post may be what is wrong
            return Made("", b"", diagnostics)
        post = _named(assembled, _under_content(site, name))
        return Made(post.slug, _letter(assembled, config, post, store, sender), diagnostics)

    with without_collector(), locked(cache / "lock", notice), closing(Store(cache / "cache.sqlite", version)) as store:
        return despite_damage(store, lambda: work(store))


def _under_content(site: Path, name: str) -> str:
    """A name as it is, or, for a file of the site as a shell completes it, its path under `content/`."""
    content = site / "content"
    path = Path(os.path.abspath(name))
    return path.relative_to(content).as_posix() if path.is_file() and path.is_relative_to(content) else name


def _named(assembled: Assembled, name: str) -> Post:
    pins = Pins(assembled.site.posts, assembled.site.unpublished)
    found, unpublished = pins.named(name)
    if len(found) > 1:
        raise WrongUsage(f"{len(found)} posts have the slug {name!r}: write the path of one: {pins.paths(found)}")
    if unpublished:
        raise WrongUsage(f"{unpublished} is not published; --drafts takes drafts too, --future posts of the future")
    if not found:
        raise WrongUsage(f"no post has the slug or path {name!r}: {pins.near(name)}")
    return assembled.site.posts[found[0]]


def _letter(assembled: Assembled, config: Config, post: Post, store: Store, sender: tuple[str, str]) -> bytes:
    path = output_path(post.url)
    page = next(output for output in assembled.plan.outputs if output.path == path).made().content
    assert isinstance(page, PostPage), "nothing else is at a post's address"
    body = msgspec.msgpack.decode(store.need("body", bytes.fromhex(post.document.key)), type=Body)
    text, html = email_bodies(assembled.theme, page, post.document, body, assembled.data)
    written = post.meta.date
    letter = Letter(
        subject=post.document.title,
        sender=sender,
        date=written if written is not None and written.tzinfo is not None else post.published,
        id=post.id,
        authority=_authority(config),
        language=config.language,
        text=text,
        html=html,
    )
    return message(letter)


def _authority(config: Config) -> str:
    """The host under which the site's ids are given (RFC 4151 allows a mail address there as well)."""
    named = config.feeds.id_authority.partition(",")[0].rpartition("@")[2]
    return named or urlsplit(config.base_url).hostname or ""
