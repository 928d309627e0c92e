"""`sitegen deploy --notify`: who is told of what, once the site is deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.commands.terminal import CLOCK, run
from tests.deploy.listener import Listener, listening
from tests.site import CONFIG

KEY = "0123456789abcdef"
HOME = "https://news.example.com/"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


def configure(site: Path, listener: Listener, hub: str = "hub", service: str = "indexnow") -> None:
    config = CONFIG.replace("[tool.sitegen.feeds]\n", f'[tool.sitegen.feeds]\nhub = "{listener.url}/{hub}"\n')
    place = f'[tool.sitegen.deploy.live]\ntarget = "../live"\nindexnow = "{listener.url}/{service}?key={KEY}"\n'
    (site / "pyproject.toml").write_text(f"{config}{place}", encoding="utf-8")
    (site / "static").mkdir()
    (site / "static" / f"{KEY}.txt").write_text(KEY, encoding="utf-8")


def told(listener: Listener) -> tuple[set[str], set[str]]:
    """The feeds that the hub was told of, and the pages that the search engine was; then both begin anew."""
    feeds, pages = set(), set()
    for path, kind, body in listener.heard:
        if path == "/hub":
            said = parse_qs(body)
            assert (kind, said["hub.mode"]) == ("application/x-www-form-urlencoded", ["publish"])
            assert said["hub.url"] == said["hub.topic"]
            feeds |= set(said["hub.url"])
        else:
            asked = json.loads(body)
            assert (path, kind) == ("/indexnow", "application/json; charset=utf-8")
            assert (asked["host"], asked["key"]) == ("news.example.com", KEY)
            pages |= set(asked["urlList"])
    listener.heard.clear()
    return feeds, pages


def test_the_hub_hears_of_feeds_and_search_engines_of_pages_that_changed(site: Path, listener: Listener) -> None:
    configure(site, listener)
    done = run("deploy", "--notify", *CLOCK, at=site)
    assert done.returncode == 0, done.stderr
    assert "told the hub of " in done.stderr
    feeds, pages = told(listener)
    assert {f"{HOME}feed.xml", f"{HOME}atom.xml", f"{HOME}feed.json", f"{HOME}tags/chips/feed.xml"} <= feeds
    assert {HOME, f"{HOME}2025/11/22/b/"} <= pages
    assert not feeds & pages
    assert not any(page.endswith((".css", ".js", "404.html")) for page in pages)
    (site / "content/posts/2025-11-22-b.md").unlink()
    assert run("deploy", "--notify", *CLOCK, at=site).returncode == 0
    feeds, pages = told(listener)
    assert {HOME, f"{HOME}2025/11/22/b/", f"{HOME}tags/chips/"} <= pages, "what is gone, too"
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\nWho we are.\n", encoding="utf-8")
    assert run("deploy", "--notify", *CLOCK, at=site).returncode == 0
    assert told(listener) == (set(), {f"{HOME}about/"}), "and nobody of what did not change"
    done = run("deploy", "--notify", *CLOCK, at=site)
    assert (done.returncode, told(listener)) == (0, (set(), set()))
    assert done.stderr.splitlines()[-1] == "nobody was told: no feed and no page has changed"


def test_nobody_is_told_who_did_not_ask_and_of_no_rehearsal(site: Path, listener: Listener) -> None:
    configure(site, listener)
    assert run("deploy", "--notify", "--dry-run", *CLOCK, at=site).returncode == 0
    assert run("deploy", *CLOCK, at=site).returncode == 0
    assert listener.heard == []


@pytest.mark.parametrize(("hub", "service"), [("no", "indexnow"), ("hub", "no")])
def test_a_site_is_deployed_even_if_somebody_cannot_be_told(
    hub: str, service: str, site: Path, listener: Listener
) -> None:
    configure(site, listener, hub, service)
    done = run("deploy", "--notify", *CLOCK, at=site)
    assert done.returncode == 3
    host = listener.url.partition("//")[2]
    assert f"the site is deployed, and not all were told of it: {host}: status 403" in done.stderr
    assert f"{HOME}2025/11/22/b/" in done.stdout.splitlines()
    assert (site.parent / "live" / "index.html").is_file()
