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
    Company,
    Context,
    Filling,
    Heading,
    HomePage,
    Picture,
    PostPage,
    Source,
    StandingPage,
)
from sitegen.outputs.language import language_filters

if TYPE_CHECKING:
    from jinja2 import Environment

MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)  # what an expression can run into
TICKER = "components/ticker.html"
SOURCE = "components/source.html"
IMAGE = "components/image.html"

ReadBody = Callable[[str], Body]


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """What an environment is made from: every template's name and file, and the language of dates.

    `digest` stands for the templates' content, so that another content means another environment.
    """

    templates: tuple[tuple[str, str], ...]
    language: str
    digest: bytes
    bytecode: str = ""


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
    made.filters.update(language_filters(settings.language))
    made.filters["fill"] = fill_words
    return made


def fill_words(text: str, **values: object) -> str:
    """The theme's words with `{name}` replaced by values; a brace that names none stays."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), text)


def render_page(
    settings: ThemeSettings, template: str, context: Context, data: Mapping[str, Any], read_body: ReadBody
) -> str:
    """The page; raises `SiteError` with the template's file and line for what is wrong in a template."""
    from jinja2 import TemplateError

    try:
        made = environment(settings)
        whole = _filled(context, made, read_body)
        values = {name: getattr(whole, name) for name in whole.__struct_fields__ if name != "filling"}
        return made.get_template(template).render(values, data=data)
    except (TemplateError, RecursionError, *MISTAKES) as problem:
        raise SiteError([_template_problem(problem, settings.templates, template)]) from problem


def _filled(context: Context, made: Environment, read_body: ReadBody) -> Context:
    """The context with what comes from a body: its HTML, with the holes filled."""
    if isinstance(context, HomePage) and context.lead:
        lead = context.lead
        filler = _filler(lead.filling, made)
        return replace(context, lead=replace(lead, takeaways=tuple(map(filler, read_body(lead.body).takeaways))))
    if isinstance(context, StandingPage):
        body, filler = read_body(context.standing.body), _filler(context.filling, made)
        standing = replace(context.standing, html=filler(body.html), contents=contents(body))
        return replace(context, standing=standing)
    if isinstance(context, PostPage):
        body, filler = read_body(context.post.body), _filler(context.filling, made)
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


def _filler(filling: Filling, made: Environment) -> Callable[[str], str]:
    shown = _components(made)
    tickers = [
        escape(f"[finance:{name}]") if company is None else shown.ticker(company)
        for company, name in zip(filling.tickers, filling.names, strict=True)
    ]
    sources = [shown.source(item) for item in filling.sources]

    def picture(reference: int, written: dict[str, str]) -> str:
        found = filling.pictures[reference]
        assert found is not None, "the reference is a picture's"
        if found.broken:
            return escape(written.get("alt", ""))
        return shown.image(*as_written(found, written))

    def filled(html: str) -> str:
        return fill(html, tickers=tickers, sources=sources, urls=filling.urls, picture=picture)

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
    image: Callable[[Picture, Mapping[str, str]], str]


@lru_cache(maxsize=2)
def _components(made: Environment) -> _Components:
    ticker = made.get_template(TICKER).module.ticker  # type: ignore[attr-defined]
    source = made.get_template(SOURCE).module.source  # type: ignore[attr-defined]
    image = made.get_template(IMAGE).module.image  # type: ignore[attr-defined]
    remember = lru_cache(4096)
    return _Components(
        remember(lambda company: str(ticker(company))),
        remember(lambda item: str(source(item))),
        lambda picture, attributes: str(image(picture, attributes)),
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
