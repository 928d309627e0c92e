"""Deploys that meet in one bucket: one waits for the other, and the record tells the truth in the end."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitegen.deploy import bucket, objects, turn
from sitegen.deploy.remote import RECORD, TURN, Undeployed
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import REPOSITORY, environment
from tests.deploy.edited import Site, deploy
from tests.deploy.faults import faulty
from tests.deploy.stores import KEYS, Store, held, moto, rclone, target

HURRIED = (
    (bucket, "PAUSE", 0.005),
    (objects, "WRITTEN", 0.25),
    (turn, "SIGN", 0.2),
    (turn, "PATIENCE", 1.5),
    (turn, "LOOK", 0.05),
)

# A deploy in a process of its own, which says when it has sent the first file.
ALONE = """
import random, sys
from pathlib import Path
from tests.deploy import edited, test_turns
for module, name, value in test_turns.HURRIED:
    setattr(module, name, value)
folder, where = Path(sys.argv[1]), sys.argv[2]
site = edited.Site(folder, random.Random(1), 60)
try:
    edited.deploy(site, where, folder, now=1, progress=lambda *_: print("on", flush=True))
except test_turns.Undeployed as wrong:
    print("ended:", wrong, flush=True)
"""


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, and a clock that runs faster: what takes seconds takes tens of milliseconds."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    for module, name, seconds in HURRIED:
        monkeypatch.setattr(module, name, seconds)


@pytest.mark.soak
@attack(
    "Deploys",
    "Two deploys of different sites’ states begin at the same moment, to two kinds of S3",
    "each ends right or says why, and the bucket holds one of the two whole, which its record tells",
)
@pytest.mark.parametrize("store", [moto, rclone])
def test_of_two_deploys_at_once_one_is_there_whole(store: Store, tmp_path: Path, attempts: Attempts) -> None:
    sites = [Site(tmp_path, random.Random(seed), 12) for seed in range(2)]
    with store(tmp_path) as port, ThreadPoolExecutor(2) as pool:
        for number in range(attempts.times(25, quick=25)):
            for site in sites:
                site.edit(1, 3, 1)
            together = threading.Barrier(2)

            def begin(site: Site, number: int = number, together: threading.Barrier = together) -> bool:
                together.wait()
                try:
                    deploy(site, target(port), tmp_path, now=number)
                except Undeployed:
                    return False
                return True

            ended = list(pool.map(begin, sites))
            there = held(port)
            assert there.pop(RECORD)
            [shown] = [site for site in sites if site.wanted() == there]
            assert ended[sites.index(shown)]
            done = deploy(shown, target(port), tmp_path, now=number, verify=True)
            assert (done.mended, done.plan.waves, done.plan.due) == (0, (), ())
            attempts.made()


@pytest.mark.soak
@attack(
    "Deploys",
    "A deploy is killed (SIGKILL), or stopped for longer than others wait (a machine that sleeps); another one follows",
    "the other one takes its turn; the one that wakes sends nothing more than was under way, and says why",
)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.parametrize("store", [moto, rclone])
def test_deploy_that_is_dead_or_sleeps_gives_way(
    store: Store, end: signal.Signals, tmp_path: Path, attempts: Attempts
) -> None:
    mine = Site(tmp_path, random.Random(2), 12)
    # Slow, so that it is met amid what it sends.
    with store(tmp_path) as port, faulty(port, 1, often={"the answer is slow": 1.0}) as line:
        for number in range(attempts.times(5, quick=5)):
            with beside(tmp_path / str(number), target(line.port)) as other:
                assert other.stdout.readline() == "on\n"
                os.kill(other.pid, end)
                assert TURN in held(port)
                begun = time.monotonic()
                mine.edit(1, 1, 1)
                deploy(mine, target(port), tmp_path, now=number)
                assert time.monotonic() - begun > turn.PATIENCE - turn.SIGN
                if end == signal.SIGSTOP:
                    os.kill(other.pid, signal.SIGCONT)
                    said = other.stdout.read()
                    assert re.search(
                        r"^ended: another deploy (to s3://news has begun|has changed s3://news)", said, re.MULTILINE
                    ), said
            there = held(port)
            assert there.pop(RECORD)
            late = {path for path in there.keys() | mine.files if there.get(path) != mine.wanted().get(path)}
            assert len(late) <= (objects.AT_ONCE if end == signal.SIGSTOP else 0), "more than was under way"
            attempts.made()


@contextmanager
def beside(folder: Path, where: str) -> Iterator[Any]:
    """A deploy in a process of its own."""
    folder.mkdir()
    words = [sys.executable, "-c", ALONE, str(folder), where]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=REPOSITORY, env=environment(**KEYS), stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
