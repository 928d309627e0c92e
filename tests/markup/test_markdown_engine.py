"""The engine leaves out what cannot match, and nothing else."""

from hypothesis import example, given, settings
from markdown import Markdown
from markup_strategies import markdown

from sitegen.markup.engine import python_markdown

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
@settings(max_examples=150, deadline=None)
def test_what_is_left_out_changes_nothing(text):
    assert python_markdown(text) == whole(text)
