"""`sitegen check --external`: what it says and asks, and how Ctrl-C ends it; what it finds is in tests/outside/."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.terminal import CLOCK, command, interruptible, run
from tests.outside.server import Server, serving
from tests.site import CONFIG, build_site, make_site, post


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def link_to(site: Path, *addresses: str) -> None:
    """Make a post with these links all that the site has, which does not mind that they lead to this machine."""
    shutil.rmtree(site / "content")
    body = "".join(f"[a]({address})\n" for address in addresses)
    config = f'{CONFIG}[tool.sitegen.check.rules]\nlocal-link = "off"\n'
    make_site(
        site,
        {
            "pyproject.toml": config,
            "content/posts/a.md": post(body=body, summary="Links.", sources=[{"domain": "ap.example"}]),
        },
    )


def test_nothing_is_asked_without_the_option(server: Server, site: Path) -> None:
    link_to(site, server.url("/gone"))
    assert build_site(site, dry=True).problems == []
    assert server.asked == []


def test_the_command_says_what_it_looked_at_and_asks_no_private_host_unless_told(server: Server, site: Path) -> None:
    link_to(site, server.url("/gone"))
    words = ("check", "--external", "--site", site, *CLOCK)
    done = run(*words)
    assert "127.0.0.1 is private: readers cannot follow it" in done.stdout
    assert (done.returncode, done.stderr) == (0, "links to other sites: 0 known, 1 asked now\n1 warning\n")
    assert server.asked == []
    done = run(*words, "--private-host", "127.0.0.1", "--strict")
    assert "error[dead-link]" in done.stdout
    assert (done.returncode, done.stderr) == (1, "links to other sites: 0 known, 1 asked now\n1 error\n")
    done = run(*words, "--format", "json")
    assert [problem["code"] for problem in json.loads(done.stdout)] == ["dead-link"], "known, so not asked for"
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_ends_it_at_once_and_what_is_known_is_kept(server: Server, site: Path) -> None:
    link_to(site, server.url("/good"), server.url("/hang"))
    words = ("check", "--external", "--site", site, *CLOCK, "--private-host", "127.0.0.1")
    with interruptible(command(*words)) as process:
        assert server.reached.wait(20)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        _, said = process.communicate(timeout=20)
    assert time.monotonic() - begun < 3
    assert (process.returncode, said.strip()) == (130, "interrupted")
    done = run(*words, "--within", "0")
    assert (
        done.stderr
        == "links to other sites: 1 known, 0 asked now, 1 left for the next time\n1 post: no problems found\n"
    )
