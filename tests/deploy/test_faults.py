"""A bad line, and deploys that are killed: what is in the bucket in the end is the site, or it is said why."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sitegen.deploy import bucket, objects, turn
from sitegen.deploy.remote import RECORD, Undeployed
from tests.attacks.table import Attempts, attack
from tests.deploy.edited import Site, deploy
from tests.deploy.faults import OFTEN, faulty
from tests.deploy.stores import KEYS, Store, held, moto, rclone, target


class Killed(BaseException):
    """A deploy ends where it is, as by Ctrl-C."""


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, and a clock that runs faster: what takes seconds takes tens of milliseconds."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket, "PAUSE", 0.005)
    monkeypatch.setattr(bucket, "ANSWER", 1.0)
    monkeypatch.setattr(bucket, "SLOW", 1 << 30)
    monkeypatch.setattr(objects, "WRITTEN", 0.1)
    for name, seconds in (("SIGN", 0.2), ("PATIENCE", 1.2), ("LOOK", 0.05)):
        monkeypatch.setattr(turn, name, seconds)


@pytest.mark.soak
@attack(
    "Deploys",
    "A line loses, delays and cuts off requests and answers, and deploys are interrupted, to two kinds of S3",
    "each deploy ends right or says why; after the next one the bucket holds the site, byte for byte, and nothing else",
)
@pytest.mark.parametrize("store", [moto, rclone])
def test_hundred_deploys_by_a_bad_line_each_leave_the_site_in_the_bucket(
    store: Store, tmp_path: Path, attempts: Attempts
) -> None:
    dice = random.Random(store.__name__)
    with store(tmp_path) as port, faulty(port, dice.randrange(1 << 30)) as line:
        site = Site(tmp_path, dice, 25)
        for number in range(attempts.times(100, quick=100)):
            site.edit(dice.randrange(3), dice.randrange(4), dice.randrange(3))
            tries = 1
            while not ends_well(site, target(line.port), tmp_path, number, dice):
                site.edit(dice.randrange(2), dice.randrange(2), dice.randrange(2))
                tries += 1
            assert tries < 10
            there = held(port)
            assert there.pop(RECORD)[1] == objects.RECORD_HEADERS
            assert there == site.wanted(), number
            attempts.made()
        assert line.made.keys() == OFTEN.keys(), "a fault that was not tried"


def ends_well(site: Site, where: str, cache: Path, now: int, dice: random.Random) -> bool:
    """Whether a deploy goes to its end; one in five is interrupted, if it sends anything."""
    kill = dice.randrange(1, 5) if dice.random() < 0.2 else 0

    def progress(_stage: str, done: int, _of: int) -> None:
        if done == kill:
            raise Killed

    try:
        deploy(site, where, cache, now=now, verify=dice.random() < 0.1, progress=progress)
    except (Killed, Undeployed):
        return False
    return True
