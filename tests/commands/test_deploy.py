"""`sitegen deploy` as an editor meets it: where to, what is refused and why, and how it ends."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.commands.terminal import CLOCK, published, run
from tests.site import CONFIG, post

RECORD = ".sitegen-deployed"
ONE = f'{CONFIG}[tool.sitegen.deploy.live]\ntarget = "../live"\n'
TWO = f'{ONE}[tool.sitegen.deploy.staging]\ntarget = "../staging"\n'


def configure(site: Path, config: str) -> None:
    (site / "pyproject.toml").write_text(config, encoding="utf-8")


@pytest.fixture
def live(site: Path) -> Path:
    """The place of a site that has one, to which nothing was deployed yet."""
    configure(site, ONE)
    return site.parent / "live"


# ── Where to ────────────────────────────────────────────────────────────────────────────────────────


def test_the_only_place_need_not_be_named(site: Path, live: Path) -> None:
    done = run("deploy", *CLOCK, at=site)
    assert done.returncode == 0, done.stderr
    sent = published(live)
    assert sent.pop(RECORD).startswith(b"sitegen deployed 1\n")
    assert sent == published(site / "public")
    assert {"https://news.example.com/", "https://news.example.com/tags/chips/"} <= set(done.stdout.splitlines())
    said = done.stderr.splitlines()[-1]
    assert said.startswith(f"{len(sent)} files added, 0 changed, 0 removed, ")
    assert f" sent to {live} (" in said, "the folder's own path, without the dots that lead to it"


@pytest.mark.parametrize(
    ("config", "words", "said"),
    [
        (CONFIG, (), "where to? write one under [tool.sitegen.deploy.NAME], or name one: a folder (file:///srv/news"),
        (TWO, (), "where to? which of the places: live, staging?"),
        (TWO, ("stagin",), "'stagin' is not a place of the configuration: did you mean 'staging'?"),
        (TWO, ("production",), "'production' is not a place of the configuration: known: live, staging"),
        (CONFIG, ("live",), "'live' is not a place of the configuration: write [tool.sitegen.deploy.live], or name "),
        (CONFIG, ("public/news",), "'public/news' is not a place to deploy to: write a folder ("),
        (CONFIG, ("ftp://example.com/news",), "'ftp://example.com/news' is not a place to deploy to: write a folder ("),
        (CONFIG, ("file://server/news",), "'file://server/news' names no folder: write one like file:///srv/news"),
        (CONFIG, ("s3:///news",), "'s3:///news' names no bucket: write one like s3://bucket/prefix?region="),
        (CONFIG, ("s3://news?zone=1",), "'zone' is no option of a bucket: known: endpoint, region"),
        (CONFIG, ("s3://news?endpoint=minio",), "the endpoint 'minio' is not a web address: write one like endpoint="),
        (CONFIG, ("s3://news/../a",), "'s3://news/../a' has a prefix that is no path: write one like s3://"),
        (CONFIG, ("ssh://example.com",), "'ssh://example.com' names no host and folder: write one like ssh://news@"),
        (CONFIG, ("ssh://a:secret@example.com/news",), "a target holds no password: it would be in git: keep it in"),
        (CONFIG, ("git+https://a:secret@example.com/a.git#b",), "a target holds no password: it would be in git: keep"),
        (CONFIG, ("git+https://example.com/a.git",), "'git+https://example.com/a.git' names no branch: write one like"),
        (CONFIG, ("git:origin#gh-pages",), "the site's repository has no remote 'origin': see git remote -v"),
        (CONFIG, ("./content/../public",), "/site/public is where the site is built: name another folder"),
        (CONFIG, ("content/../..",), "'content/../..' is not a place to deploy to"),
        (CONFIG, ("..",), " holds the site’s own files, or is a file: name a folder of its own"),
        (CONFIG, ("./content/live",), " holds the site’s own files, or is a file: name a folder of its own"),
        (CONFIG, ("./pyproject.toml",), " holds the site’s own files, or is a file: name a folder of its own"),
        (ONE, ("--notify",), "there is nobody to notify: write hub under [tool.sitegen.feeds], or indexnow for this"),
        (f"{ONE}indexnow = 'https://i.example/'\n", (), "'https://i.example/' is not the address of a service with a"),
        (f'{ONE}compress = ["zip"]\n', (), "zip"),
        (f"{ONE}grace = -1\n", (), "grace is -1"),
        (f"{ONE.replace('../live', 's3://news')}switch = true\n", (), "only a folder can be switched"),
    ],
)
def test_a_wrong_place_is_refused_and_why(config: str, words: tuple[str, ...], said: str, site: Path) -> None:
    configure(site, config)
    before = sorted(path.name for path in site.parent.iterdir())
    done = run("deploy", *words, *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Usage:" not in done.stderr
    assert sorted(path.name for path in site.parent.iterdir()) == before
    assert not (site / "public").exists(), "it is known before anything is built"


# ── What is not deployed ────────────────────────────────────────────────────────────────────────────


def test_what_the_build_refuses_is_not_deployed(site: Path, live: Path) -> None:
    assert run("deploy", *CLOCK, at=site).returncode == 0
    before = published(live)
    (site / "content/posts/2025-11-23-c.md").write_text(post("Third", date="soon"), encoding="utf-8")
    done = run("deploy", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (1, "")
    assert "content/posts/2025-11-23-c.md:3:7: error[bad-date]" in done.stderr
    assert done.stderr.splitlines()[-1].endswith(": nothing was deployed")
    assert published(live) == before


def test_strict_takes_warnings_for_errors(site: Path, live: Path) -> None:
    done = run("deploy", "--strict", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[unknown-company]" in done.stderr
    assert not live.exists()


def test_a_dry_run_says_what_would_be_done_and_does_nothing(site: Path, live: Path) -> None:
    first = run("deploy", "--dry-run", "--purge", "purge.txt", *CLOCK, at=site)
    assert (first.returncode, first.stderr.splitlines()[-1].partition(" to add")[0]) == (
        0,
        f"{live}: {len(first.stdout.splitlines())} files",
    )
    assert not live.exists()
    assert not (site / "purge.txt").exists()
    assert run("deploy", *CLOCK, at=site).returncode == 0
    before = published(live)
    (site / "content/posts/2025-11-22-b.md").unlink()
    (site / "content/posts/2025-11-23-c.md").write_text(post("Third", date="2025-11-23"), encoding="utf-8")
    lines = run("deploy", "--dry-run", *CLOCK, at=site).stdout.splitlines()
    assert {"add 2025/11/23/c/index.html", "change index.html", "remove 2025/11/22/b/index.html"} <= set(lines)
    assert published(live) == before
    added = lines.index("add 2025/11/23/c/index.html")
    assert added < lines.index("change index.html") < lines.index("change feed.xml") < len(lines) - 1
    assert lines[-1].startswith("remove "), "removals come last"


def test_nothing_to_do_is_said_in_a_line(site: Path, live: Path) -> None:
    assert run("deploy", *CLOCK, at=site).returncode == 0
    for options in ((), ("--verify",)):
        done = run("deploy", *options, *CLOCK, at=site)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.splitlines()[-1].startswith(f"{live}: nothing to do (")
    assert run("deploy", "--dry-run", *CLOCK, at=site).stderr.splitlines()[-1] == f"{live}: nothing to do"


# ── What the place does not let us do ───────────────────────────────────────────────────────────────


def test_the_place_of_another_site_is_left_alone(site: Path, live: Path) -> None:
    assert run("deploy", *CLOCK, at=site).returncode == 0
    before = published(live)
    configure(site, ONE.replace("news.example.com/", "other.example.com/"))
    for options in ((), ("--verify",), ("--dry-run",)):
        done = run("deploy", *options, *CLOCK, at=site)
        assert (done.returncode, done.stdout) == (3, "")
        assert (
            f"the deploy stopped: {live} holds another site: https://news.example.com/\n  help: deploy to a place"
            in done.stderr
        )
    assert published(live) == before


def test_a_record_of_a_later_version_is_left_alone_and_no_other_package_is_advised(site: Path, live: Path) -> None:
    live.mkdir()
    (live / RECORD).write_bytes(b"sitegen deployed 2\n")
    done = run("deploy", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (3, "")
    assert "a later version of sitegen has deployed here" in done.stderr
    assert "pip install" not in done.stderr, "the name on PyPI is another project's"
    assert published(live) == {RECORD: b"sitegen deployed 2\n"}


def test_what_git_says_first_is_passed_on(site: Path) -> None:
    done = run("deploy", f"git+file://{site.parent}/no.git#pages", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (3, "")
    assert "the deploy stopped: pages of file://" in done.stderr
    assert "no.git: git: fatal: '" in done.stderr
    assert "does not appear to be a git repository\n  help: " in done.stderr, "not that it could not read from there"


def test_a_remote_beside_the_site_is_found_from_anywhere(site: Path) -> None:
    for words in ("init -q --bare ../origin.git", "init -q", "remote add origin ../origin.git"):
        subprocess.run(["git", *words.split()], cwd=site, check=True)
    done = run("deploy", "git:origin#pages", "--site", site, *CLOCK, at=site / "content")
    assert done.returncode == 0, done.stderr
    git = ["git", "--git-dir", site.parent / "origin.git", "show", "pages:index.html"]
    assert subprocess.run(git, capture_output=True, check=True).stdout == (site / "public/index.html").read_bytes()


def test_files_of_others_are_not_overwritten_by_folders(site: Path, live: Path) -> None:
    live.mkdir()
    (live / "tags").write_text("ours\n", encoding="utf-8")
    done = run("deploy", *CLOCK, at=site)
    assert (done.returncode, done.stdout) == (3, "")
    assert "is not of this site" in done.stderr
    assert (live / "tags").read_text(encoding="utf-8") == "ours\n"


def test_what_is_mended_is_counted(site: Path, live: Path) -> None:
    assert run("deploy", *CLOCK, at=site).returncode == 0
    before = published(live)
    (live / "index.html").write_text("spoilt", encoding="utf-8")
    (live / "feed.xml").unlink()
    assert "nothing to do" in run("deploy", *CLOCK, at=site).stderr, "the record is believed"
    done = run("deploy", "--verify", *CLOCK, at=site)
    assert "1 file added, 1 changed, 2 of them mended, 0 removed, " in done.stderr
    assert published(live).keys() == before.keys()
    assert {path: data for path, data in published(live).items() if path != RECORD} == {
        path: data for path, data in before.items() if path != RECORD
    }


def test_what_left_the_site_stays_for_its_grace_which_is_said(site: Path, live: Path) -> None:
    configure(site, f"{ONE}grace = 24\n")
    assert run("deploy", "--now", "2026-06-01T12:00", at=site).returncode == 0
    (site / "content/posts/2025-11-22-b.md").unlink()
    gone = live / "2025/11/22/b/index.html"
    done = run("deploy", "--now", "2026-06-01T13:00", at=site)
    assert re.search(r" changed, 0 removed \(\d+ more within their grace\), \d", done.stderr)
    assert gone.is_file()
    assert "nothing to do" in run("deploy", "--dry-run", "--now", "2026-06-02T12:59", at=site).stderr
    done = run("deploy", "--now", "2026-06-02T13:00", at=site)
    assert re.search(r" changed, [1-9]\d* removed, ", done.stderr)
    assert not gone.exists()


def test_the_paths_that_a_cdn_is_to_fetch_again_are_written(site: Path, live: Path) -> None:
    assert run("deploy", *CLOCK, at=site).returncode == 0
    (site / "content/posts/2025-11-22-b.md").unlink()
    done = run("deploy", "--purge", "purge.txt", *CLOCK, at=site)
    lines = (site / "purge.txt").read_text(encoding="utf-8").splitlines()
    assert {"/", "/feed.xml", "/2025/11/22/b/", "/tags/chips/"} <= set(lines), "what is changed, and what went"
    assert len(lines) == len(set(lines))
    assert not any(line.startswith("/assets/") for line in lines)
    told = {line.removeprefix("https://news.example.com") for line in done.stdout.splitlines()}
    assert told < set(lines)
    assert run("deploy", "--purge", "purge.txt", *CLOCK, at=site).returncode == 0
    assert (site / "purge.txt").read_bytes() == b""
