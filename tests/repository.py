"""A site that is a real git repository, in a folder of a test's own: no setting of the machine's user reaches it.

site = Repository(tmp_path / "site", monkeypatch)
site.commit("2025-11-22T08:00:00Z", "First", {"content/posts/2025-11-22-a.md": post("A")})
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.site import CONFIG, Built, build_site, make_site

QUICK = "api.enabled = false\ncards.enabled = false\n"  # what takes long and is not looked at
GIT = CONFIG.replace("[tool.sitegen.feeds]", f'updated = "git"\nhistory = true\n{QUICK}[tool.sitegen.feeds]')

# A post and its address; when it was made, and changed twice.
A, URL = "content/posts/2025-11-22-a.md", "/2025/11/22/a/"
MADE, MENDED, LATER = "2025-11-22T08:00:00Z", "2025-11-23T09:30:00Z", "2025-11-24T10:00:00Z"


class Repository:
    """`folder` is the repository, and the site, or else the site is in its folder `inner`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, inner: str = "", config: str = GIT) -> None:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            monkeypatch.delenv(name)
        home = folder.parent / "home"
        home.mkdir(exist_ok=True)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        self.folder, self.home = folder, home
        self.site = folder / inner
        make_site(self.site, {"pyproject.toml": config, ".gitignore": ".sitegen/\npublic/\n"})
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, date: str = "2025-01-01T00:00:00Z") -> str:
        """What a git command says, with this author's date and committer's date."""
        people = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _PERSON.items()}
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        env = {**os.environ, **people, **dates}
        run = subprocess.run(["git", *words], cwd=self.folder, env=env, check=True, capture_output=True, text=True)
        return run.stdout

    def commit(self, date: str, message: str, files: dict[str, str | None] | None = None) -> None:
        """Write files of the site (None takes one away), and commit all that is there."""
        for path, text in (files or {}).items():
            if text is None:
                (self.site / path).unlink()
            else:
                make_site(self.site, {path: text})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message, date=date)

    def build(self, **request: Any) -> Built:
        return build_site(self.site, **request)

    def check(self, **request: Any) -> list[str]:
        """The problems that a check finds, without hints."""
        return [line for line in build_site(self.site, dry=True, **request).problems if ": hint[" not in line]


_PERSON = {"NAME": "Ada Example", "EMAIL": "ada@newsroom.example"}


def updated(built: Built, url: str = URL) -> str | None:
    """The update that a page shows."""
    found = built.page(url).cssselect("time.updated")
    return found[0].get("datetime") if found else None


def history(built: Built, url: str = URL) -> list[str]:
    """The summary of a page's history, and its lines."""
    sections = built.page(url).cssselect("section.history")
    return [" ".join(part.text_content().split()) for s in sections for part in s.cssselect("summary, li")]


def trap(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the `git` that is found writes what it is asked into the file `ran` of the home folder."""
    program = site.home / "git"
    program.write_text(f'#!/bin/sh\necho "$@" >> {site.home}/ran\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{site.home}{os.pathsep}{os.environ['PATH']}")
