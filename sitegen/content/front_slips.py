"""What an editor did not mean, though YAML reads it: characters that nobody sees, and texts that a ` #` cuts short."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from sitegen.content.fields import Wrong
from sitegen.content.frontmatter import Parts, in_file
from sitegen.content.nodes import as_written, place_of
from sitegen.content.text import INVISIBLE, unseen
from sitegen.content.yaml_slips import Place

TEXTS = frozenset({"title", "kicker", "summary", "withdrawn", "takeaways"})  # fields of one line, or a list of such

# A remark has a space behind its #, as in `title: Racks # for now`, or speaks to a program; `#1` is a text's own.
_CUT = re.compile(r"[ \t]+(#(?!sitegen:|noqa|todo|fixme)[^\s#!].*)", re.IGNORECASE)


def unseen_in_value(node: yaml.Node, convert: Callable[[Any], Any]) -> tuple[Place, str] | None:
    """The invisible character for which alone `convert` refuses a value: its place in the file, and what it is."""
    if not isinstance(node, yaml.ScalarNode) or not (odd := INVISIBLE.search(node.value)):
        return None
    bare = yaml.ScalarNode(node.tag, INVISIBLE.sub("", node.value), node.start_mark, node.end_mark, node.style)
    try:
        convert(as_written(bare))
    except Wrong:
        return None
    line, column = in_file(place_of(node))
    return (line, column + odd.start() + (1 if node.style else 0)), unseen(odd[0])


def cut_texts(node: yaml.Node, parts: Parts) -> Iterator[tuple[yaml.ScalarNode, Place, str]]:
    """Each text without quotes that a ` #` ends: its node, the place of the # in the file, and what it begins."""
    items: list[Any] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    lines = parts.head.split("\n")
    for item in items:
        if isinstance(item, yaml.ScalarNode) and not item.style:
            line, column = item.end_mark.line, item.end_mark.column
            rest = lines[line][column:] if line < len(lines) else ""
            if found := _CUT.fullmatch(rest):
                yield item, (line + 2, column + found.start(1) + 1), found[1]
