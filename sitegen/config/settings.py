"""Every setting of `[tool.sitegen]`, with its type and default; the contract's §2 says what each means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`title` heads its index ("Topics"); its name is the front-matter key and the URL's first part."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class Markdown:
    engine: Literal["markdown", "cmark"] = "markdown"
    raw_html: Literal["sanitise", "trust"] = "sanitise"
    remote_images: Literal["link", "allow"] = "link"


@dataclass(frozen=True, slots=True)
class Feeds:
    limit: int = 50
    content: Literal["full", "summary"] = "full"
    hub: str = ""
    id_authority: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    count: int = 3


@dataclass(frozen=True, slots=True)
class Search:
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Threads:
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class Cards:
    """`font` is a file of the site's folder `fonts`, by its path from the site."""

    enabled: bool = True
    font: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """Files for other programs: posts as Markdown, `llms.txt`, and what lies under `/api/`."""

    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Email:
    """`from_` is the key `from`: who e-mails are from, "Name <mail@host>" or the address alone."""

    from_: str = ""


@dataclass(frozen=True, slots=True)
class Headers:
    """What servers say with each file, written for hosts to read; `hsts` is in seconds, 0 for not to say it."""

    enabled: bool = False
    hsts: int = 0


@dataclass(frozen=True, slots=True)
class Deploy:
    """A place to deploy to. `target` is where it is (config/targets.py); `grace` is in hours.

    `compress` makes packed files ready for servers; with `switch`, a folder is replaced at once; `indexnow` is the URL
    of a search engine's service with ?key=….
    """

    target: str
    compress: tuple[Literal["gzip", "br"], ...] = ()
    grace: int = 0
    switch: bool = False
    indexnow: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    rules: dict[str, Literal["off", "hint", "warning", "error"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; the contract's §2 says what each key means."""

    title: str = ""
    base_url: str = ""
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    authors: tuple[str, ...] = ()
    output: str = "public"
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    page_size: int = 20
    updated: Literal["front-matter", "git"] = "front-matter"
    history: bool = False
    menu: tuple[MenuItem, ...] = ()
    subscribe: str = ""
    corrections_policy: str = ""
    taxonomies: dict[str, Taxonomy] = field(default_factory=lambda: {"tags": Taxonomy()})
    fields: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    markdown: Markdown = field(default_factory=Markdown)
    feeds: Feeds = field(default_factory=Feeds)
    related: Related = field(default_factory=Related)
    search: Search = field(default_factory=Search)
    threads: Threads = field(default_factory=Threads)
    cards: Cards = field(default_factory=Cards)
    api: Api = field(default_factory=Api)
    email: Email = field(default_factory=Email)
    headers: Headers = field(default_factory=Headers)
    check: Check = field(default_factory=Check)
    deploy: dict[str, Deploy] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)

    @property
    def asks_git(self) -> str:
        """The setting that needs git's record of the content, "" where none does."""
        return "updated" if self.updated == "git" else "history" if self.history else ""

    @property
    def origin(self) -> str:
        """The base URL's scheme and host: what stands before a path from the host's root to make it absolute."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.base_url))

    @property
    def root(self) -> str:
        """The base URL's path, with a slash at both ends."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"
