"""From a content file's bytes to a `Document` and its `Body`: the work that is done once for each version of a file.

Knows nothing of other files: what depends on them is left as holes. Runs in worker processes; imported only when some
file has to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import yaml

from sitegen.bounds import TEXT
from sitegen.config.conflicts import HELP, MESSAGE, conflicts
from sitegen.content.fields import is_web_address
from sitegen.content.frontmatter import Parts, in_file, split
from sitegen.content.nodes import place_of
from sitegen.content.review import review
from sitegen.content.schema import read_meta
from sitegen.content.settings import LoadSettings
from sitegen.content.text import Unreadable, decode, read_within, refuse_larger
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.markup.annotations import plain
from sitegen.markup.parse import Dialect, parse
from sitegen.markup.prose import Prose
from sitegen.markup.words import words
from sitegen.model import Document, Reference, Review


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one file gave: `content` is the digest of its bytes; `document` is None where there are errors.

    `body`, `words`, `review` and `outside` (the `Reference`s to web addresses) are the encoded values for the cache,
    found there under the document's key; where there is nothing to say, they are b"", so that none can be missed.
    """

    path: str
    content: bytes
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    body: bytes = b""
    words: bytes = b""
    review: bytes = b""
    outside: bytes = b""


def load_files(settings: LoadSettings, files: Sequence[tuple[str, str]]) -> list[Loaded]:
    """Load files given by path under `content/` and place on disk; files that have vanished are left out."""
    found = []
    for path, real in files:
        try:
            data = read_within(real, TEXT)
        except FileNotFoundError:
            continue
        found.append(load(path, data, settings))
    return found


def load(path: str, data: bytes, settings: LoadSettings) -> Loaded:
    content = digest_bytes(data)
    place = f"content/{path}"
    try:
        refuse_larger(data, TEXT, place, "part it into several, or put the file into static/ and link to it")
        text = decode(data, place)
        if unmerged := _unmerged(text, place):
            return Loaded(path, content, None, unmerged)
        parts = split(text, place)
    except Unreadable as unreadable:
        return Loaded(path, content, None, (unreadable.diagnostic,))
    is_post = path.startswith("posts/")
    meta, diagnostics = read_meta(parts, place, settings, dated=is_post)
    if meta is None:
        return Loaded(path, content, None, diagnostics)
    markdown = settings.markdown
    dialect = Dialect(markdown.engine, markdown.raw_html, markdown.remote_images)
    parsed = parse(
        meta,
        parts.text,
        path=place,
        first_line=parts.first_line,
        dialect=dialect,
        strings=settings.strings,
        head=parts.head,
    )
    diagnostics += parsed.diagnostics
    if any(d.severity == "error" for d in parsed.diagnostics):
        return Loaded(path, content, None, diagnostics)
    document = Document(
        path=path,
        key=digest_bytes(path.encode(), content, digest_value(settings)).hex(),
        meta=meta,
        title=plain(meta.title),
        summary=plain(meta.summary) or parsed.lead,
        mentions=parsed.mentions,
        citations=parsed.citations,
        references=parsed.references,
        stories=parsed.stories,
        words=parsed.words,
    )
    encode = msgspec.msgpack.encode
    terms = encode(words(meta.title, parsed.body.text)) if is_post else b""
    outside = (*_addresses(parts, settings), *parsed.outside)
    found = review(meta, parts, parsed, place, text, outside, is_post=is_post)
    kept = encode(found) if found != Review() else b""
    links = encode(outside) if outside else b""
    return Loaded(path, content, document, diagnostics, encode(parsed.body), terms, kept, links)


def _unmerged(text: str, place: str) -> tuple[Diagnostic, ...]:
    """An error for each conflict of two versions, but for those that code shows."""
    if not conflicts(text):
        return ()
    lines = conflicts(Prose.of(text).text)
    return tuple(Diagnostic(place, line, 1, "error", "merge-conflict", MESSAGE, HELP) for line in lines)


def _addresses(parts: Parts, settings: LoadSettings) -> Iterator[Reference]:
    """The web addresses in `sources` and `image`."""
    for name in ("sources", "image"):
        pending = [node] if (node := parts.nodes.get(settings.names.get(name, name))) else []
        while pending:
            node = pending.pop()
            if isinstance(node, yaml.ScalarNode):
                if is_web_address(node.value):
                    yield Reference(node.value, *in_file(place_of(node)), name == "image")
            else:
                children = (pair[1] if isinstance(pair, tuple) else pair for pair in node.value)
                pending.extend(reversed(list(children)))
