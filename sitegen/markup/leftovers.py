"""Markup that came to nothing, so that readers would see it as it is written: references without a definition, notes
that are missing, shortcodes of other programs, annotations that are none, source lines that are not known as such.
"""

from __future__ import annotations

import re

from sitegen.diagnostics import Code, one_edit_away
from sitegen.markup.annotations import find
from sitegen.markup.proof import Finding, Findings, Proof, excerpt

CODE: Code = "leftover-markup"

_REFERENCE = re.compile(
    r"(?<![\\\]\w])\[(?!\^|finance:)([^\[\]\n]{1,200})\]\[(?!\^|finance:)([^\[\]\n]{0,200})\](?!\()"
)
_DEFINITION = re.compile(r"^[ \t>]{0,9}\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_NOTE = re.compile(r"(?<!\\)\[\^([^\[\]\s]{1,100})\]")
_REVERSED = re.compile(r"(?<!\\)\(([^()\n]{1,200})\)\[((?:https?://|www\.|mailto:|/)[^\[\]\s]{1,500})\]")
_SHORTCODE = re.compile(
    r"\{\{[<%](?!\s*/)[^\n]{0,300}?[%>]\}\}"  # Hugo
    r"|\{%-?\s*(?!end)[a-z][^\n]{0,300}?%\}"  # Jekyll, and other templates
    r"|\{\{-?\s*(?:(?:site|page|include)\.|\.[A-Z])[^\n}]{0,200}\}\}"
)
_WORDPRESS = re.compile(r"\[(?:caption|gallery|embed|youtube|video|audio|playlist|vimeo)\s+[\w-]+=[^\]\n]{0,300}\]")
_YOUTUBE = re.compile(r"\{[{%][<%]?\s*youtube\s+(?:id=)?[\"']?([\w-]{6,20})[\"']?\s*[%>]?[%}]\}")
_OPENED = re.compile(r"(?<!\\)\[finance:")
_EMPTY = re.compile(r"\[finance:\s*\]")
_NEAR = re.compile(r"\[(?<!\\.)(?!finance:) ?([A-Za-z]{5,9}) ?:([^\[\]\n]{1,200})\](?![(\[:])")
# `[finance NVDA]`, `(finance:NVDA)`; "the [finance Minister]" is an editor's word in a quote.
_BRACKETS = re.compile(
    r"\[(?<!\\.)finance +(?!Minist|Secretar|Committee|Department|Chief|Director|Act\b|Bill\b|Offic)"
    r"([A-Z0-9][^\[\]\n]{0,200})\](?![(\[:])"
    r"|(?<![\]\\])[({]finance: ?([A-Z0-9][^\[\](){}\n]{0,200})[)}]"
)
_LABEL = re.compile(r"\n[*_]{0,2}([Ss]ources?|SOURCES?)( ?[*_]{0,2}:[*_]{0,2}|[*_]{0,2} ?:)([^\n]*)")
_NAME = r"[A-Z0-9][\w.&'’-]*(?: [A-Z0-9][\w.&'’-]*){0,3}"
_NO_COLON = re.compile(rf"\n\n[*_]{{0,2}}(Sources?)[*_]{{0,2}}[ \t]+({_NAME}(?: \| {_NAME})*)[ \t]*(?=\n|\Z)")
_FOREIGN = re.compile(
    r"\n\n[*_]{0,2}(Quellen?|Fuentes?|Fontes?|Fonti|Bron(?:nen)?|Kilder?|Källor|Källa|Źródł[oa]|Kaynak(?:lar)?)"
    r"[*_]{0,2} ?:[*_]{0,2}[ \t]*(\S[^\n]*)"
)
_ONE = ("Quelle", "Fuente", "Fonte", "Bron", "Kilde", "Källa", "Źródło", "Kaynak")
_ENDS = re.compile(r"\s*(?:\Z|#|[*_-]{3,}[ \t]*\n|\[[^\[\]\n]+\]:)")


def find_leftovers(proof: Proof) -> Findings:
    """What is left over of a text, wherever it has something that may be."""
    text = proof.text
    if "][" in text:
        yield from _references(proof)
    if "[^" in text:
        yield from _notes(proof)
    if ")[" in text:
        yield from _reversed_links(proof)
    if "{{" in text or "{%" in text:
        yield from _shortcodes(proof, _SHORTCODE)
    if _WORDPRESS.search(text):
        yield from _shortcodes(proof, _WORDPRESS)
    if text.count("[finance:") != proof.annotations:
        yield from _broken_annotations(proof)
    if _NEAR.search(text):
        yield from _near_annotations(proof)
    if "[finance " in text or "(finance:" in text or "{finance:" in text:
        yield from _other_brackets(proof)
    yield from _source_lines(proof)
    yield from _other_labels(proof)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _defined(proof: Proof) -> set[str]:
    return {_folded(match[1]) for match in _DEFINITION.finditer(proof.prose.text)}


def _references(proof: Proof) -> Findings:
    defined = _defined(proof)
    for match in proof.candidates(_REFERENCE):
        name = match[2].strip() or match[1]
        if match[1].strip().isdigit() or _folded(name) in defined or f"][{match[2]}]" not in proof.shown:
            continue
        message = f"{excerpt(match[0])} stands here as it is written: nothing says where [{name}] leads"
        help_ = f"write [{match[1]}](https://…), or end the text with a line [{name}]: https://…"
        yield match.start(), CODE, message, help_


def _notes(proof: Proof) -> Findings:
    definitions = list(_DEFINITION.finditer(proof.prose.text))
    defined, places = {_folded(match[1]) for match in definitions}, {match.start(1) - 1 for match in definitions}
    for match in proof.candidates(_NOTE):
        if match.start() in places or _folded(f"^{match[1]}") in defined or match[0] not in proof.shown:
            continue
        help_ = f"end the text with a line {match[0]}: and the note behind it, or take {match[0]} out"
        yield match.start(), CODE, f"there is no note for {match[0]}, so readers would see just that", help_


def _reversed_links(proof: Proof) -> Findings:
    for match in proof.candidates(_REVERSED):
        if ")[" in proof.shown:
            message = f"{excerpt(match[0])} is no link: its brackets are the wrong way round"
            yield match.start(), CODE, message, f"write [{match[1]}]({match[2]})"


def _shortcodes(proof: Proof, pattern: re.Pattern[str]) -> Findings:
    for match in proof.candidates(pattern):
        if match[0][:3] in proof.shown:
            message = f"{excerpt(match[0])} is another program's: readers would see it as it is written"
            help_ = "write in Markdown what it stood for: a link, a picture ![what it shows](rack.jpg), or words"
            if video := _YOUTUBE.fullmatch(match[0]):
                help_ = f"write a link: [what it shows](https://www.youtube.com/watch?v={video[1]})"
            yield match.start(), CODE, message, help_


def _broken_annotations(proof: Proof) -> Findings:
    whole = {annotation.start for annotation in find(proof.text)}
    for match in proof.candidates(_OPENED):
        start = match.start()
        if start in whole or "[finance:" not in proof.shown:
            continue
        if _EMPTY.match(proof.text, start):
            yield start, CODE, "the annotation names no company", "write its name: [finance:NVIDIA Corporation]"
            continue
        written = re.split(r"[\n\[]", proof.text[start + 1 : start + 60])[0]
        help_ = "put a ] behind the company's name: [finance:NVIDIA Corporation]"
        yield start, CODE, f"the annotation [{excerpt(written, 30)} is never closed", help_


def _near_annotations(proof: Proof) -> Findings:
    for match in proof.candidates(_NEAR):
        word = match[1].casefold()
        if (word == "finance" or one_edit_away(word, "finance")) and match[1] in proof.shown:
            yield _no_annotation(match, match[2])


def _other_brackets(proof: Proof) -> Findings:
    for match in proof.candidates(_BRACKETS):
        if match[0] in proof.shown:
            yield _no_annotation(match, match[1] or match[2])


def _no_annotation(match: re.Match[str], name: str) -> Finding:
    message = f"{excerpt(match[0])} is no annotation: readers would see it as it is written"
    return match.start(), CODE, message, f"write [finance:{name.strip()}]"


def _source_lines(proof: Proof) -> Findings:
    """Lines that look like citation lines (contract §4) and are none."""
    for match in proof.candidates(_LABEL, proof.text):
        word, colon, rest = match.groups()
        right = word.startswith("S") and not word.isupper() and " " not in colon
        before = proof.text[proof.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        begins = not before or before.startswith("#")
        if (right and begins and rest.strip()) or proof.prose.text[match.end(1) - 1].isspace():
            continue
        label, end = "Sources:" if word.casefold().endswith("s") else "Source:", proof.prose.text[match.end() :]
        wrapped = end.startswith("\n") and end[1:].partition("\n")[0].strip()  # the line goes on in the next one
        start = match.start() + 1
        if right and not begins:
            if not before.casefold().startswith("source") and rest.strip() and not wrapped:
                message = f"this {label} belongs to the paragraph above it, so it is no line of sources"
                yield start, CODE, message, "put an empty line above it"
        elif begins and _ENDS.match(re.sub(r"\A\n(?:[^\n]*\S[^\n]*\n?)+", "\n", end) if wrapped else end):
            if not rest.strip() and not wrapped:
                message = f"{label} stands here alone, and names no publisher"
                yield start, CODE, message, f"write {label} [Reuters](https://…), or take the line out"
            elif not right:
                message = f"readers would see {excerpt(f'{word}{colon}')} as it is written: it is no line of sources"
                yield start, CODE, message, f"write {label} {excerpt(rest.strip('*_ '), 60)}".rstrip()


def _other_labels(proof: Proof) -> Findings:
    """`Sources CNBC`, without a colon, and the label in another language, as the last line of a story."""
    for pattern in (_NO_COLON, _FOREIGN):
        for match in proof.candidates(pattern):
            if _ENDS.match(proof.prose.text, match.end()):
                one = match[1] in ("Source", *_ONE)
                message = f"readers would see {excerpt(match[0].strip())} as it is written: it is no line of sources"
                yield (
                    match.start() + 2,
                    CODE,
                    message,
                    f"write Source{'' if one else 's'}: {excerpt(match[2].strip(), 60)}",
                )
