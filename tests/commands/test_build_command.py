"""`sitegen build`: what it writes, says and returns (contract §6), run as its users run it.

Long because one command has many words.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands.terminal import CLOCK, FILES, command, environment, published, run
from tests.site import CONFIG, make_site, post

DRAFT, FUTURE = "2025/11/22/drafted/index.html", "2026/07/01/coming/index.html"
WRONG = {"content/posts/2025-11-23-c.md": post("Third", date="yesterday")}
NUMBERS = ("posts", "pages", "rendered", "written", "removed", "unchanged", "warnings", "errors")


def report(*words: str | Path, **variables: str) -> dict[str, object]:
    """The JSON report of a build that must be fine."""
    done = run("build", "--report", "json", *words, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ── What it says ────────────────────────────────────────────────────────────────────────────────────


def test_a_build_is_one_line_and_its_warnings_in_a_pipe(site: Path) -> None:
    done = run("build", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (0, "")
    warning, *help_, line = done.stderr.splitlines()
    assert warning.startswith("content/posts/2025-11-21-a.md:6:11: warning[unknown-company]: ")
    assert help_[0].startswith("  help: ")
    assert help_[1:] == ["  6 | Of Nobody [finance:Nobody Knows Ltd].", "    |           ^"]
    assert line.startswith("2 posts, ")
    assert " files written in public (" in line
    assert "\r" not in done.stderr
    assert "\033" not in done.stderr


def test_the_json_report_has_the_contracts_keys_and_is_alone_on_standard_output(site: Path) -> None:
    done = run("build", *CLOCK, "--report", "json", "--explain", "--site", site)
    found = json.loads(done.stdout)
    assert list(found) == [*NUMBERS, "seconds"]
    assert all(type(found[name]) is int for name in NUMBERS)
    assert found["seconds"].keys() >= {"scan", "load", "plan", "render", "publish"}
    assert all(type(stage) is float and stage >= 0 for stage in found["seconds"].values())
    files = published(site / "public")
    assert found["written"] == len(files) == found["rendered"]
    assert found["pages"] == sum(path.endswith(".html") for path in files)
    assert (found["posts"], found["warnings"], found["errors"]) == (2, 1, 0)


def test_a_report_of_a_failed_build_counts_its_errors(site: Path) -> None:
    done = run("build", *CLOCK, "--report", "json", "--site", make_site(site, WRONG))
    found = json.loads(done.stdout)
    assert (done.returncode, found["errors"], found["warnings"], found["written"]) == (1, 1, 1, 0)


def test_explain_gives_each_page_its_reasons(site: Path) -> None:
    cold = run("build", *CLOCK, "--explain", "--site", site)
    assert {line.partition(": ")[0] for line in cold.stdout.splitlines()} == published(site / "public").keys()
    make_site(site, {"content/posts/2025-11-22-b.md": post("Second", tags=["chips"], body="Another text.\n")})
    lines = run("build", *CLOCK, "--explain", "--site", site).stdout.splitlines()
    reasons = dict(line.split(": ", 1) for line in lines)
    assert "post" in reasons["2025/11/22/b/index.html"].split(", ")
    assert "tickers/index.html" not in reasons, "it is as it was"
    full = run("build", *CLOCK, "--explain", "--full", "--site", site).stdout.splitlines()
    assert {line.partition(": ")[2] for line in full} == {"full build"}


def test_a_build_with_nothing_to_do_says_the_same_warnings_and_counts_on_its_short_way(site: Path) -> None:
    first = run("build", *CLOCK, "--site", site)
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}
    time.sleep(2.1)  # so long a file's time of change leaves a doubt
    run("build", *CLOCK, "--site", site)
    found = report(*CLOCK, "--site", site)
    assert list(found["seconds"]) == ["scan"], "the short way reads nothing"
    done = run("build", *CLOCK, "--site", site)
    assert done.stderr.splitlines()[:-1] == first.stderr.splitlines()[:-1]
    assert "nothing to do" in done.stderr.splitlines()[-1]
    assert (found["posts"], found["warnings"], found["written"], found["rendered"]) == (2, 1, 0, 0)
    assert found["unchanged"] == len(published(site / "public"))
    assert {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")} == before
    make_site(site, {"content/posts/2025-11-22-b.md": post("Second, changed")})
    assert report(*CLOCK, "--site", site)["written"] > 0
    assert b"Second, changed" in published(site / "public")["2025/11/22/b/index.html"]


# ── What it is asked ────────────────────────────────────────────────────────────────────────────────


def test_drafts_and_future_posts_are_shown_when_asked_for_and_gone_when_not(site: Path) -> None:
    asked = {("--drafts", "--future"): {DRAFT, FUTURE}, ("--drafts",): {DRAFT}, (): set()}
    for words, shown in asked.items():
        assert run("build", *CLOCK, *words, "--site", site).returncode == 0
        assert published(site / "public").keys() & {DRAFT, FUTURE} == shown


def test_now_and_source_date_epoch_decide_what_is_published(site: Path) -> None:
    after = "1782864000"  # the first of July
    run("build", "--site", site, SOURCE_DATE_EPOCH=after)
    assert FUTURE in published(site / "public")
    run("build", "--site", site, "--now", "2026-06-30T23:59:59", SOURCE_DATE_EPOCH=after)
    assert FUTURE not in published(site / "public"), "--now comes first; without a zone it is in UTC"
    done = run("build", "--site", site, SOURCE_DATE_EPOCH="today")
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH is 'today', not a number of seconds" in done.stderr


def test_strict_takes_warnings_for_errors_and_publishes_nothing(site: Path) -> None:
    done = run("build", *CLOCK, "--strict", "--site", site)
    assert done.returncode == 1
    assert "error[unknown-company]" in done.stderr
    assert done.stderr.splitlines()[-1] == "1 error: nothing was published"
    assert not (site / "public").exists()


def test_output_may_be_inside_the_site_and_outside(site: Path, tmp_path: Path) -> None:
    run("build", *CLOCK, "--site", site)
    for output in ("site/preview", "new/folders/deep"):
        done = run("build", *CLOCK, "--site", "site", "--output", output, at=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"written in {output} (" in done.stderr, "as seen from where the command was given"
        assert published(tmp_path / output) == published(site / "public")


@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        ("content", 2, "holds the site's own files"),
        (".", 2, "holds the site's own files"),
        ("..", 2, "holds the site's own files"),
        ("notes.txt", 2, "'notes.txt' is a file"),
        ("notes.txt/public", 3, "Not a directory: "),
    ],
)
def test_an_output_that_cannot_be_is_refused_and_no_file_of_the_site_is_touched(
    output: str, code: int, said: str, site: Path
) -> None:
    make_site(site, {"notes.txt": "precious"})
    done = run("build", *CLOCK, "--output", output, at=site)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert {path: text.decode() for path, text in published(site / "content" / "posts").items()} == {
        path.removeprefix("content/posts/"): text for path, text in FILES.items()
    }
    assert (site / "notes.txt").read_text() == "precious"


@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind there")
def test_an_output_that_cannot_be_written_is_3_in_one_line(site: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    place = closed / "public" if os.geteuid() else Path("/proc/public")  # nothing is closed to root but this
    done = run("build", *CLOCK, "--output", place, "--site", site)
    assert done.returncode == 3
    assert done.stderr.splitlines()[:-1] == [], "one line"
    assert str(place) in done.stderr


def test_full_makes_everything_again_and_the_same(site: Path) -> None:
    run("build", *CLOCK, "--site", site)
    before = published(site / "public")
    (site / "public" / "index.html").write_text("spoilt")
    found = report(*CLOCK, "--full", "--jobs", "2", "--site", site)
    assert found["rendered"] == len(before) == found["written"]
    assert published(site / "public") == before


def test_errors_of_all_files_are_told_in_one_run_and_public_is_untouched(site: Path) -> None:
    run("build", *CLOCK, "--site", site)
    before = published(site / "public")
    make_site(site, {**WRONG, "content/posts/2025-11-20-d.md": "no front matter\n", "templates/post.html": "{% if %}"})
    done = run("build", *CLOCK, "--site", site)
    assert (done.returncode, done.stdout) == (1, "")
    wrong = [line.partition(":")[0] for line in done.stderr.splitlines() if "error[" in line]
    assert wrong == ["content/posts/2025-11-20-d.md", "content/posts/2025-11-23-c.md", "templates/post.html"]
    assert "content/posts/2025-11-23-c.md:3:7: error[bad-date]: 'yesterday' is not a date" in done.stderr
    assert done.stderr.splitlines()[-1] == "3 errors, 1 warning: nothing was published"
    assert published(site / "public") == before


def test_a_wrong_configuration_is_2(site: Path) -> None:
    make_site(site, {"pyproject.toml": CONFIG.replace("title =", "tilte =")})
    done = run("build", *CLOCK, "--site", site)
    assert done.returncode == 2
    assert "pyproject.toml:2:1: error[unknown-key]" in done.stderr
    assert "did you mean 'title'?" in done.stderr


# ── Two at once, and interruptions ──────────────────────────────────────────────────────────────────

HOLDER = """
import sys
from pathlib import Path
from sitegen.engine.lock import locked
with locked(Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_says_for_whom_it_waits_and_goes_on_afterwards(site: Path) -> None:
    with subprocess.Popen(
        [command()[0], "-c", HOLDER, str(site / ".sitegen" / "lock")],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        second = subprocess.Popen(
            command("build", *CLOCK, "--site", site), env=environment(), stderr=subprocess.PIPE, text=True
        )
        assert second.stderr
        with second.stderr as said:
            assert said.readline() == f"waiting for another build (process {holder.pid}) …\n"
            assert second.poll() is None
            assert not (site / "public").exists()
            holder.communicate()
            assert "files written in" in said.read()
        assert second.wait(timeout=30) == 0
    assert "2025/11/22/b/index.html" in published(site / "public")
