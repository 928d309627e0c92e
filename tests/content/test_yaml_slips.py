"""What YAML cannot read is told as the slip that it comes from, at the place where an editor mends it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.nodes import BadYaml, compose
from tests.fuzz.found import found_by

SLIPS = [
    ("title: [Update] Racks", (1, 17), "the value goes on behind its closing ]"),
    ('title: "Racks" from Ohio', (1, 16), 'the value goes on behind its closing "'),
    ("title: 'Ohio's racks", (1, 14), "the value goes on behind its closing '"),
    ("title: @racks", (1, 8), "a value cannot begin with @"),
    ("title: `racks`", (1, 8), "a value cannot begin with `"),
    ("title: *Racks* from Ohio", (1, 8), "a value cannot begin with *"),
    ("title: > Racks", (1, 8), "a value cannot begin with >"),
    ("title: | Racks", (1, 8), "a value cannot begin with |"),
    ("title: *racks", (1, 8), "a value cannot begin with *"),
    ("title: - Racks", (1, 8), "a value cannot begin with a hyphen and a space"),
    ("title: Racks: the story", (1, 13), "a colon inside a value"),
    ('title: "Racks\ndate: 2026-01-05', (1, 8), "a quote that begins here is never closed"),
    ('title: "C:\\qacks"', (1, 11), "a backslash in double quotes means something else"),
    ("title:Racks\ndate: 2026-01-05", (1, 7), "there is no space behind the colon"),
    ("title: Racks\n  date: 2026-01-05", (2, 1), "this line is further in than the field above it"),
    ("  title: Racks\ndate: 2026-01-05", (2, 1), "this line is not indented like those above it"),
    ("title: Racks\n...\ndate: 2026-01-05", (3, 1), "a line of three dots above this ends the front matter"),
    ("tags:\n  - a\n - b\ndate: 2026-01-05", (3, 2), "this line is not indented like those above it"),
    ("sources:\n\t- a", (2, 1), "a tab, where only spaces can be"),
    ("tags: [a, b\ndate: 2026-01-05", (1, 7), "a bracket [ that begins here is never closed"),
    ("image: {src: a.jpg\ndate: 2026-01-05", (1, 8), "a bracket { that begins here is never closed"),
    ("corrections:\n  - {text: We wrote: Ohio}", (2, 20), "a colon inside a value between { and }"),
    ('tags: ["a" "b"]', (1, 12), "this does not belong between [ and ]"),
    ("tags: [, a]", (1, 8), "a value is missing before this"),
    ("title: Racks\njust words\ndate: 2026-01-05", (2, 1), "this line is no field: there is no colon"),
    ("title: Racks\ndate:\N{NO-BREAK SPACE}2026-01-05\ntags: a", (2, 6), "a no-break space, which looks like"),
    (
        "title: Racks\n<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> desk",
        (2, 1),
        "git left two versions here, of two people's edits",
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), SLIPS)
def test_a_slip_is_told_in_an_editors_words_where_it_is_mended(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(BadYaml) as told:
        compose(text)
    assert told.value.message.startswith(message)
    assert (told.value.place, bool(told.value.help)) == (place, True)


@given(st.text(alphabet="ab \n\t:-[]{}\"'#*&!|>%@`,?\\<\u2028\x85", max_size=40))
def test_every_text_is_read_or_refused_at_a_place(text: str) -> None:
    try:
        compose(text)
    except BadYaml as told:
        place, message = told.place, told.message
    else:
        place, message = (1, 1), "read"
    assert min(place) >= 1
    assert message


@found_by("front-matter", "data-files")
@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_sign_that_parts_lines_to_the_parser_alone_shifts_no_place(sign: str) -> None:
    with pytest.raises(BadYaml) as told:
        compose(f"title: A{sign}story\ndate: @now\n")
    assert told.value.place == (2, 7)
    root = compose(f"title: A{sign}story\ndate: now\n")
    assert isinstance(root, yaml.MappingNode)
    assert [(key.start_mark.line, value.value) for key, value in root.value] == [(0, "A story"), (1, "now")]


@found_by("data-files")
@pytest.mark.parametrize("text", ["a: [b, ", "a: [b,\nc, ", "- &"])
def test_what_breaks_off_does_so_at_the_end_of_its_last_line(text: str) -> None:
    with pytest.raises(BadYaml) as told:
        compose(text)
    line, column = told.value.place
    assert line <= text.count("\n") + 1
    assert column <= len(text.split("\n")[line - 1]) + 1
