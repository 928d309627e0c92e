"""What an editor is told of a text's tree: pictures without words, and headings that skip a level, at their lines."""

from __future__ import annotations

import pytest

from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta

CASES = {
    "headings in order": ("## A\n\n### B\n\n## C\n\n### D\n\n#### E\n", []),
    "a first heading too low": ("Text.\n\n### A\n", [(3, 1, "skipped-heading")]),
    "two levels": ("## A\n\n##### B\n", [(3, 1, "skipped-heading")]),
    "again further down": (
        "## A\n\n#### A\n\n## A\n\n#### A\n",
        [(3, 1, "skipped-heading"), (7, 1, "skipped-heading")],
    ),
    "up again is no skip": ("## A\n\n### B\n\n#### C\n\n## D\n", []),
    "an emoji and emphasis": ("## A\n\n#### 🏭 The *new* `rack`\n", [(3, 1, "skipped-heading")]),
    "a title of its own": ("# A\n\n## B\n\n#### C\n", [(5, 1, "skipped-heading")]),
    "underlined": ("A\n-\n\n#### B\n", [(4, 1, "skipped-heading")]),
    "in code": ("## A\n\n```\n#### B\n```\n\n#### B\n", [(7, 1, "skipped-heading")]),
    "a picture with words": ("![A rack](rack.jpg)\n", []),
    "a picture without": ("Text.\n\nA ![](rack.jpg) picture\n", [(3, 7, "no-alt")]),
    "blank words": ("![ ](rack.jpg)\n", [(1, 6, "no-alt")]),
    "one of two": ("![A](a.jpg) ![](b.jpg)\n", [(1, 17, "no-alt")]),
    "an ornament": ('<img src="a.jpg" alt="">\n', [(1, 11, "no-alt")]),
    "of another host": ("![](https://example.com/a.jpg)\n", []),
}


@pytest.mark.parametrize("engine", ["markdown", "cmark"])
@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES)
def test_remarks(text: str, told: list[tuple[int, int, str]], engine: str) -> None:
    parsed = parse(Meta("A"), text, path="a.md", first_line=1, dialect=Dialect(engine))
    assert [(d.line, d.column, d.code) for d in parsed.remarks] == told


def test_the_help_counts_the_signs_as_they_are_written() -> None:
    parsed = parse(Meta("A"), "# A\n\n### B\n", path="a.md", first_line=1, dialect=Dialect())
    assert [d.help for d in parsed.remarks] == ["begin it with ##"]
