"""YAML as nodes that know their places, within bounds: what front matter and data files have in common.

A value is read as its text or as data only when it is asked for, so that YAML's guesses (`no` is false) harm no field.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from sitegen.bounds import LEVELS, YAML_VALUES
from sitegen.content.yaml_slips import Place, explain
from sitegen.diagnostics import Code
from sitegen.markup.manuscript import clean

MOST_BRACKETS = 500  # open at once, counted as characters; `LEVELS` counts what they mean
LONGEST_NUMBER = 100  # characters: one of more is no number that can be kept, and YAML's 1:59:59:… takes long to count
LARGEST_INTEGER = 2**63  # what the cache can hold; YAML and JSON have no bound of their own

MEANING = frozenset("true false yes no on off null y n".split())  # words that are no text to YAML 1.1

# Line breaks to YAML 1.1 and to no editor, nor to YAML 1.2 (section 5.4): they would shift all places behind them.
_NO_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")

_NESTING = re.compile(r"[][{}]|^[ \t]*(?:[-?:][ \t]+)+", re.MULTILINE)
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # YAML 1.1, c-printable


class BadYaml(Exception):
    """What is wrong, the line and column (1-based, of the text), and what to write."""

    def __init__(self, place: Place, message: str, help_: str = "", code: Code = "bad-yaml") -> None:
        super().__init__(message)
        self.place, self.message, self.help, self.code = place, message, help_, code


def compose(text: str) -> yaml.Node | None:
    """The root node of a YAML text, None for an empty one; raises `BadYaml`."""
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        raise BadYaml((line, column), f"a control character, U+{ord(match[0]):04X}", "take it out")
    _refuse_depth(text)
    try:
        root = yaml.compose(text.translate(_NO_BREAKS), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as problem:
        raise BadYaml(*explain(problem, text)) from None
    except (yaml.YAMLError, ValueError) as problem:
        message = f"this is not YAML: {str(problem).splitlines()[0]}"
        raise BadYaml((1, 1), message, "write lines like title: OpenAI and Foxconn") from None
    except RecursionError:
        raise BadYaml((1, 1), "this is nested too deep", "use fewer levels", "too-large") from None
    if root is not None:
        _limit(root)
    return root


def _refuse_depth(text: str) -> None:
    """Refuse nesting that would overflow the stack of the C parser, which has no bound of its own."""
    depth = deepest = 0
    for match in _NESTING.finditer(text):
        found = match[0]
        depth += 1 if found in "[{" else -1 if found in "]}" else 0
        deepest = max(deepest, depth, len(found) // 2)
    if deepest > MOST_BRACKETS:
        raise BadYaml((1, 1), "this is nested too deep", "close the brackets", "too-large")


def _limit(root: yaml.Node) -> None:
    """Refuse what would explode: aliases of aliases, or nesting without end."""
    left = YAML_VALUES
    pending = [(root, 1)]
    while pending:
        node, depth = pending.pop()
        left -= 1
        if left < 0:
            raise BadYaml(
                place_of(root), f"this has more than {YAML_VALUES:,} values", "use fewer aliases (*)", "too-large"
            )
        if depth > LEVELS:
            raise BadYaml(
                place_of(node),
                f"this is nested more than {LEVELS} levels deep",
                "take out lists within lists",
                "too-large",
            )
        if isinstance(node, yaml.SequenceNode):
            pending.extend((child, depth + 1) for child in node.value)
        elif isinstance(node, yaml.MappingNode):
            pending.extend((child, depth + 1) for pair in node.value for child in pair)


def place_of(node: yaml.Node) -> Place:
    """Line and column (1-based) of a node in its text."""
    return (node.start_mark.line + 1, node.start_mark.column + 1)


def as_written(node: yaml.Node) -> Any:
    """The node's value, every scalar as the text that stands there (no YAML guesses: `no` is "no"); null is None."""
    if isinstance(node, yaml.SequenceNode):
        return [as_written(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {clean(str(key.value)): as_written(value) for key, value in node.value}
    return None if node.tag == "tag:yaml.org,2002:null" else clean(node.value)


def as_data(node: yaml.Node) -> Any:
    """The node's value as YAML reads it, as plain JSON-like data: dates, and what has no JSON form, stay text."""
    if isinstance(node, yaml.SequenceNode):
        return [as_data(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {clean(str(key.value)): as_data(value) for key, value in node.value}
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind in ("int", "float", "bool", "null") and len(node.value) <= LONGEST_NUMBER:
        try:
            value = yaml.constructor.SafeConstructor().construct_object(node)
        except (ValueError, KeyError, OverflowError, yaml.YAMLError):
            return clean(node.value)
        if not isinstance(value, int) or -LARGEST_INTEGER <= value < LARGEST_INTEGER:
            return value
    return clean(node.value)


def in_list(text: str) -> str:
    """A text as it can stand in a YAML list between brackets: words that mean nothing else are left without quotes."""
    words = text.replace("-", " ").split(" ")
    plain = all(word.isalnum() for word in words) and text[0].isalpha() and text.casefold() not in MEANING
    return text if plain else json.dumps(text, ensure_ascii=False)
