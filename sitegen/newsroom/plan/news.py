"""The news sitemap: the posts of the last two days, as Google News asks for them (its extension 0.9).

One without any page is wrong: the protocol's schema wants at least one `url`, and Google reports an empty file as an
error at the site's owner, every time that nothing was published for two days. So the home page stands there then,
without what makes it news; Google's guide allows that for pages that are no longer news.
"""

from __future__ import annotations

from datetime import datetime

from sitegen.model import Value
from sitegen.newsroom.plan.output import Output, Rank, Written
from sitegen.newsroom.plan.sitemaps import LONGEST_URL, NEWS, Url
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import as_uri

MOST_ARTICLES = 1_000  # in one file: Google's guide to news sitemaps


class Article(Value, frozen=True):
    """A post that is news: `loc` and `updated` as in a sitemap's `Url`."""

    loc: str
    updated: datetime
    published: datetime
    title: str


class NewsSitemap(Written, frozen=True):
    """`articles` are newest first. `home` stands in for them where there are none, and is None otherwise."""

    publication: str
    language: str
    articles: tuple[Article, ...]
    home: Url | None


def plan_news(site: Site, views: Views) -> Output:
    articles = [
        Article(as_uri(views.absolute(post.url)), post.updated or post.published, post.published, post.document.title)
        for post in reversed(site.posts[site.fresh :])
    ]
    listed = tuple(article for article in articles if len(article.loc) <= LONGEST_URL)[:MOST_ARTICLES]
    home = None if listed else Url(as_uri(views.absolute("/")), views.latest(range(len(site.posts))))
    content = NewsSitemap(site.config.title, news_language(site.config.language), listed, home)
    return Output(NEWS, "the news sitemap", Rank.FEED, content)


TRADITIONAL = {"hant", "tw", "hk", "mo"}  # the script, and the regions that write it


def news_language(tag: str) -> str:
    """A language tag (BCP 47) as Google News takes it: ISO 639, and Chinese by how it is written.

    A longer word is no ISO 639 code: then it is "und", for undetermined.
    """
    first, *rest = tag.lower().split("-")
    if first == "zh":
        return "zh-tw" if TRADITIONAL & {*rest} and "hans" not in rest else "zh-cn"
    return first if len(first) in (2, 3) else "und"
