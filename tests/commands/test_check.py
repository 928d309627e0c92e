"""`sitegen check`: every problem at once, in three formats, at the severity that the site wants; publishes nothing."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.terminal import CLOCK, run
from tests.site import CONFIG, build_site, make_site, post

SOUND: dict[str, Any] = {"summary": "Of it.", "sources": [{"publisher": "Reuters"}]}
BODY = "A [link](/nowhere/), a [place](#no-such), a [file](gone.md).\n\n![A rack](rack.jpg)\n\n## Here\n"
PROBLEMS = [
    ("content/posts/a, 100%.md", 9, "broken-link"),
    ("content/posts/a, 100%.md", 9, "broken-anchor"),
    ("content/posts/a, 100%.md", 9, "broken-link"),
    ("content/posts/a, 100%.md", 11, "broken-picture"),
    ("content/posts/coming.md", 8, "unknown-company"),
    ("content/posts/drafted.md", 9, "unknown-company"),
]


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "content/posts/a, 100%.md": post("First", body=BODY, slug="a", **SOUND),
        "content/posts/drafted.md": post("Drafted", draft=True, body="Of [finance:Nobody Ltd].\n", **SOUND),
        "content/posts/coming.md": post("Coming", date="2026-07-01", body="Of [finance:Nobody Ltd].\n", **SOUND),
    }
    return make_site(tmp_path_factory.mktemp("troubled"), files)


def test_check_sees_every_problem_of_drafts_and_future_posts_too_and_publishes_nothing(troubled: Path) -> None:
    done = run("check", *CLOCK, "--site", troubled)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("  ")]
    found = [re.fullmatch(r"(.+):(\d+):\d+: warning\[(.+?)\]: .+", line) for line in lines]
    assert [(m[1], int(m[2]), m[3]) for m in found if m] == PROBLEMS
    assert (done.returncode, done.stderr) == (0, "6 warnings\n")
    assert {path.name for path in troubled.iterdir()} == {"content", "pyproject.toml", ".sitegen"}


def test_check_leaves_out_drafts_and_future_posts_when_told(troubled: Path) -> None:
    done = run("check", *CLOCK, "--no-drafts", "--no-future", "--site", troubled)
    assert "unknown-company" not in done.stdout
    assert done.stderr == "4 warnings\n"


def test_json_is_a_list_of_problems_with_their_places(troubled: Path) -> None:
    done = run("check", *CLOCK, "--format", "json", "--site", troubled)
    found = json.loads(done.stdout)
    assert [(problem["path"], problem["line"], problem["code"]) for problem in found] == PROBLEMS
    keys = {"path": str, "line": int, "column": int, "severity": str, "code": str, "message": str, "help": str}
    assert all({name: type(value) for name, value in problem.items()} == keys for problem in found)
    assert (done.returncode, done.stderr) == (0, "")


def test_github_gets_an_annotation_for_each_problem_whatever_the_files_name(troubled: Path) -> None:
    done = run("check", *CLOCK, "--strict", "--format", "github", "--site", troubled)
    command = re.compile(r"::error file=([^,:]+),line=(\d+),col=\d+,title=([a-z-]+)::(.+)")
    found = [command.fullmatch(line) for line in done.stdout.splitlines()]
    unescaped = [(m[1].replace("%2C", ",").replace("%25", "%"), int(m[2]), m[3]) for m in found if m]
    assert unescaped == PROBLEMS
    assert len(found) == len(PROBLEMS), "one line each, the help within it"
    assert done.returncode == 1, "strict: warnings are errors"


def test_the_configuration_decides_how_bad_a_problem_is(site: Path) -> None:
    body = "A [link](/nowhere/), a [place](#no-such), [finance:Nobody Ltd].\n\n![A rack](rack.jpg)\n\n## Here\n"
    rules = '{broken-link = "error", broken-anchor = "hint", broken-picture = "off"}'
    config = f"{CONFIG}[tool.sitegen.check]\nrules = {rules}\n"
    shutil.rmtree(site / "content")
    make_site(site, {"content/posts/a.md": post("First", body=body, **SOUND), "pyproject.toml": config})
    done = run("check", *CLOCK, "--format", "json", "--site", site)
    severities = {problem["code"]: problem["severity"] for problem in json.loads(done.stdout)}
    assert severities == {"broken-link": "error", "broken-anchor": "hint", "unknown-company": "warning"}
    assert done.returncode == 1
    strict = run("check", *CLOCK, "--strict", "--site", site)
    assert strict.stderr == "2 errors, 1 hint\n", "strict makes errors of warnings, and leaves hints"


def test_an_error_is_never_made_less_than_one(tmp_path: Path) -> None:
    config = f'{CONFIG}[tool.sitegen.check.rules]\nbad-date = "off"\n'
    make_site(tmp_path, {"content/posts/a.md": post(date="yesterday"), "pyproject.toml": config})
    (problem,) = build_site(tmp_path, dry=True).problems
    assert "error[bad-date]" in problem


def test_a_site_without_a_problem_says_so(tmp_path: Path) -> None:
    done = run("check", *CLOCK, "--site", make_site(tmp_path, {"content/posts/a.md": post(**SOUND)}))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 post: no problems found\n")
