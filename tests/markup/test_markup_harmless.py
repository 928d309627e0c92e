"""No text makes the parser fail, puts script into a page, or makes a hole of its own."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup_strategies import markdown

from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta
from tests.examples import tried
from tests.fuzz.found import found_by
from tests.harmless import NONCHARACTERS, assert_harmless, filled

ATTACKS = [
    line for line in (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines() if line.strip()
]


def parsed(text, kind="story", dialect=None, **meta):
    return parse(Meta(title="T", kind=kind, **meta), text, path="a.md", first_line=3, dialect=dialect or Dialect())


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_harmless(attack):
    assert_harmless(filled(parsed(attack)))
    assert_harmless(filled(parsed(f"Text\n\n- {attack}\n\n## {attack}\n\nSource: {attack} | {attack}", kind="digest")))
    assert_harmless(filled(parsed("", takeaways=(attack,), summary=attack)))


def test_the_attacks_are_real():
    """Trusted, half of them do what they are for; the others are tricks on the parsers between text and page."""
    trust = Dialect(raw_html="trust", remote_images="allow")
    harmful = 0
    for attack in ATTACKS:
        try:
            assert_harmless(filled(parsed(attack, dialect=trust)))
        except AssertionError:
            harmful += 1
    assert len(ATTACKS) >= 45
    assert harmful >= len(ATTACKS) // 2


@given(markdown, st.sampled_from(["story", "digest"]))
@tried(300)
def test_any_text_gives_harmless_html_and_true_facts(text, kind):
    result = parsed(text, kind, takeaways=(text[:50],), summary=text[:50])
    assert_harmless(filled(result))
    assert not NONCHARACTERS.search(result.body.text + result.lead)
    assert len(set(result.body.anchors)) == len(result.body.anchors)
    assert {heading.id for heading in result.body.outline} <= set(result.body.anchors)
    assert {story.anchor for story in result.stories} <= set(result.body.anchors)
    assert not any(identity.startswith("sg-") for identity in result.body.anchors)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mention in result.mentions:
        if mention.line >= 3:  # those of the front matter have its place
            assert lines[mention.line - 3][mention.column - 1 :].startswith("[")


@given(markdown)
@tried(100)
def test_trusted_text_never_fails_either(text):
    result = parsed(text, "digest", dialect=Dialect(raw_html="trust", remote_images="allow"))
    assert not NONCHARACTERS.search(filled(result))


@given(st.text(max_size=200))
@tried(100)
def test_title_and_summary_are_text(text):
    result = parse(Meta(title=text, summary=text), "", path="a.md", first_line=1, dialect=Dialect())
    assert "<" not in result.body.title + result.body.summary


@found_by("foreign-html")
@pytest.mark.parametrize("written", ["&#64976a0&#64977a", "&#64976;c0&#64977D", "&#65535e", "&#0;&#1b"])
def test_a_number_that_letters_follow_is_no_hole_either(written):
    for text in (written, f"<b>{written}</b>", f'<b title="{written}">x</b> [finance:NVDA]'):
        result = parsed(text)
        assert_harmless(filled(result))
        assert not NONCHARACTERS.search(result.body.text)


@found_by("cmark")
def test_trusted_html_may_call_an_attribute_as_it_likes():
    result = parsed('<p {="1" {x="2" lang=de><b title=x {>Text</b></p>', dialect=Dialect(raw_html="trust"))
    assert result.body.feed == '<p><b title="x">Text</b></p>'


@found_by("markdown")
@pytest.mark.parametrize("engine", ["markdown", "cmark"])
def test_a_link_within_the_page_has_its_way_in_feeds_whatever_signs_it_holds(engine):
    result = parsed('[a](#b">c) and [d](<#e\'"f>)', dialect=Dialect(engine=engine))
    assert "data-hole" not in filled(result)
    assert filled(result).count('href="/own/#') == 2


DEEP = {
    "quotes": "> " * 300 + "x",
    "lists": "\n".join("    " * level + "- x" for level in range(120)),
    "tags": "Text\n\n" + "<div>" * 120 + "x" + "</div>" * 120,
    "thousands": "<b>" * 20_000,
    "thousands of quotes": ">" * 20_000 + "x",
}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("raw_html", ["sanitise", "trust"])
def test_too_deep_is_an_error_with_a_line(kind, raw_html):
    (problem,) = parsed(DEEP[kind], dialect=Dialect(raw_html=raw_html)).diagnostics
    assert (problem.severity, problem.code, problem.path) == ("error", "too-deep", "a.md")
    assert problem.line == {"lists": 122, "tags": 5}.get(kind, 3)
    assert "100 levels" in problem.message


def test_ordinary_nesting_is_not_too_deep():
    text = "\n".join("    " * level + "- x" for level in range(12)) + "\n\n" + "> " * 20 + "x\n\n" + "<p>x<br>" * 500
    result = parsed(text, dialect=Dialect(raw_html="trust"))
    assert result.diagnostics == ()
    assert result.words > 500


@pytest.mark.parametrize(
    "piece",
    [
        "[finance:",
        "\\",
        "[finance:x] ",
        "# a\n\n",
        "🏭",
        "&#",
        " | ",
        "[a](b) ",
        "<b",
        "Source: a | ",
        "\n>",
        "<!--",
        "]",
        "text-align:",
        " ",
        "`a\n```python\nx = 1\n```\n",
        "![a](b.png) ",
        "## a\n\n### b\n\n",
    ],
)
def test_time_grows_with_length_alone(piece):
    """No worst case of a pattern or a pass makes twenty thousand characters slow."""
    started = time.perf_counter()
    parsed(piece * (20_000 // len(piece)), "digest")
    assert time.perf_counter() - started < 5


URLS = st.one_of(
    st.sampled_from("http:// https:// HTTPS:// // / # ? mailto: javascript: data: a/ ./ ../ xn-- www.".split()),
    st.sampled_from(
        "a.com a b.org:8080 1.2.3.999 [::1] xn--a.com a..b ex%20 user@ %00 é /p ?q=1&r #f :x \\ é.com".split()
    ),
    st.text(alphabet="abz019./:#?@%-_&;", max_size=4),
)
LINKS = st.lists(URLS, max_size=5).map(lambda parts: f"[a]({''.join(parts)}) ![b]({''.join(parts)} 'c')\n\n")
NO_HTML = (
    st.lists(st.one_of(markdown, LINKS), max_size=3)
    .map("".join)
    .map(lambda text: text.replace("<", "").replace("{", ""))
)


@pytest.mark.parametrize("engine", ["markdown", "cmark"])
@tried(400)
@given(NO_HTML)
def test_what_is_spared_the_sanitiser_is_as_the_sanitiser_leaves_it(engine, text):
    quick = parsed(text, dialect=Dialect(engine=engine))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sitegen.markup.parse.may_hold_raw", lambda _: True)
        assert quick == parsed(text, dialect=Dialect(engine=engine))


def test_most_texts_without_html_are_spared_the_sanitiser(monkeypatch):
    monkeypatch.setattr("sitegen.markup.parse.sanitise", None)
    posts = Path(__file__).parents[2].glob("content/posts/**/*.md")
    texts = [post.read_text(encoding="utf-8").split("---\n", 2)[2] for post in posts]
    assert texts
    for text in texts:
        assert parsed(text).body.html
