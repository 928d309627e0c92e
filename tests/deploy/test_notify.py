"""Who is told of a deploy: the feeds' hub, search engines, a CDN's purge. Real requests to a server of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sitegen.deploy import notify
from sitegen.deploy.notify import MOST, Untold, purged, tell_hub, tell_search
from tests.commands.terminal import run
from tests.deploy.listener import Listener, listening
from tests.site import CONFIG, make_site, post


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "PAUSE", 0.01)


def test_a_hub_is_told_of_each_feed(listener: Listener) -> None:
    feeds = ["https://news.example.com/feed.xml", "https://news.example.com/tags/a%26b/atom.xml"]
    tell_hub(f"{listener.url}/hub", feeds)
    assert [(path, kind) for path, kind, _ in listener.heard] == [("/hub", "application/x-www-form-urlencoded")] * 2
    told = [parse_qs(body) for _, _, body in listener.heard]
    assert [(one["hub.mode"], one["hub.url"]) for one in told] == [(["publish"], [feed]) for feed in feeds]


def test_search_engines_are_told_of_pages_by_thousands(listener: Listener) -> None:
    urls = [f"https://news.example.com/{number}/" for number in range(MOST + 1)]
    tell_search(f"{listener.url}/indexnow?key=abcdef0123456789", urls)
    first, second = (json.loads(body) for _, _, body in listener.heard)
    assert (first["host"], first["key"]) == ("news.example.com", "abcdef0123456789")
    assert first["urlList"] + second["urlList"] == urls
    assert {path for path, _, _ in listener.heard} == {"/indexnow"}


def test_who_fails_for_what_may_pass_is_told_again(listener: Listener) -> None:
    listener.answers = [503, 429, 200]
    tell_hub(listener.url, ["https://news.example.com/feed.xml"])
    assert len(listener.heard) == 3


@pytest.mark.parametrize(("answers", "asked"), [([404], 1), ([500], 3), ([403], 1)])
def test_who_refuses_is_named(listener: Listener, answers: list[int], asked: int) -> None:
    listener.answers = answers
    with pytest.raises(Untold, match=rf"127\.0\.0\.1:\d+: status {answers[0]}"):
        tell_hub(listener.url, ["https://news.example.com/feed.xml"])
    assert len(listener.heard) == asked


def test_who_is_away_is_named() -> None:
    with pytest.raises(Untold, match=r"127\.0\.0\.1:9: "):
        tell_hub("http://127.0.0.1:9/", ["https://news.example.com/feed.xml"])


def test_a_purge_has_the_paths_on_the_host() -> None:
    urls = ["https://news.example.com/ai/", "https://news.example.com/ai/tags/gr%C3%B6%C3%9Fe/"]
    assert purged(urls) == "/ai/\n/ai/tags/gr%C3%B6%C3%9Fe/\n"


def test_search_engines_believe_who_publishes_the_key(tmp_path: Path) -> None:
    config = (
        f'{CONFIG}[tool.sitegen.deploy.live]\ntarget = "../live"\nindexnow = "http://127.0.0.1:9/?key=0123456789"\n'
    )
    site = make_site(tmp_path / "site", {"pyproject.toml": config, "content/posts/a.md": post()})
    said = run("deploy", "live", "--notify", at=site)
    assert said.returncode == 2
    assert "static/0123456789.txt" in said.stderr
    assert not (tmp_path / "live").exists()
