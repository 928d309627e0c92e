"""Posts as Markdown for other programs: front matter, and the text, turned from its HTML by html-to-markdown.

What comes out is CommonMark with GitHub's tables, strikethrough and footnotes. Which facts there are is in the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Any

from sitegen.markup.manuscript import clean
from sitegen.newsroom.plan.markdown import PostMarkdown
from sitegen.outputs.feeds.text import fit_line, text_filler
from sitegen.outputs.texts import ReadBody

# Noncharacters, which no text holds: one parts the pieces of a text, the others are signs that need no backslash.
_BREAK = "\ufdd2"
_BARE = {"-": "\ufdd3", ".": "\ufdd4", "+": "\ufdd5", "=": "\ufdd6", "#": "\ufdd7", "&": "\ufdd8"}
_MARKS = str.maketrans(_BARE)
_NEEDLESS = re.compile(
    r"[-.=#+&<](?:"  # the first letter by itself, for speed
    r"(?<=<)[^<>]*>"  # a tag: as it is
    r"|(?<=\w[-.=#])(?=\w)|(?<=[\w+]\+)|(?<=[\w,)] -)(?= )|(?<=[\w,)] [0-9]{4}\.)(?=[\s<])"  # not what begins a line
    r"|(?<=&)amp;(?![\w#]+;)"  # no character reference
    r")"
)
_ANGLED = re.compile(r' (href|src|alt|title)="((?>[^"]*?(?:[<>]|&[lg]t;))[^"]*+)"')
_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>', re.IGNORECASE)
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")  # JSON holds them as they are; YAML does not, or breaks lines


def write_markdown(post: PostMarkdown, read_body: ReadBody) -> str:
    body = read_body(post.body)
    filled = text_filler(post.filling, post.url, post.origin, languages=True)
    lines = [fit_line(filled(html), post.url) for html in (*body.takeaways, *body.corrections)]
    pieces = [filled(body.feed), *lines]
    whole, *lines = to_markdown(pieces)
    takeaways, corrections = lines[: len(body.takeaways)], lines[len(body.takeaways) :]
    return f"---\n{front_matter(_facts(post, takeaways, corrections))}---\n\n{_with_footnotes(whole, post.url)}\n"


def to_markdown(pieces: Sequence[str]) -> list[str]:
    """Pieces of HTML as Markdown, without line breaks around them: together, for each call has its price."""
    from html_to_markdown import convert

    html = f"<p>{_BREAK}</p>".join(f"<div>{clean(piece)}</div>" for piece in pieces)
    if _ANGLED.search(html):
        html = _TAG.sub(lambda tag: _ANGLED.sub(_harmless, tag[0]), html)
    made = convert(_NEEDLESS.sub(_bare, html), _options()).content or ""
    for sign, mark in _BARE.items():  # `translate` would take ten times as long
        made = made.replace(mark, sign)
    return [piece.strip("\n") for piece in made.split(_BREAK)]


def _harmless(attribute: re.Match[str]) -> str:
    """An attribute without angle brackets, which Markdown's links and pictures would let through as tags."""
    left, right = ("%3C", "%3E") if attribute[1] in ("href", "src") else ("&amp;lt;", "&amp;gt;")
    value = attribute[2].replace("&lt;", "<").replace("&gt;", ">").replace("<", left).replace(">", right)
    return f' {attribute[1]}="{value}"'


def _bare(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == "<" else unescape(found[0]).translate(_MARKS)


@lru_cache(maxsize=1)
def _options() -> Any:
    from html_to_markdown import ConversionOptions

    return ConversionOptions(
        autolinks=False,
        bullets="-",
        compact_tables=True,
        escape_asterisks=True,
        escape_misc=True,
        escape_underscores=True,
        expand_abbreviations=False,
        extract_metadata=False,
        highlight_style="none",
        newline_style="backslash",
        sub_symbol="<sub>",
        sup_symbol="<sup>",
    )


def front_matter(facts: Mapping[str, Any]) -> str:
    """YAML of facts that are not empty: a line for each key, and for each member of a list.

    Values are JSON, which YAML 1.2 contains, so that no text can end the front matter or be taken for a number.
    """
    lines = []
    for key, value in facts.items():
        if isinstance(value, list):
            lines += [f"{key}:\n", *(f"  - {_scalar(item)}\n" for item in value)] if value else []
        elif value:
            lines.append(f"{key}: {_scalar(value)}\n")
    return "".join(lines)


def _scalar(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {_scalar(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def _facts(post: PostMarkdown, takeaways: Sequence[str], corrections: Sequence[str]) -> dict[str, Any]:
    """The front matter's keys in their order; each of them under the name that posts have for it."""
    tags, others = post.terms.get("tags", ()), {name: [*terms] for name, terms in post.terms.items() if name != "tags"}

    def known(**values: str) -> dict[str, str]:
        return {key: value for key, value in values.items() if value}

    def absolute(url: str) -> str:
        return post.origin + url if url.startswith("/") else url

    return {
        "title": post.title,
        "url": post.url,
        "id": post.id,
        "kind": post.kind,
        "language": post.language,
        "date": post.published,
        "updated": post.updated,
        "authors": [*post.authors],
        "kicker": post.kicker,
        "summary": post.summary,
        "takeaways": [*takeaways],
        "tags": [*tags],
        "terms": {name: terms for name, terms in others.items() if terms},
        "companies": [
            known(name=company.name, symbol=company.symbol, exchange=company.exchange, url=absolute(company.url))
            for company in post.companies
        ],
        "sources": [
            known(publisher=source.publisher, domain=source.domain, url=absolute(source.url), title=source.title)
            for source in post.sources
        ],
        "image": known(url=absolute(post.image.src), alt=post.image.alt, credit=post.image.credit)
        if post.image and not post.image.broken
        else {},
        "corrections": [{"date": date, "text": text} for date, text in zip(post.corrections, corrections, strict=True)],
    }


def _with_footnotes(text: str, url: str) -> str:
    """The text with footnotes as Markdown writes them, instead of links within the page at `url` and a list."""
    notes = text.rfind("\n---\n\n1. ")
    page = re.escape(url)
    if notes < 0 or f"]({url}#fnref" not in text[notes:]:
        return text
    lines = re.sub(rf" ?\[↩\]\({page}#fnref[^)\s\[]*(?: \"[^\"]*\")?\)", "", text[notes:]).splitlines()[3:]
    before = re.sub(rf"<sup>\[([0-9]+)\]\({page}#fn:[^)\s<]*\)</sup>", r"[^\1]", text[:notes])
    return "\n".join([before.rstrip("\n"), "", *map(_note_line, lines)])


def _note_line(line: str) -> str:
    """A line of the list of footnotes as one of a footnote."""
    if number := re.match(r"([0-9]+)\. ", line):
        return f"[^{number[1]}]: {line[number.end() :]}"
    return f"    {line.removeprefix('   ')}" if line else ""
