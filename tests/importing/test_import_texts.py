"""HTML of other programs, and WordPress's paragraphs, as Markdown that says the same in this site's dialect."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.importing.html import html_to_markdown
from sitegen.importing.wpautop import with_paragraphs
from sitegen.markup.python_markdown import python_markdown
from sitegen.markup.tree import plain_html
from tests.examples import tried


def turned(html: str) -> str:
    return html_to_markdown(html, lambda target, _: target, lambda _: None)


@tried(300)
@given(st.text(alphabet="ab 1.#>-+=_*`[]()!<&;{:}~|\\/^finance\n", max_size=40))
@example("[finance:NVDA] and [a](b) and [^1] and ![x](y)")
@example("# no heading")
@example("1. no list")
@example(": no definition")
@example("{: .no-attribute } &amp; <b>")
@example("a_b_c and _d_ and *e* and ~~f~~ and `g`")
@example("https://example.com/a_b_c*d*, and more")
@example("&#1 and &#x1")
def test_a_plain_text_stays_a_plain_text(text: str) -> None:
    html = python_markdown(turned(f"<p>{escape(text)}</p>"))
    assert plain_html(html) == " ".join(text.split())
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a"}


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a<br>b</p>", "a  \nb"),
        ("<h2 id='x'>H</h2><p><a href='#x'>up</a></p>", "## H {#x}\n\n[up](#x)"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n    - b"),
        ("<figure><img src='a.jpg' alt='A'><figcaption>C &amp; d</figcaption></figure>", '![A](a.jpg "C & d")'),
        ("<a href='a.jpg'><img src='a.jpg' alt='A'></a>", "![A](a.jpg)"),
        (
            "<iframe src='https://www.youtube-nocookie.com/embed/abc?start=9'></iframe>",
            "[Video on YouTube](https://www.youtube.com/watch?v=abc&t=9s)",
        ),
        ("<video><source src='/a/v.mp4'></video>", "[v.mp4](/a/v.mp4)"),
        ("<pre><code class='language-py'>a = '*'\n</code></pre>", "```py\na = '*'\n```"),
        ("<blockquote><p>q</p></blockquote><hr>", "> q\n\n---"),
        ("<dl><dt>a_*b*</dt><dd>c</dd></dl>", "<dl><dt>a_*b*</dt><dd>c</dd></dl>"),
        ("<p>a <script>alert(1)</script><style>p{}</style>b</p>", "a b"),
    ],
)
def test_html_becomes_what_the_dialect_has_for_it(html: str, markdown: str) -> None:
    assert turned(html) == markdown


def test_html_without_end_is_its_text() -> None:
    told: list[str] = []
    made = html_to_markdown("<div>" * 5000 + "deep", lambda target, _: target, told.append)
    assert (made, len(told)) == ("deep", 1)


@pytest.mark.parametrize(
    ("classic", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p>\n\n<p>c</p>"),
        ("a\n\n<ul>\n<li>b\n</li>\n</ul>\n\nc", "<p>a</p><ul>\n<li>b\n</li>\n</ul><p>c</p>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p>\n\n<p>b</p></blockquote>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<p>a</p>\n<p>b\nc</p>", "<p>a</p><p>b\nc</p>"),
        ("a<br />\nb", "<p>a<br>b</p>"),
    ],
)
def test_blank_lines_part_paragraphs_where_wordpress_does_it(classic: str, html: str) -> None:
    assert with_paragraphs(classic) == html
