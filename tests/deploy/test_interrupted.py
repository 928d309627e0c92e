"""A deploy that is killed, or asked to end, at any of its changes: the place stays whole, and the next one goes on."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from sitegen.deploy.remote import RECORD, TURN
from tests.commands.terminal import CLOCK, published, run
from tests.processes import at_change
from tests.site import CONFIG, Built, build_site, make_site, post

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux shows processes there")

PLACES = {"folder": 'target = "../live"', "switched": 'target = "../live"\nswitch = true'}
OURS = (RECORD, f".{RECORD}.new")
FIRST = {f"content/posts/2025-11-0{day}-{day}.md": post(f"Of {day}", f"2025-11-0{day}") for day in range(1, 5)}
SECOND = {
    "content/posts/2025-11-09-9.md": post("Of 9", "2025-11-09", tags=["chips"]),
    "content/posts/2025-11-02-2.md": post("Another title", "2025-11-02"),
    "content/posts/2025-11-01-1.md": post("Withdrawn", "2025-11-01", draft=True),
}


def deployed(live: Path) -> dict[str, bytes]:
    """What readers find: neither the record, nor what a killed deploy left to be put into its place."""
    return {path: data for path, data in published(live).items() if not path.startswith((*OURS, TURN))}


def edited(tmp_path: Path, place: str) -> tuple[Path, Path, Built]:
    """A site that was deployed and then edited; its place, and what is to be there next."""
    config = f"{CONFIG}[tool.sitegen.deploy.live]\n{PLACES[place]}\n"
    site = make_site(tmp_path / "site", {"pyproject.toml": config, **FIRST})
    assert run("deploy", "live", *CLOCK, at=site).returncode == 0
    make_site(site, dict(SECOND))
    return site, tmp_path / "live", build_site(site)


MOMENTS = {"folder": [1, 2, 5, 20, 24], "switched": [1, 5, 20]}  # of some thirty changes in the place


@pytest.mark.parametrize("place", PLACES)
def test_a_killed_deploy_leaves_whole_files_and_the_next_one_goes_on(tmp_path: Path, place: str) -> None:
    site, live, after = edited(tmp_path, place)
    old, new = deployed(live), after.files()
    for moment in MOMENTS[place]:
        killed = run("deploy", "live", *CLOCK, at=site, script=at_change(tmp_path / "live", moment, signal.SIGKILL))
        assert killed.returncode == -signal.SIGKILL
        there = deployed(live)
        assert all(data in (old.get(path), new.get(path)) for path, data in there.items())
        assert there.keys() >= old.keys() & new.keys(), "what is of both sites is there at every moment"
    assert run("deploy", "live", *CLOCK, at=site).returncode == 0
    assert deployed(live) == new
    assert "nothing to do" in run("deploy", "live", "--verify", *CLOCK, at=site).stderr


@pytest.mark.parametrize("place", PLACES)
def test_ctrl_c_ends_a_deploy_in_one_line_with_everything_in_order(tmp_path: Path, place: str) -> None:
    site, live, after = edited(tmp_path, place)
    done = run("deploy", "live", *CLOCK, at=site, script=at_change(tmp_path / "live", 5, signal.SIGINT))
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == "interrupted"
    assert not (live / ".sitegen-deploying").exists()
    assert run("deploy", "live", *CLOCK, at=site).returncode == 0
    assert deployed(live) == after.files()
