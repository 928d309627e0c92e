"""`/llms.txt`: what the site is, its lists, and the newest posts as Markdown, by the proposal of llmstxt.org."""

from __future__ import annotations

from sitegen.model import Value
from sitegen.newsroom import urls
from sitegen.newsroom.plan.output import Output, Rank, Written
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site

MOST_POSTS = 20


class Listed(Value, frozen=True):
    """A line of a list; `url` is absolute, `about` may be ""."""

    name: str
    url: str
    about: str = ""


class Llms(Written, frozen=True):
    """`sections` are a heading with its lines each, all in plain text."""

    title: str
    description: str
    sections: tuple[tuple[str, tuple[Listed, ...]], ...]


def plan_llms(site: Site, views: Views) -> list[Output]:
    if not site.config.api.enabled:
        return []
    strings, origin = views.site.strings, site.config.origin
    lists = [
        Listed(strings["archive"], views.absolute("/archive/")),
        *(Listed(link.name, origin + link.url) for link in views.site.taxonomies),
        Listed(strings["companies"], views.absolute("/tickers/")),
        Listed(strings["sources"], views.absolute("/sources/")),
        Listed(strings["all_feeds"], views.absolute("/feeds/")),
        Listed(strings["api_posts"], views.absolute(urls.api_url("/posts/"))),
        Listed(strings["api_companies"], views.absolute(urls.api_url("/tickers/"))),
    ]
    posts = [
        Listed(post.document.title, views.absolute(urls.markdown_url(post.url)), post.document.summary)
        for post in site.posts[: -MOST_POSTS - 1 : -1]
    ]
    pages = [
        Listed(page.document.title, views.absolute(page.url), page.meta.summary and page.document.summary)
        for page in site.pages
    ]
    sections = {strings["menu"]: lists, strings["latest"]: posts, "Optional": pages}  # a name that the proposal gives
    filled = tuple((heading, tuple(lines)) for heading, lines in sections.items() if lines)
    content = Llms(site.config.title, site.config.description, filled)
    return [Output("llms.txt", "the site's llms.txt", Rank.FEED, content)]
