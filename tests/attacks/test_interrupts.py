"""A build that is asked to end, once or by an impatient editor: exit 130, one line, and everything in order."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.attacks.edited import Edited, broken
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, environment, run
from tests.processes import MANY_WORKERS, after, alone, at_change, ended
from tests.site import make_site, post

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux shows processes there")

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@attack(
    "Crashes",
    "A build gets Ctrl-C, SIGTERM or SIGHUP at a random moment, once or many times in a row",
    "exit code 130 and one line; the site is whole, no file is left behind and no process",
)
def test_an_interrupted_build_puts_everything_in_order(tmp_path: Path, attempts: Attempts) -> None:
    site = Edited(tmp_path, 120 if attempts.soak else 8, seed=8, searched=attempts.soak)
    group, cache = tmp_path / "group", site.folder / ".sitegen"
    codes: Counter[int] = Counter()
    for number in range(attempts.times(100, quick=3)):
        signals = [site.chance.choice(ASKING)] * site.chance.choice((1, 3, 20))
        release = site.edit().result.release
        changes = len(release.written) + len(release.removed)
        moment = [
            at_change(site.folder / "public", site.chance.randint(3, max(3, changes + 1)), *signals),
            at_change(cache / "manifests", site.chance.randint(1, 3), *signals),
            after(site.chance.uniform(0.001, 1.5), *signals[:3]),
        ][number % 3]
        words = ("build", "--site", site.folder, *CLOCK, "--jobs", "2")
        done = run(*words, script=alone(group) + MANY_WORKERS + moment)
        assert done.returncode in (0, 130), done.stderr
        if done.returncode:
            assert done.stderr.split()[-1:] == ["interrupted"]
            assert done.stderr.count("interrupted") == 1
        codes[done.returncode] += 1
        assert ended(int(group.read_text()), within=5)
        assert broken(site.files(), site.old, site.new) == []
        assert not (cache / "staging").exists()
        assert [*cache.rglob("*.tmp")] == []
        assert run(*words).returncode == 0
        assert site.files() == site.new
        attempts.made()
    assert codes[130] >= 2 * codes.total() // 3, codes


EARLY = """
import os, sys
left = {left}
def imported(event, args):
    global left
    if event == "import" and "sitegen.interruption" in sys.modules:
        left -= 1
        if left == 0:
            for number in {signals}:
                os.kill(os.getpid(), number)
sys.addaudithook(imported)
from sitegen.program import program
sys.argv = ["sitegen", *sys.argv[1:]]
program()
"""


@attack(
    "Crashes",
    "A command gets Ctrl-C, SIGTERM or SIGHUP while it is still starting, up to four times",
    "exit code 130 and one line",
)
def test_a_command_that_is_interrupted_while_it_starts_says_no_more_than_that(
    tmp_path: Path, attempts: Attempts
) -> None:
    site = make_site(tmp_path, {"content/posts/2025-11-22-a.md": post()})
    moments = [5, 60, 200, *range(10, 420, 15)]  # a build imports some 500 modules
    for number, left in zip(range(attempts.times(30, quick=3)), moments, strict=False):
        signals = [int(ASKING[number % 3])] * (1 + number % 4)
        words = [sys.executable, "-c", EARLY.format(left=left, signals=signals), "build", "--site", site, *CLOCK]
        done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr.split()) == (130, ["interrupted"]), left
        attempts.made()


@attack(
    "Crashes",
    "The preview gets Ctrl-C, SIGTERM or SIGHUP while it builds or waits",
    "it ends within seconds, with exit code 130 and one line",
)
@pytest.mark.parametrize("number", ASKING)
def test_the_preview_ends_in_order(tmp_path: Path, attempts: Attempts, number: signal.Signals) -> None:
    if number != signal.SIGTERM and not attempts.soak:
        pytest.skip("in the soak")
    posts = {f"content/posts/s{each}.md": post(f"S{each}") for each in range(120 if attempts.soak else 5)}
    site = make_site(tmp_path / "site", posts)
    group = tmp_path / "group"
    for seconds in (0.3, 1.5, 4.0) if attempts.soak else (1.0,):
        script = alone(group) + MANY_WORKERS + after(seconds, number, number)
        done = run("serve", "--site", site, "--port", "0", script=script)
        assert done.returncode == 130
        assert done.stderr.split()[-1] == "interrupted"
        assert ended(int(group.read_text()), within=5)
        assert not (site / ".sitegen" / "staging").exists()
        attempts.made()
