"""Files for other programs, each kind by a writer of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitegen.newsroom.plan.api import CompanyIndex, CompanyPosts, PostList
from sitegen.newsroom.plan.feeds import Outline
from sitegen.newsroom.plan.headers import CaddyHeaders, HostHeaders, NginxHeaders
from sitegen.newsroom.plan.llms import Llms
from sitegen.newsroom.plan.markdown import PostMarkdown
from sitegen.newsroom.plan.news import NewsSitemap
from sitegen.newsroom.plan.output import Written
from sitegen.newsroom.plan.redirects import HostRedirects, NginxGone, NginxRedirects
from sitegen.newsroom.plan.sitemaps import Sitemap, SitemapIndex
from sitegen.outputs.api import write_json
from sitegen.outputs.feeds.opml import write_opml
from sitegen.outputs.headers import write_caddy_headers, write_host_headers, write_nginx_headers
from sitegen.outputs.llms import write_llms
from sitegen.outputs.markdown import write_markdown
from sitegen.outputs.redirects import write_host_redirects, write_nginx_gone, write_nginx_redirects
from sitegen.outputs.sitemaps import write_index, write_news, write_sitemap
from sitegen.outputs.texts import ReadBody

# The writer of each kind: from its values, and what reads a text, to the file's whole content.
WRITERS: dict[type[Written], Callable[[Any, ReadBody], str]] = {
    Outline: write_opml,
    Sitemap: write_sitemap,
    SitemapIndex: write_index,
    NewsSitemap: write_news,
    HostRedirects: write_host_redirects,
    NginxRedirects: write_nginx_redirects,
    NginxGone: write_nginx_gone,
    HostHeaders: write_host_headers,
    NginxHeaders: write_nginx_headers,
    CaddyHeaders: write_caddy_headers,
    CompanyIndex: write_json,
    CompanyPosts: write_json,
    Llms: write_llms,
    PostList: write_json,
    PostMarkdown: write_markdown,
}


def write(content: Written, read_body: ReadBody) -> bytes:
    """The file as UTF-8; a lone surrogate, which no encoding takes, is a question mark."""
    return WRITERS[type(content)](content, read_body).encode("utf-8", "replace")
