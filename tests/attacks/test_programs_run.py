"""Other programs that are run for a site: git, the editor, and what GitHub runs. None runs what a stranger wrote."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.automation import WORKFLOW
from sitegen.new import edit
from tests.attacks.table import attack
from tests.repository import Repository
from tests.site import post

A = "content/posts/2025-11-22-a.md"
# Settings of a repository that name programs, each with one that leaves a mark; %s is its path.
SETTINGS = {
    "core.fsmonitor": "%s",
    "core.pager": "%s",
    "core.editor": "%s",
    "core.sshCommand": "%s",
    "core.askPass": "%s",
    "core.gitProxy": "%s",
    "core.alternateRefsCommand": "%s",
    "core.hooksPath": "%s-hooks",
    "pager.diff-tree": "%s",
    "pager.rev-list": "%s",
    "pager.cat-file": "%s",
    "diff.external": "%s",
    "diff.evil.command": "%s",
    "diff.evil.textconv": "%s",
    "diff.evil.cachetextconv": "true",
    "filter.evil.clean": "%s",
    "filter.evil.smudge": "%s",
    "filter.evil.process": "%s",
    "filter.evil.required": "true",
    "merge.evil.driver": "%s",
    "gpg.program": "%s",
    "log.showSignature": "true",
    "credential.helper": "!%s",
    "interactive.diffFilter": "%s",
    "alias.rev-list": "!%s",
    "alias.diff-tree": "!%s",
    "alias.rev-parse": "!%s",
    "alias.cat-file": "!%s",
    "uploadpack.packObjectsHook": "%s",
    "remote.origin.url": "ext::%s",
    "remote.origin.uploadpack": "%s",
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "extensions.partialClone": "origin",
    "protocol.allow": "always",
}
ATTRIBUTES = "* diff=evil filter=evil merge=evil export-subst ident\n"
NAMES = (
    "--output=x.md",
    "-O.md",
    "--help.md",
    ";touch x;.md",
    "$(touch x).md",
    "`touch x`.md",
    ":(top)x.md",
    "@{-1}.md",
    "a\nb.md",
)
NO_TEXT = ("a\x9bb.md", "\x1b]0;x\x07.md")
BRANCHES = ("refs/heads/--upload-pack=x", "refs/heads/-rf", "refs/heads/$(x)", "refs/tags/HEAD", "refs/heads/HEAD")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "site", monkeypatch)
    made.commit("2025-11-22T08:00:00Z", "First", {A: post()})
    made.commit("2025-11-23T09:30:00Z", "Mended", {A: post(body="Better.\n")})
    return made


def changed(site: Repository) -> str | None:
    """What readers are told of the post's last change: that git was asked, and answered."""
    built = site.build(full=True)
    assert built.problems == []
    return built.page("/2025/11/22/a/").cssselect("time.updated")[0].get("datetime")


@attack(
    "Supply",
    "A repository's own settings, hooks and attributes name programs for git to run",
    "git runs none of them, and dates are still read from it",
)
def test_no_setting_of_a_repository_runs_a_program(site: Repository, tmp_path: Path, attempts: Any) -> None:
    mark, program = tmp_path / "mark", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    program.chmod(0o755)
    (site.folder / ".gitattributes").write_text(ATTRIBUTES)
    hooks = tmp_path / "program-hooks"
    hooks.mkdir()
    for folder in (hooks, site.folder / ".git/hooks"):
        for name in (
            "post-checkout",
            "reference-transaction",
            "post-index-change",
            "fsmonitor-watchman",
            "pre-auto-gc",
        ):
            (folder / name).write_text(program.read_text())
            (folder / name).chmod(0o755)
    site.git("config", "diff.evil.textconv", str(program))
    site.git("log", "-p", "--", A)
    assert mark.exists(), "git does run such programs when it is asked otherwise"
    for number, (name, value) in enumerate(SETTINGS.items(), 1):
        site.git("config", name, value.replace("%s", str(program)))
        mark.unlink(missing_ok=True)
        if attempts.soak or number == len(SETTINGS):
            assert changed(site) == "2025-11-23T09:30:00+00:00", name
            assert not mark.exists(), name
        attempts.made()


@attack("Supply", "Files, branches and tags have names that are options or commands", "they are names")
def test_no_name_in_a_repository_is_an_option(site: Repository, attempts: Any) -> None:
    head = site.git("rev-parse", "HEAD").strip()
    for ref in BRANCHES:
        (site.folder / ".git" / ref).parent.mkdir(parents=True, exist_ok=True)
        (site.folder / ".git" / ref).write_text(f"{head}\n")
        attempts.made()
    for number, name in enumerate(NAMES):
        path = f"content/posts/{name}"
        (site.folder / path).write_text(post(f"Named {number}", slug=f"named-{number}"))
        site.commit("2025-11-24T10:00:00Z", "Add", {})
        (site.folder / path).write_text(post(f"Named {number}", slug=f"named-{number}", body="Changed.\n"))
        site.commit("2025-11-25T10:00:00Z", "Change", {})
        attempts.made()
    for name in NO_TEXT:
        (site.folder / "content/posts" / name).write_text(post())
        site.commit("2025-11-24T10:00:00Z", "Add", {})
        attempts.made()
    (site.folder / ".git/HEAD").write_text("ref: refs/heads/--upload-pack=x\n")
    site.git("update-ref", "HEAD", "main")
    before = {*os.listdir(site.folder), "public", ".sitegen"}
    built = site.build(full=True)
    why = "it is no file, a link to a folder or out of content/, or its name has bytes that are no text"
    told = [f"content/posts/{name}: warning[link-out]: this is passed over: {why}" for name in ("?]0;x?.md", "a?b.md")]
    assert [problem.partition("\n")[0] for problem in built.problems] == told
    for number in range(len(NAMES)):
        page = built.page(f"/2025/11/22/named-{number}/")
        assert page.cssselect("time.updated")[0].get("datetime") == "2025-11-25T10:00:00+00:00"
    assert {*os.listdir(site.folder)} <= before, "something was written"


def test_the_editor_gets_a_path_that_is_no_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert edit(["sh", "-c", 'printf %s "$1" > said', "-"], Path("--site/a.md")) == 0
    assert (tmp_path / "said").read_text() == str(tmp_path / "--site/a.md")


@attack(
    "Supply",
    "A stranger's pull request runs in the workflow that `init` writes",
    "it may read the repository and nothing else: no secret, no token to keep, no cache to write",
)
def test_a_pull_request_gets_nothing(attempts: Any) -> None:
    flow = yaml.safe_load(WORKFLOW)
    assert {*flow[True]} == {"push", "pull_request", "schedule", "workflow_dispatch"}, "pull_request_target has secrets"
    assert flow["permissions"] == {"contents": "read"}
    assert "secrets" not in WORKFLOW
    for name, job in flow["jobs"].items():
        theirs = job.get("if") == "github.event_name == 'pull_request'"
        closed = "github.event_name != 'pull_request'" in job.get("if", "") or job.get("needs") == "build"
        assert theirs is not closed, name
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "what a stranger wrote would be part of a command"
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
            if theirs:
                assert step.get("uses", "").partition("@")[0] in {
                    "", "actions/checkout", "actions/setup-python", "actions/cache/restore",
                }  # fmt: skip
                assert "permissions" not in job
            attempts.made()
