"""A content file's two parts: its front matter, as YAML nodes that know their places, and its text with its first line.

python-frontmatter drives the reading; what it passes over in silence (no closing fence, text above the first fence,
shifted lines, a key written twice) is found here and said. Knows no fields; `schema.py` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.markup.manuscript import clean

FENCE = re.compile(r"-{3,}[ \t]*")
MOST_NODES = 10_000  # values in one post's front matter, aliases counted as often as they are used
DEEPEST = 20  # levels of nesting
LARGEST = 256 * 1024  # characters of front matter

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """`nodes` is the front matter by key, `keys` the place of each; `text` begins on line `first_line` (1-based)."""

    nodes: dict[str, yaml.Node]
    keys: dict[str, Place]
    text: str
    first_line: int


def split(text: str, path: str) -> Parts:
    """The two parts of a content file; raises `Unreadable` where there are none."""
    lines = text.split("\n")

    def unreadable(line: int, code: str, message: str, help_: str, column: int = 1) -> Unreadable:
        return Unreadable(Diagnostic(path, line, column, "error", code, message, help_))

    if not FENCE.fullmatch(lines[0]):
        first = lines[0].strip()
        if first in ("+++", "{", ";;;"):
            raise unreadable(1, "no-front-matter", "front matter is YAML here", "write it between two lines of ---")
        raise unreadable(1, "no-front-matter", "the file does not begin with front matter",
                         "begin with a line ---, then title: and date:, then another line ---")  # fmt: skip
    closing = next((n for n, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), 0)
    if not closing:
        raise unreadable(1, "unclosed-front-matter", "the front matter that begins here never ends",
                         "put a line --- between the front matter and the text")  # fmt: skip
    head = "\n".join(lines[1:closing])
    if len(head) > LARGEST:
        raise unreadable(
            1, "too-large", f"the front matter is longer than {LARGEST:,} characters", "move text below it"
        )
    handler = _Handler(head, path)
    frontmatter.parse(text, handler=handler)
    return Parts(handler.nodes, handler.keys, "\n".join(lines[closing + 1 :]), closing + 2)


class _Handler(YAMLHandler):
    """Gives python-frontmatter the exact parts, and keeps the YAML nodes with their places: one for each file."""

    def __init__(self, head: str, path: str) -> None:
        super().__init__()
        self.head = head
        self.path = path
        self.keys: dict[str, Place] = {}
        self.nodes: dict[str, yaml.Node] = {}

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 (the library hands over what we have split already)
        return self.head, ""

    def load(self, fm: str, **_: object) -> dict[str, yaml.Node]:
        try:
            root = yaml.compose(fm, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            place = (mark.line + 2, mark.column + 1) if mark else (1, 1)
            raise self._unreadable(place, "bad-yaml", *_explain(problem)) from None
        except (yaml.YAMLError, ValueError) as problem:
            message = str(problem).splitlines()[0]
            raise self._unreadable((1, 1), "bad-yaml", message, "remove control characters") from None
        except RecursionError:
            raise self._unreadable((1, 1), "bad-yaml", "the front matter is nested too deep", "") from None
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            raise self._unreadable(place_of(root), "bad-yaml", "the front matter is not a list of keys and values",
                                   "write lines like title: OpenAI and Foxconn")  # fmt: skip
        _limit(root, self)
        nodes = self.nodes
        for key, value in root.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._unreadable(place_of(key), "bad-yaml", "a key must be a word", "put it in quotes")
            if key.value in nodes:
                first = self.keys[key.value][0]
                raise self._unreadable(place_of(key), "duplicate-key", f"{key.value} is written twice",
                                       f"keep this one or the one in line {first}")  # fmt: skip
            self.keys[key.value] = place_of(key)
            nodes[key.value] = value
        return nodes

    def _unreadable(self, place: Place, code: str, message: str, help_: str) -> Unreadable:
        return Unreadable(Diagnostic(self.path, *place, "error", code, message, help_))


def _explain(problem: yaml.MarkedYAMLError) -> tuple[str, str]:
    """What is wrong, and what to write, for the slips that editors make most."""
    what = problem.problem or problem.context or "this is not YAML"
    if "mapping values are not allowed" in what:
        return "a colon inside a value", 'put the value in quotes: title: "OpenAI: the story"'
    if "cannot start any token" in what:
        return f"this is not YAML: {what}", "put the value in quotes, and indent with spaces, not tabs"
    if "undefined alias" in what or "alphabetic or numeric" in what:
        return f"this is not YAML: {what}", "a value that begins with * or & must be in quotes"
    if "did not find expected" in what or "could not find expected" in what:
        return f"this is not YAML: {what}", "look for a missing bracket, quote or colon here or on the line above"
    return f"this is not YAML: {what}", ""


def _limit(root: yaml.Node, handler: _Handler) -> None:
    """Refuse front matter that would explode: aliases of aliases, or nesting without end."""
    left = MOST_NODES
    pending = [(root, 1)]
    while pending:
        node, depth = pending.pop()
        left -= 1
        if left < 0:
            raise handler._unreadable(place_of(root), "too-large",  # noqa: SLF001
                                      f"the front matter has more than {MOST_NODES:,} values", "")  # fmt: skip
        if depth > DEEPEST:
            raise handler._unreadable(place_of(node), "too-large", "the front matter is nested too deep", "")  # noqa: SLF001
        if isinstance(node, yaml.SequenceNode):
            pending.extend((child, depth + 1) for child in node.value)
        elif isinstance(node, yaml.MappingNode):
            pending.extend((child, depth + 1) for pair in node.value for child in pair)


def place_of(node: yaml.Node) -> Place:
    """Line and column (1-based) of a node in its file: the front matter begins on line 2."""
    return (node.start_mark.line + 2, node.start_mark.column + 1)


def as_written(node: yaml.Node) -> Any:
    """The node's value, every scalar as the text that stands there (no YAML guesses: `no` is "no"); null is None."""
    if isinstance(node, yaml.SequenceNode):
        return [as_written(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {clean(key.value): as_written(value) for key, value in node.value}
    return None if node.tag == "tag:yaml.org,2002:null" else clean(node.value)


def as_data(node: yaml.Node) -> Any:
    """The node's value as YAML reads it, as plain JSON-like data: dates and what has no JSON form stay text."""
    if isinstance(node, yaml.SequenceNode):
        return [as_data(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(as_data(key)): as_data(value) for key, value in node.value}
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind in ("int", "float", "bool", "null"):
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (ValueError, yaml.YAMLError, OverflowError):
            return clean(node.value)
    return clean(node.value)
