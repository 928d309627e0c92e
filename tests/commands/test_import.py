"""`sitegen import` as its users run it: what it prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.terminal import run
from tests.importing.moving import SOURCES
from tests.site import make_site


def test_the_report_is_on_standard_output(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    done = run("import", SOURCES["atom"], at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Atom, {SOURCES['atom']}: 3 posts carried over to content/\n")
    assert (tmp_path / "content/posts/2025-11-19-round.md").is_file()
    again = run("import", SOURCES["atom"], at=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith(
        f"Atom, {SOURCES['atom']}: nothing new to carry over\n  3 there already, untouched\n"
    )


def test_posts_that_cannot_be_read_end_with_one_and_the_rest_is_there(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    done = run("import", SOURCES["hugo"], "--site", tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "broken.md:2: error[bad-yaml]: a quote that begins here is never closed\n  help: close it on" in done.stdout
    assert run("check", "--site", tmp_path).returncode == 0


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    done = run("import", SOURCES["wordpress"], "--site", tmp_path, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 posts (3 drafts among them), 2 pages would be carried over to content/" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


@pytest.mark.parametrize("source", ["nowhere", "empty", "pyproject.toml"])
def test_what_is_no_source_is_wrong_usage(source: str, tmp_path: Path) -> None:
    make_site(tmp_path, {})
    (tmp_path / "empty").mkdir()
    done = run("import", source, at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "name the folder of a Hugo or Jekyll site, a WordPress export, or a file with" in done.stderr


def test_a_folder_without_a_site_is_wrong_usage(tmp_path: Path) -> None:
    done = run("import", SOURCES["atom"], "--site", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pyproject.toml" in done.stderr
