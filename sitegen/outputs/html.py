"""Pages: a context and a template in, HTML out. Fills the holes of texts; decides nothing about the news."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, SiteError, did_you_mean
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
from sitegen.outputs.charts import bar_chart, sparkline
from sitegen.outputs.language import language_filters
from sitegen.outputs.minify import minify_html

if TYPE_CHECKING:
    from jinja2 import Environment

MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)  # what an expression can run into
TICKER = "components/ticker.html"
SOURCE = "components/source.html"
COMPANIES = "components/companies.html"
IMAGE = "components/image.html"
WITHIN = (TICKER, SOURCE, COMPANIES, IMAGE)  # shown inside of texts, whether or not a template names them

ReadBody = Callable[[str], Body]


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """What an environment is made from: every template's name and file, and the language of dates.

    `digest` stands for the templates' content, so that another content means another environment. `minified` is whether
    pages are made smaller than their templates write them.
    """

    templates: tuple[tuple[str, str], ...]
    language: str
    digest: bytes
    bytecode: str = ""
    minified: bool = False


@lru_cache(maxsize=2)
def environment(settings: ThemeSettings) -> Environment:
    from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined
    from jinja2.bccache import Bucket

    class Bytecode(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            """Keep what was compiled, where that can be: a folder that is gone or read-only only costs time."""
            with contextlib.suppress(OSError):
                os.makedirs(self.directory, exist_ok=True)
                super().dump_bytecode(bucket)

    files = dict(settings.templates)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Exactly the templates that the scan found: no other file is ever read as one."""
        if name not in files:
            return None
        with open(files[name], encoding="utf-8") as file:
            return file.read(), files[name], lambda: True

    class Plain(Environment):
        def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
            """Globals as one dictionary: Jinja's chain of two costs each import of a macro more than the import."""
            return {**self.globals, **(d or {})}

    made = Plain(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Bytecode(settings.bytecode) if settings.bytecode else None,
    )
    made.filters.update(language_filters(settings.language), bar_chart=bar_chart, sparkline=sparkline)
    return made


def render_page(
    settings: ThemeSettings, template: str, context: Context, data: Mapping[str, Any], read_body: ReadBody
) -> str:
    """The page; raises `SiteError` with the template's file and line for what is wrong in a template."""
    from jinja2 import TemplateError

    try:
        made = environment(settings)
        whole = _filled(context, made, read_body)
        values = {name: getattr(whole, name) for name in whole.__struct_fields__ if name != "filling"}
        page = made.get_template(template).render(values, data=data)
    except (TemplateError, RecursionError, *MISTAKES) as problem:
        raise SiteError([_template_problem(problem, settings.templates, template)]) from problem
    return minify_html(page) if settings.minified else page


def _filled(context: Context, made: Environment, read_body: ReadBody) -> Context:
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
        body, filler = read_body(context.post.body), _filler(context.filling, made, words)
        post = replace(
            context.post,
            html=filler(body.html),
            title_html=filler(body.title),
            summary_html=filler(body.summary) or escape(context.post.summary),
            takeaways=tuple(map(filler, body.takeaways)),
            corrections=tuple(
                contexts.Correction(date, filler(html))
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

    def filled(html: str) -> str:
        return fill(html, tickers=tickers, sources=sources, urls=filling.urls, stories=stories, picture=picture)

    return filled


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


def _template_problem(problem: Exception, templates: tuple[tuple[str, str], ...], template: str) -> Diagnostic:
    """Where in the site's templates it went wrong: Jinja puts the template's own lines into the traceback."""
    names = {file: name for name, file in templates}
    place, line = template, 0
    at = problem.__traceback__
    while at is not None:
        name = names.get(at.tb_frame.f_code.co_filename)
        if name is not None:
            place, line = name, at.tb_lineno
        at = at.tb_next
    line = getattr(problem, "lineno", None) or line
    place = getattr(problem, "name", None) or place if hasattr(problem, "lineno") else place
    return Diagnostic(f"templates/{place}", line, 0, "error", "template-error", *_explain(problem))


def _explain(problem: Exception) -> tuple[str, str]:
    """What went wrong in a template, and what to look at."""
    message = str(problem) or type(problem).__name__
    if isinstance(problem, UnicodeDecodeError):
        return "the template is not UTF-8", "save the file in the UTF-8 encoding"
    if isinstance(problem, RecursionError):
        return "this template calls itself without end", "look at what it includes, extends and calls"
    if match := re.search(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '([^']*)'", message):
        kind = getattr(contexts, match[1], None)
        known = list(kind.__struct_fields__) if kind else []
        what = f"a {match[1]} has no field {match[2]!r}" if kind else f"there is nothing called {match[2]!r} here"
        return what, did_you_mean(match[2], known) or "docs/templates.md lists what each template is given"
    if "is undefined" in message:
        return message, "docs/templates.md lists what each template is given"
    return message, ""
