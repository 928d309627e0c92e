"""Everything that the site will publish, as values, before anything is rendered.

`make_plan` gives each output's path, its template and the whole context that the template will be shown. Pure; one
module for each family of pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType

from sitegen.config.settings import Headers
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.model import Value
from sitegen.newsroom.contexts import RedirectPage
from sitegen.newsroom.links import Internal, Targets, fold_path
from sitegen.newsroom.plan.api import plan_api
from sitegen.newsroom.plan.archives import plan_archives
from sitegen.newsroom.plan.cards import given_cards, plan_cards
from sitegen.newsroom.plan.coverage import post_marks
from sitegen.newsroom.plan.feeds import plan_feeds
from sitegen.newsroom.plan.headers import plan_headers
from sitegen.newsroom.plan.home import plan_home
from sitegen.newsroom.plan.indexes import Recent
from sitegen.newsroom.plan.lists import plan_authors, plan_companies, plan_terms
from sitegen.newsroom.plan.llms import plan_llms
from sitegen.newsroom.plan.markdown import plan_markdown
from sitegen.newsroom.plan.news import plan_news
from sitegen.newsroom.plan.output import Copy, Output, Rendition, SocialCard
from sitegen.newsroom.plan.pictures import Pictures
from sitegen.newsroom.plan.posts import plan_posts, plan_standing_pages, post_facts, resolve_texts
from sitegen.newsroom.plan.programs import where_free
from sitegen.newsroom.plan.redirects import plan_redirects
from sitegen.newsroom.plan.search import Index, plan_search
from sitegen.newsroom.plan.sitemaps import plan_robots, plan_sitemaps, shown_pictures
from sitegen.newsroom.plan.sources import plan_sources
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.plan.weeks import plan_weeks
from sitegen.newsroom.plan.withdrawn import plan_withdrawn
from sitegen.newsroom.redirects import Redirect, redirects, straightened
from sitegen.newsroom.site import Site


@dataclass(frozen=True, slots=True)
class Plan:
    """`outputs` are sorted by path, one for each; `links` are all internal links of the texts.

    `redirects` are those as they are served. `common` is what all contents that are made later are made of, beside what
    each of them says itself.
    """

    outputs: tuple[Output, ...]
    links: tuple[Internal, ...]
    redirects: tuple[Redirect, ...]
    common: tuple[object, ...]


Related = Callable[[Iterable[Value]], Sequence[Sequence[tuple[int, int]]]]


def make_plan(
    site: Site,
    views: Views,
    targets: Targets,
    related: Related,
    index: Index,
    files: Sequence[Output],
    pictures: Pictures,
    font: tuple[str, bytes] = ("", b""),
    places: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """The plan for a site.

    `related` gives each post's related posts as positions and scores, best first. It is asked last, for it may take a
    while, and is told of the values that many outputs share. `index` gives the search index's files. `files` are the
    outputs that are no pages: static files, bundles' files, pictures in their sizes, and assets. `font` is the place
    and the digest of the site's own for social cards. `places` are those of the configuration's redirects.
    """
    given = given_cards(files, pictures)
    leads = resolve_texts(site, targets, pictures)
    facts = post_facts(site, leads)
    marks = post_marks(site, views.publishers)
    recent = Recent(site.posts)
    leading, astray = straightened(redirects(site, places))
    lists = [
        *plan_standing_pages(site, views, leads),
        *plan_home(site, views, leads),
        *plan_terms(site, views, marks, recent),
        *plan_companies(site, views, facts, marks, recent),
        *plan_authors(site, views, marks, recent),
        *plan_sources(site, views, facts, marks, recent),
        *plan_archives(site, views),
        *plan_weeks(site, views, leads, facts),
        *plan_feeds(site, views, leads, facts),
        *plan_withdrawn(site, views),
        *plan_redirects(views, leading, site.config.gone, {file.path for file in files}),
        *plan_headers(site.config, {file.path for file in files}),
        *plan_cards(site, views, leads.images, font, given),
    ]
    programs = [
        *plan_markdown(site, views, leads, facts),
        *plan_api(site, views, leads, facts),
        *plan_llms(site, views),
    ]
    found = related([*facts, *marks, *views.cards])
    post_pages, problems = plan_posts(site, views, leads, facts, found, given)
    planned = [*files, *post_pages, *lists, *plan_search(site, views, facts, index)]
    planned += [*plan_sitemaps(views, planned, shown_pictures(site, leads, planned)), plan_news(site, views)]
    planned += plan_robots(views, files)
    planned += where_free(programs, files)
    problems += [*leads.problems, *astray]
    aliases = {(redirect.owner, redirect.place) for redirect in leading if redirect.alias}
    problems += _collisions(planned, aliases)
    by_path = {output.path: output for output in reversed(planned)}
    outputs = tuple(by_path[path] for path in sorted(by_path))
    return Plan(outputs, leads.links, tuple(leading), _common(site, views)), tuple(problems)


def _common(site: Site, views: Views) -> tuple[object, ...]:
    """All that posts' pages and feeds show of the site: its settings and words, and its companies and publishers.

    No page shows the redirects, what is gone, or headers: a new one is no reason to make all pages again.
    """
    companies = [company for company, _ in site.companies.values()]
    return (replace(site.config, redirects={}, gone=(), headers=Headers()), views.site, views.publishers, companies)


def _collisions(planned: Sequence[Output], aliases: AbstractSet[tuple[str, tuple[int, int]]]) -> list[Diagnostic]:
    """Outputs that would be one file, on any file system (capitals and Unicode forms aside), or a file and its folder.

    `aliases` are the owners and places of documents' aliases.
    """
    problems = []
    claimed: dict[str, Output] = {}
    free: set[str] = set()  # folders that, like all that they are in, no output takes
    for output in planned:
        if wrong := _wrong_path(output.path, own=output.owner.startswith("static/")):
            problems.append(Diagnostic(output.owner, *output.place, "error", "bad-path", *wrong))
        rival = claimed.setdefault(fold_path(output.path), output)
        same = (rival.path, rival.content) == (output.path, output.content)
        if rival is not output and not (same and not isinstance(output.content, RedirectPage)):
            problems.append(_collision(rival, output, output.path, aliases))
    for path, output in claimed.items():
        folder = path.rpartition("/")[0]
        folders = []
        while folder and folder not in free:
            folders.append(folder)
            folder = folder.rpartition("/")[0]
        taken = [claimed[folder] for folder in folders if folder in claimed]
        problems += [_collision(other, output, other.path, aliases) for other in taken]
        free.update(folders if not taken else ())
    return list(dict.fromkeys(problems))


_ODD_NAMES = frozenset({"", ".", "..", ".git"})
# What servers and hosts read as their settings, in letters of any case; only static files may be meant as such.
_SETTINGS = re.compile(r"(?:^|/)(?:\.ht[^/]*|\.user\.ini|web\.config)(?:/|$)|^(?:_headers|_worker\.js|_routes\.json)/")
LONGEST_NAME = 240  # bytes: file systems take 255, and a file that is being written has a longer name


def _wrong_path(path: str, *, own: bool) -> tuple[str, str] | None:
    """What is wrong with a path under the output folder, and what to write; `own` files may have servers' settings."""
    parts = path.split("/")
    if not _ODD_NAMES.isdisjoint(path.lower().split("/")) or (not own and _SETTINGS.search(path.lower())):
        return f"nothing can be published at {path!r}, a name that is kept", "write another slug, alias or file name"
    if len(path) * 4 <= LONGEST_NAME:
        return None
    long = next((part for part in parts if len(part.encode()) > LONGEST_NAME), None)
    if long:
        return (
            f"'{long[:40]}…' is too long for a file's name",
            f"write a shorter one, of at most {LONGEST_NAME} letters (bytes)",
        )
    return None


def _collision(
    first: Output, second: Output, path: str, aliases: AbstractSet[tuple[str, tuple[int, int]]]
) -> Diagnostic:
    """Both claimants, said at what is easiest to change: an alias, else a content file, else a static file."""

    def ease(output: Output) -> tuple[bool, bool, bool, str, tuple[int, int]]:
        alias = isinstance(output.content, RedirectPage)
        written = output.owner.startswith("content/")
        return (alias, written, not output.owner.startswith("the "), output.owner, output.place)

    first, second = sorted((first, second), key=ease)
    url = f"/{path.removesuffix('index.html')}"
    both = isinstance(first.content, RedirectPage)
    rival = f"{first.owner}:{first.place[0]}" if both else first.owner
    message = f"{second.owner} and {rival} would both be at {url}"
    if first.owner == second.owner and not both:
        message = f"{second.owner} would be at {url} twice"
    match second.content:
        case Copy() | Rendition() | SocialCard():
            help_ = "rename one file"
        case RedirectPage() if second.owner == FILE:
            help_ = "take out this redirect"
        case RedirectPage() if (second.owner, second.place) in aliases:
            help_ = "take out this alias"
        case _:
            written = second.owner.startswith("content/")
            help_ = f"write another slug: in {second.owner}" if written else "give one of them another name"
    return Diagnostic(second.owner, *second.place, "error", "url-taken", message, help_)
