"""The Nu Html Checker has nothing to say about a page of each kind, nor, in a soak, about any page."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.newsroom.urls import output_path
from tests.browser.checker import html_problems, needs_java


@needs_java
def test_the_html_checker_finds_nothing_on_a_page_of_each_kind(
    output: Path, pages: dict[str, str], tmp_path: Path
) -> None:
    for number, url in enumerate(pages.values()):
        shutil.copy(output / output_path(unquote(url)), tmp_path / f"{number}.html")
    assert html_problems(tmp_path) == []


@pytest.mark.soak
@needs_java
def test_the_html_checker_finds_nothing_on_any_page(output: Path) -> None:
    assert len(list(output.rglob("*.html"))) > 100
    assert html_problems(output) == []


@pytest.mark.soak
@needs_java
def test_the_html_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>A</title><p><div>", encoding="utf-8")
    assert html_problems(tmp_path) != []
