"""`sitegen email`: where the file goes, what is printed, how it fails, and the same bytes on every machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.terminal import CLOCK, command, environment, run
from tests.outputs.emails import SENDER, read
from tests.site import CONFIG, make_site, post


@pytest.fixture
def mailing(site: Path) -> Path:
    """The small site, with a sender, and a post in words that need encoding."""
    (site / "pyproject.toml").write_text(CONFIG + SENDER, encoding="utf-8")
    words = post("Zwölf Stunden", tags=["chips"], body="Über Nvidia [finance:NVDA], [finance:TSM] und 日本.\n")
    return make_site(site, {"content/posts/2025-11-22-c.md": words})


def test_it_writes_a_file_here_named_by_the_slug_and_prints_its_path(mailing: Path, tmp_path: Path) -> None:
    done = run("email", "c", "--site", mailing, *CLOCK, at=tmp_path)
    assert (done.returncode, done.stdout) == (0, "c.eml\n")
    assert read((tmp_path / "c.eml").read_bytes()).headers["Subject"] == "Zwölf Stunden"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.eml", "site"]
    assert not (mailing / "public").exists(), "nothing is published"


def test_problems_are_said_as_in_a_build_and_warnings_do_not_stop_it(mailing: Path, tmp_path: Path) -> None:
    done = run("email", "c", "--site", mailing, "--output", tmp_path / "x.eml", *CLOCK)
    assert done.stdout == f"{tmp_path / 'x.eml'}\n"
    built = run("build", "--site", mailing, *CLOCK)
    assert done.stderr == "".join(built.stderr.splitlines(keepends=True)[:-1])
    assert "warning[unknown-company]" in done.stderr


def test_a_minus_writes_to_standard_output_the_same_bytes_as_to_a_file(mailing: Path, tmp_path: Path) -> None:
    run("email", "c", "--site", mailing, "--output", tmp_path / "c.eml", *CLOCK)
    done = subprocess.run(
        command("email", "c", "--site", mailing, "--output", "-", *CLOCK),
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.stdout == (tmp_path / "c.eml").read_bytes()
    assert b"\r\n" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.eml", "site"]


def test_the_bytes_are_the_same_on_every_machine_and_at_every_time(mailing: Path, tmp_path: Path) -> None:
    machines = [
        {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/Chicago", "PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"},
    ]
    made = set()
    for number, variables in enumerate(machines):
        site = tmp_path / f"another{number}"
        shutil.copytree(mailing, site, ignore=shutil.ignore_patterns(".sitegen"))
        now = f"2026-0{5 + number}-01"
        run(
            "email",
            "c",
            "--site",
            site,
            "--output",
            tmp_path / "c.eml",
            "--now",
            now,
            "--jobs",
            number + 1,
            **variables,
        )
        made.add((tmp_path / "c.eml").read_bytes())
        (tmp_path / "c.eml").unlink()
    assert len(made) == 1


def test_errors_in_content_end_with_1_and_leave_what_is_there(mailing: Path, tmp_path: Path) -> None:
    kept = tmp_path / "c.eml"
    kept.write_text("an earlier one")
    make_site(mailing, {"content/posts/bad.md": "---\ntitle: Bad\ndate: yesterday\n---\n"})
    done = run("email", "c", "--site", mailing, *CLOCK, at=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "content/posts/bad.md:3:7: error[bad-date]" in done.stderr
    assert done.stderr.endswith("1 error, 1 warning: no e-mail was written\n")
    assert kept.read_text() == "an earlier one"


def test_warnings_are_errors_when_it_is_strict(mailing: Path, tmp_path: Path) -> None:
    assert run("email", "c", "--strict", "--site", mailing, *CLOCK, at=tmp_path).returncode == 1
    assert not (tmp_path / "c.eml").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["seconds"], 2, "Error: no post has the slug or path 'seconds'"),
        (["drafted"], 2, "Error: 'drafted' is not published; --drafts"),
        (["drafted", "--drafts"], 0, ""),
        (["coming", "--future"], 0, ""),
        (["coming", "--now", "2026-08-01"], 0, ""),
        (["c", "--output", "no/such/folder/c.eml"], 3, "No such file or directory: no/such/folder/c.eml"),
        (["c", "--output", "site"], 2, "is a directory"),
        ([], 2, "Missing argument 'POST'"),
    ],
)
def test_it_ends_with_the_contracts_codes(
    words: list[str], code: int, says: str, mailing: Path, tmp_path: Path
) -> None:
    clock = () if "--now" in words else CLOCK
    done = run("email", *words, "--site", mailing, *clock, at=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr


def test_without_a_sender_it_ends_with_2_and_says_what_to_write(site: Path) -> None:
    done = run("email", "b", "--site", site, *CLOCK)
    assert done.returncode == 2
    assert done.stderr == (
        "pyproject.toml: error[bad-value]: an e-mail needs a sender\n"
        '  help: write from = "Name <mail@example.com>" under [tool.sitegen.email]\n'
    )
