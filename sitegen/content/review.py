"""What an editor should look at in one file before it is published: it stops no build, but it would embarrass.

Found while a file is read, kept beside its text, and told by `sitegen check` alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sitegen.content.frontmatter import Parts
from sitegen.content.habits import habits
from sitegen.content.skeleton import find_unfilled
from sitegen.diagnostics import Code, Diagnostic, Severity
from sitegen.markup.annotations import plain
from sitegen.markup.destinations import local_link
from sitegen.markup.parse import Parsed
from sitegen.markup.words import STOP_WORDS
from sitegen.model import Citation, Meta, Reference, Review
from sitegen.rules.allowances import lines_that_allow

LONGEST_TITLE = 110  # characters: what search engines, cards and feed readers show of a headline
OFTEN = 3  # times that a text says a name which may be worth a link
LONGEST_SUMMARY = 300  # characters: as long as a summary that is taken from the text

_WORD = re.compile(r"[^\W_]+")


def review(
    meta: Meta, parts: Parts, parsed: Parsed, path: str, text: str, outside: Iterable[Reference], *, is_post: bool
) -> Review:
    """The review of a document that is `text`, all of its file; `outside` are the web addresses in it."""
    remarks = [*parsed.remarks, *_texts(meta, path, is_post=is_post), *_image(meta, path)]
    unfilled = list(find_unfilled(meta, parts.text, parts.first_line))
    if not meta.draft:  # which is unfinished
        remarks += [_remark(path, place, "warning", "unfilled", *told) for place, *told in unfilled]
    remarks += habits(meta, path) if is_post else ()
    remarks += [
        _remark(path, (reference.line, reference.column), "warning", *told)
        for reference in outside
        if (told := local_link(reference.target))
    ]
    citations = [(citation, True) for citation in meta.sources] + [(citation, False) for citation in parsed.citations]
    remarks += _sources(citations, meta, parts, path)
    if is_post and not citations:
        help_ = "end the text with a line like Source: [Reuters](https://…), or write sources: in the front matter"
        remarks.append(_remark(path, _title(meta), "hint", "no-sources", "the post names no source", help_))
    allowing = lines_that_allow(text.split("\n")) if "sitegen:" in text else ()
    return Review(tuple(remarks), allowing, _names(parsed.body.text) if is_post else (), bool(unfilled))


def _names(text: str) -> tuple[str, ...]:
    """The words with a capital letter that stand there often, in order; most of a text is passed over quickly."""
    written = " ".join(word for word in text.split() if not word.islower())
    often = [word for word, count in Counter(_WORD.findall(written)).items() if count >= OFTEN]
    return tuple(sorted(word for word in often if word != word.lower() and word.lower() not in STOP_WORDS))


def _remark(path: str, place: tuple[int, int], severity: Severity, code: Code, message: str, help_: str) -> Diagnostic:
    return Diagnostic(path, *place, severity, code, message, help_)


def _title(meta: Meta) -> tuple[int, int]:
    return meta.places.get("title", (1, 1))


def _texts(meta: Meta, path: str, *, is_post: bool) -> Iterator[Diagnostic]:
    title, summary = plain(meta.title), plain(meta.summary)
    if len(title) > LONGEST_TITLE:
        message = f"the title has {len(title)} characters: cards and search results cut it"
        help_ = f"say it in at most {LONGEST_TITLE}; the kicker and the summary can say more"
        yield _remark(path, _title(meta), "hint", "long-title", message, help_)
    if not summary:
        shown = "lists, cards and feeds show" if is_post else "search results show"
        message = f"there is no summary: {shown} how the text begins"
        yield _remark(path, _title(meta), "hint", "no-summary", message, "write summary: one or two sentences")
    if len(summary) > LONGEST_SUMMARY:
        message = f"the summary has {len(summary)} characters: too many for a card"
        place = meta.places.get("summary", (1, 1))
        yield _remark(path, place, "hint", "long-summary", message, f"say it in at most {LONGEST_SUMMARY}")


def _image(meta: Meta, path: str) -> Iterator[Diagnostic]:
    if meta.image and not meta.image.alt.strip():
        message = f"the picture {meta.image.src} has no alternative text"
        help_ = f'write image: {{src: {meta.image.src}, alt: "what it shows"}}'
        yield _remark(path, meta.places.get("image", (1, 1)), "warning", "no-alt", message, help_)


def _sources(citations: Iterable[tuple[Citation, bool]], meta: Meta, parts: Parts, path: str) -> Iterator[Diagnostic]:
    """Sources' addresses without TLS, and those that stand twice in one story; `bool` is whether it is front matter."""
    counted: Counter[tuple[bool, str, str]] = Counter()
    seen: Counter[str] = Counter()
    for citation, fronted in citations:
        url = citation.url
        if not url:
            continue
        told = fronted, citation.anchor, url.rstrip("/")
        counted[told] += 1
        seen[url] += 1
        insecure, repeated = url.lower().startswith("http:"), counted[told] == 2
        if not (insecure or repeated):
            continue
        place = _place(url, seen[url], meta, parts, fronted=fronted)
        if insecure:
            message = f"the source {url} is read without encryption"
            yield _remark(path, place, "hint", "insecure-source", message, f"try https://{url[len('http://') :]}")
        if repeated:
            message = f"the source {url} stands here twice"
            yield _remark(path, place, "warning", "repeated-source", message, "take one of them out")


def _place(url: str, number: int, meta: Meta, parts: Parts, *, fronted: bool) -> tuple[int, int]:
    """The line and column where a URL is written for the `number`th time; its list's where it is written otherwise."""
    text, first = f"{parts.head}\n---\n{parts.text}", 2
    at = -1
    for _ in range(number):
        at = text.find(url, at + 1)
        if at < 0:
            return meta.places.get("sources", (1, 1)) if fronted else (parts.first_line, 1)
    return first + text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1) + 1
