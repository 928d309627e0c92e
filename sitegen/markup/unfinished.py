"""Markup that was begun and not brought to its end: links that lead nowhere, or stand apart from where they lead; bold
type that is never closed; prose that its indentation made code.

A look, not a parser: it tells only of what readers are shown. Changes nothing.
"""

from __future__ import annotations

import re

from lxml import etree

from sitegen.diagnostics import Code
from sitegen.markup.proof import Findings, Proof, excerpt

CODE: Code = "leftover-markup"

_EMPTY = re.compile(r"(?<!\\)(!?)\[([^\[\]\n]{1,200})\]\((?: ?|<>)\)")
_APART = re.compile(r"(?<![\\!\w\]])\[(?!\^|finance:|[ xX]\])([^\[\]\n]{1,200})\] \((https?://[^\s()]{1,500})\)")
_SPACED = re.compile(
    r"(?<!\\)(!?\[[^\[\]\n]{0,200}\])\(([^\s()<>\"'][^()<>\"'\n]{0,300} [^()<>\"'\n]{0,100}\.[a-z]{2,4})\)"
)
_PATH = re.compile(r"\]\([^\s()<>\"']+ [^()<>\"'\n]*\)")
_INDENTS = ("\t", "    ")
_BOLD = re.compile(r"(?<![^\s(\"“„»])(?<!\\)\*\*(?=\w)")
_NOTED = re.compile(r"\w\*\*(?![\w*])")
_BLANK = re.compile(r"\n[ \t>]*\n")
_INDENTED = re.compile(r"(?:(?<=\n)\n|\A\n*)(?:\t| {4,7})(?=[\"'“„«]?[^\W\d_])((?:[^\n]*\S[^\n]*(?:\n|\Z))+)")
_SENTENCE = re.compile(r"[\"'“„«]?[^\W\d_a-z][^{}<>=|\\;$`]*[\w)\"'”“»%][.!?…][\"'”“»)]?", re.DOTALL)
_CALL = re.compile(r"\w\(|\w\.\w+\.\w|//|--|::|_\w+_|(?m:^[ \t]*[#>%$])")
_CODE = etree.XPath("descendant::pre/descendant::text()")

LEAST_WORDS = 6  # a line with fewer is as likely a command


def find_unfinished(proof: Proof) -> Findings:
    text = proof.text
    if "]()" in text or "]( )" in text or "](<>)" in text:
        yield from _empty_links(proof)
    if _PATH.search(text):
        yield from _spaced_paths(proof)
    if "] (http" in text:
        yield from _parted_links(proof)
    if "**" in text and "**" in proof.shown:
        yield from _open_bold(proof)
    if text.startswith(_INDENTS) or any(f"\n{indent}" in text for indent in _INDENTS):
        yield from _indented_prose(proof)


def _empty_links(proof: Proof) -> Findings:
    for match in proof.candidates(_EMPTY):
        if match[1]:
            help_ = f"write the picture's path there: ![{match[2]}](rack.jpg), or take it out"
            yield match.start(), "broken-picture", f"the picture {match[0]} names no file", help_
        else:
            help_ = f"write where it leads: [{match[2]}](https://…), or the words alone"
            yield match.start(), "broken-link", f"the link {excerpt(match[0])} leads nowhere", help_


def _parted_links(proof: Proof) -> Findings:
    for match in proof.candidates(_APART):
        if f"{match[1]}] (" in " ".join(proof.shown.split()):
            message = f"a space parts {excerpt(f'[{match[1]}]')} from where it leads, so it is no link"
            yield match.start(), CODE, message, f"write [{match[1]}]({match[2]})"


def _spaced_paths(proof: Proof) -> Findings:
    for match in proof.candidates(_SPACED):
        if f"]({match[2]})" in proof.shown:
            path = re.sub(r"\A(?:\.{0,2}/)*static/", "/", match[2]).replace(" ", "%20")
            message = f"{excerpt(match[0])} stands here as it is written: a path has no spaces"
            yield match.start(), CODE, message, f"write {match[1]}({path})"


def _open_bold(proof: Proof) -> Findings:
    """Only where readers see the asterisks: those of a note (`Price**`, and `**Estimated` below) are let be."""
    prose = proof.prose.text
    if _NOTED.search(proof.shown):
        return
    for match in proof.candidates(_BOLD):
        end = _BLANK.search(prose, match.end())
        paragraph = prose[match.end() : end.start() if end else len(prose)]
        word = re.match(r"\w+", paragraph)
        if "**" not in paragraph and word and f"**{word[0]}" in proof.shown:
            message = f"{excerpt(f'**{paragraph}', 30)} is never closed: readers would see the asterisks"
            yield match.start(), CODE, message, "put ** behind the last bold word, too, or take these out"


def _indented_prose(proof: Proof) -> Findings:
    """Each run of such paragraphs once, at its beginning. What stands between fences keeps its indentation there."""
    code = ""
    last = -1
    for match in proof.candidates(_INDENTED, proof.text):
        paragraph = match[1].rstrip()
        first, at = paragraph.partition("\n")[0].rstrip(), match.start(1)
        if len(paragraph.split()) < LEAST_WORDS or not _SENTENCE.fullmatch(paragraph) or _CALL.search(paragraph):
            continue
        code = code or "\n" + "".join(_CODE(proof.root))
        if f"\n{first}" in code and not proof.prose.text[at : at + len(first)].strip():
            if proof.text[last:at].strip() or last < 0:
                message = "this paragraph is indented, so readers would see it as code"
                yield at, "indented-prose", message, "take the spaces or tabs at its beginning out"
            last = match.end(1)
