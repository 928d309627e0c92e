"""Who is told of a deploy: the feeds' hub, search engines, a CDN's purge. Real requests to a server of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sitegen.deploy import notify
from sitegen.deploy.notify import MOST, Untold, purged, tell_hub, tell_search
from tests.commands.terminal import run
from tests.site import CONFIG, make_site, post

Heard = list[tuple[str, str, str]]  # path, media type, body


class Listener(HTTPServer):
    """Answers with `answers` in their order, the last of them for ever."""

    def __init__(self) -> None:
        self.heard: Heard = []
        self.answers = [204]
        super().__init__(("127.0.0.1", 0), Ear)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, self.headers["Content-Type"], body))
        answers = self.server.answers
        self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


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


def test_a_deploy_tells_of_what_it_changed_alone(listener: Listener, tmp_path: Path) -> None:
    key = "0123456789abcdef"
    config = f'{CONFIG}hub = "{listener.url}/hub"\n[tool.sitegen.deploy.live]\ntarget = "../live"\n'
    config += f'indexnow = "{listener.url}/indexnow?key={key}"\n'
    path = "content/posts/2025-11-22-2.md"
    posts = {"content/posts/2025-11-21-1.md": post(summary="S."), path: post("Of 2", summary="S.")}
    site = make_site(tmp_path / "site", {"pyproject.toml": config, f"static/{key}.txt": key, **posts})
    words = ["deploy", "--notify", "--purge", str(tmp_path / "purge"), "--now", "2026-06-01T12:00"]
    run(*words, at=site)
    listener.heard.clear()
    make_site(site, {path: post("Of 2", body="Another text.\n", summary="S.")})
    said = run(*words, at=site)
    assert said.returncode == 0
    told = {path: body for path, _, body in listener.heard}
    assert json.loads(told["/indexnow"])["urlList"] == ["https://news.example.com/2025/11/22/2/"]
    feeds = [parse_qs(body)["hub.url"][0] for path, _, body in listener.heard if path == "/hub"]
    assert feeds == [f"https://news.example.com/{name}" for name in ("atom.xml", "feed.json", "feed.xml")]
    assert "/2025/11/22/2/\n" in (tmp_path / "purge").read_text()
    assert "/2025/11/21/1/\n" not in (tmp_path / "purge").read_text()
    assert "told the hub of 3 feeds and search engines of 1 page" in said.stderr
    assert {url.removeprefix("https://news.example.com") for url in said.stdout.split()} <= {
        *(tmp_path / "purge").read_text().split()
    }
    again = run(*words, at=site)
    assert "nobody was told: no feed and no page has changed" in again.stderr


def test_search_engines_believe_who_publishes_the_key(tmp_path: Path) -> None:
    config = (
        f'{CONFIG}[tool.sitegen.deploy.live]\ntarget = "../live"\nindexnow = "http://127.0.0.1:9/?key=0123456789"\n'
    )
    site = make_site(tmp_path / "site", {"pyproject.toml": config, "content/posts/a.md": post()})
    said = run("deploy", "live", "--notify", at=site)
    assert said.returncode == 2
    assert "static/0123456789.txt" in said.stderr
    assert not (tmp_path / "live").exists()


def test_a_hub_that_is_away_does_not_undo_the_deploy(tmp_path: Path) -> None:
    config = f'{CONFIG}hub = "http://127.0.0.1:9/"\n[tool.sitegen.deploy.live]\ntarget = "../live"\n'
    site = make_site(tmp_path / "site", {"pyproject.toml": config, "content/posts/a.md": post()})
    said = run("deploy", "live", "--notify", at=site, script="import sitegen.deploy.notify as n; n.PAUSE = 0")
    assert said.returncode == 3
    assert (tmp_path / "live" / "index.html").exists()
    assert "the site is deployed, and not all were told of it: 127.0.0.1:9: " in said.stderr
