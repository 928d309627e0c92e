"""What a proof-reader finds in a text, at its place; and what only looks like it is let be."""

from __future__ import annotations

import pytest

from sitegen.bounds import CANDIDATES
from sitegen.markup.parse import Dialect, parse
from sitegen.markup.prose import Prose
from sitegen.model import Meta

LEFT, HTML, FENCE, LINK, LOCAL = "leftover-markup", "dropped-html", "unclosed-fence", "broken-link", "local-link"

FOUND: dict[str, tuple[str, str, str]] = {  # the text, with a ⟨ before each place; the code; the help of the last
    "a reference": ("See ⟨[the story][racks].\n", LEFT, "end the text with a line [racks]: https://…"),
    "a short reference": ("See ⟨[racks][].\n", LEFT, "write [racks](https://…)"),
    "one of two": ("See [a][b] ⟨[c][d].\n\n[b]: https://example.com/\n", LEFT, "a line [d]: https://…"),
    "a note": ("Racks.⟨[^1]\n", LEFT, "end the text with a line [^1]: and the note behind it"),
    "one note of two": ("Racks.[^1] And chips.⟨[^x]\n\n[^1]: A note.\n", LEFT, "take [^x] out"),
    "a reversed link": ("See ⟨(racks)[https://example.com/a].\n", LEFT, "write [racks](https://example.com/a)"),
    "a Hugo shortcode": (
        'A.\n\n⟨{{< youtube "dQw4w9WgXcQ" >}}\n',
        LEFT,
        "write a link: [what it shows](https://www.youtube.com/watch?v=dQw4w9WgXcQ)",
    ),
    "a pair of shortcodes": ("A.\n\n⟨{{% note %}}B{{% /note %}}\n", LEFT, "write in Markdown what it stood for"),
    "a Jekyll include": ("A.\n\n⟨{% include ad.html %} B\n", LEFT, "write in Markdown what it stood for"),
    "a Jekyll variable": ("See ⟨{{ site.baseurl }}/a.\n", LEFT, "write in Markdown what it stood for"),
    "a WordPress shortcode": ('⟨[caption id="a"]A rack[/caption]\n', LEFT, "write in Markdown"),
    "an open annotation": ("Nvidia ⟨[finance:NVIDIA makes chips.\n", LEFT, "put a ] behind the company's name"),
    "an empty annotation": ("Nvidia ⟨[finance:] makes chips.\n", LEFT, "write its name"),
    "a misspelt annotation": ("Nvidia ⟨[finace:NVIDIA] makes chips.\n", LEFT, "write [finance:NVIDIA]"),
    "a capital": ("Nvidia ⟨[Finance: NVIDIA] makes chips.\n", LEFT, "write [finance:NVIDIA]"),
    "beside a good one": ("Nvidia [finance:NVDA] and ⟨[fiannce:TSM].\n", LEFT, "write [finance:TSM]"),
    "a lone label": ("Racks.\n\n⟨Source:\n", LEFT, "write Source: [Reuters](https://…), or take the line out"),
    "a lone bold label": ("Racks.\n\n⟨**Sources:**\n", LEFT, "write Sources: [Reuters]"),
    "a lone label of a story": ("## A\n\nRacks.\n\n⟨Source:\n\n## B\n\nChips.\n", LEFT, "write Source: [Reuters]"),
    "a small letter": ("Racks.\n\n⟨source: Reuters\n", LEFT, "write Source: Reuters"),
    "capitals": (
        "Racks.\n\n⟨SOURCES: Reuters | CNBC\n\n[a]: https://example.com/\n",
        LEFT,
        "write Sources: Reuters | CNBC",
    ),
    "a space": ("Racks.\n\n⟨Source : Reuters\n", LEFT, "write Source: Reuters"),
    "no empty line": ("Racks.\n⟨Source: Reuters\n", LEFT, "put an empty line above it"),
    "no colon": ("Racks.\n\n⟨Sources CNBC | The Wall Street Journal\n", LEFT, "write Sources: CNBC | The Wall"),
    "no colon, one": ("## A\n\nRacks.\n\n⟨Source CNBC\n\n## B\n\nChips.\n", LEFT, "write Source: CNBC"),
    "a label in German": ("Racks.\n\n⟨Quelle: CNBC\n", LEFT, "write Source: CNBC"),
    "labels in Spanish": ("Racks.\n\n⟨**Fuentes:** [CNBC](https://a.example/) | AP\n", LEFT, "write Sources: [CNBC]"),
    "an annotation without its colon": ("Nvidia ⟨[finance NVDA] makes chips.\n", LEFT, "write [finance:NVDA]"),
    "round brackets": ("Nvidia ⟨(finance:NVDA) makes chips.\n", LEFT, "write [finance:NVDA]"),
    "curly brackets": ("Nvidia ⟨{finance:NVIDIA Corporation} makes chips.\n", LEFT, "write [finance:NVIDIA Corp"),
    "an empty link": ("See ⟨[the story]().\n", LINK, "write where it leads: [the story](https://…)"),
    "an empty picture": ("A.\n\n⟨![Racks]()\n", "broken-picture", "write the picture's path there: ![Racks](rack.jpg)"),
    "a parted link": ("See ⟨[it] (https://example.com/a), too.\n", LEFT, "write [it](https://example.com/a)"),
    "open bold": ("**Chips** are\n⟨**never closed.\n\nAnd **so** on.\n", LEFT, "put ** behind the last bold word, too"),
    "prose behind a tab": (
        "A.\n\n\t⟨The plan is new, and it was told.\n\n\tIt was told on Monday, too, she said.\n\nB.\n",
        "indented-prose",
        "take the spaces or tabs",
    ),
    "prose behind spaces": (
        "A.\n\n    ⟨“The plan is new,” she said\n    on Monday of this week.\n",
        "indented-prose",
        "take the spaces or tabs",
    ),
    "bullets from Word": ("Points:\n\n⟨•\tRacks\n•\tChips\n", LEFT, "begin each with - and a space"),
    "rows of a spreadsheet": (
        "A text.\n\n⟨Firm\tPlan\nFoxconn\tracks\n",
        LEFT,
        "write | Firm | Plan | and below it |---|---|, then the other rows",
    ),
    "a frame": (
        'A.\n\n⟨<iframe src="//example.com/v" allow="x"></iframe>\n',
        HTML,
        "write a link instead: [what it shows](https://example.com/v)",
    ),
    "script": ("A.\n\n⟨<script>alert('<b>')</script>\n", HTML, "take it out; scripts belong in"),
    "a style": ("A.\n\n⟨<style>p {color: red}</style>\n", HTML, "take it out; styles belong in"),
    "a form": ('A.\n\n⟨<form action="/a">⟨<input name="b"></form>\n', HTML, "link to the page that has the form"),
    "a drawing, once": ("A.\n\n⟨<svg><path d='M0'/></svg>\n", HTML, "![what it shows](drawing.svg)"),
    "a handler": ('See <a href="/a/" ⟨onclick="b()">it</a>.\n', HTML, "take onclick=… out"),
    "a type": ("A List⟨<String> of them.\n", HTML, "put it between backticks, `<String>`"),
    "a fence": ("A.\n\n⟨```python\nprint()\n", FENCE, "put a line ``` below its last line"),
    "a longer fence": ("A.\n\n⟨~~~~\nB\n~~~\n", FENCE, "put a line ~~~~ below"),
    "a fence that the next one closes": ("⟨```js\na\n\nText.\n\n```py\nb\n```\n", FENCE, "put a line ``` below"),
    "a file": ("See [a](⟨file:///home/ann/plan.pdf).\n", LOCAL, "put the file into static/ and write /plan.pdf"),
    "a disk": ("See [a](⟨C:\\Users\\ann\\plan.pdf).\n", LOCAL, "write /plan.pdf"),
    "a picture": ("![A](⟨file:///a/b.png)\n", LOCAL, "write /b.png"),
    "a port": ("See [a](⟨localhost:8000/a).\n", LOCAL, "write /a if the preview showed that page"),
    "one letter": ("See [a](⟨htp://example.com/a).\n", LINK, "write http://example.com/a"),
    "another letter": ("See [a](⟨htps://example.com/a).\n", LINK, "write https://example.com/a"),
    "one slash": ("See [a](⟨https:/example.com/a).\n", LINK, "write https://example.com/a"),
    "no slash": ("See [a](⟨https:example.com/a).\n", LINK, "write https://example.com/a"),
    "a mailbox": ("See [a](⟨mailo:a@example.com).\n", LINK, "write mailto:a@example.com"),
    "another scheme": ("See [a](⟨tel:+1555).\n", LINK, "write the words without a link"),
    "a definition": ("See [a][b].\n\n[b]: ⟨htps://example.com/a\n", LINK, "write https://example.com/a"),
    "an attribute": ('See <a href="⟨htps://example.com/a">a</a>.\n', LINK, "write https://example.com/a"),
}

JOINED = {  # with a ⟨ where a list begins that is none
    "below its sentence": "The plan:\n⟨- Racks\n",
    "two items below a text": "The plan\n⟨- **Racks** run\n- Chips\n",
    "numbers": "The plan\n⟨1. Racks\n2. Chips\n",
    "the second of two": "A:\n\n- B\n- C\n\nD:\n⟨* Eleven\n* Twelve\n",
}

LET_BE = {
    "lists": "The plan:\n\n- Racks\n- Chips:\n    - small\n    - large\n\n1. One\n2. Two\n",
    "a list below a heading": "## The plan\n\n- Racks\n- Chips\n",
    "a line that begins with a dash": "The plan\n\\- it said - is new.\n",
    "a year at a line's beginning": "It came in\n2026. Then more came.\n",
    "dots and tabs in prose": "Racks · chips • cables.\n\nOne\ttab.\n\n    a\tb\n    c\td\n",
    "plain brackets": "He said [sic] it [1] twice [1][2], a[i][j] and [ ] and [see below].\n",
    "defined": "See [a][B] and [c][], and [d].\n\n[b]: https://example.com/\n[c]: /c/\n[d]: <https://example.com/d>\n",
    "a note": "Racks.[^1] And [^long-name].\n\n[^1]: A note.\n[^long-name]: Another: note.\n",
    "tasks": "- [ ] open\n- [x] done\n",
    "annotations": "Nvidia [finance:NVDA][finance:AMD] and [finance:Rio\nTinto plc], \\[finance:NVDA.\n",
    "other words in brackets": "[update: more] [Financial: x] [finances](/a/) [finances: b](/a/)\n",
    "braces in prose": "Write {{ x }} and {% raw.\n",
    "code spans": "`[a][b]` ``{{< youtube x >}}`` `[^1]` `<iframe>` `[finance:` `(a)[https://b]` `[finace:A]`\n",
    "a wrapped code span": "Write `[a][b] {{<\nx >}} <form>`.\n",
    "a fence": "```html\n[a][b] {{< x >}} {% include %} [^1]\n<script>\n[c](htp://d)\n\nsource: A\n```\n",
    "tildes": "~~~\n```\n[a][b] <form>\n~~~\n",
    "a longer fence shows a shorter": "````\n```python\n[a][b]\n```\n````\n",
    "indented code": "A.\n\n    [a][b] {{< x >}} <iframe> [^1]\n    source: Reuters\n",
    "quoted code": "> A.\n>\n>     [a][b] <form>\n",
    "code in a list": "- A\n\n        [a][b] <form> [^1]\n",
    "HTML code": "<pre>\n[a][b] [^1] {{< x >}}\n</pre>\n\n<code>[a][b]</code>\n",
    "comments": "A.\n\n<!-- [a][b] <iframe> {{< x >}} [c](file:///d)\n\nsource: Reuters -->\n\nB.\n",
    "formulas": "As $x[i][j]$ and $$\na[b][c]\n$$ and \\(y[a][b]\\).\n",
    "escapes": "\\[a][b] \\[^1] \\<iframe> \\[finace:A] \\[c\\](htp://d) \\[finance:A\n",
    "kept HTML": '<details><summary>A</summary>B</details>\n\n<a href="/a/" title="b">c</a> <br> 1 < 2 > 1\n',
    "addresses": "<https://example.com/a> <a@example.com> [a](https://example.com/b:c) [b](c.md) [f](mailto:a@b.org)\n",
    "a path with a colon": "[a](/2026/b:c/) [d](./e:f)\n",
    "source lines": "A.\n\nSource: Reuters\n\n## B\n\nC.\n\n**Sources:** Reuters | CNBC\n",
    "a source over lines": "A.\n\nSource:\nReuters | CNBC\n",
    "a source below a heading": "A.\n\n## Sources\nSource: Reuters\n",
    "a list of sources": "A.\n\nSources:\n\n- Reuters\n- CNBC\n",
    "sources in prose": "A.\n\nsources: they are many.\n\nSo it ends.\n",
    "a title with source": "A.\n\nSources say: no.\n",
    "sources that say": "A.\n\nSources Reuters spoke to confirmed it.\n",
    "a source in the middle": "A.\n\nSource Code\n\nB.\n",
    "a source in prose": "A.\n\nSource code is law\n",
    "Quelle in the middle": "A.\n\nQuelle: Reuters\n\nB.\n",
    "an editor's word": "“The [finance Minister] said”, the [finance ministry] (finance: an art) {finance:x}.\n",
    "words in brackets": "He [sic] (twice) and [a] (b), \\[a]() and [x](#) [y](/y/).\n\n- [ ] (https://a.example/)\n",
    "asterisks": "2**8 and a ** b, **a** and ***b*** and \\**c and `**d`.\n\n* **Racks:** run.\n",
    "a note's asterisks": "It costs 5 dollars**.\n\n**Estimated by us.\n",
    "code": "A.\n\n    The result = f(x).\n\n    Run make build and see what comes out\n\n\tchips.build().all\n",
    "prose in a fence": "```\na\n\n    The plan is new, and it was told.\n```\n",
    "prose in a list": "- A\n\n    The plan is new, it was told.\n\n1. B\n\n    The plan is new, it was told.\n",
    "prose in a note": "A.[^1]\n\n[^1]: B.\n\n    The plan is new, and it was told.\n",
    "fences": "```\na\n```\n\nB\n\n~~~ python\nc\n~~~~\n\n```d```\n",
}


def told(text: str, dialect: Dialect) -> list[tuple[int, int, str, str]]:
    parsed = parse(Meta("A"), text, path="a.md", first_line=1, dialect=dialect)
    return [(d.line, d.column, d.code, d.help) for d in parsed.remarks if d.code != "no-alt"]


@pytest.mark.parametrize("engine", ["markdown", "cmark"])
@pytest.mark.parametrize(("text", "code", "help_"), FOUND.values(), ids=FOUND)
def test_what_readers_would_not_get_is_told_at_its_place(text: str, code: str, help_: str, engine: str) -> None:
    places = []
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.split("⟨")[:-1]
        places += [(number, sum(map(len, parts[: index + 1])) + 1) for index in range(len(parts))]
    found = told(text.replace("⟨", ""), Dialect(engine))
    assert [(line, column, code) for line, column, code, _ in found] == [(*place, code) for place in places]
    assert help_ in found[-1][3]


@pytest.mark.parametrize("engine", ["markdown", "cmark"])
@pytest.mark.parametrize("text", LET_BE.values(), ids=LET_BE)
def test_what_only_looks_like_it_is_let_be(text: str, engine: str) -> None:
    assert told(text, Dialect(engine)) == []


@pytest.mark.parametrize("text", JOINED.values(), ids=JOINED)
def test_a_list_without_an_empty_line_above_is_told_where_the_engine_makes_none_of_it(text: str) -> None:
    before = text.partition("⟨")[0]
    place = (before.count("\n") + 1, 1, LEFT, "put an empty line above it")
    assert told(text.replace("⟨", ""), Dialect("markdown")) == [place]
    assert told(text.replace("⟨", ""), Dialect("cmark")) == []


def test_a_picture_is_told_as_a_picture() -> None:
    parsed = parse(Meta("A"), "![A](C:\\rack.jpg)\n", path="a.md", first_line=1, dialect=Dialect())
    assert [d.message for d in parsed.remarks] == [
        "the picture leads to C:\\rack.jpg, a file that only one machine has"
    ]


def test_a_path_with_a_space_is_told_where_the_engine_makes_no_picture_of_it() -> None:
    text = "![A rack](static/One rack.png)\n"
    assert told(text, Dialect("markdown")) == []
    assert told(text, Dialect("cmark")) == [(1, 1, LEFT, "write ![A rack](/One%20rack.png)")]


def test_a_site_that_trusts_its_authors_is_told_nothing_of_what_it_keeps() -> None:
    text = '<iframe src="https://example.com/"></iframe> [call](tel:+1555) [a](htp://b)\n'
    assert [code for _, _, code, _ in told(text, Dialect(raw_html="trust"))] == [LINK]


@pytest.mark.parametrize("text", LET_BE.values(), ids=LET_BE)
def test_prose_keeps_every_offset(text: str) -> None:
    prose = Prose.of(text).text
    assert len(prose) == len(text)
    assert all(kept in (was, " ") for was, kept in zip(text, prose, strict=True))
    assert prose.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "[a][",
        "<!--",
        "<pre>",
        "\\(",
        "{{< ",
        "$a ",
        "[finance:",
        "](x:",
        "\nsource:",
        " **a",
        "\n\n\tA b",
        "[a] (https://",
    ],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    told(piece * 5000, Dialect())


def test_a_rule_looks_at_so_many_places_of_a_text() -> None:
    """Each look goes over the whole text: a megabyte of what is nearly a slip would take hours (issue 7)."""
    text = "(racks)[https://example.com/a] " * (CANDIDATES + 50) + "\n"
    assert [code for _, _, code, _ in told(text, Dialect())] == [LEFT] * CANDIDATES
