"""The engine leaves out what cannot match, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis.strategies import lists
from markdown import Markdown
from markup_strategies import markdown

from sitegen.markup.parse import Dialect, parse
from sitegen.markup.python_markdown import python_markdown
from sitegen.model import Meta
from tests.examples import tried

CONTENT = Path(__file__).parents[2] / "content"

EXTENSIONS = [
    "sane_lists", "attr_list", "def_list", "fenced_code", "footnotes", "tables", "pymdownx.tilde", "pymdownx.magiclink"
]  # fmt: skip


def whole(text):
    settings = {"pymdownx.tilde": {"subscript": False}}
    md = Markdown(extensions=EXTENSIONS, extension_configs=settings, output_format="html")
    md.inlinePatterns.deregister("magic-mail")
    return md.convert(text)


@given(markdown)
@example("[a][b] ![c][b] [b] ![b]\n\n[b]: /x")
@example("![c](d) and [e](f) <g@h.org> &amp; `i` \\* j  \nk")
@tried(150)
def test_what_is_left_out_changes_nothing(text):
    assert python_markdown(text) == whole(text)


@given(lists(markdown, min_size=2, max_size=4))
@tried(60)
def test_one_text_leaves_nothing_behind_for_the_next(texts):
    assert [python_markdown(text) for text in texts] == [whole(text) for text in texts]


def test_every_post_of_the_demo_is_as_the_library_gives_it():
    bodies = [path.read_text(encoding="utf-8").split("\n---\n", 1)[1] for path in sorted(CONTENT.rglob("*.md"))]
    assert len(bodies) > 10
    assert [python_markdown(body) for body in bodies] == [whole(body) for body in bodies]


@pytest.mark.parametrize(
    ("piece", "line"),
    [
        ("![", 5),
        ("[](", 5),
        ("<b\n", 5),
        pytest.param("* * *\n", 5, marks=pytest.mark.soak),
        ("[^1]", 5),
    ],
)
def test_a_text_that_would_take_the_engine_hours_is_an_error_at_its_line(piece: str, line: int) -> None:
    text = "A text.\n\n" + piece * 20_000 + "\n\n[^1]: A note.\n"
    (problem,) = parse(Meta(title="A"), text, path="a.md", first_line=3, dialect=Dialect()).diagnostics
    assert (problem.path, problem.line, problem.code) == ("a.md", line, "too-large")


def test_tables_with_more_cells_than_any_page_shows_are_an_error_at_the_row() -> None:
    text = "|".join("a" * 400) + "\n" + "|".join("-" * 400) + "\n" + "|a|\n" * 2_000
    (problem,) = parse(Meta(title="A"), text, path="a.md", first_line=1, dialect=Dialect()).diagnostics
    assert (problem.line, problem.code) == (252, "too-large")
