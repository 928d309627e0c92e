"""What a text is about: mentions, citations, references, outline, stories, lead and plain text, and their places."""

from datetime import datetime

import pytest

from sitegen.markup.parse import Dialect, parse
from sitegen.markup.sources import domain_of
from sitegen.model import Citation, Correction, Heading, Mention, Meta, Reference, Story

DIGEST = """\
Nvidia [finance:NVDA] leads.

## 🏭 Infrastructure

AMD [finance:AMD] too.

### Foxconn [finance:2317.TW] builds

Apple [finance:AAPL].[^1]

Source: [AP News](https://apnews.com/a) | CNBC

**Sources:** reuters.com

### Google scales

Sources: [Investing.com](https://www.investing.com/x)

## 📊 Analysis

Intel [finance:INTC] and `[finance:CODE]`.

[^1]: Note on TSMC [finance:TSM].
"""


def parsed(text, *, kind="story", first_line=1, dialect=None, head="", **meta):
    meta = Meta(title=meta.pop("title", "A title"), kind=kind, **meta)
    place = {"path": "content/posts/a.md", "first_line": first_line, "head": head}
    return parse(meta, text, dialect=dialect or Dialect(), **place)


def test_mentions_have_their_place_and_story():
    assert parsed(DIGEST, kind="digest", first_line=10).mentions == (
        Mention("NVDA", 10, 8, ""),
        Mention("AMD", 14, 5, "infrastructure"),
        Mention("2317.TW", 16, 13, "foxconn-builds"),
        Mention("AAPL", 18, 7, "foxconn-builds"),
        Mention("INTC", 30, 7, "analysis"),
        Mention("TSM", 32, 20, ""),
    )


def test_places_count_what_was_taken_out_of_the_line():
    text = "a\r\n\x0c\ufdd0b\x00 [finance:NVDA]\r\n"
    (mention,) = parsed(text).mentions
    assert (mention.line, mention.column) == (2, 6)
    assert text.split("\r\n")[1][mention.column - 1 :].startswith("[finance:")


def test_stories_are_the_third_level_and_the_sections_that_they_are_in():
    assert parsed(DIGEST, kind="digest").stories == (
        Story("infrastructure", "Infrastructure", "Infrastructure", divided=True),
        Story("foxconn-builds", "Foxconn builds", "Infrastructure"),
        Story("google-scales", "Google scales", "Infrastructure"),
        Story("analysis", "Analysis", "Analysis"),
    )
    assert parsed(DIGEST).stories == ()


def test_citations_belong_to_their_story():
    assert parsed(DIGEST, kind="digest").citations == (
        Citation(publisher="AP News", domain="apnews.com", url="https://apnews.com/a", anchor="foxconn-builds"),
        Citation(publisher="CNBC", anchor="foxconn-builds"),
        Citation(domain="reuters.com", anchor="foxconn-builds"),
        Citation(
            publisher="Investing.com", domain="investing.com", url="https://www.investing.com/x", anchor="google-scales"
        ),
    )
    assert {citation.anchor for citation in parsed(DIGEST).citations} == {""}


@pytest.mark.parametrize(
    ("item", "citation"),
    [
        ("[reuters.com](https://www.reuters.com/x)", Citation(domain="reuters.com", url="https://www.reuters.com/x")),
        ("https://www.cnbc.com/y", Citation(domain="cnbc.com", url="https://www.cnbc.com/y")),
        ("www.wsj.com", Citation(domain="wsj.com", url="http://www.wsj.com")),
        ("[AP](https://apnews.com/a) (paywall)", Citation("AP (paywall)", "apnews.com", "https://apnews.com/a")),
        ("**Wall Street Journal**", Citation("Wall Street Journal")),
        ("[a](https://a.com) and [b](https://b.com)", Citation("a and b")),
        ("[our story](/2025/x/)", Citation("our story", reference=0)),
        ("AT&T [finance:T] newsroom", Citation("AT&T newsroom")),
        ("<a href='javascript:alert(1)'>x</a>", Citation("x")),
    ],
)
def test_an_item_of_a_citation_line(item, citation):
    assert parsed(f"Source: {item}").citations == (citation,)
    assert parsed(f"Source: {item}", dialect=Dialect(raw_html="trust")).citations == (citation,)


@pytest.mark.parametrize(
    ("url", "domain"),
    [("https://www.reuters.com:443/x", "reuters.com"), ("//cnbc.com", "cnbc.com"), ("https://[bad", ""), ("/x/", "")],
)
def test_domain_is_the_host_without_www(url, domain):
    assert domain_of(url) == domain


def test_outline_has_text_and_emoji():
    assert parsed(DIGEST).body.outline[:2] == (
        Heading(2, "infrastructure", "Infrastructure", "🏭"),
        Heading(3, "foxconn-builds", "Foxconn builds", ""),
    )


def test_anchors_are_all_ids():
    body = parsed("## A\n\nb\n{: #para }\n\nc[^1]\n\n[^1]: d").body
    assert body.anchors == ("a", "para", "fnref:1", "fn:1")


def test_references_have_their_place():
    text = (
        "See about and [us](about), [us](about).\n\n![p](a.jpg) [h](#x) [o](https://example.com) [r][r]\n\n[r]: /r/\n"
    )
    assert parsed(text, first_line=5).references == (
        Reference("about", 5, 20),
        Reference("about", 5, 33),
        Reference("a.jpg", 7, 6, picture=True),
        Reference("#x", 7, 17),
        Reference("/r/", 9, 6),
    )


def test_fields_come_first_and_are_html():
    result = parsed(
        "Body, Intel [finance:INTC] and [x](/x/).",
        title="AT&T [finance:T] & \\[finance:no]",
        summary="*Not* Markdown, <b> [finance:NVDA]’s",
        takeaways=("**Nvidia** [finance:NVDA] & [more](/more/)", "1. Plain & simple", "# [finance:AMD]"),
        corrections=(Correction(datetime(2025, 11, 24), "It was `5` <script>x</script>https://example.com/"),),  # noqa: DTZ001
        places={"title": (2, 8), "summary": (3, 10), "takeaways": (5, 3)},
        first_line=9,
        head="""\
title: "AT&T [finance:T] & \\[finance:no]"
summary: >
  *Not* Markdown, <b> [finance:NVDA]’s
takeaways:
  - "**Nvidia** [finance:NVDA] & [more](/more/)"
  - 1. Plain & simple
  - "# [finance:AMD]"
""",
    )
    body = result.body
    shown = [text.replace("\ufdd0", "⟦").replace("\ufdd1", "⟧") for text in (body.title, body.summary, *body.takeaways)]
    assert shown == [
        "AT&amp;T ⟦t0⟧ &amp; [finance:no]",
        "*Not* Markdown, &lt;b&gt; ⟦t1⟧’s",
        '<strong>Nvidia</strong> ⟦t2⟧ &amp; <a data-hole-href="⟦u0⟧">more</a>',
        "1. Plain &amp; simple",
        "# ⟦t3⟧",
    ]
    assert body.corrections == ('It was <code>5</code> <a href="https://example.com/">https://example.com/</a>',)
    assert result.mentions == (
        Mention("T", 2, 14),
        Mention("NVDA", 4, 23),
        Mention("NVDA", 6, 17),
        Mention("AMD", 8, 8),
        Mention("INTC", 9, 13),
    )
    assert [reference.target for reference in result.references] == ["/more/", "/x/"]
    assert '⟦t4⟧ and <a data-hole-href="⟦u1⟧">' in body.html.replace("\ufdd0", "⟦").replace("\ufdd1", "⟧")


def test_text_has_a_line_a_block_and_no_furniture():
    assert parsed(DIGEST, kind="digest").body.text.split("\n") == [
        "Nvidia leads.",
        "🏭 Infrastructure",
        "AMD too.",
        "Foxconn builds",
        "Apple.",
        "Google scales",
        "📊 Analysis",
        "Intel and [finance:CODE].",
        "Note on TSMC.",
    ]


def test_text_keeps_code_and_parts_cells_and_items():
    text = "- a\n- b **c**\n\n| d | e |\n|---|---|\n| f | g |\n\n```python\nx = 1\n```\n\nh\ni<br>j"
    assert parsed(text).body.text == "a\nb c\nd\ne\nf\ng\nx = 1\nh i\nj"
    assert parsed(text).words == 13


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (
            "## Heading\n\nSource: CNBC\n\n**Scope:**\n\n> Quoted.\n\n- item\n\nNvidia [finance:NVDA] *rose*.",
            "Nvidia rose.",
        ),
        ("word " * 100, "word " * 59 + "word…"),
        ("x" * 400, "x" * 299 + "…"),
        ("", ""),
    ],
)
def test_lead_is_the_first_running_paragraph(text, lead):
    assert parsed(text).lead == lead
    assert len(lead) <= 300


@pytest.mark.parametrize("engine", ["markdown", "cmark"])
def test_no_text_turns_the_order_of_its_letters(engine):
    text = "A \u202egpj\u202c, &#8238;gpj, &#x202D;gpj, `\u202e`.\n"
    body = parsed(text, title="A \u202egpj", summary="\u202dA", dialect=Dialect(engine)).body
    assert not {"\u202d", "\u202e"} & {*f"{body.html}{body.feed}{body.text}{body.title}{body.summary}"}
    assert "&#8238;" not in body.html
