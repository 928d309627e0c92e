"""One file that the build publishes, as a value: where it goes, who claims the place, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

from msgspec.structs import replace

from sitegen.model import Author, Change, Term, Value
from sitegen.newsroom.contexts import TEMPLATES, Card, Company, Context, Filling, Link, Picture, Source
from sitegen.newsroom.urls import FEED_NAMES


class Rank(IntEnum):
    """The order of publishing among outputs of one build: what is linked to comes before what links to it."""

    FILE = 0
    POST = 1
    LIST = 2
    FEED = 3


class Copy(Value, frozen=True):
    """A file that is published as it is; `real` is its place on disk, `digest` that of its bytes."""

    real: str
    digest: bytes


class Text(Value, frozen=True):
    """A file whose whole content is known in the plan: a rewritten stylesheet."""

    text: str


class Written(Value, frozen=True):
    """A file for other programs, of a kind of its own: each has its values, and its writer in `outputs/written.py`."""


class Rendition(Value, frozen=True):
    """A picture made from the file at `real`: upright, in sRGB, without metadata.

    A `width` of 0 is its own, and "" as `format` too.
    """

    real: str
    digest: bytes
    width: int = 0
    format: Literal["", "WEBP", "JPEG", "PNG"] = ""


class SocialCard(Value, frozen=True):
    """The picture of a post that has none, for previews of links to it: all that is written on it.

    `real` is a font of the site's own and `digest` that of its bytes; "" is the font that comes with the program.
    """

    real: str
    digest: bytes
    site: str
    kicker: str
    title: str
    date: date
    companies: tuple[str, ...]
    language: str


FORMATS = tuple(FEED_NAMES)  # of feeds: RSS 2.0, Atom 1.0, JSON Feed 1.1


class Entry(Value, frozen=True):
    """A post in feeds; `body` finds its text in the cache.

    URLs are absolute, those of its picture, companies, sources and filling paths from the host's root.
    `sources` are the front matter's, `every_source` those of its citation lines, too. `corrected` is the word that
    stands before a correction, `cited` the one over the sources.
    """

    id: str
    title: str
    url: str
    summary: str
    published: datetime
    updated: datetime
    authors: tuple[Link, ...]
    categories: tuple[str, ...]
    companies: tuple[Company, ...]
    sources: tuple[Source, ...]
    every_source: tuple[Source, ...]
    image: Picture | None
    body: str
    filling: Filling
    corrected: str
    cited: str


class Lead(Value, frozen=True):
    """What stands over a digest in a company's feed: the words, and the parts that name it, by absolute URLs."""

    words: str
    stories: tuple[Link, ...]


class Feed(Value, frozen=True):
    """A feed, newest entry first. `updated` is the latest among its entries, None where there are none.

    `origin` is the base URL's scheme and host, to put before entries' paths; other URLs are absolute. `hub` is "" or
    the WebSub hub that is told of changes; `about` says what our extension of JSON Feed holds. `leads` has one for
    each entry.
    """

    format: str
    id: str
    title: str
    description: str
    language: str
    origin: str
    home: str
    url: str
    hub: str
    icon: str
    about: str
    site: Link
    content: str
    updated: datetime | None
    leads: tuple[Lead | None, ...]
    entries: tuple[Entry, ...]


class PostFacts(Value, frozen=True):
    """What a post's page and its entries in feeds are made of, beside the site's own settings and other posts' cards.

    `key` stands for the whole of its file; `companies` are keys, "" for one not known; `urls`, `pictures` and `image`
    are what its references lead to.
    """

    key: str
    url: str
    id: str
    published: datetime
    updated: datetime | None
    history: tuple[Change, ...]
    authors: tuple[Author, ...]
    terms: tuple[Term, ...]
    companies: tuple[str, ...]
    urls: tuple[str, ...]
    pictures: tuple[Picture | None, ...]
    image: Picture | None


class Told(Value, frozen=True):
    """What a story of a digest names, and which publishers it cites: their keys, each once."""

    companies: tuple[str, ...]
    publishers: tuple[str, ...]


class Mark(Value, frozen=True):
    """What the charts of its terms, companies, authors and publishers are told of a post: no edit of a text changes it.

    `companies` are keys, each once. `stories` are a digest's, in the order of its document's; others have none.
    """

    date: date
    terms: tuple[Term, ...]
    companies: tuple[str, ...]
    stories: tuple[Told, ...] = ()


class Later(Value, frozen=True):
    """The content of a page, a feed or a written file that is made only when it turns out to be stale.

    `make` may look at nothing that is not in `own`, `shared` and the plan's `common`: by these it is compared. `shared`
    are values that others are made of as well.
    """

    kind: type[Context | Feed | Written]
    own: tuple[object, ...]
    shared: tuple[PostFacts | Card | Mark, ...]
    make: Callable[[], Context | Feed | Written]


class Output(Value, frozen=True):
    """`owner` is the file, from the site's root, or the words that name who claims the path.

    `place` is the line and column of the file that make the claim. `updated` is when what a page tells or lists last
    changed, as its content says. A page that no post can be added to any more has in `closed` the position of the post
    with which that came to be: its own, the one that filled it, or the first after its time.
    """

    path: str
    owner: str
    rank: Rank
    content: Copy | Text | Rendition | SocialCard | Feed | Written | Context | Later
    place: tuple[int, int] = (1, 1)
    updated: datetime | None = None
    closed: int | None = None

    def made(self) -> Output:
        """The output with its content, which may have been left for later."""
        return replace(self, content=self.content.make()) if isinstance(self.content, Later) else self

    @property
    def template(self) -> str:
        """The template that renders a page."""
        return TEMPLATES[self.content.kind if isinstance(self.content, Later) else type(self.content)]
