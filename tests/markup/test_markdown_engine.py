"""The engine leaves out what cannot match, and nothing else."""

from pathlib import Path

from hypothesis import example, given
from hypothesis.strategies import lists
from markdown import Markdown
from markup_strategies import markdown

from sitegen.markup.python_markdown import python_markdown
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
