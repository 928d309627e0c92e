"""Redirects three ways: a page at each address that leads on, and all in the files that hosts and nginx read.

Addresses that are gone have no page; nginx is told of them in a file of its own, which alone can say so (410).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from sitegen.newsroom import contexts
from sitegen.newsroom.plan.output import Output, Rank, Written
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.redirects import Redirect, source_of

HOSTS = "_redirects"
NGINX = "redirects.map"
NGINX_GONE = "gone.map"
FILES = (HOSTS, NGINX, NGINX_GONE)


class HostRedirects(Written, frozen=True):
    """`moves` are pairs, by source: its path on the host, as text, and the percent-encoded path or address it leads to.

    A source that ends in a slash is meant without it, too.
    """

    moves: tuple[tuple[str, str], ...]


class NginxRedirects(Written, frozen=True):
    """`moves` are as those of `HostRedirects`."""

    moves: tuple[tuple[str, str], ...]


class NginxGone(Written, frozen=True):
    """`addresses` are sources like those of `HostRedirects`."""

    addresses: tuple[str, ...]


def plan_redirects(
    views: Views, redirects: Sequence[Redirect], gone: Sequence[str], files: Collection[str]
) -> list[Output]:
    """The pages, and the files where there is anything in them; a site's own file of that name (`files`) wins.

    `gone` are the addresses that the configuration calls so.
    """
    outputs = [_page(views, redirect) for redirect in redirects]
    moves = tuple(sorted((views.url(redirect.source), _href(views, redirect.target)) for redirect in redirects))
    lists: dict[str, Written] = {HOSTS: HostRedirects(moves), NGINX: NginxRedirects(moves)} if moves else {}
    if gone:
        lists[NGINX_GONE] = NginxGone(tuple(sorted({views.url(source_of(path)) for path in gone})))
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
