"""What is pasted from other programs and is no Markdown: lists that run together, and a spreadsheet's rows.

A look, not a parser: it tells only of what readers are shown as it was typed. Changes nothing.
"""

from __future__ import annotations

import re

from sitegen.diagnostics import Code
from sitegen.markup.proof import Findings, Proof

CODE: Code = "leftover-markup"

_BULLET = re.compile(r"^[ \t]{0,3}([•●▪◦‣\uf0b7·])\s+(?=\S)", re.MULTILINE)
# One item below a colon, or two items; in one alone, the sign may be a dash of the sentence or a year's full stop.
_ITEM = r"[ \t]{0,3}(?:[-*+]|[0-9]{1,2}[.)])[ \t]+\S"
_JOINED = re.compile(rf"(?<=\S\n)(?:(?<=:\n)|(?={_ITEM}[^\n]*\n{_ITEM}))[ ]{{0,3}}(?=([-*+]|1[.)])[ \t]+\S)")
_ROWS = re.compile(r"(?:(?<=\n\n)|\A\n*)(?=[^\s|•●▪◦‣\uf0b7·>#*+-][^\t\n]*\t+\S[^\n]*\n[^\s|][^\t\n]*\t+\S)")
_WORD = re.compile(r"\w+")


def find_pasted(proof: Proof) -> Findings:
    """Each list or table once, at its beginning."""
    text = proof.text
    yield from _bullets(proof)
    if _JOINED.search(text):
        yield from _joined(proof)
    if "\t" in text:
        yield from _rows(proof)


def _bullets(proof: Proof) -> Findings:
    last = -2
    for match in proof.candidates(_BULLET):
        line = proof.manuscript.place(match.start())[0]
        if line > last + 2:  # a blank line parts items, too
            message = f"{match[1]} makes no list: readers would see these lines as one paragraph"
            yield match.start(1), CODE, message, "begin each with - and a space, below an empty line"
        last = line


def _joined(proof: Proof) -> Findings:
    for match in proof.candidates(_JOINED):
        word = _WORD.search(proof.prose.text, match.end() + len(match[1]))
        sign = re.escape(match[1])
        if word and re.search(rf"\n[ ]*{sign}[ \t]+\W{{0,3}}{word[0]}", proof.shown):
            message = "this list has no empty line above it: readers would see it as one paragraph"
            yield match.end(), CODE, message, "put an empty line above it"


def _rows(proof: Proof) -> Findings:
    for match in proof.candidates(_ROWS):
        first = proof.prose.text[match.end() :].partition("\n")[0]
        cells = [cell.strip() for cell in re.split(r"\t+", first.strip())]
        message = "these rows have tabs between their cells, and make no table: readers would see one paragraph"
        help_ = f"write | {' | '.join(cells)} | and below it |{'---|' * len(cells)}, then the other rows like the first"
        yield match.end(), CODE, message, help_
