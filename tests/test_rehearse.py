"""A check tries only the pages that may be other than when they were sound, and says what a check from nothing says."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.build import build
from sitegen.engine.manifest import read_manifest
from sitegen.rehearse import SOUND
from sitegen.result import Request
from tests.site import NOW, Built, build_site, make_site, post

POSTS = {f"content/posts/2025-11-{day:02}-p{day}.md": post(f"Post {day}", f"2025-11-{day:02}") for day in range(1, 6)}
PICKY = "{% extends 'layout.html' %}{% block main %}{{ post.extra.need if 'picky' in post.extra }}{% endblock %}"
STEPS: list[dict[str, str | None]] = [
    {},
    {"content/posts/2025-11-02-p2.md": post("Post 2", "2025-11-02", body="Another text, [a link](/nowhere/).\n")},
    {"templates/post.html": PICKY},
    {"content/posts/2025-11-03-p3.md": post("Post 3", "2025-11-03", picky=True)},
    {"content/posts/2025-11-04-p4.md": post("Post 4 is another", "2025-11-04")},
    {"content/posts/2025-11-03-p3.md": post("Post 3", "2025-11-03", picky=True, need="is met")},
    {"templates/post.html": "{{ nothing }}"},
    {"templates/post.html": "{% if %}"},
    {"templates/post.html": None},
    {"content/posts/2025-11-01-p1.md": None},
    {"pyproject.toml": '[tool.sitegen]\ntitle = "Another"\nbase_url = "https://other.example/"\n'},
]


def check(site: Path, *, full: bool = False) -> Built:
    return build_site(site, dry=True, full=full)


def test_a_check_after_edits_says_what_one_from_nothing_says(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**POSTS})
    told = []
    for step in STEPS:
        for path, text in step.items():
            if text is None:
                (site / path).unlink()
            else:
                make_site(site, {path: text})
        problems = check(site).problems
        assert problems == check(site).problems, "asked again"
        told.append(problems)
        os.rename(site / ".sitegen", tmp_path / "kept")
        assert problems == check(site).problems
        for left in sorted((site / ".sitegen").rglob("*"), reverse=True):
            left.rmdir() if left.is_dir() else left.unlink()
        (site / ".sitegen").rmdir()
        os.rename(tmp_path / "kept", site / ".sitegen")
    failed = [any("error[" in problem for problem in problems) for problems in told]
    assert failed == [False, False, False, True, True, False, True, True, False, False, False]


def test_a_template_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    template = "{% extends 'layout.html' %}\n{% block main %}\n"
    problems = check(make_site(tmp_path, {**POSTS, "templates/post.html": template})).problems
    assert [problem for problem in problems if "met on" in problem] == []
    assert len([problem for problem in problems if "template-error" in problem]) == 1


def test_a_page_that_is_not_sound_is_tried_again(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**POSTS, "templates/post.html": PICKY})
    make_site(site, {"content/posts/2025-11-03-p3.md": post("Post 3", "2025-11-03", picky=True)})
    check(site)
    manifest = read_manifest(site / ".sitegen" / SOUND)
    assert manifest is not None
    assert "2025/11/02/p2/index.html" in manifest.records
    assert "2025/11/03/p3/index.html" not in manifest.records


def test_pages_that_a_build_or_a_check_found_sound_are_not_tried(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**POSTS})
    build_site(site)

    def tried() -> int:
        found: dict[str, int] = {}
        build(Request(site, NOW, dry=True), lambda what, done, _: found.update({what: done}), lambda _: None)
        return found.get("trying pages", 0)

    assert tried() == 0
    make_site(site, {"templates/tag.html": "{% extends 'layout.html' %}", "templates/term.html": "{{ term.name }}"})
    make_site(site, {"content/posts/2025-11-06-p6.md": post("Post 6", "2025-11-06", tags=["ai"])})
    assert 0 < tried() < 25
    assert tried() == 0
