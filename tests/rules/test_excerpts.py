"""The line that a problem stands on is shown whole or in part, and the caret stands under its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Diagnostic
from sitegen.rules.excerpts import LONGEST, excerpt, site_lines


def problem(line: int, column: int, path: str = "a.md") -> Diagnostic:
    return Diagnostic(path, line, column, "warning", "broken-link", "it leads to nothing", "")


LONG = "x" * 80 + "HERE" + "y" * 80
CASES = {
    "a line": ("title: A", 8, "  1 | title: A\n    |        ^"),
    "no column": ("title: A", 0, "  1 | title: A"),
    "past the end": ("ab", 9, "  1 | ab\n    |   ^"),
    "a tab": ("\tlink", 2, "  1 |     link\n    |     ^"),
    "wide letters": ("日本 x", 4, "  1 | 日本 x\n    |      ^"),
    "a combining accent": ("e\u0301 x", 4, "  1 | e\u0301 x\n    |   ^"),
    "a control character": ("a\x1b[31mb", 3, "  1 | a·[31mb\n    |   ^"),
    "a direction mark": ("a\u202eb", 3, "  1 | a·b\n    |   ^"),
    "a long line, near its start": (LONG, 1, f"  1 | {LONG[:LONGEST]}…\n    | ^"),
    "a long line": (LONG, 81, f"  1 | …{LONG[20 : 20 + LONGEST]}…\n    |  {' ' * 60}^"),
    "a long line, near its end": (LONG, 164, f"  1 | …{LONG[-LONGEST:]}\n    |  {' ' * (LONGEST - 1)}^"),
}


@pytest.mark.parametrize(("line", "column", "shown"), CASES.values(), ids=CASES)
def test_a_place_is_shown_with_a_caret(line: str, column: int, shown: str) -> None:
    assert excerpt(problem(1, column), lambda _: [line]) == shown


@given(st.text(alphabet=st.characters(blacklist_characters="\n"), max_size=300), st.integers(0, 320))
def test_no_line_moves_the_cursor_or_is_shown_at_length(line: str, column: int) -> None:
    shown = excerpt(problem(1, column), lambda _: [line])
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert shown.count("\n") <= 1
    assert all(len(part) <= 4 * LONGEST + 10 for part in shown.split("\n"))


def test_a_place_that_is_not_there_shows_nothing() -> None:
    assert excerpt(problem(0, 0), lambda _: ["a"]) == ""
    assert excerpt(problem(2, 1), lambda _: ["a"]) == ""
    assert excerpt(problem(1, 1), lambda _: []) == ""


def test_lines_are_the_files_as_diagnostics_count_them(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\nf\xffur")
    assert list(site_lines(tmp_path)("a.md")) == ["one", "two", "three", "f\ufffdur"]


def test_nothing_outside_the_site_is_shown(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (site / "link.md").symlink_to(tmp_path / "secret")
    lines = site_lines(site)
    for path in ("link.md", "../secret", str(tmp_path / "secret"), "missing", "a\0b", ""):
        assert list(lines(path)) == []


def test_a_link_to_itself_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "a.md")
    assert site_lines(tmp_path)("a.md") == ()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert site_lines(tmp_path)("a.md") == ()
