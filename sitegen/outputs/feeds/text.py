"""The whole text of an entry as feed readers want it: every URL absolute, companies as linked words.

Nothing is in it that a reader would strip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from msgspec.structs import replace

from sitegen.markup.holes import fill
from sitegen.markup.manuscript import clean
from sitegen.markup.syndicate import ATTRIBUTES, TAGS
from sitegen.model import Body
from sitegen.newsroom.contexts import Company, Filling, Picture, Source
from sitegen.newsroom.plan.output import Entry, Lead

LEAD = "\ufdd1"  # where a lead goes; no text holds it, see `clean`


def lead_text(lead: Lead) -> str:
    """What leads to a digest's stories on one company."""
    links = "".join(f'<li><a href="{escape(link.url)}">{escape(clean(link.name))}</a></li>' for link in lead.stories)
    return f"<p>{escape(clean(lead.words))}</p><ul>{links}</ul>"


def entry_text(entry: Entry, origin: str, body: Body) -> str:
    """Corrections, the picture, takeaways, the text, and the sources; `origin` goes before paths."""
    filled = text_filler(entry.filling, entry.url, origin)

    def line(html: str) -> str:
        return fit_line(filled(html), entry.url)

    takeaways = "".join(f"<li>{line(item)}</li>" for item in body.takeaways)
    corrections = "".join(
        f"<p><strong>{escape(entry.corrected)}</strong> {line(item)}</p>" for item in body.corrections
    )
    shown = _lead_picture(entry.image, entry.url, origin) if entry.image else ""
    listed = "".join(f"<li>{_full_source(source, entry.url, origin)}</li>" for source in entry.sources)
    references = f"<h2>{escape(entry.cited)}</h2><ol>{listed}</ol>" if listed else ""
    points = f"<ul>{takeaways}</ul>" if takeaways else ""
    return clean(f"{corrections}{shown}{points}{filled(body.feed)}{references}")


def text_filler(
    filling: Filling, own: str, origin: str, *, widest: int = 0, languages: bool = False
) -> Callable[[str], str]:
    """What fills the holes of a text for readers elsewhere: every URL absolute, companies as linked words.

    `own` is the URL of the text's page; pictures are said to be at most `widest` pixels wide, if that is given;
    `languages` are those of code blocks.
    """
    tickers = [
        _ticker(company, origin) if company else escape(f"[finance:{name}]")
        for company, name in zip(filling.tickers, filling.names, strict=True)
    ]
    sources = [_source(source, own, origin) for source in filling.sources]
    urls = [absolute(url, own, origin) for url in filling.urls]

    def picture(reference: int, written: dict[str, str]) -> str:
        found = filling.pictures[reference]
        assert found is not None, "the reference is a picture's"
        return _picture(scaled(found, widest) if widest else found, written, own, origin)

    def filled(html: str) -> str:
        return fill(html, tickers=tickers, sources=sources, urls=urls, own=own, picture=picture, languages=languages)

    return filled


def scaled(picture: Picture, widest: int) -> Picture:
    """The picture with the size that it has when it is at most `widest` pixels wide."""
    if picture.width <= widest:
        return picture
    return replace(picture, width=widest, height=max(1, round(picture.height * widest / picture.width)))


def fit_line(html: str, own: str) -> str:
    """A line of front matter, with its holes filled, as feed readers want it."""
    if "<" not in html:
        return html
    import nh3

    attributes = {"*": set(ATTRIBUTES)}
    return nh3.clean(
        html, tags=set(TAGS), attributes=attributes, link_rel=None, url_relative=("rewrite_with_base", own)
    )


def absolute(url: str, own: str, origin: str) -> str:
    """A URL path from the host's root, or a fragment or query of the entry's own page, with its host."""
    if url.startswith(("#", "?")):
        return own + url
    return origin + url if url.startswith("/") else url


def _ticker(company: Company, origin: str) -> str:
    """`(NASDAQ: NVDA)` behind the name that the text gives; a company without a symbol by its name."""
    link = f'<a href="{escape(origin + company.url)}">'
    if not company.symbol:
        return f"{link}{escape(company.short)}</a>"
    return f"({link}{escape(': '.join(filter(None, (company.exchange, company.symbol))))}</a>)"


def _picture(picture: Picture, written: Mapping[str, str], own: str, origin: str) -> str:
    """The picture in the one size that every reader shows; of a broken one, its words."""
    words = {name: written[name] for name in ("alt", "title") if name in written}
    if picture.broken:
        return escape(words.get("alt", ""))
    size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
    attributes = {"src": absolute(picture.src, own, origin), **words, **size}
    return " ".join(("<img", *(f'{name}="{escape(value)}"' for name, value in attributes.items()))) + ">"


def _source(source: Source, own: str, origin: str) -> str:
    name = escape(source.publisher or source.domain)
    return f'<a href="{escape(absolute(source.url, own, origin))}">{name}</a>' if source.url else name


def _lead_picture(picture: Picture, own: str, origin: str) -> str:
    shown = _picture(picture, {"alt": picture.alt}, own, origin)
    credit = f"<figcaption>{escape(picture.credit)}</figcaption>" if picture.credit else ""
    return f"<figure>{shown}{credit}</figure>"


def _full_source(source: Source, own: str, origin: str) -> str:
    """As on the post's page: who published it, what, and where."""
    name = source.publisher or source.domain
    title = f", <cite>{escape(source.title)}</cite>" if source.title else ""
    domain = f" ({escape(source.domain)})" if source.domain and source.domain != name else ""
    return f"{_source(source, own, origin)}{title}{domain}"
