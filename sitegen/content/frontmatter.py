"""A content file's two parts: its front matter, as YAML nodes that know their places, and its text with its first line.

python-frontmatter drives the reading; what it passes over in silence (no closing fence, text above the first fence,
shifted lines, a key written twice) is found here and said. Knows no fields; `schema.py` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.bounds import FRONT_MATTER
from sitegen.content.nodes import BadYaml, compose, place_of
from sitegen.content.text import INVISIBLE, Unreadable, unseen
from sitegen.content.yaml_slips import Place
from sitegen.diagnostics import Code, Diagnostic

FENCE = re.compile(r"-{3,}[ \t]*")


@dataclass(frozen=True, slots=True)
class Parts:
    """`nodes` is the front matter by key, `keys` the place of each in the file; `head` is all of it as written.

    `text` begins on line `first_line` (1-based).
    """

    nodes: dict[str, yaml.Node]
    keys: dict[str, Place]
    head: str
    text: str
    first_line: int


def split(text: str, path: str) -> Parts:
    """The two parts of a content file; raises `Unreadable` where there are none."""

    def unreadable(place: Place, code: Code, message: str, help_: str) -> Unreadable:
        return Unreadable(Diagnostic(path, *place, "error", code, message, help_))

    lines = text.split("\n")
    if not FENCE.fullmatch(lines[0]):
        if (odd := INVISIBLE.search(lines[0])) and FENCE.fullmatch(INVISIBLE.sub("", lines[0])):
            raise unreadable((1, odd.start() + 1), "no-front-matter", f"{unseen(odd[0])} beside ---", "delete it")
        if lines[0].strip() in ("+++", "{", ";;;"):
            message, help_ = "front matter is YAML here", "write it between two lines of ---"
        elif FENCE.fullmatch(next((line for line in lines if line.strip()), "")):
            message, help_ = "the file does not begin with front matter", "take out the lines above ---"
        elif re.fullmatch(r"[-\u2010-\u2015\u2212*_]{1,5}\s*", lines[0]):
            message, help_ = f"the first line is {lines[0].strip()}, not three hyphens", "write --- in its place"
        else:
            message = "the file does not begin with front matter"
            help_ = "begin with a line ---, then title: and date:, then another line ---"
        raise unreadable((1, 1), "no-front-matter", message, help_)
    closing = next((number for number, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), 0)
    if not closing:
        for number, line in enumerate(lines[1:], 2):
            if (odd := INVISIBLE.search(line)) and FENCE.fullmatch(INVISIBLE.sub("", line)):
                place = (number, odd.start() + 1)
                raise unreadable(place, "unclosed-front-matter", f"{unseen(odd[0])} beside ---", "delete it")
        message = "the front matter that begins here never ends"
        raise unreadable(
            (1, 1), "unclosed-front-matter", message, "put a line --- between the front matter and the text"
        )
    head = "\n".join(lines[1:closing])
    if len(head) > FRONT_MATTER:
        message = f"the front matter is longer than {FRONT_MATTER:,} characters"
        raise unreadable((1, 1), "too-large", message, "move text below it")
    handler = _Handler(head)
    try:
        frontmatter.parse(text, handler=handler)
    except BadYaml as bad:
        raise unreadable(in_file(bad.place), bad.code, bad.message, bad.help) from None
    return Parts(handler.nodes, handler.keys, head, "\n".join(lines[closing + 1 :]), closing + 2)


def in_file(place: Place) -> Place:
    """A place in the front matter as one in the file, whose first line is the fence."""
    return (place[0] + 1, place[1])


class _Handler(YAMLHandler):
    """Gives python-frontmatter the exact parts, and keeps the YAML nodes with their places: one for each file."""

    def __init__(self, head: str) -> None:
        super().__init__()
        self.head = head
        self.keys: dict[str, Place] = {}
        self.nodes: dict[str, yaml.Node] = {}

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 (the library hands over what we have split already)
        return self.head, ""

    def load(self, fm: str, **_: object) -> dict[str, yaml.Node]:
        root = compose(fm)
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            message = "the front matter is not a list of keys and values"
            raise BadYaml(place_of(root), message, "write lines like title: OpenAI and Foxconn")
        for key, value in root.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BadYaml(place_of(key), "a key must be a word", "put it in quotes")
            if key.value in self.nodes:
                help_ = f"keep this one or the one in line {self.keys[key.value][0]}"
                raise BadYaml(place_of(key), f"{key.value} is written twice", help_, "duplicate-key")
            self.keys[key.value] = in_file(place_of(key))
            self.nodes[key.value] = value
        return self.nodes
