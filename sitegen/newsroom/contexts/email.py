"""A post as an e-mail, which is no page of the site."""

from __future__ import annotations

from sitegen.model import Value
from sitegen.newsroom.contexts.posts import Post
from sitegen.newsroom.contexts.site import Link, Page, Site
from sitegen.newsroom.contexts.texts import Company


class Part(Value, frozen=True):
    """A part of a text in an e-mail: a story of a digest, else a paragraph, a list or the like with its heading.

    `url` is absolute and leads to it on the site, or to the nearest heading above it. `companies` are those that a
    `story` names.
    """

    html: str
    title: str
    url: str
    story: bool
    companies: tuple[Company, ...]


class Email(Value, frozen=True):
    """A post as an e-mail, which is no page of the site. `origin` goes before every `url` that is a path.

    `parts` are the text; where it does not all fit, `more` leads (by an absolute URL) to the first part left out. All
    HTML is as in feeds: its URLs are absolute, and it has nothing that mail programs strip.
    """

    site: Site
    page: Page
    post: Post
    origin: str
    parts: tuple[Part, ...]
    more: Link | None
