"""What is wrong in a site is said in whole sentences at its place, leaves the published site alone, and never crashes.

`sites/NAME/` are sites and what `sitegen` answers, word for word: expected.txt holds commands and their whole reports.
`SITEGEN_ACCEPT=1` writes it anew, to be read before it is kept. `sites/hostile.toml` holds single slips and attacks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.cli import main
from sitegen.outputs.theme import theme_folder
from sitegen.relate import prepare_relating
from tests.commands.terminal import run

SITES = Path(__file__).parent / "sites"
TOLD = sorted(path.parent.name for path in SITES.glob("*/expected.txt"))
HOSTILE = tomllib.loads((SITES / "hostile.toml").read_text(encoding="utf-8"))["case"]
NOW = "2026-01-01T00:00:00+00:00"
OUTCOME = re.compile(r"^\d+ posts?, \d+ pages?: .*\(\d+\.\d+ s\)\n", re.MULTILINE)  # tells seconds: not for comparing
BYSTANDERS = {  # good files that the bad ones of their site need
    "invalid-companies-file/content/posts/a.md",
    "invalid-data/content/posts/a.md",
    "invalid-pins/content/posts/2099-01-01-tomorrow.md",
    "invalid-tables/content/posts/a.md",
    "invalid-taken-pages/content/pages/404.md",
}

Run = Callable[[Path, str], tuple[int, str]]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`sites/minimal`, as a good build left it."""
    site = tmp_path_factory.mktemp("good") / "site"
    shutil.copytree(SITES / "minimal", site)
    command("build", site)
    assert len(contents(site / "public")) > 10
    return site


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """An empty site that was published before, deep enough below `tmp_path` to see what gets out of it."""
    folder = tmp_path / "1" / "2" / "site"
    shutil.copytree(published / "public", folder / "public")
    shutil.copytree(published / ".sitegen", folder / ".sitegen")
    (folder / ".sitegen" / "addresses").unlink()  # what that site published is not this one's to answer for
    return folder


@pytest.fixture
def sitegen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command, in this process: its exit code and all that it printed. Any exception but its end is a failure."""
    prepare_relating()  # or each build forks a process that imports all of it

    def run(site: Path, words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sitegen", *with_site(words, site)])
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return int(str(end.value.code)), machineless(printed.out + printed.err, site)

    return run


def machineless(printed: str, site: Path) -> str:
    """What was printed, without the folders that this machine happens to have the site and the theme in."""
    return printed.replace(str(site), "{site}").replace(str(theme_folder("templates")), "{theme}")


def command(words: str, site: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return run(*with_site(words, site))


def with_site(words: str, site: Path) -> list[str]:
    name, *options = words.split()
    return [name, "--site", str(site), "--now", NOW, *options]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", TOLD)
def test_report_is_as_told(name: str, site: Path, sitegen: Run) -> None:
    shutil.copytree(SITES / name, site, dirs_exist_ok=True)
    told = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    transcript = []
    for words in re.findall(r"^\$ sitegen (.*)", told, re.MULTILINE):
        before = contents(site / "public")
        code, report = sitegen(site, words)
        transcript.append(f"$ sitegen {words}\n{OUTCOME.sub('', report)}exit {code}\n")
        assert (contents(site / "public") == before) == (code != 0 or words.startswith("check"))
    if os.environ.get("SITEGEN_ACCEPT"):
        (SITES / name / "expected.txt").write_text("\n".join(transcript), encoding="utf-8")
    assert "\n".join(transcript) == told


@pytest.mark.parametrize("name", TOLD)
def test_problems_are_sorted_by_file_and_line(name: str) -> None:
    told = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    for transcript in told.split("\n\n"):
        places = re.findall(r"^([^\s$:][^:\n]*):?(\d*):?(\d*): (?:error|warning|hint)\[", transcript, re.MULTILINE)
        assert places == sorted(places, key=lambda place: (place[0], int(place[1] or 0), int(place[2] or 0)))


@pytest.mark.parametrize("name", TOLD)
def test_every_problem_says_what_to_write(name: str) -> None:
    told = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    said = re.findall(r"^(.*: (?:error|warning|hint)\[.*)\n(.*)", told, re.MULTILINE)
    assert [problem for problem, below in said if not below.startswith("  help: ")] == []


def test_every_file_of_invalid_content_is_named_in_the_report() -> None:
    """No bad file passes in silence beside the others."""
    silent = []
    for name in TOLD:
        if "-config-" in name or "-template-" in name:
            continue
        told = (SITES / name / "expected.txt").read_text(encoding="utf-8")
        files = (SITES / name / "content").rglob("*.*") if name.startswith("invalid-") else ()
        silent += [path for path in files if path.relative_to(SITES / name).as_posix() not in told]
    assert {path.relative_to(SITES).as_posix() for path in silent} == BYSTANDERS


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_slip_is_said_at_its_place(case: dict[str, object], site: Path, sitegen: Run, tmp_path: Path) -> None:
    shutil.copytree(SITES / "minimal", site, dirs_exist_ok=True)
    files = case["files"]
    assert isinstance(files, dict)
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text.removeprefix("\n"), encoding="utf-8")
    before = contents(site / "public")
    outside = {path for path in tmp_path.rglob("*") if not path.is_relative_to(site)}
    code, report = sitegen(site, "build")
    said = [line for line in OUTCOME.sub("", report).splitlines() if line.startswith(str(case["says"]))]
    assert bool(said) == bool(case["says"]), report
    assert code == case["exit"], report
    assert code == 0 or contents(site / "public") == before
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(site)} == outside


def test_nothing_is_read_through_a_link_out_of_the_site(site: Path, sitegen: Run, tmp_path: Path) -> None:
    shutil.copytree(SITES / "minimal", site, dirs_exist_ok=True)
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "plan.md").write_text("---\ntitle: Xyzzy\ndate: 2025-11-22\n---\nXyzzy\n", encoding="utf-8")
    (site / "static").mkdir()
    for link in ("content/posts/plan.md", "content/data/plan.toml", "static/plan.txt"):
        (site / link).parent.mkdir(exist_ok=True)
        (site / link).symlink_to(secret / "plan.md")
    (site / "content/posts/folder").symlink_to(secret)
    code, report = sitegen(site, "build")
    assert re.findall(r"^(\S+): warning\[link-out\]", report, re.MULTILINE) == [
        "content/data/plan.toml",
        "content/posts/folder",
        "content/posts/plan.md",
        "static/plan.txt",
    ]
    assert code == 0
    assert not any(b"Xyzzy" in data for data in contents(site / "public").values())


@pytest.mark.parametrize(
    ("name", "code"), [("invalid-dates", 1), ("invalid-template-undefined", 1), ("invalid-config-values", 2)]
)
def test_command_ends_with_the_contracts_exit_code(name: str, code: int, tmp_path: Path) -> None:
    shutil.copytree(SITES / name, tmp_path / "site")
    done = command("build", tmp_path / "site")
    told = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    assert done.returncode == code
    assert f"$ sitegen build\n{done.stderr}exit {code}\n" == told
    assert done.stdout == ""
    assert not (tmp_path / "site" / "public").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("bulid", "No such command 'bulid'"),
        ("build --ful", "No such option"),
        ("build --jobs 0", "0 is not in the range x>=1"),
        ("build --now yesterday", "'yesterday' is not a time; write 2025-11-22T19:21:00-06:00"),
    ],
)
def test_wrong_words_are_exit_code_2(words: str, said: str, sitegen: Run, tmp_path: Path) -> None:
    code, report = sitegen(tmp_path, words)
    assert (code, said in report) == (2, True), report
