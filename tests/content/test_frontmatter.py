"""A content file comes apart into front matter and text, each at its exact place, whatever editor wrote it."""

from __future__ import annotations

import math
import re
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.bounds import FRONT_MATTER
from sitegen.content.frontmatter import split
from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from sitegen.content.text import Unreadable, decode

WHOLE = "---\ntitle: A story\ndate: 2025-11-22\n---\nText.\n"

# The file, then the text's first line and the text.
FILES = {
    WHOLE: (5, "Text.\n"),
    "---\ntitle: A story\n---": (4, ""),
    "---\ntitle: A story\n---\n": (4, ""),
    "---\ntitle: A story\n---\n\n\nText.": (4, "\n\nText."),
    "---  \ntitle: A story\n----\t\nText.": (4, "Text."),
    "---\ntitle: A story\n---\nText.\n---\nMore.\n---\n": (4, "Text.\n---\nMore.\n---\n"),
    "---\n\n# a comment\ntitle: A story\n\n---\nText.": (7, "Text."),
    "---\n---\nText.": (3, "Text."),
}


@pytest.mark.parametrize("file", FILES)
def test_text_begins_on_the_line_after_the_fence(file: str) -> None:
    parts = split(file, "a.md")
    assert (parts.first_line, parts.text) == FILES[file]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_make_no_difference(ends: str, mark: bytes) -> None:
    text = "---\ntitle: Zürich 北京\ndate: 2025-11-22\n---\n\nText [finance:Blorp].\n\n> [finance:Blorp]\n"
    loaded = load("posts/a.md", mark + text.replace("\n", ends).encode(), LoadSettings())
    plain = load("posts/a.md", text.encode(), LoadSettings())
    assert loaded.document is not None
    assert loaded.document.meta == plain.document.meta if plain.document else False
    assert [(mention.line, mention.column) for mention in loaded.document.mentions] == [(6, 6), (8, 3)]
    assert loaded.body == plain.body


def test_places_are_those_of_keys_and_values() -> None:
    parts = split('---\ntitle: A story\n"date":   2025-11-22\ntags:\n  - a\n---\n', "a.md")
    assert parts.keys == {"title": (2, 1), "date": (3, 1), "tags": (4, 1)}
    meta = load("posts/a.md", WHOLE.replace("date:", "slug:  x\ndate:").encode(), LoadSettings()).document
    assert meta is not None
    assert meta.meta.places == {"title": (2, 8), "slug": (3, 8), "date": (4, 7)}


@pytest.mark.parametrize("blank", [0, 1, 3])
def test_line_of_a_mention_counts_blank_lines_above_the_text(blank: int) -> None:
    document = load("posts/a.md", f"{WHOLE[:-6]}{chr(10) * blank}A [finance:X]".encode(), LoadSettings()).document
    assert document is not None
    assert [(mention.line, mention.column) for mention in document.mentions] == [(5 + blank, 3)]


# What a key that is not ours holds: as YAML 1.1 reads it, in plain JSON-like values.
EXTRAS = {
    "sunny": "sunny",
    "4.10": 4.1,
    "42": 42,
    "0x1F": 31,
    "yes": True,
    "no": False,
    "~": None,
    "": None,
    '"42"': "42",
    "2025-11-22": "2025-11-22",
    "2025-11-22T19:21:00-06:00": "2025-11-22T19:21:00-06:00",
    "[1, two, 3.0, true]": [1, "two", 3.0, True],
    "{a: {b: [c]}}": {"a": {"b": ["c"]}},
    "{1: one, yes: two}": {"1": "one", "yes": "two"},
    "!!int nonsense": "nonsense",
    "!!binary aGk=": "aGk=",
    "!ours x": "x",
    "9223372036854775807": 9223372036854775807,
    ".inf": math.inf,
}


@pytest.mark.parametrize("written", EXTRAS)
def test_other_keys_are_kept_with_their_types(written: str) -> None:
    file = WHOLE.replace("---\nText.", f"weather: {written}\n---\nText.")
    document = load("posts/a.md", file.encode(), LoadSettings()).document
    assert document is not None
    assert document.meta.extra == {"weather": EXTRAS[written]}
    assert type(document.meta.extra["weather"]) is type(EXTRAS[written])


def test_anchors_and_aliases_of_yaml_are_followed() -> None:
    file = WHOLE.replace("---\nText.", "a: &here [x, y]\nb: *here\ntags: *here\n---\nText.")
    document = load("posts/a.md", file.encode(), LoadSettings()).document
    assert document is not None
    assert document.meta.extra == {"a": ["x", "y"], "b": ["x", "y"]}
    assert document.meta.terms == {"tags": ("x", "y")}


def test_front_matter_has_a_largest_size() -> None:
    with pytest.raises(Unreadable) as refused:
        split(f"---\ntitle: {'x' * FRONT_MATTER}\n---\n", "a.md")
    assert str(refused.value) == (
        "a.md:1:1: error[too-large]: the front matter is longer than 262,144 characters\n  help: move text below it"
    )
    assert split(f"---\ntitle: {'x' * (FRONT_MATTER - 7)}\n---\n", "a.md").first_line == 4


def test_nesting_without_end_is_refused() -> None:
    """In a process of its own, which this must not end."""
    code = (
        "from sitegen.content.frontmatter import split\n"
        "try: split('---\\nx: ' + '[' * 100_000 + '\\n---\\n', 'a.md')\n"
        "except Exception as refused: print(refused)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:7]) == (0, "a.md:2:")


def test_only_utf_8_is_text() -> None:
    assert decode(b"\xef\xbb\xbfA\r\nB\rC", "a.md") == "A\nB\nC"
    with pytest.raises(Unreadable, match=re.escape("a.md:2:3: error[bad-encoding]: byte 0xe9 is not UTF-8")):
        decode(b"one\ntw\xe9", "a.md")


YAML = st.text(alphabet="ab:-[]{}\"'&*!#|>%@`,?~ \n\t01.é\u2028\x85\ufeff", max_size=80)
KNOWN = st.sampled_from("title date tags draft kind slug sources image corrections aliases id related x".split())
LINES = st.lists(st.tuples(KNOWN, YAML), max_size=6).map(lambda pairs: "".join(f"{k}: {v}\n" for k, v in pairs))


@settings(derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        YAML.map(lambda text: f"---\n{text}\n---\nText.".encode()),
        LINES.map(lambda text: f"---\ntitle: A\ndate: 2025-11-22\n{text}---\nText.".encode()),
    )
)
@example(b"---\n---")
@example(b"---\n? ? ?\n---\n")
@example(b"---\ntitle: {a: }\ndate: [[]]\nsources: [{}, ~]\nimage: {src: }\n---\n")
@example(b"---\n" + b"[" * 2000 + b"\n---\n")
def test_any_bytes_are_a_document_or_diagnostics(data: bytes) -> None:
    for path in ("posts/a.md", "pages/a.md"):
        loaded = load(path, data, LoadSettings())
        errors = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.severity == "error"]
        assert (loaded.document is None) == bool(errors)
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for diagnostic in loaded.diagnostics:
            assert diagnostic.path == f"content/{path}"
            assert 1 <= diagnostic.line <= lines + 1
            assert diagnostic.message
