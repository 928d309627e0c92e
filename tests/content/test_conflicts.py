"""What git could not merge stops a build wherever it stands, and is told in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config.conflicts import HELP, MESSAGE, conflicts
from sitegen.diagnostics import SiteError
from tests.site import CONFIG, build_site, make_site, post

UNMERGED = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> desk\n"


@pytest.mark.parametrize(
    ("path", "text", "line", "code"),
    [
        ("content/posts/a.md", post(body="A.\n\n" + UNMERGED.format("B", "C")), 8, "merge-conflict"),
        (
            "content/posts/a.md",
            post().replace("---\n\n", UNMERGED.format("tags: []", "tags: [a]") + "---\n"),
            4,
            "merge-conflict",
        ),
        ("content/posts/a.md", UNMERGED.format(post("A"), post("B")), 1, "merge-conflict"),
        ("content/posts/a.md", post(body=UNMERGED.format("B\n||||||| base\nD", "C")), 6, "merge-conflict"),
        ("content/data/tags.toml", UNMERGED.format("[a]", "[b]"), 1, "bad-data"),
        ("content/data/prices.csv", "a,b\n" + UNMERGED.format("1,2", "1,3"), 2, "bad-data"),
        ("content/data/prices.json", "[\n" + UNMERGED.format("1", "2") + "]", 2, "bad-data"),
        ("content/data/prices.yaml", "a: 1\n" + UNMERGED.format("b: 1", "b: 2"), 2, "bad-data"),
        ("pyproject.toml", CONFIG + UNMERGED.format("a = 1", "b = 2"), CONFIG.count("\n") + 1, "bad-toml"),
    ],
)
def test_a_conflict_stops_a_build_at_its_first_line(path: str, text: str, line: int, code: str, tmp_path: Path) -> None:
    try:
        diagnostics = build_site(make_site(tmp_path, {path: text})).result.diagnostics
    except SiteError as error:  # the configuration's
        diagnostics = error.diagnostics
    found = [(d.path, d.line, d.column, d.severity, d.code, d.message, d.help) for d in diagnostics]
    assert found == [(path, line, 1, "error", code, MESSAGE, HELP)]


def test_code_may_show_a_conflict(tmp_path: Path) -> None:
    shown = UNMERGED.format("A", "B")
    indented = "".join(f"    {line}\n" for line in shown.splitlines())
    site = make_site(tmp_path, {"content/posts/a.md": post(body=f"```\n{shown}```\n\nOr:\n\n{indented}")})
    assert build_site(site, strict=True).result.posts == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A title\n=======\n", ()),
        ("<<<<<<< HEAD\nA\n>>>>>>> desk\n", ()),
        ("=======\n<<<<<<< HEAD\n>>>>>>> desk\n", ()),
        (" <<<<<<< HEAD\n=======\n>>>>>>> desk\n", ()),
        ("<<<<<<<< HEAD\n=======\n>>>>>>> desk\n", ()),
        (UNMERGED.format("A", "B") * 2, (1, 6)),
    ],
)
def test_a_conflict_is_three_marks_in_their_order(text: str, lines: tuple[int, ...]) -> None:
    assert conflicts(text) == lines
