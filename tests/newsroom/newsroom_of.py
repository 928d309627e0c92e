"""A newsroom of posts as they are written: read by the real loader, planned by the real plan; no file, no template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.config import Config, read_config
from sitegen.content.data import read_data
from sitegen.content.load import load
from sitegen.content.registry import bundled, load_registry
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import Diagnostic
from sitegen.model import Document
from sitegen.newsroom.links import Targets
from sitegen.newsroom.moments import Options
from sitegen.newsroom.plan import Plan, make_plan
from sitegen.newsroom.plan.output import Output
from sitegen.newsroom.plan.pictures import Pictures
from sitegen.newsroom.plan.search import Indexed
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.site import Site, make_site
from sitegen.strings import STRINGS
from tests.site import CONFIG, NOW


def documents(posts: Mapping[str, str], config: Config) -> list[Document]:
    """The documents of texts by path under `content/`; none may hold an error."""
    settings = LoadSettings.of(config)
    found = []
    for path, text in posts.items():
        loaded = load(path, text.encode(), settings)
        assert loaded.document is not None, loaded.diagnostics
        found.append(loaded.document)
    return found


def newsroom(
    posts: Mapping[str, str], *, config: str = CONFIG, data: Mapping[str, str] | None = None, **options: Any
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site of these posts; `data` are texts of `content/data` by name, `options` those of `Options`."""
    settings = read_config(config)
    read = read_data({n: t.encode() for n, t in (data or {}).items()}, tuple(settings.taxonomies))
    assert not read.diagnostics, read.diagnostics
    registry = bundled
    if read.companies.value:
        made, wrong = load_registry(read.companies)
        assert not wrong, wrong
        registry = lambda: made
    return make_site(settings, documents(posts, settings), registry, read.tables, Options(**{"now": NOW, **options}))


def plan_of(
    posts: Mapping[str, str], *, config: str = CONFIG, data: Mapping[str, str] | None = None, **options: Any
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """The plan of these posts, without related news and static files; and the newsroom's problems with the plan's."""
    site, problems = newsroom(posts, config=config, data=data, **options)
    urls = {thing.document.path: thing.url for thing in (*site.posts, *site.pages)}
    views = Views(site, Publishers(), {}, STRINGS)
    plan, more = make_plan(
        site,
        views,
        Targets(site.config.root, urls, site.unpublished),
        lambda _: [()] * len(site.posts),
        lambda shards, _: Indexed((), ("",) * len(shards), ""),
        [],
        Pictures(site.config.root, {}),
    )
    return plan, (*problems, *more)


def outputs_of(posts: Mapping[str, str], **asked: Any) -> dict[str, Output]:
    """The plan's outputs by path."""
    return {output.path: output.made() for output in plan_of(posts, **asked)[0].outputs}


def printed(problems: tuple[Diagnostic, ...], code: str) -> list[str]:
    """The problems of one code, as they are printed."""
    return [str(problem) for problem in problems if problem.code == code]
