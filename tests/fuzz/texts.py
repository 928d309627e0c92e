"""Targets that a post's file can reach: front matter, Markdown by both engines, annotations, citation lines."""

from __future__ import annotations

import re
from datetime import UTC
from functools import partial

import msgspec

from sitegen.config.addresses import ascii_address, ascii_path
from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from sitegen.markup.annotations import LONGEST, MARK, find, mark, plain, restore
from sitegen.markup.holes import source
from sitegen.markup.manuscript import clean
from sitegen.markup.parse import Dialect, Parsed, parse
from sitegen.model import Body, Meta, Reference, Review
from sitegen.newsroom.moments import in_zone
from sitegen.newsroom.redirects import source_of
from sitegen.newsroom.urls import author_url, document_url, output_path, slugify, term_key, term_url
from tests.fuzz.seeds import markdown_texts, site_files
from tests.fuzz.target import Target, assert_file_path, assert_places, assert_plain, text_of
from tests.harmless import NONCHARACTERS, assert_harmless, filled
from tests.markup.markup_strategies import PIECES

SETTINGS = LoadSettings(taxonomies=("tags", "topics"))
PLACE = "content/posts/2025-11-22-a.md"
PERMALINK = "/{year}/{month}/{day}/{slug}/"


def front_matter(data: bytes) -> None:
    """A whole file, as the load stage reads it."""
    path = PLACE.removeprefix("content/")
    loaded = load(path, data, SETTINGS)
    assert load(path, data, SETTINGS) == loaded, "two runs gave different answers"
    text = data.decode("utf-8-sig", "replace")
    errors = [problem for problem in loaded.diagnostics if problem.severity == "error"]
    assert (loaded.document is None) == bool(errors)
    assert_places(loaded.diagnostics, PLACE, text)
    document = loaded.document
    if document is None:
        return
    meta = document.meta
    assert_plain(document.title, document.summary, meta.kicker, meta.withdrawn, *meta.authors, *meta.related)
    assert_plain(*(correction.text for correction in meta.corrections), *(s.publisher for s in meta.sources))
    assert meta.date is not None
    assert_file_path(output_path(document_url(path, meta, PERMALINK, in_zone(meta.date, UTC))))
    for taxonomy, spellings in meta.terms.items():
        for spelling in spellings:
            assert_file_path(output_path(term_url(taxonomy, term_key(spelling))))
    for author in meta.authors:
        assert_file_path(output_path(author_url(slugify(author))))
    for alias in meta.aliases:
        assert_file_path(output_path(source_of(alias)))
    if target := meta.redirect_to:
        leads = ascii_path(target) if target.startswith("/") else ascii_address(target)
        assert leads is not None
        assert re.fullmatch(r"(?:/|https?://)[!-~]*", leads), leads
    decode = msgspec.msgpack.decode
    body = decode(loaded.body, type=Body)
    assert_plain(body.text)
    review = decode(loaded.review, type=Review) if loaded.review else Review()
    outside = decode(loaded.outside, type=tuple[Reference, ...]) if loaded.outside else ()
    assert_places(review.remarks, PLACE, text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert all(1 <= line <= len(lines) for line in review.allowing)
    for found in (*document.mentions, *document.references, *outside):
        assert 0 <= found.line <= len(lines), found
        assert 0 <= found.column <= len(lines[found.line - 1]) + 1, found


def parsed(text: str, dialect: Dialect, kind: str = "story") -> Parsed:
    return parse(Meta(title="T", kind=kind), text, path="a.md", first_line=1, dialect=dialect)


def markdown(engine: str, data: bytes) -> None:
    """A text by one engine; the first byte says how the site reads it."""
    how, text = data[0] if data else 0, text_of(data[1:])
    trusted = how & 2 != 0
    dialect = Dialect(engine, "trust" if trusted else "sanitise", "allow" if how & 4 else "link")
    found = parsed(text, dialect, "digest" if how & 1 else "story")
    assert parsed(text, dialect, "digest" if how & 1 else "story") == found, "two runs gave different answers"
    page = filled(found)
    assert not NONCHARACTERS.search(page)
    if not trusted:
        assert_harmless(page)
    assert_plain(found.body.text, found.lead)
    assert_places((*found.diagnostics, *found.remarks), "a.md", text)
    anchors = found.body.anchors
    assert len(set(anchors)) == len(anchors), "an id that stands there twice"
    assert {heading.id for heading in found.body.outline} <= set(anchors)
    assert {story.anchor for story in found.stories} <= set(anchors)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mention in found.mentions:
        assert clean(lines[mention.line - 1][mention.column - 1 :]).startswith("[finance:"), mention
    for reference in (*found.references, *found.outside):
        assert 0 <= reference.line <= len(lines), reference
        assert 0 <= reference.column <= len(lines[reference.line - 1]) + 1, reference


def annotations(data: bytes) -> None:
    text = clean(text_of(data))
    for annotation in find(text):
        assert text[annotation.start : annotation.end] == annotation.source
        assert annotation.name == " ".join(annotation.name.split())
        assert 0 < len(annotation.name) <= LONGEST
    marked, found = mark(text)
    assert [int(number) for number in MARK.findall(marked)] == [*range(len(found))]
    assert restore(marked, found) == text
    assert_plain(plain(text))
    assert plain(text) or not text.strip()


def citations(data: bytes) -> None:
    """What follows `Source:`; in a story and in a digest, whose first byte says which."""
    text = f"Source: {text_of(data[1:])}"
    found = parsed(text, Dialect(), "digest" if data[:1] > b"A" else "story")
    for number, citation in enumerate(found.citations):
        assert found.body.html.count(source(number)) == 1
        assert citation.publisher or citation.domain
        assert_plain(citation.publisher)
        assert citation.publisher == " ".join(citation.publisher.split())
        assert not re.search(r"[\n/<>\"]", citation.domain), citation
        assert re.match(r"(?:https?:)?//|\Z", citation.url, re.IGNORECASE), citation
        assert citation.reference is None or citation.reference < len(found.references)
    assert_harmless(filled(found))


_TEXTS = markdown_texts()
_WAYS = [bytes([how]) + text for number, text in enumerate(_TEXTS) for how in (0, 1 + number % 7)]
_PIECES = tuple(piece.encode("utf-8", "replace") for piece in PIECES)
_CITED = [
    b"AP News",
    b"[AP News](https://apnews.com/a) | CNBC | [Reuters](https://www.reuters.com)",
    b"reuters.com | Investing.com | <https://a.example/x> | [in](/2025/11/22/a/)",
    b"[A | B](https://a.example/) | **C** | `D` | ![x](y.png) | [finance:NVDA] | www.a.com",
]

TARGETS = (
    Target(
        "front-matter",
        "a post's file is a document or errors, each at a place of the file; addresses stay in the site",
        front_matter,
        site_files()["md"],
    ),
    Target(
        "markdown",
        "Python-Markdown's pages hold no script, no hole, no id twice; places are the text's",
        partial(markdown, "markdown"),
        _WAYS,
        _PIECES,
    ),
    Target("cmark", "the same of the fast engine", partial(markdown, "cmark"), _WAYS, _PIECES),
    Target(
        "annotations",
        "a text with its marks restored is the text that was written",
        annotations,
        [text for text in (*_TEXTS, *site_files()["md"]) if b"finance:" in text],
    ),
    Target(
        "citations",
        "each source is a publisher or a domain, shown once, and leads to the web",
        citations,
        [way + text for text in _CITED for way in (b"A", b"B")],
        _PIECES,
    ),
)
