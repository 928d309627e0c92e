"""What holds for every command: help, suggestions, and one line for what cannot be done (contract §6)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from sitegen.cli import cli
from tests.commands.terminal import CLOCK, command, environment, run
from tests.site import make_site, post


def test_help_lists_every_command_with_a_sentence() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in {"build", "serve", "check", "new", "init", "tickers", *cli.commands}:
        (line,) = (line for line in done.stdout.splitlines() if line.split()[:1] == [name])
        assert len(line.split()) > 3, "a command without a word on what it does"


@pytest.mark.parametrize("name", sorted({*cli.commands} - {"init"}))
def test_every_command_takes_a_site(name: str) -> None:
    assert "--site" in {word for parameter in cli.commands[name].params for word in parameter.opts}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bild"], "Did you mean 'build'?"),
        (["build", "--strct"], "--strict"),
        (["build", "--now", "21.11.2026 9:00"], "'21.11.2026 9:00' is not a time; write 2026-11-21T09:00"),
        (["build", "--now", "2026-11-31"], "November has 30 days; write a day from 2026-11-01 to 2026-11-30"),
        (["build", "--now", "noon"], "'noon' is not a time; write 2025-11-22T19:21:00-06:00"),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["build", "--report", "xml"], "'xml' is not 'json'"),
        (["check", "--format", "xml"], "'text', 'json', 'github'"),
        (["new"], "Missing argument 'TITLE'"),
        (["serve", "--port", "99999"], "99999 is not in the range"),
        (["build", "--site", "no-such-folder"], "there is no folder"),
        (["build", "--site", "a-file"], "is a file"),
        (["build", "--site", "empty"], "make a site with: sitegen init DIR"),
        (["check", "--site", "empty"], "there is no pyproject.toml in"),
        (["new", "A title", "--site", "empty"], "there is no pyproject.toml in"),
        (["serve", "--site", "empty"], "there is no pyproject.toml in"),
    ],
)
def test_wrong_usage_is_2_and_says_what_to_write(words: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").touch()
    done = run(*words, at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert list((tmp_path / "empty").iterdir()) == [], "nothing is written where no site is"


def test_in_a_folder_of_a_site_it_is_said_where_the_site_is(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post()})
    done = run("check", at=site / "content" / "posts")
    assert done.returncode == 2
    assert f"help: the site is in {site}: go there with cd ../.." in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_standard_output_is_3_in_one_line(tmp_path: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            command("tickers", "Nvidia"),
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (3, b"No space left on device\n")


def test_a_reader_who_leaves_early_sees_no_traceback(tmp_path: Path) -> None:
    with subprocess.Popen(
        command("tickers", "Delta"),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("latin-1", marks=pytest.mark.soak)])
def test_names_and_reports_are_utf_8_in_a_locale_that_is_not(tmp_path: Path, encoding: str) -> None:
    """A fresh interpreter, for Python reads the locale when it starts: here one in which names would be ASCII."""
    make_site(tmp_path, {"content/posts/schön/index.md": post("新聞", sumary="“"), "content/posts/schön/ß.txt": "x"})
    variables = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    built, checked = (
        subprocess.run(command(word, *more, "--site", tmp_path, *CLOCK), env=variables, capture_output=True, check=True)
        for word, *more in (("build",), ("check", "--format", "json"))
    )
    assert (tmp_path / "public/2025/11/22/schön/index.html").is_file()
    assert "content/posts/schön/index.md:4:1: warning[unknown-field]" in built.stderr.decode()
    assert "content/posts/schön/index.md" in {problem["path"] for problem in json.loads(checked.stdout)}
