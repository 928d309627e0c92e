"""The fast engine gives what the default one gives: every fixture, every demo post, and here is what differs.

Long because it lists every construct in which the engines differ.
"""

import re
import time
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markup_strategies import markdown
from test_markup_fixtures import DIALECTS, DIGESTS, FIXTURES
from test_markup_harmless import ATTACKS, DEEP, parsed

from sitegen.markup import engine
from sitegen.markup.annotations import MARK, mark
from sitegen.markup.cmark import cmark
from sitegen.markup.manuscript import clean
from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta
from tests.examples import tried
from tests.harmless import NONCHARACTERS, assert_harmless, filled

ROOT = Path(__file__).parents[2]
FAST = Dialect(engine="cmark")

# Fixtures that differ, and what the fast engine gives for them.
DIFFERENT_FIXTURES = {
    "pictures: Raw HTML pictures": '<img width="10" data-hole-src="⟦u0⟧" alt="" loading="lazy" decoding="async">',
    "sanitise: Ordinary raw HTML stays": """<details><summary>More</summary>
<p>Text <kbd>Ctrl</kbd> H<sub>2</sub>O <mark>m</mark></p>
</details>""",
    "sanitise: Nobody spells out a hole": "<p>�t0� �s0� � &amp;#xfdd0; <code>�</code></p>",
    "trust: More closed than opened": "<div><p>a</p></div><p>b</p>",
}

SAME = "same"
TABLE = """<div class="table" role="region" aria-label="Table 1" tabindex="0">
<table><thead><tr><th>a</th></tr></thead><tbody>{}</tbody></table></div>"""

# A construct, a text, and SAME or the HTML of the fast engine. A difference is a row of docs/engines.md.
CONSTRUCTS = [
    ("Tables", "a | b\n:- | -\n1 | 2 \\| 3\n4\n", SAME),
    ("Fenced code", "```python\nx\n```\n\n~~~\ny < z\n~~~\n\n``` {.python}\nz\n```", SAME),
    ("Indented code", "    a\n\n    b <c>", SAME),
    (
        "Footnotes",
        "a[^1] b[^x] c[^1]\n\n[^x]: Other\n\n    Second\n\n[^1]: Note *b* https://a.org there\n\n- li[^é]\n\n[^é]: e\n",
        SAME,
    ),
    ("Footnotes that end in a list", "a[^1]\n\n[^1]:\n    - x\n    - y\n", SAME),
    ("Footnotes that nobody defined", "a[^1]", SAME),
    ("Attribute lists of headings", "## A {#b .c}\n\n## D { #d .e }\n\n## F {: #f}\n\nH {#h}\n---\n", SAME),
    ("Attribute lists of paragraphs", 'A\nb\n{: .x #y title="A b" }\n\n- c\n\n- d\n{: .e}', SAME),
    ("Attribute lists in text", "![a](b.png){.w} [x](y){: #l} `c`{.z} *e*{.e} **f**{.f .g}", SAME),
    ("Braces that are no list", "*x*{} {y} `{.z}`\n\n    {.w}", SAME),
    ("Definition lists", "One\nTwo\n:   Def *a*\n:   Def b\n\nThree\n: Def c\n\nText", SAME),
    ("Strikethrough", "~~gone~~ a~b~c ~~~~x", SAME),
    (
        "Bare links",
        """https://a.com/b_c, www.x.com. (https://a.com/x_(y)) <https://z.com> http://a.b/?x=1&y=2 `https://x.com`
[https://y.com](https://z.com) ftp://a.b/c **https://é.com/*x*** xhttps://no.com https:// www.
"https://q.com/" https://a.com/?b&amp;c

    https://code.com

- www.a_b.c.com/d_e_f!
""",
        SAME,
    ),
    ("Bare links in tables and headings", "## www.a.com\n\n| a |\n|---|\n| https://b.com |\n", SAME),
    ("Links to names beyond ASCII", "[x](über/é.md) [y](<a ü.md>) ![z](人工.png)", SAME),
    ("Links that are encoded already", "[y](%C3%BC%20.md) [z](a%2Fb?c%3D) https://a.com/%C3%A9", SAME),
    ("Annotations in links", "[x](/q?[finance:NVDA]&a=1) [Nvidia [finance:NVDA]](/b)", SAME),
    ("Hard breaks", "a  \nb\nc<br>d", SAME),
    ("Sane lists", "- a\n- b\n\n1. c\n2. d\n\n* e\n\n7. f\n", SAME),
    ("Lists with paragraphs", "* a\n\n    para\n\n* b\n    - c\n", SAME),
    ("Task lists", "- [ ] t\n- [x] d", SAME),
    ("Entities and quotes", "&copy; &amp; &#123; \"q\" 'x' a < b > c & d -- ...", SAME),
    ("Raw HTML", "in <b>line</b> <!-- c --> text\n\n<div>\n*x*\n</div>\n", SAME),
    ("Underscores in words", "a_b_c __init__ 2*3*4", SAME),
    ("A list right after a line", "text\n- a", "<p>text</p><ul><li>a</li></ul>"),
    ("A table right after a line", "text\n| a |\n|---|\n", "<p>text</p>" + TABLE.format("")),
    ("Inner lists indented by two", "- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("`1)`", "1) a", "<ol><li>a</li></ol>"),
    (
        "Fenced code in a list",
        "- a\n    ```\n    x\n    ```",
        '<ul><li>a<pre tabindex="0"><code>x\n</code></pre></li></ul>',
    ),
    (
        "An empty line between quotes",
        "> a\n\n> b",
        "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
    ),
    ("`#` without a space", "#a", "<p>#a</p>"),
    ("A backslash at a line's end", "a\\\nb", "<p>a<br>b</p>"),
    ("A tilde escaped", "\\~a \\~~b", SAME),
    ("One tilde", "~a~", "<p><del>a</del></p>"),
    ("Markdown within raw HTML", "<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
    ("A line that is one tag", "<kbd>\na", "<kbd> a </kbd>"),
    (
        "Definitions parted by empty lines",
        "A\n:   b\n\n:   c",
        "<dl><dt>A</dt><dd><p>b</p></dd><dd><p>c</p></dd></dl>",
    ),
    (
        "A footnote that nothing refers to",
        "a\n\n[^1]: b",
        '<p>a</p><div class="footnote"><hr><ol><li id="fn:1"><p>b</p></li></ol></div>',
    ),
    (
        "Attributes of fenced code",
        "``` {.python #a}\n```",
        '<pre tabindex="0" class="highlight"><code class="language-python"></code></pre>',
    ),
    ("A bar in a table’s code", "| a |\n|---|\n| `b \\| c` |", TABLE.format("<tr><td><code>b | c</code></td></tr>")),
    ("A bare link at a tag", "<b>https://a.com</b>", "<p><b>https://a.com</b></p>"),
    (
        "A bare link at a footnote’s end",
        "a[^1]\n\n[^1]: https://a.com",
        """<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>
<div class="footnote"><hr><ol><li id="fn:1"><p><a href="https://a.com">https://a.com</a> \
<a class="footnote-backref" href="#fnref:1" title="Jump back to footnote 1 in the text">↩</a></p></li></ol></div>""",
    ),
    ("Braces with bare words", "`a`{b c}", "<p><code>a</code>{b c}</p>"),
    ("`***a***`", "***a***", "<p><em><strong>a</strong></em></p>"),
    ("`&#xfdd0;` in code", "`&#xfdd0;`", "<p><code>�</code></p>"),
]

_BLOCK = "blockquote|br|dd|details|div|dl|dt|figure|h[1-6]|hr|li|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul"
_AROUND_BLOCK = re.compile(rf"\s*(</?(?:{_BLOCK})\b[^>]*>)\s*")
_TAG = re.compile(r'<([a-z0-9]+)((?: [\w-]+="[^"]*")+)>')
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')


def normal(html):
    """The HTML without white space beside blocks, and with a tag's attributes in order; in `pre` as it is."""
    parts = re.split(r"(<pre\b.*?</pre>)", html.replace("\ufdd0", "⟦").replace("\ufdd1", "⟧"), flags=re.DOTALL)
    parts[::2] = [_AROUND_BLOCK.sub(r"\1", " ".join(part.split())) for part in parts[::2]]
    return _TAG.sub(lambda tag: f"<{tag[1]} {' '.join(sorted(_ATTRIBUTE.findall(tag[2])))}>", "".join(parts))


def both(text, meta=None, dialect=FAST):
    """The text under the default and the fast engine."""
    meta = meta or Meta(title="A")
    return [
        parse(meta, text, path="a.md", first_line=1, dialect=replace(dialect, engine=name))
        for name in ("markdown", "cmark")
    ]


def assert_alike(default, fast):
    """All of them the same, save white space between the HTML's blocks."""
    for field in fields(default):
        if field.name != "body":
            assert getattr(fast, field.name) == getattr(default, field.name), field.name
    for name in default.body.__struct_fields__:
        one, other = getattr(default.body, name), getattr(fast.body, name)
        if name in ("html", "feed"):
            one, other = normal(one), normal(other)
        assert other == one, name


@pytest.fixture(autouse=True, scope="module")
def registered():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(engine.ENGINES, "cmark", cmark)
        yield


def fixtures():
    for path in sorted(FIXTURES.glob("*.md")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, text in zip(parts[0::3], parts[1::3], strict=False):
            yield pytest.param(path.stem, text, id=f"{path.stem}: {title.strip()}")


@pytest.mark.parametrize(("name", "text"), list(fixtures()))
def test_fixture_is_the_same_or_differs_as_told(name, text, request):
    meta = Meta(title="A title", kind="digest" if name in DIGESTS else "story")
    default, fast = both(text, meta, DIALECTS.get(name, Dialect()))
    different = DIFFERENT_FIXTURES.get(request.node.callspec.id)
    if different is None:
        assert_alike(default, fast)
    else:
        assert normal(fast.body.html) == normal(different) != normal(default.body.html)
        assert (fast.mentions, fast.citations) == (default.mentions, default.citations)


def test_every_different_fixture_is_there():
    assert set(DIFFERENT_FIXTURES) <= {fixture.id for fixture in fixtures()}


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CONSTRUCTS])
def test_construct_is_the_same_or_differs_as_told(text, expected):
    default, fast = both(text)
    if expected == SAME:
        assert_alike(default, fast)
    else:
        assert normal(fast.body.html) == normal(expected) != normal(default.body.html)


def test_the_documentation_lists_every_difference_and_no_other():
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|", page.partition("## What differs")[2], re.MULTILINE)
    assert rows[1:] == [name for name, _, expected in CONSTRUCTS if expected != SAME]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_post_of_the_demo_is_alike(path):
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    meta = Meta(
        title=front["title"],
        kind=front.get("kind", "story"),
        summary=front.get("summary", ""),
        takeaways=tuple(front.get("takeaways", ())),
    )
    default, fast = both(text, meta)
    assert_alike(default, fast)
    assert default.words > 50


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_harmless(attack):
    assert_harmless(filled(parsed(attack, dialect=FAST)))
    text = f"Text\n\n- {attack}\n\n## {attack}\n\nSource: {attack} | {attack}"
    assert_harmless(filled(parsed(text, kind="digest", dialect=FAST)))
    assert_harmless(filled(parsed("", takeaways=(attack,), summary=attack, dialect=FAST)))


@given(markdown, st.sampled_from(["story", "digest"]), st.sampled_from(["sanitise", "trust"]))
@tried(300)
def test_any_text_gives_harmless_html(text, kind, raw_html):
    result = parsed(text, kind, dialect=replace(FAST, raw_html=raw_html), takeaways=(text[:50],))
    assert not NONCHARACTERS.search(filled(result) + result.body.text + result.lead)
    assert len(set(result.body.anchors)) == len(result.body.anchors)
    if raw_html == "sanitise":
        assert_harmless(filled(result))


PROSE = (
    "# |- |1. |> |\n|\n\n|*|**|~~|`|[|](/b)|![|: |www.a.com|https://a.com/|(|)|🏭 |{#id}|{.c}|é|a| b |[finance:NVDA]|"
    " [finance:AT&T Inc.]|[finance:a\nb]"
).split("|")


FENCE = re.compile("~~~|```")  # what stands behind one is no text
PROSE_TEXTS = st.lists(st.sampled_from(PROSE), max_size=40).map("".join).filter(lambda text: not FENCE.search(text))


@given(PROSE_TEXTS)
@tried(300)
def test_every_mark_of_a_text_comes_through_once(text):
    marked, annotations = mark(clean(text))
    assert sorted(map(int, MARK.findall(cmark(marked)))) == list(range(len(annotations)))


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_is_no_harder_than_for_the_default_engine(kind):
    (problem,) = parsed(DEEP[kind], dialect=FAST).diagnostics
    assert problem.code == "too-deep"


@pytest.mark.parametrize(
    "piece",
    [
        "https://a.com/) ", "https://a.com", "www.a.com)", "*a*{.b} ", "a\n{.b}\n\n", "{.a ", "a\n{.b .c", "<img ",
        "<dt>", "[^1]: <div>\n\n", "[^1] ", "[a](é) ", "a\n: b\n\n", "|a", "> ", "[", "**a", "<a href=https://b.com>",
    ],
)  # fmt: skip
def test_time_grows_with_length_alone(piece):
    started = time.perf_counter()
    cmark(piece * (20_000 // len(piece)))
    assert time.perf_counter() - started < 1
