"""Pages: a context and a template in, HTML out. Decides nothing about the news."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Diagnostic, SiteError, did_you_mean
from sitegen.engine.files import read_as_seen
from sitegen.engine.sealed import read_here, write_here
from sitegen.newsroom import contexts
from sitegen.newsroom.contexts import Context
from sitegen.outputs.charts import bar_chart, sparkline
from sitegen.outputs.language import language_filters
from sitegen.outputs.minify import minify_html
from sitegen.outputs.structured import data_block, structured
from sitegen.outputs.texts import ReadBody, filled
from sitegen.outputs.theme import in_words

if TYPE_CHECKING:
    from jinja2 import Environment

GIVEN = "docs/templates.md lists what each template is given"
MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)  # what an expression can run into


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """What an environment is made from: every template's name, file and digest, and the language of dates.

    `digest` stands for the templates' content, so that another content means another environment. `minified` is whether
    pages are made smaller than their templates write them.
    """

    templates: tuple[tuple[str, str, bytes], ...]
    language: str
    digest: bytes
    bytecode: str = ""
    minified: bool = False

    def source(self, name: str) -> str:
        """A template as the scan found it; raises `KeyError` where there is none, and `Changed`."""
        real, digest = {known: (real, digest) for known, real, digest in self.templates}[name]
        return io.TextIOWrapper(io.BytesIO(read_as_seen(real, digest)), encoding="utf-8").read()


# Templates as code, with the checksums of their sources, by their names and files: a process that builds several times,
# as `serve` does, compiles each once.
_compiled: dict[str, tuple[str, CodeType | None]] = {}


@lru_cache(maxsize=2)
def environment(settings: ThemeSettings) -> Environment:
    from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
    from jinja2.bccache import Bucket

    class Bytecode(BytecodeCache):
        """Believed only as this machine wrote it: Python runs it, and what came with a repository is a stranger's."""

        def place(self, bucket: Bucket) -> Path:
            return Path(settings.bytecode, bucket.key)

        def load_bytecode(self, bucket: Bucket) -> None:
            checksum, code = _compiled.get(bucket.key, ("", None))
            if checksum == bucket.checksum:
                bucket.code = code
            elif data := read_here(self.place(bucket)):
                bucket.bytecode_from_string(data)

        def dump_bytecode(self, bucket: Bucket) -> None:
            """Keep what was compiled, where that can be: a folder that is gone or read-only only costs time."""
            _compiled[bucket.key] = (bucket.checksum, bucket.code)
            with contextlib.suppress(OSError):
                write_here(self.place(bucket), bucket.bytecode_to_string())

    files = {name: real for name, real, _ in settings.templates}

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Exactly the templates that the scan found: no other file is ever read as one."""
        if name not in files:
            return None
        return settings.source(name), files[name], lambda: True

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
        bytecode_cache=Bytecode() if settings.bytecode else None,
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
        whole = filled(context, made, read_body)
        values = {name: getattr(whole, name) for name in whole.__struct_fields__ if name != "filling"}
        block = data_block(structured(whole, made.filters))
        page = made.get_template(template).render(values, data=data, structured=block)
    except (TemplateError, RecursionError, *MISTAKES) as problem:
        raise SiteError([_template_problem(problem, settings.templates, template)]) from problem
    return minify_html(page) if settings.minified else page


def _template_problem(problem: Exception, templates: tuple[tuple[str, str, bytes], ...], template: str) -> Diagnostic:
    """Where in the site's templates it went wrong: Jinja puts the template's own lines into the traceback."""
    names = {file: name for name, file, _ in templates}
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
        return what, did_you_mean(match[2], known) or GIVEN
    if "is undefined" in message:
        return message, GIVEN
    if hasattr(problem, "lineno"):  # it is the template that cannot be read, not a value of it
        return in_words(message)
    return message, GIVEN
