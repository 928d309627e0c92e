"""A build that is killed: contract §7.4, page by page and link by link, and what the next build makes of it."""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.attacks.edited import Edited, broken
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, run
from tests.processes import after, at_change

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux shows processes there")

KILL = signal.SIGKILL


@attack(
    "Crashes",
    "A build of an edited site is killed (SIGKILL) at a random moment, before, amid or after publishing",
    "every file is whole and the old or the new one, no page that stays is missing, no link on an old page leads to "
    "nothing, and the next build gives what a clean one gives",
)
def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_mends_it(
    tmp_path: Path, attempts: Attempts
) -> None:
    soak = attempts.soak
    site = Edited(tmp_path, 500 if soak else 8, seed=7, searched=soak)
    words = ("build", "--site", site.folder, *CLOCK, "--jobs", "2" if soak else "1")
    stages: Counter[str] = Counter()
    for number in range(attempts.times(100, quick=4)):
        begun = time.monotonic()
        release = site.edit().result.release
        seconds = time.monotonic() - begun
        run(*words, script=moment(site, number, len(release.written) + len(release.removed), seconds))
        found = site.files()
        assert broken(found, site.old, site.new) == []
        if number % 4 == 3:  # and the next one, too
            run(*words, script=at_change(site.folder / "public", site.chance.randint(3, 60), KILL))
            assert broken(site.files(), site.old, site.new) == []
        stages["before" if found == site.old else "after" if found == site.new else "amid"] += 1
        done = run(*words)
        assert done.returncode == 0, done.stderr
        assert site.files() == site.new
        assert not (site.folder / ".sitegen" / "staging").exists()
        if number % 10 == 9:
            assert site.clean() == site.new
        attempts.made()
    least = {"before": 15, "amid": 40, "after": 15} if soak else {"before": 1, "amid": 2, "after": 1}
    assert stages >= Counter(least), stages


def moment(site: Edited, number: int, changes: int, seconds: float) -> str:
    """When a build is killed that changes so many files: five in ten times while it changes them."""
    cache = site.folder / ".sitegen"
    match number % 10:
        case 0:  # before it changes any, though it be quicker than its twin's build was
            return after(site.chance.uniform(0.02, max(seconds, 0.1) / 2), KILL)
        case 6 | 9:
            return after(site.chance.uniform(0.02, max(seconds, 0.1)), KILL)
        case 3:
            return at_change(cache / "manifests", 3, KILL)  # all is published, and nobody knows it yet
        case 7:
            return at_change(cache / "memory", 1, KILL)
        case _:  # the first one is a look for what a killed build left, and one file is another already
            return at_change(site.folder / "public", site.chance.randint(3, max(3, changes + 1)), KILL)


@pytest.mark.parametrize("forgotten", [False, True], ids=["remembered", "forgotten"])
def test_what_is_new_comes_first_after_a_kill_and_without_the_cache_too(tmp_path: Path, forgotten: bool) -> None:
    """The manifest may name what is not there yet, or be gone: what is there, only the folder knows."""
    site = Edited(tmp_path, 8, seed=1, searched=False)
    site.add()
    site.edit()
    words = ("build", "--site", site.folder, *CLOCK, "--jobs", "1")
    for number in (4, 9, 20):
        if forgotten:
            shutil.rmtree(site.folder / ".sitegen")
        done = run(*words, script=at_change(site.folder / "public", number, KILL))
        assert done.returncode == -9
        assert broken(site.files(), site.old, site.new) == []
