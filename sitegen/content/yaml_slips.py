"""What an editor did who wrote what YAML cannot read: the parser's words, told as the slip that they come from.

It only explains; what was wrong, and that it was, is the parser's word.
"""

from __future__ import annotations

import re

import yaml

from sitegen.config.conflicts import HELP, MESSAGE, conflicts
from sitegen.content.text import INVISIBLE, unseen

Place = tuple[int, int]
Slip = tuple[Place, str, str]

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
DELETE = "delete it"
QUOTES = "put the whole value in quotes"
MARGIN = "begin each field at the left margin, and the lines of one list at one distance from it"
_CLOSED = re.compile(r"[^:]*:\s+([\"'\[{]).*[\"'\]}]\s*")
_CLOSERS = {"[": "]", "{": "}"}


def explain(problem: yaml.MarkedYAMLError, text: str) -> Slip:
    """The place (line and column from 1 of `text`), what is wrong there, and what to write."""
    what = problem.problem or problem.context or ""
    context = problem.context or ""
    lines = text.split("\n")
    line, column = _position(problem.problem_mark or problem.context_mark, lines)
    began = _position(problem.context_mark or problem.problem_mark, lines)
    here = lines[line]
    sign = here[column : column + 1]
    place, start = (line + 1, column + 1), (began[0] + 1, began[1] + 1)
    if unmerged := conflicts(text):
        return (unmerged[0], 1), MESSAGE, HELP
    for number in (began[0], line):
        unseen_first = re.match(rf"[ \t]*({INVISIBLE.pattern})", lines[number])
        if unseen_first:
            return (
                (number + 1, unseen_first.start(1) + 1),
                f"{unseen(unseen_first[1])} at the beginning of this line",
                DELETE,
            )
    if "quoted scalar" in context:
        return _in_quotes(what, start, place)
    if "mapping values are not allowed" in what:
        return _at_colon(lines, line, column)
    if "cannot start any token" in what:
        if sign == "\t":
            return place, "a tab, where only spaces can be", "indent with spaces"
        return place, f"a value cannot begin with {sign}", QUOTES
    if "undefined alias" in what or "alphabetic or numeric" in what:
        return start, f"a value cannot begin with {lines[began[0]][began[1] : began[1] + 1]}", QUOTES
    if "block scalar" in context and lines[began[0]][began[1] : began[1] + 1] in (">", "|"):
        return start, f"a value cannot begin with {lines[began[0]][began[1]]}", QUOTES
    if "block sequence entries are not allowed" in what:
        return place, "a value cannot begin with a hyphen and a space", f"{QUOTES}; the lines of a list stand below"
    if "flow sequence" in context or "flow mapping" in context:
        return _in_brackets("[" if "sequence" in context else "{", sign, start, place)
    if "could not find expected ':'" in what:
        if (odd := lines[began[0]].find(NO_BREAK_SPACE)) >= 0:
            return (began[0] + 1, odd + 1), "a no-break space, which looks like a space and is none", "type a space"
        return start, "this line is no field: there is no colon with a space behind it", "write it as name: value"
    if "did not find expected key" in what and (closed := _CLOSED.fullmatch(here[:column])):
        if closed[1] in _CLOSERS:
            return place, f"the value goes on behind its closing {_CLOSERS[closed[1]]}", QUOTES
        other = '"' if closed[1] == "'" else "'"
        message = f"the value goes on behind its closing {closed[1]}"
        return place, message, f"put the whole value in {other}…{other}, or take its first and last {closed[1]} out"
    if "<document start>" in what and any(above.startswith("...") for above in lines[:line]):
        return place, "a line of three dots above this ends the front matter", "take it out"
    if "expected key" in what or "'-' indicator" in what or "<document start>" in what:
        return place, "this line is not indented like those above it", MARGIN
    if "node content" in what:
        return place, "a value is missing before this", "look for a comma too many, or a # that is not in quotes"
    return place, f"this is not YAML: {what}", "write lines like title: OpenAI and Foxconn, and put odd signs in quotes"


def _position(mark: yaml.Mark | None, lines: list[str]) -> Place:
    """Line and column, from 0. To the parser, what ends without a line break has a line more."""
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return (line, column) if line < len(lines) else (len(lines) - 1, len(lines[-1]))


def _in_quotes(what: str, start: Place, place: Place) -> Slip:
    if "escape" in what or "hexdecimal" in what:
        return place, "a backslash in double quotes means something else", "write it twice, \\\\, or use '…'"
    return start, "a quote that begins here is never closed", "close it on the same line"


def _at_colon(lines: list[str], line: int, column: int) -> Slip:
    """A colon that cannot be: within a value, or because of what stands above."""
    before = lines[line][:column]
    if ":" in before or not line:
        return (line + 1, column + 1), "a colon inside a value", 'put the value in quotes: title: "OpenAI: the story"'
    if before[:1].isspace():
        return (line + 1, 1), "this line is further in than the field above it", MARGIN
    if above := re.match(r"([\w-]+):(?=\S)", lines[line - 1]):
        return (line, above.end() + 1), "there is no space behind the colon", f"write {above[1]}: and a space"
    return (line, 1), "this line is no field: there is no colon with a space behind it", "write it as name: value"


def _in_brackets(bracket: str, sign: str, start: Place, place: Place) -> Slip:
    """Something between brackets, which ends too late or is too much."""
    if sign == ":" and start[0] == place[0]:
        return place, f"a colon inside a value between {bracket} and {_CLOSERS[bracket]}", "put this value in quotes"
    if start[0] == place[0]:
        help_ = "put a comma between two values, and a value with odd signs in quotes"
        return place, f"this does not belong between {bracket} and {_CLOSERS[bracket]}", help_
    return start, f"a bracket {bracket} that begins here is never closed", f"close it with {_CLOSERS[bracket]}"
