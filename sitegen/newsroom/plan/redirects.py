"""Redirects three ways: a page at each address that leads on, and all in the files that hosts and nginx read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from sitegen.newsroom import contexts
from sitegen.newsroom.plan.output import Output, Rank, Written
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.redirects import Redirect

HOSTS = "_redirects"
NGINX = "redirects.map"


class HostRedirects(Written, frozen=True):
    """`moves` are pairs, by source: its path on the host, as text, and the percent-encoded path or address it leads to.

    A source that ends in a slash is meant without it, too.
    """

    moves: tuple[tuple[str, str], ...]


class NginxRedirects(Written, frozen=True):
    """`moves` are as those of `HostRedirects`."""

    moves: tuple[tuple[str, str], ...]


def plan_redirects(views: Views, redirects: Sequence[Redirect], files: Collection[str]) -> list[Output]:
    """The pages, and the two files where there are any redirects; a site's own file of that name (`files`) wins."""
    outputs = [_page(views, redirect) for redirect in redirects]
    moves = tuple(sorted((views.url(redirect.source), _href(views, redirect.target)) for redirect in redirects))
    lists = {HOSTS: HostRedirects(moves), NGINX: NginxRedirects(moves)} if moves else {}
    outputs += [
        Output(path, "the redirects", Rank.LIST, content) for path, content in lists.items() if path not in files
    ]
    return outputs


def _page(views: Views, redirect: Redirect) -> Output:
    source, target = redirect.source, redirect.target
    path = f"{source}index.html" if source.endswith("/") else source
    page = views.page("redirect", redirect.title or views.site.strings["moved"], target.partition("#")[0])
    if not target.startswith("/"):
        page = replace(page, url=target, canonical=target)
    context = contexts.RedirectPage(views.site, page, _href(views, target))
    return Output(path.removeprefix("/"), redirect.owner, Rank.LIST, context, redirect.place)


def _href(views: Views, target: str) -> str:
    return views.url(target) if target.startswith("/") else target
