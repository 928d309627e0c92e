"""The real command, with real builds, by a bad line and killed: the bucket is the published folder."""

from __future__ import annotations

import gzip
import random
import signal
from pathlib import Path

import pytest

from sitegen.deploy.remote import RECORD, TURN
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, published, run
from tests.deploy.faults import faulty
from tests.deploy.stores import KEYS, Store, held, moto, rclone, target
from tests.processes import after
from tests.site import CONFIG, make_site, post

HURRIED = """
from sitegen.deploy import bucket, objects, turn
bucket.PAUSE, objects.WRITTEN = 0.005, 0.1
turn.SIGN, turn.PATIENCE, turn.LOOK = 0.2, 1.2, 0.05
"""
PLACE = '\n[tool.sitegen.deploy.live]\ntarget = "{target}"\ncompress = ["gzip"]\n'
KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@pytest.mark.soak
@attack(
    "Deploys",
    "`sitegen deploy` sends an edited site by a line that fails, and is killed (SIGKILL) at random moments",
    "the next one that goes to its end leaves what was built in the bucket, with its headers, and nothing else",
)
@pytest.mark.parametrize("store", [moto, rclone])
def test_killed_command_is_followed_by_one_that_ends_right(store: Store, tmp_path: Path, attempts: Attempts) -> None:
    dice = random.Random(store.__name__)
    with store(tmp_path) as port, faulty(port, 3) as line:
        config = CONFIG + PLACE.format(target=target(line.port))
        site = make_site(tmp_path / "site", {"pyproject.toml": config, "content/posts/kept.md": post("Kept")})
        for number in range(attempts.times(12, quick=12)):
            edit(site, number, dice)
            for _ in range(dice.randrange(3)):
                run(
                    "deploy",
                    "--site",
                    site,
                    *CLOCK,
                    script=HURRIED + after(dice.uniform(0.1, 2), signal.SIGKILL),
                    **KEYS,
                )
            while (done := run("deploy", "--site", site, *CLOCK, script=HURRIED, **KEYS)).returncode:
                assert done.stderr.splitlines()[-1].startswith("  help: ")
            attempts.made()
            there = held(port)
            if "nothing to do" in done.stderr:  # the one that was killed had done all, and left its turn
                there.pop(TURN, None)
            assert there.pop(RECORD)
            assert {path: plain(*each) for path, each in there.items()} == published(site / "public")
            for path, (_, told) in there.items():
                assert told["Cache-Control"]
                kind = KINDS.get(path.rpartition(".")[2])
                assert kind in (None, told["Content-Type"]), path


def edit(site: Path, number: int, dice: random.Random) -> None:
    """A post is added, and perhaps another one changed, and another one removed."""
    make_site(site, {f"content/posts/{number}.md": post(f"Post {number}", body="Words.\n" * dice.randrange(200))})
    if dice.random() < 0.5:
        dice.choice(sorted((site / "content" / "posts").glob("[0-9]*.md"))).unlink()
    if dice.random() < 0.5:
        make_site(site, {"content/posts/kept.md": post("Kept", body=f"Words, {number}.\n")})


def plain(data: bytes, told: dict[str, str]) -> bytes:
    return gzip.decompress(data) if told.get("Content-Encoding") == "gzip" else data
