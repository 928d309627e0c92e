"""What a text names, cites and shows, and what fills the holes in it."""

from __future__ import annotations

from datetime import datetime

from sitegen.model import Value
from sitegen.newsroom.contexts.cards import Card


class Company(Value, frozen=True):
    """`ticker` is the symbol, or the slug of a company that has none; `label` is what a ticker link shows."""

    name: str
    short: str
    symbol: str
    exchange: str
    ticker: str
    url: str

    @property
    def label(self) -> str:
        return self.symbol or self.short


class Author(Value, frozen=True):
    """`organization` is whether the name is a newsroom's, not a person's."""

    name: str
    url: str
    organization: bool = False


class Source(Value, frozen=True):
    publisher: str
    domain: str
    url: str
    title: str


class Picture(Value, frozen=True):
    """A picture, with its size in pixels where that is known (else 0), and its widths in WebP, where it has some.

    `remote` pictures are another host's and may only be linked to; of `broken` ones only the words can be shown.
    """

    src: str
    alt: str = ""
    credit: str = ""
    remote: bool = False
    width: int = 0
    height: int = 0
    srcset: str = ""
    broken: bool = False


class Correction(Value, frozen=True):
    """`text` is the same without markup and ticker links."""

    date: datetime
    html: str
    text: str


class Heading(Value, frozen=True):
    """A line of the contents; `children` are the headings one level below it."""

    id: str
    text: str
    emoji: str
    children: tuple[Heading, ...] = ()


class Filling(Value, frozen=True):
    """What goes into the holes of a body, in the order of its document's mentions, citations, references and stories.

    A ticker is None where its company is not known; then its name as written stands there, which is "" elsewhere.
    `stories` are the companies that each story of a digest names. `pictures` has one for each reference that is a
    picture and None for the others, or is empty where all are links.
    """

    tickers: tuple[Company | None, ...]
    names: tuple[str, ...]
    sources: tuple[Source, ...]
    urls: tuple[str, ...]
    stories: tuple[tuple[Company, ...], ...] = ()
    pictures: tuple[Picture | None, ...] = ()


class Brief(Value, frozen=True):
    """A post told by its first takeaways, `most` of them; they (HTML) are filled in when the page is rendered."""

    card: Card
    companies: tuple[Company, ...]
    body: str
    filling: Filling
    most: int
    takeaways: tuple[str, ...] = ()
