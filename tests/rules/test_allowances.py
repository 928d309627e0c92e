"""`sitegen: allow CODE` in a comment allows what is found in its line, or in the line below comments; errors never."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config import Config
from sitegen.config.settings import Check
from sitegen.diagnostics import Diagnostic
from sitegen.rules.allowances import lines_that_allow, unused
from sitegen.rules.grading import graded
from tests.site import build_site, make_site, post

ALLOWED = {
    "in the line": ["[a](/b/) <!-- sitegen: allow broken-link -->"],
    "above": ["<!-- sitegen: allow broken-link -->", "[a](/b/)"],
    "above, in YAML": ["# sitegen: allow broken-link", "image: rack.jpg"],
    "in a template": ["{# sitegen: allow broken-link #}", "{{ post.title }}"],
    "with white space kept": ["{#- sitegen:allow broken-link -#}", "{{ post.title }}"],
    "above other comments": ["# sitegen: allow broken-link", "# for now", "image: rack.jpg"],
    "among others": ["image: rack.jpg # sitegen: allow no-alt, broken-link"],
}
NOT_ALLOWED = {
    "another rule": ["[a](/b/) <!-- sitegen: allow no-alt -->"],
    "a longer name": ["[a](/b/) <!-- sitegen: allow broken-links -->"],
    "no comment": ["[a](/b/) sitegen: allow broken-link"],
    "a line between": ["<!-- sitegen: allow broken-link -->", "", "[a](/b/)"],
    "below": ["[a](/b/)", "<!-- sitegen: allow broken-link -->"],
    "in the text above": ["Text <!-- sitegen: allow broken-link -->", "[a](/b/)"],
}


def found(lines: list[str], severity: str = "warning") -> Diagnostic:
    number = next(n for n, line in enumerate(lines, 1) if line.startswith(("[a]", "image", "{{")))
    return Diagnostic("a", number, 1, severity, "broken-link", "it leads to nothing", "")  # type: ignore[arg-type]


@pytest.mark.parametrize("lines", ALLOWED.values(), ids=ALLOWED)
@pytest.mark.parametrize("strict", [True, False])
def test_a_comment_allows_a_rule_at_its_place(lines: list[str], strict: bool) -> None:
    left, used = graded([found(lines)], Config(), lambda _: lines, strict=strict)
    assert left == ()
    ((path, number, code),) = used
    assert (path, code) == ("a", "broken-link")
    assert number in lines_that_allow(lines)
    rest = [d.message for d in unused([("a", number)], used, lambda _: lines)]
    assert rest == (["nothing here needs no-alt to be allowed"] if "no-alt" in lines[0] else [])


@pytest.mark.parametrize("lines", NOT_ALLOWED.values(), ids=NOT_ALLOWED)
def test_anything_else_allows_nothing(lines: list[str]) -> None:
    left, used = graded([found(lines)], Config(), lambda _: lines, strict=False)
    assert left == (found(lines),)
    assert used == frozenset()


def test_an_error_cannot_be_allowed_nor_graded() -> None:
    lines = ALLOWED["in the line"]
    config = Config(check=Check(rules={"broken-link": "off"}))
    assert graded([found(lines, "error")], config, lambda _: lines, strict=False)[0] == (found(lines, "error"),)


def test_a_build_heeds_what_is_allowed_and_a_check_tells_what_need_not_be(tmp_path: Path) -> None:
    body = "A [link](/no/). <!-- sitegen: allow broken-link -->\n\nSource: Reuters <!-- sitegen: allow no-alt -->\n"
    site = make_site(tmp_path, {"content/posts/a.md": post(body=body, summary="Of it.")})
    built = build_site(site, strict=True)
    assert built.problems == []
    assert "sitegen:" not in built.text("/2025/11/22/a/")
    (problem,) = build_site(site, dry=True).problems
    assert problem.startswith("content/posts/a.md:9:37: hint[unused-allowance]: nothing here needs no-alt")


def test_data_templates_and_the_configuration_are_looked_through_too(tmp_path: Path) -> None:
    files = {
        "content/posts/a.md": post(body="Source: Reuters\n", summary="Of it."),
        "content/data/tags.toml": "# sitegen: allow no-alt\n[ai]\n",
        "templates/extra.html": "{# sitegen: allow no-alt #}",
    }
    problems = build_site(make_site(tmp_path, files), dry=True).problems
    told = [problem.partition(": hint[unused-allowance]")[0] for problem in problems if "unused-allowance" in problem]
    assert told == ["content/data/tags.toml:1:18", "templates/extra.html:1:19"]
