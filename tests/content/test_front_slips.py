"""Front matter that YAML reads otherwise than its author: a text that ` #` ends, and characters that nobody sees."""

from __future__ import annotations

import pytest

from sitegen.config import Config
from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from tests.fuzz.found import found_by

SETTINGS = LoadSettings.of(Config(title="The Wire", base_url="https://wire.example/"))
DATE = "\ndate: 2026-01-05"


def told(data: str | bytes) -> list[str]:
    """What is said of a post with this front matter, or of these bytes."""
    written = f"---\n{data}\n---\nA text.\n".encode() if isinstance(data, str) else data
    return [str(d).removeprefix("content/posts/a.md:") for d in load("posts/a.md", written, SETTINGS).diagnostics]


REMARK = "a remark has a space behind its #"
CUT = {
    f"title: Nvidia is #1{DATE}": (
        "2:18: warning[cut-value]: ' #' begins a remark: readers do not see '#1'",
        f'write title: "Nvidia is #1"; {REMARK}',
    ),
    f"title: #1 in chips{DATE}": (
        "2:8: error[cut-value]: ' #' begins a remark: readers do not see '#1 in chips'",
        f'write title: "#1 in chips"; {REMARK}',
    ),
    f"title: Chips{DATE}\nsummary: Of\n  chips #AI": (
        "5:9: warning[cut-value]: ' #' begins a remark: readers do not see '#AI'",
        f'write summary: "Of chips #AI"; {REMARK}',
    ),
    f"title: Chips{DATE}\ntakeaways:\n  - Fab #2 opens\n  - Racks": (
        "5:9: warning[cut-value]: ' #' begins a remark: readers do not see '#2 opens'",
        f'write - "Fab #2 opens"; {REMARK}',
    ),
}


@pytest.mark.parametrize("text", CUT)
def test_a_text_that_a_number_sign_ends_is_told(text: str) -> None:
    said, help_ = CUT[text]
    assert told(text) == [f"{said}\n  help: {help_}"]


@pytest.mark.parametrize(
    "text",
    [
        f'title: "Nvidia is #1"{DATE}',
        f"title: C#{DATE}",
        f"title: Chips{DATE} #moved",
        f"title: Chips # the working title{DATE}",
        f"title: Chips #sitegen: allow long-title{DATE}",
        f"title: 'Chips' #1{DATE}",
        f"title: Chips{DATE}\nmood: good #1",
        f"title: Chips{DATE}\nsummary: |\n  We are #1",
    ],
)
def test_a_remark_and_a_whole_text_are_not(text: str) -> None:
    assert told(text) == []


NO_BREAK = "an invisible character (U+00A0, no-break space)"
NO_WIDTH = "an invisible character (U+200B, zero width space)"
HYPHEN = "an invisible character (U+00AD, soft hyphen)"
MARK = "an invisible character (U+FEFF, zero width no-break space)"
UNSEEN = {
    "title: Chips\n\u00a0date: 2026-01-05": f"3:1: error[unknown-field]: {NO_BREAK} before 'date'",
    "title: Chips\ndate\u00a0: 2026-01-05": f"3:5: error[unknown-field]: {NO_BREAK} behind 'date'",
    "title: Chips\nda\u00adte: 2026-01-05": f"3:3: error[unknown-field]: {HYPHEN} in 'date'",
    "title: Chips\n\ufeffdate: 2026-01-05": f"3:1: error[bad-yaml]: {MARK} at the beginning of this line",
    f"title: Chips{DATE}\nmo\u200bod: good": f"4:3: warning[unknown-field]: {NO_WIDTH} in 'mood'",
    f"title: Chips{DATE}\nimage: {{src: a.jpg, \u200balt: b}}": (
        f"4:27: error[unknown-field]: image: {NO_WIDTH} before 'alt'"
    ),
    f"title: Chips{DATE}\u200b": f"3:17: error[bad-date]: {NO_WIDTH} in date",
    f'title: Chips{DATE}\nkind: "\u200bstory"': f"4:8: error[bad-value]: {NO_WIDTH} in kind",
    f"title: Chips{DATE}\n\u200b\ntags: [a]": f"4:1: error[bad-yaml]: {NO_WIDTH} at the beginning of this line",
}


@pytest.mark.parametrize("text", UNSEEN)
def test_an_invisible_character_is_named_where_it_is(text: str) -> None:
    assert told(text) == [f"{UNSEEN[text]}\n  help: delete it"]


def test_one_that_is_not_what_is_wrong_is_not_named() -> None:
    (said,) = told("title: Chips\ndate: 2026-11-31\u00a0")
    assert "'2026-11-31\\xa0' is not a date" in said or "'2026-11-31' is not a date" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\u200b---\ntitle: x\n---\n", f"1:1: error[no-front-matter]: {NO_WIDTH} beside ---"),
        ("---\ntitle: x\n---\u00a0\nText.\n", f"3:4: error[unclosed-front-matter]: {NO_BREAK} beside ---"),
    ],
)
def test_one_beside_a_fence_too(text: str, said: str) -> None:
    assert told(text.encode()) == [f"{said}\n  help: delete it"]


SAVE = "save the file as UTF-8: editors offer it where they save, or name the encoding"
TEXT = "---\ntitle: Größe “x”\n---\n"
ENCODED = {
    "utf-16": "1:1: error[bad-encoding]: this file is in UTF-16, and can be read only in UTF-8",
    "utf-16-le": "1:1: error[bad-encoding]: this file is in UTF-16, and can be read only in UTF-8",
    "utf-16-be": "1:1: error[bad-encoding]: this file is in UTF-16, and can be read only in UTF-8",
    "cp1252": "2:10: error[bad-encoding]: byte 0xf6 is not UTF-8; in Windows-1252 it is ö",
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_another_encoding_is_named(encoding: str) -> None:
    assert told(TEXT.encode(encoding)) == [f"{ENCODED[encoding]}\n  help: {SAVE}"]


def test_a_byte_of_no_encoding_is_told_at_its_character() -> None:
    assert told(b"---\ntitle: \xc3\xbc\x81\n") == [f"2:9: error[bad-encoding]: byte 0x81 is not UTF-8\n  help: {SAVE}"]


@found_by("data-files")
def test_a_byte_of_another_encoding_is_told_at_its_line_behind_old_line_ends() -> None:
    found = ["3:1: error[bad-encoding]: byte 0xff is not UTF-8; in Windows-1252 it is ÿ"]
    assert [one.partition("\n")[0] for one in told(b"---\rtitle: A\r\n\xff")] == found


@found_by("front-matter")
def test_a_byte_of_another_encoding_is_told_at_its_place_behind_a_byte_order_mark() -> None:
    assert told(b"\xef\xbb\xbf---\ntitle: \x81\n") == [
        f"2:8: error[bad-encoding]: byte 0x81 is not UTF-8\n  help: {SAVE}"
    ]
