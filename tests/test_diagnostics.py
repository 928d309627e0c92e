"""A problem is one line, then its help; and a slip of one letter is known for what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import ConfigError, Diagnostic, SiteError, did_you_mean, nearest, one_edit_away, visible

KNOWN = ("title", "date", "tags", "summary", "page_size")


@pytest.mark.parametrize(
    ("line", "column", "help_", "shown"),
    [
        (4, 7, "write 2025-11-22", "a.md:4:7: error[bad-date]: 'x' is no date\n  help: write 2025-11-22"),
        (4, 7, "", "a.md:4:7: error[bad-date]: 'x' is no date"),
        (4, 0, "", "a.md:4: error[bad-date]: 'x' is no date"),
        (0, 0, "", "a.md: error[bad-date]: 'x' is no date"),
    ],
)
def test_problem_is_one_line_then_its_help(line: int, column: int, help_: str, shown: str) -> None:
    assert str(Diagnostic("a.md", line, column, "error", "bad-date", "'x' is no date", help_)) == shown


def test_problems_sort_by_file_then_place() -> None:
    places = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 2, 5), ("a.md", 2, 3), ("a.md", 0, 0)]
    found = sorted(Diagnostic(*place, "error", "x", "y") for place in places)
    assert [(d.path, d.line, d.column) for d in found] == sorted(places)


def test_error_carries_its_problems() -> None:
    problems = [Diagnostic("a.md", 1, 1, "error", "x", "y"), Diagnostic("b.md", 0, 0, "error", "x", "z", "do")]
    assert SiteError(problems).diagnostics == tuple(problems)
    assert str(ConfigError(problems)) == "a.md:1:1: error[x]: y\nb.md: error[x]: z\n  help: do"
    assert issubclass(ConfigError, SiteError)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("TITLE", "title"),
        ("sumary", "summary"),
        ("pagesize", "page_size"),
        ("page-size", "page_size"),
        ("weather", None),
        ("", None),
    ],
)
def test_nearest_known_word_is_the_one_meant(word: str, meant: str | None) -> None:
    assert nearest(word, KNOWN) == meant


def test_help_is_the_nearest_word_or_all_when_few() -> None:
    assert did_you_mean("titel", KNOWN) == "did you mean 'title'?"
    assert did_you_mean("weather", KNOWN) == "known: title, date, tags, summary, page_size"
    assert did_you_mean("weather", [f"word-{n}" for n in range(31)]) == ""
    assert nearest("nvidea", ["Nvidia", "AMD"]) == "Nvidia"


EDITS = "tags tag tgas tagz ttags atgs ags tabs Tags".split()


@pytest.mark.parametrize("word", [word for word in EDITS if word != "tags"])
def test_one_slip_is_one_edit(word: str) -> None:
    assert one_edit_away(word, "tags")
    assert one_edit_away("tags", word)


@pytest.mark.parametrize("word", ["tags", "", "ta", "tagses", "sgat", "gast", "tsga", "author"])
def test_more_or_less_than_one_slip_is_not(word: str) -> None:
    assert not one_edit_away(word, "tags")


@settings(derandomize=True)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_what_all_single_edits_give(one: str, other: str) -> None:
    """Against the plain definition: every word that one edit of the other can make."""
    cuts = [(one[:n], one[n:]) for n in range(len(one) + 1)]
    edits = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    edits |= {a + c + b for a, b in cuts for c in "abc"} | {a + c + b[1:] for a, b in cuts if b for c in "abc"}
    assert one_edit_away(one, other) == (other in edits - {one})


def test_what_acts_on_a_terminal_or_in_a_log_is_shown_as_a_dot() -> None:
    acting = [
        *map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    ]
    assert visible("".join(acting)) == "·" * len(acting)
    assert visible("a\tb ##[error] é 日本 👩‍🚀 \u200d") == "a·b #·[error] é 日本 👩‍🚀 \u200d"
    diagnostic = Diagnostic("a\n::error::b.md", 1, 2, "error", "bad-date", "'\x1b[2J' is not a date", "write \x9b")
    assert str(diagnostic) == "a·::error::b.md:1:2: error[bad-date]: '·[2J' is not a date\n  help: write ·"
