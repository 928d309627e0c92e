"""Processes that die on a build, and memory that is not there: one line, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.edited import Edited
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, run
from tests.pictures import picture
from tests.processes import alone, ended, in_worker, short_of_memory
from tests.site import make_site, post

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux shows processes there")

# What a worker does when it or its parent is killed: an audit event, and a word of what it is about.
STAGES = {
    "reading posts": ("open", "content/posts/s"),
    "relating posts": ("import", "sitegen.newsroom.related"),
    "indexing for the search": ("subprocess.Popen", "pagefind"),
    "drawing pictures": ("open", "/pictures/"),
    "making pages": ("open", "/staging/"),
}
QUICK = ("reading posts", "indexing for the search")  # a worker that is killed, and a parent


def whole_site(folder: Path) -> Edited:
    site = Edited(folder, 12, seed=9, searched=True)
    for at in (site.folder, site.twin):
        body = "![A rack](rack.jpg)\n"
        bundle = {"content/posts/p/index.md": post(body=body), "content/posts/p/rack.jpg": picture(size=(1300, 650))}
        make_site(at, bundle)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    return whole_site(tmp_path_factory.mktemp("lost"))


@attack(
    "Crashes",
    "A worker process is killed while it reads, relates, indexes, draws or makes pages",
    "exit code 3 and one line that says what to do; nothing is published, nothing is left behind",
)
@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_that_is_killed_is_told_in_one_line(
    site: Edited, tmp_path: Path, attempts: Attempts, stage: str
) -> None:
    if not (attempts.soak or stage == QUICK[0]):
        pytest.skip("in the soak")
    for _ in range(attempts.times(5, quick=1)):
        before = site.files()
        group = tmp_path / "group"
        script = alone(group) + in_worker(*STAGES[stage], whom="worker")
        done = run("build", "--full", "--site", site.folder, *CLOCK, "--jobs", "2", script=script)
        said = "a worker process was killed, perhaps for want of memory: try again with --jobs 1\n"
        assert (done.returncode, done.stderr) == (3, said)
        assert ended(int(group.read_text()), within=10)
        assert site.files() == before
        assert not (site.folder / ".sitegen" / "staging").exists()
        attempts.made()


@attack(
    "Crashes",
    "A build is killed (SIGKILL) while its workers read, relate, index, draw or make pages",
    "no process outlives it, pagefind's own among them; the site is as it was",
)
@pytest.mark.parametrize("stage", STAGES)
def test_no_process_outlives_a_build_that_is_killed(
    site: Edited, tmp_path: Path, attempts: Attempts, stage: str
) -> None:
    if not (attempts.soak or stage == QUICK[1]):
        pytest.skip("in the soak")
    for _ in range(attempts.times(5, quick=1)):
        before = site.files()
        group = tmp_path / "group"
        script = alone(group) + in_worker(*STAGES[stage], whom="parent")
        done = run("build", "--full", "--site", site.folder, *CLOCK, "--jobs", "2", script=script)
        assert (done.returncode, done.stderr) == (-9, "")
        assert ended(int(group.read_text()), within=10)
        assert site.files() == before
        attempts.made()


@attack(
    "Crashes",
    "Memory runs out (RLIMIT_AS) early or late in a build",
    "exit code 3 and one line; the site is as it was, or it was enough",
)
def test_want_of_memory_is_told_in_one_line(site: Edited, attempts: Attempts) -> None:
    before = site.files()
    codes = []
    for number in range(attempts.times(40, quick=2)):
        more = number * 600_000 if attempts.soak else (0, 9_000_000)[number]
        words = ("build", "--full", "--site", site.folder, *CLOCK, "--jobs", str(1 + number % 2))
        done = run(*words, script=short_of_memory(more))
        codes.append(done.returncode)
        assert done.returncode in (0, 3), (more, done)
        if done.returncode == 3:
            assert done.stderr.count("\n") == 1, done.stderr
            assert "memory" in done.stderr, done.stderr
            assert site.files() == before
        before = site.files()
        attempts.made()
    assert codes.count(3) >= len(codes) // 2, codes
