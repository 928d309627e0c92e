"""What `sitegen init` leaves for other programs: a workflow, a pre-commit hook, editors' files. Their own checkers read
them, and what they run is run, but for GitHub's own actions.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import __version__
from sitegen.automation import requirements
from tests.commands.terminal import environment, run

CLOCK = {"SOURCE_DATE_EPOCH": "1782864000"}
SLIP = "content/posts/slip.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert run("init", "site", at=tmp_path, **CLOCK).returncode == 0
    return tmp_path / "site"


def workflow(site: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load((site / ".github/workflows/site.yml").read_text())
    return found


def steps(job: dict[str, Any], key: str) -> list[Any]:
    return [step[key] for step in job["steps"] if key in step]


def test_githubs_schema_takes_the_workflow(site: Path) -> None:
    """The schema that check-jsonschema carries; deploying itself can only be tried on GitHub."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, site / ".github/workflows/site.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pull_requests_are_checked_with_annotations_and_may_do_nothing_else(site: Path) -> None:
    jobs = workflow(site)["jobs"]
    assert workflow(site)["permissions"] == {"contents": "read"}
    assert "permissions" not in jobs["check"]
    assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
    assert steps(jobs["check"], "run")[-1] == "sitegen check --format github"
    (site / SLIP).write_text("---\ntitle: A\ndate: tomorrow\n---\nText.\n")
    words = shlex.split(steps(jobs["check"], "run")[-1])[1:]
    done = run(*words, at=site, **CLOCK)
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={SLIP},line=3,col=7,title=bad-date::")


def test_main_is_built_and_deployed_by_githubs_own_actions(site: Path) -> None:
    jobs = workflow(site)["jobs"]
    assert "refs/heads/main" in jobs["build"]["if"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "id-token" not in jobs["build"]["permissions"], "what runs other people's code may not deploy"
    used = [name.partition("@")[0] for job in jobs.values() for name in steps(job, "uses")]
    assert {name.partition("/")[0] for name in used} == {"actions"}
    assert set(used) >= {f"actions/{n}" for n in ("configure-pages", "upload-pages-artifact", "deploy-pages", "cache")}
    done = run(*shlex.split(steps(jobs["build"], "run")[-1])[1:], at=site, **CLOCK)
    assert done.returncode == 0, done.stderr
    uploaded = next(step for step in jobs["build"]["steps"] if "upload-pages" in step.get("uses", ""))["with"]["path"]
    assert (site / uploaded / "index.html").is_file()


def test_the_whole_history_is_there_and_no_credentials(site: Path) -> None:
    checkouts = [
        s["with"] for j in workflow(site)["jobs"].values() for s in j["steps"] if "checkout" in s.get("uses", "")
    ]
    assert checkouts == [{"fetch-depth": 0, "persist-credentials": False}] * 2


def test_the_cache_is_kept_by_every_run_and_restored_from_the_newest(site: Path) -> None:
    (cache,) = (
        step["with"] for step in workflow(site)["jobs"]["build"]["steps"] if "actions/cache@" in step.get("uses", "")
    )
    assert cache["path"] == ".sitegen"
    assert {"github.run_id", "github.run_attempt"} == set(re.findall(r"\{\{ ([\w.]+) \}\}", cache["key"]))
    assert cache["key"].startswith(cache["restore-keys"])


def test_publications_wait_for_each_other(site: Path) -> None:
    concurrency = workflow(site)["concurrency"]
    assert "|| 'publish'" in concurrency["group"]
    assert concurrency["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_it_runs_by_itself_for_posts_of_the_future(site: Path) -> None:
    assert workflow(site)[True]["schedule"] == [{"cron": "17 * * * *"}], "YAML 1.1 takes `on` for true"


@pytest.mark.parametrize(
    ("pages", "warning"),
    [
        ("https://example.com", ""),
        ("http://example.com/", ""),
        (
            "https://someone.github.io/news",
            "base_url is https://example.com/, but Pages publishes at https://someone.github.io/news/",
        ),
    ],
)
def test_an_address_that_is_not_that_of_pages_is_said(pages: str, warning: str, site: Path) -> None:
    step = next(step for step in workflow(site)["jobs"]["build"]["steps"] if step.get("shell") == "python")
    done = subprocess.run(
        [sys.executable, "-c", step["run"]],
        cwd=site,
        env=environment(PAGES=pages),
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"::warning file=pyproject.toml::{warning}\n" if warning else ""
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


def test_the_pre_commit_hook_checks_what_a_site_is_made_of(site: Path) -> None:
    (hook,) = yaml.safe_load((site / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert run(*shlex.split(hook["entry"])[1:], at=site, **CLOCK).returncode == 0
    files = ("content/posts/a.md", "content/data/tags.toml", "templates/post.html", "static/a.css", "pyproject.toml")
    assert all(re.search(hook["files"], name) for name in files)
    assert not re.search(hook["files"], "README.md")
    assert (hook["language"], hook["pass_filenames"]) == ("system", False)


# ── How sitegen itself gets there ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (
            {"url": "https://git.example/sitegen", "vcs_info": {"vcs": "git", "commit_id": "abc123"}},
            "sitegen @ git+https://git.example/sitegen@abc123",
        ),
        ({"url": "file:///somewhere/sitegen", "dir_info": {}}, f"./sitegen-{__version__}-py3-none-any.whl"),
        ({}, f"./sitegen-{__version__}-py3-none-any.whl"),
    ],
)
def test_requirements_name_this_version_and_never_the_name_alone(origin: dict[str, Any], line: str) -> None:
    assert [text for text in requirements(origin).splitlines() if not text.startswith("#")] == [line]


# ── Editors ─────────────────────────────────────────────────────────────────────────────────────────


def tasks(site: Path) -> dict[str, Any]:
    return {task["label"]: task for task in json.loads((site / ".vscode/tasks.json").read_text())["tasks"]}


def test_vs_code_finds_each_problem_of_check_at_its_place(site: Path) -> None:
    (site / SLIP).write_text("---\ntitle: A\ndate: tomorrow\n---\nText.\n")
    task = tasks(site)["sitegen check"]
    done = run(*shlex.split(task["command"])[1:], at=site, **CLOCK)
    pattern = task["problemMatcher"]["pattern"]
    match = next(m for line in done.stdout.splitlines() if (m := re.match(pattern["regexp"], line)))
    found = {name: match[group] for name, group in pattern.items() if name != "regexp"}
    assert found == {
        "file": SLIP,
        "line": "3",
        "column": "7",
        "severity": "error",
        "code": "bad-date",
        "message": "'tomorrow' is not a date",
    }


def test_editors_find_every_schema_that_is_written(site: Path) -> None:
    done = run(*shlex.split(tasks(site)["sitegen schema"]["command"])[1:], at=site, **CLOCK)
    written = set(done.stdout.splitlines())
    rules = tomllib.loads((site / ".taplo.toml").read_text())["rule"]
    assert {rule["schema"]["path"] for rule in rules} <= written
    assert ".vscode/sitegen.code-snippets" in written
    ignored = (site / ".gitignore").read_text().split()
    assert {"/.sitegen/", "/.vscode/sitegen.code-snippets"} <= set(ignored), "they are made again, not committed"
