"""The Nu Html Checker has nothing to say about any page."""

from __future__ import annotations

from pathlib import Path

from tests.browser.checker import html_problems, needs_java


@needs_java
def test_the_html_checker_finds_no_errors_and_no_warnings(output: Path) -> None:
    assert len(list(output.rglob("*.html"))) > 100
    assert html_problems(output) == []


@needs_java
def test_the_html_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>A</title><p><div>", encoding="utf-8")
    assert html_problems(tmp_path) != []
