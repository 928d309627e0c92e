"""Texts with their holes filled: what a page's context takes from the bodies of its posts, shown by the components.

Decides nothing: which company, source, picture or address is meant is in the context already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sitegen.markup.holes import fill
from sitegen.model import Body
from sitegen.newsroom import contexts
from sitegen.newsroom.contexts import (
    Brief,
    Company,
    Context,
    Filling,
    Heading,
    HomePage,
    Picture,
    PostPage,
    Source,
    StandingPage,
    WeekPage,
)

if TYPE_CHECKING:
    from jinja2 import Environment

TICKER = "components/ticker.html"
SOURCE = "components/source.html"
COMPANIES = "components/companies.html"
IMAGE = "components/image.html"
WITHIN = (TICKER, SOURCE, COMPANIES, IMAGE)  # shown inside of texts, whether or not a template names them

ReadBody = Callable[[str], Body]


def filled(context: Context, made: Environment, read_body: ReadBody) -> Context:
    """The context with what comes from a body: its HTML, with the holes filled."""
    words = context.site.strings
    if isinstance(context, HomePage) and context.lead:
        return replace(context, lead=_told(context.lead, made, read_body, words))
    if isinstance(context, WeekPage):
        return replace(context, briefs=tuple(_told(brief, made, read_body, words) for brief in context.briefs))
    if isinstance(context, StandingPage):
        body, filler = read_body(context.standing.body), _filler(context.filling, made, words)
        standing = replace(context.standing, html=filler(body.html), contents=contents(body))
        return replace(context, standing=standing)
    if isinstance(context, PostPage):
        from sitegen.markup.tree import plain_html

        body, filler = read_body(context.post.body), _filler(context.filling, made, words)
        post = replace(
            context.post,
            html=filler(body.html),
            title_html=filler(body.title),
            summary_html=filler(body.summary) or escape(context.post.summary),
            takeaways=tuple(map(filler, body.takeaways)),
            corrections=tuple(
                contexts.Correction(date, filler(html), plain_html(html))
                for date, html in zip(context.post.correction_dates, body.corrections, strict=True)
            ),
            contents=contents(body),
        )
        return replace(context, post=post)
    return context


def _told(brief: Brief, made: Environment, read_body: ReadBody, words: Mapping[str, str]) -> Brief:
    """A post's takeaways, with the holes filled."""
    takeaways = read_body(brief.body).takeaways[: brief.most]
    return replace(brief, takeaways=tuple(map(_filler(brief.filling, made, words), takeaways)))


def _filler(filling: Filling, made: Environment, words: Mapping[str, str]) -> Callable[[str], str]:
    """What fills the holes of a text; `words` are the theme's."""
    shown = _components(made)
    tickers = [
        escape(f"[finance:{name}]") if company is None else shown.ticker(company)
        for company, name in zip(filling.tickers, filling.names, strict=True)
    ]
    sources = [shown.source(item) for item in filling.sources]
    stories = [shown.companies(named, words["companies"]) if named else "" for named in filling.stories]

    def picture(reference: int, written: dict[str, str]) -> str:
        found = filling.pictures[reference]
        assert found is not None, "the reference is a picture's"
        if found.broken:
            return escape(written.get("alt", ""))
        return shown.image(*as_written(found, written))

    def whole(html: str) -> str:
        return fill(html, tickers=tickers, sources=sources, urls=filling.urls, stories=stories, picture=picture)

    return whole


def as_written(picture: Picture, written: Mapping[str, str]) -> tuple[Picture, dict[str, str]]:
    """A picture in the size that its author wrote, where only one side may be said, and the other attributes."""
    rest = {name: value for name, value in written.items() if name not in ("width", "height")}
    width, height = (int(size) if size.isdecimal() else 0 for size in map(written.get, ("width", "height"), ("", "")))
    if width and picture.width:
        height = height or max(1, round(picture.height * width / picture.width))
    elif height and picture.height:
        width = max(1, round(picture.width * height / picture.height))
    return (replace(picture, width=width, height=height) if width or height else picture), rest


@dataclass(frozen=True, slots=True)
class _Components:
    """The macros that fill texts, each answer remembered: a site names the same companies over and over."""

    ticker: Callable[[Company], str]
    source: Callable[[Source], str]
    companies: Callable[[tuple[Company, ...], str], str]
    image: Callable[[Picture, Mapping[str, str]], str]


@lru_cache(maxsize=2)
def _components(made: Environment) -> _Components:
    ticker = made.get_template(TICKER).module.ticker  # type: ignore[attr-defined]
    source = made.get_template(SOURCE).module.source  # type: ignore[attr-defined]
    companies = made.get_template(COMPANIES).module.companies  # type: ignore[attr-defined]
    image = made.get_template(IMAGE).module.image  # type: ignore[attr-defined]
    remember = lru_cache(4096)
    return _Components(
        ticker=remember(lambda company: str(ticker(company))),
        source=remember(lambda item: str(source(item))),
        companies=remember(lambda named, label: str(companies(named, label))),
        image=lambda picture, attributes: str(image(picture, attributes)),
    )


def contents(body: Body) -> tuple[Heading, ...]:
    """The outline as a list of the top headings with those one level below; nothing for a single heading."""
    if len(body.outline) < 2:
        return ()
    top = min(heading.level for heading in body.outline)
    found: list[tuple[Heading, list[Heading]]] = []
    for heading in body.outline:
        line = Heading(heading.id, heading.text, heading.emoji)
        if heading.level == top or not found:
            found.append((line, []))
        elif heading.level == top + 1:
            found[-1][1].append(line)
    return tuple(replace(line, children=tuple(children)) for line, children in found)
