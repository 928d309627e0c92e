"""Minified pages, stylesheets and scripts say what they said: as data, of random pages, and of whole sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.outputs.minify import minify_css, minify_html, minify_js, minify_static
from tests.site import Built, post

# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────

PAGES = {
    "<ul>\n  <li>\n    <a>x</a>\n  </li>\n</ul>\n": "<ul><li>\n<a>x</a></li></ul>\n",
    "<p>a\n   b</p>\n\n\n<p>c": "<p>a\nb</p><p>c",
    "<a>x</a>\n  <a>y</a> <b>z</b>": "<a>x</a>\n<a>y</a> <b>z</b>",
    "<div>\n  <span>x</span>\n</div>": "<div>\n<span>x</span></div>",
    # What is written for its white space.
    "<pre>\n  a\n\n\n  <b>c</b>\n</pre>\n  <p>": "<pre>\n  a\n\n\n  <b>c</b>\n</pre><p>",
    "<textarea>\n\n  a\n  </textarea>": "<textarea>\n\n  a\n  </textarea>",
    "<PRE>\n  a</PRE>": "<PRE>\n  a</PRE>",
    "<pre>\n  never closed\n  <p>": "<pre>\n  never closed\n  <p>",
    "<script>\n  let a = '\n  <p>'\n</script>": "<script>\n  let a = '\n  <p>'\n</script>",
    "<!-- a\n  <pre> -->\n  <p>": "<!-- a\n  <pre> --><p>",
    # Attributes are never touched, nor their quotes.
    '<a title="x\n   y"\n   class="b c">d</a>': '<a title="x\n   y"\n   class="b c">d</a>',
    '<a title="x > y\n   z">d</a>': '<a title="x > y\n   z">d</a>',
    '<a class="ticker" data-ticker="NVDA">': '<a class="ticker" data-ticker="NVDA">',
    # No white space of HTML's: readers see it.
    "a\n\u00a0\u3000b\n\u2003c": "a\n\u00a0\u3000b\n\u2003c",
    # Names that only begin like a block's.
    "a\n  <link-card>\n  <listing>": "a\n<link-card>\n<listing>",
    "a < b\n   c > d\n  e": "a < b\n   c > d\ne",
}


@pytest.mark.parametrize(("page", "minified"), PAGES.items())
def test_a_page_loses_indentation_and_line_breaks_before_blocks(page: str, minified: str) -> None:
    assert minify_html(page) == minified


class Reader(HTMLParser):
    """What a page says, told by the standard library's parser: tags with attributes, texts, comments, in order."""

    BLOCKS = frozenset(
        "html head title meta link body header main footer nav section article aside h1 h2 h3 h4 h5 h6 p ul ol li dl "
        "dt dd div table thead tbody tr th td figure figcaption details summary blockquote hr address form pre".split()
    )
    AS_WRITTEN = frozenset({"pre", "textarea", "script", "style"})

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.said: list[tuple[object, ...]] = []
        self.text = ""
        self.open = 0
        self.after_block = False
        self.feed(page)
        self.close()
        self.flush(block=True)

    def flush(self, *, block: bool) -> None:
        text = self.text
        if not self.open:
            text = re.sub("[ \t\r\n\f]+", " ", text)
            text = text.removeprefix(" ") if self.after_block else text
            text = text.removesuffix(" ") if block else text
        if text:
            self.said.append(("text", text))
        self.text, self.after_block = "", block

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush(block=tag in self.BLOCKS)
        self.said.append(("start", tag, tuple(attrs)))
        self.open += tag in self.AS_WRITTEN

    def handle_endtag(self, tag: str) -> None:
        self.flush(block=tag in self.BLOCKS)
        self.said.append(("end", tag))
        self.open -= tag in self.AS_WRITTEN and self.open > 0

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self.text += f"&#{name};"

    def handle_comment(self, data: str) -> None:
        self.flush(block=False)
        self.said.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.flush(block=True)
        self.said.append(("declaration", decl))


PIECES = (
    "<p>|</p>|<b title=\"a\n  b > c\">|</b>|<a href='x'\n  class=y>|</a>|<pre>\n  x\n\n</pre>|<li>|</li>|<div>|</div>|"
    "<textarea>\n  x</textarea>|<script>\n  a < b\n</script>|<!-- a\n  b -->|<br>|<img alt=''>|text|ä|&lt;|&#160;|"
    "\u00a0| |\n|\n  |\n\n\n|\t|\n\u00a0"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_page_says_what_it_said_and_is_minified_once(page: str) -> None:
    minified = minify_html(page)
    assert Reader(minified).said == Reader(page).said
    assert minify_html(minified) == minified


@given(st.text("<>/apre!-\"' \n=", max_size=60))
def test_of_any_text_only_white_space_goes(text: str) -> None:
    assert "".join(minify_html(text).split()) == "".join(text.split())


RICH = """\
A [link](https://example.com/) [beside](https://example.org/) **another** `a  b`.

```python
def f():
    return "  "


f()
```

| a | b |
|--:|---|
| 1 | 2 |

1. one

    - two

<details><summary>More</summary>

   Text[^1]

</details>

[^1]: A note.
"""


def both(folder_of: Callable[..., Built], files: dict[str, str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    readable = folder_of(files, readable=True, full=True).files()
    return readable, folder_of(files, full=True).files()


def test_every_page_of_a_site_says_what_it_says_in_the_preview(built: Callable[..., Built], demo: Built) -> None:
    files = {path: (demo.output.parent / path).read_text() for path in ("pyproject.toml",)}
    for place in (demo.output.parent / "content").rglob("*.*"):
        files[place.relative_to(demo.output.parent).as_posix()] = place.read_text(encoding="utf-8")
    files["content/posts/2025-11-23-rich.md"] = post("Rich & <b>", "2025-11-23", RICH)
    readable, minified = both(built, files)
    pages = [path for path in readable if path.endswith(".html")]
    assert len(pages) > 60
    for path in pages:
        before, after = (
            re.sub(r'"/(?:assets|css|js)/(\w+)(?:\.\w{12})?\.(css|js)"', r'"\1.\2"', files[path].decode())
            for files in (readable, minified)
        )
        assert Reader(after).said == Reader(before).said, path
        assert len(after) < len(before), path
        assert not re.search(r"\n[ \t]+<(?!pre)", re.sub(r"(?s)<pre.*?</pre>", "", after)), path
    assert {path: readable[path] for path in readable if path.endswith((".xml", ".svg"))} == {
        path: minified[path] for path in minified if path.endswith((".xml", ".svg"))
    }


def test_files_at_their_own_urls_stay_and_fingerprinted_copies_which_no_preview_has_shrink(
    built: Callable[..., Built],
) -> None:
    css, js, vendor = "a {\n  b: c; /* d */\n}\n", "// a\n  f();\n", "/* x */  a\n"
    site = {"static/a.css": css, "static/a.js": js, "static/v.min.js": vendor, "static/bad.js": "f( @ ;  // x\n"}
    readable, minified = both(built, site)
    own = {path: text for path, text in minified.items() if path in ("a.css", "a.js", "v.min.js", "bad.js")}
    assert own == {"a.css": css.encode(), "a.js": js.encode(), "v.min.js": vendor.encode(), "bad.js": b"f( @ ;  // x\n"}

    def copies(files: dict[str, bytes]) -> dict[str, bytes]:
        found = {
            re.sub(r"assets/(.*)\.\w{12}\.", r"\1.", path): text for path, text in files.items() if "assets/" in path
        }
        return {path: text for path, text in found.items() if path in own}

    assert copies(readable) == {}
    assert {path: readable[path] for path in own} == own
    assert copies(minified) == {**own, "a.css": b"a{b: c;}", "a.js": b"f();\n"}


def test_a_stylesheet_is_minified_once_for_each_text(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def counted(path: str, text: str) -> str:
        seen.append(path)
        return minify_static(path, text)

    monkeypatch.setattr("sitegen.materials.minify_static", counted)
    built({"static/a.css": "a { }", "content/posts/a.md": post()})
    assert "a.css" in seen
    seen.clear()
    built({"content/posts/a.md": post("Another")})
    assert seen == []
    built({"static/a.css": "b { }"})
    assert seen == ["a.css"]


# ── Stylesheets ─────────────────────────────────────────────────────────────────────────────────────

SHEETS = {
    "a {\n  b: c;\n  d: e\n}\n\nf , g > h {}\n": "a{b: c;d: e}f,g > h{}",
    "/* x */ a { } /*! stays */": "a{}/*! stays */",
    # A space that means something.
    ".a :hover , .b:hover { }": ".a :hover,.b:hover{}",
    ".a { .b & { c: d } :hover { e: f } g :is(h) { } & > i { } }": ".a{.b &{c: d}:hover{e: f}g :is(h){}& > i{}}",
    "a { b: calc( 1px + 2px * -1 ) }": "a{b: calc( 1px + 2px * -1 )}",
    "@media (width >= 40rem) and (a) , print { }": "@media (width >= 40rem) and (a),print{}",
    "@supports (position-area: bottom) and (not (a: b)) { }": "@supports (position-area: bottom) and (not (a: b)){}",
    ":root { --a: light-dark( #fff , #000 ); --b: ; --c: }": ":root{--a: light-dark( #fff,#000 );--b: ;--c: }",
    '@import url("x.css") layer(a) ;': '@import url("x.css") layer(a);',
    "a { b: 1 / 2; inset: 0 auto -1rem !important }": "a{b: 1 / 2;inset: 0 auto -1rem !important}",
    # Strings, addresses, escapes and comments that part.
    'a { content: "x ;  { /* y */ } \\"  z" }': 'a{content: "x ;  { /* y */ } \\"  z"}',
    'a { b: url( x;  y.png ) , url("a  b") }': 'a{b: url( x;  y.png ),url("a  b")}',
    ".\\31  b , .a\\, .c { }": ".\\31  b,.a\\, .c{}",
    ".a/**/.b, .c /**/ .d { }": ".a/**/.b,.c .d{}",
    # What no parser would like.
    'a { b: "c\n  d: e  }': 'a{b: "c d: e}',
    "a { /* b": "a{",
    "": "",
}


@pytest.mark.parametrize(("sheet", "minified"), SHEETS.items())
def test_a_stylesheet_loses_white_space_that_parts_nothing(sheet: str, minified: str) -> None:
    assert minify_css(sheet) == minified
    assert minify_css(minified) == minified


# ── Scripts ─────────────────────────────────────────────────────────────────────────────────────────

SCRIPTS = {
    "// a\n\n\nf();  // b\n  g();\n": "f();\ng();\n",
    "/* a\n b */ f(/* c */ x);": "f( x);",
    "/*! licence */\nf()": "/*! licence */\nf()",
    "a = b\n  ++c": "a = b\n++c",
    "x = '  // y';\n  z": "x = '  // y';\nz",
    "x = `a\n   ${ `  // b` + /* c */ d }  // e`;": "x = `a\n   ${ `  // b` + d }  // e`;",
    'r = /[/"]  \\/  x/.test( y);': 'r = /[/"]  \\/  x/.test( y);',
    # Left as they are: what could be misread.
    'f = a => /x  "/;  // b': 'f = a => /x  "/;  // b',
    "if (a) /x  y/.test(b);\n  c": "if (a) /x  y/.test(b);\n  c",
    "<!-- a\n  b": "<!-- a\n  b",
    "a  @ # b": "a  @ # b",
    "": "",
}


@pytest.mark.parametrize(("script", "minified"), SCRIPTS.items())
def test_a_script_loses_comments_and_indentation_or_nothing(script: str, minified: str) -> None:
    assert minify_js(script) == minified


def test_each_of_many_indented_lines_loses_its_indentation() -> None:
    lines = "word\n  " * 20_000
    assert minify_html(f"<p>{lines}end</p>") == "<p>" + "word\n" * 20_000 + "end</p>"
