"""`sitegen serve`: the preview as a browser and as a stranger meet it (contract §6)."""

from __future__ import annotations

import os
import signal
import socket as sockets
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from tests.commands.browser import PATIENCE, Preview, preview, socket
from tests.site import CONFIG, make_site, post

STORY = "/2025/11/22/a/"
FILES = {
    "content/posts/2025-11-22-a.md": post("First", tags=["chips", "人工智能"]),
    "content/posts/drafted.md": post("Drafted", draft=True),
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
    "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "secret.txt": "secret",
    "public/index.html": "published by hand",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview that these tests only look at."""
    with preview(make_site(tmp_path_factory.mktemp("served") / "site", FILES)) as running:
        yield running


# ── What is served ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/", STORY, "/tags/chips/", "/tags/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD/", "/about/"])
def test_a_page_is_served_with_the_script_that_reloads_it(path: str, served: Preview) -> None:
    answer = served.fetch(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<script src="/livereload.js?port={served.port}" async></script></body>' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert 'role="alert"' not in answer.text, "nothing is wrong"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "xml"),
        ("/css/site.css", "text/css"),
        ("/js/site.js", "javascript"),
        ("/logo.svg", "image/svg+xml"),
    ],
)
def test_other_files_are_served_as_they_are(path: str, kind: str, served: Preview, tmp_path: Path) -> None:
    answer = served.fetch(path)
    assert answer.status == 200
    assert kind in answer.headers["content-type"]
    assert b"livereload" not in answer.body


def test_the_reloading_script_is_there(served: Preview) -> None:
    answer = served.fetch(f"/livereload.js?port={served.port}")
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, "application/javascript")


def test_head_is_answered_without_a_body(served: Preview) -> None:
    answer = served.fetch("/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) == len(served.fetch("/").body)


def test_a_folder_without_its_slash_leads_to_the_one_with_it(served: Preview) -> None:
    answer = served.fetch("/about")
    assert (answer.status, answer.headers["location"]) == (301, "/about/")


@pytest.mark.parametrize(
    "path", ["/no/such/page/", "/2025/11/22/drafted/", "/none.ico", "/%00", "/a%0d%0ab", "/" + "a" * 999]
)
def test_what_is_not_there_is_the_sites_own_404(path: str, served: Preview) -> None:
    answer = served.fetch(path)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Example News" in answer.text
    assert "livereload.js" in answer.text, "it goes when the page is there"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../secret.txt",
        "/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2f..%2fsecret.txt",
        "/tags/../../../../secret.txt",
        "//etc/passwd",
        "/..%5c..%5csecret.txt",
        "/../../cache.sqlite",
        "/../../../content/posts/2025-11-22-a.md",
    ],
)
def test_no_path_climbs_out_of_the_preview(path: str, served: Preview) -> None:
    answer = served.fetch(path)
    assert answer.status in (403, 404)
    assert b"secret" not in answer.body
    assert b"title:" not in answer.body


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost:1", 200),
        ("[::1]:80", 200),
        ("10.0.0.7", 200),
    ],
)
def test_only_hosts_that_no_stranger_can_point_here_are_answered(host: str, status: int, served: Preview) -> None:
    answer = served.fetch("/", Host=host)
    assert answer.status == status
    assert status == 200 or "First" not in answer.text


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_no_other_sites_page_hears_of_reloads(headers: dict[str, str], served: Preview) -> None:
    with pytest.raises(HTTPClientError, match="403"), socket(served, **headers):
        pytest.fail("the websocket was opened")


def test_no_rebound_host_hears_of_reloads(served: Preview) -> None:
    with (
        pytest.raises(HTTPClientError, match="403"),
        socket(served, Origin="http://evil.example", Host="evil.example"),
    ):
        pytest.fail("the websocket was opened")


# ── What happens on save ────────────────────────────────────────────────────────────────────────────


def test_saving_rebuilds_and_reloads_and_errors_are_shown_until_mended(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    with preview(site, "--port", "0", "--drafts") as served, socket(served) as message:
        assert served.fetch("/2025/11/22/drafted/").status == 200, "as --drafts asks"

        def save(path: str, text: str) -> None:
            """As many editors do: beside the file first."""
            place = site / path
            place.parent.mkdir(exist_ok=True)
            (place.parent / f".{place.name}.swp").write_text(text)
            os.replace(place.parent / f".{place.name}.swp", place)
            found = message()
            assert (found["command"], found["path"]) == ("reload", "*")

        save("content/posts/2025-11-22-a.md", post("First", body="The new text.\n"))
        assert "The new text." in served.fetch(STORY).text

        save("content/posts/2025-11-22-a.md", post("First", date="yester<b>day"))
        page = served.fetch(STORY).text
        assert "content/posts/2025-11-22-a.md:3:7: error[bad-date]" in page
        assert "yester&lt;b&gt;day" in page, "shown, not interpreted"
        assert "The new text." in page, "the last good page stays"
        assert "error[bad-date]" in served.fetch("/nowhere/").text

        save("content/posts/2025-11-22-a.md", post("First", body="Mended.\n"))
        assert 'role="alert"' not in served.fetch(STORY).text
        assert "Mended." in served.fetch(STORY).text

        save("templates/page.html", "<body>Our own {{ page.title }}</body>")
        assert "Our own About" in served.fetch("/about/").text, "a folder that was not there before"
        save("templates/page.html", "<body>{{ nothing.at.all }}</body>")
        assert "templates/page.html" in served.fetch("/about/").text
        save("templates/page.html", "<body>Again {{ page.title }}</body>")
        assert "Again About" in served.fetch("/about/").text

        save("pyproject.toml", CONFIG.replace("Example News", "Renamed News"))
        assert "Renamed News" in served.fetch("/").text
        save("pyproject.toml", CONFIG.replace("title =", "tilte ="))
        assert "error[unknown-key]" in served.fetch("/").text
        save("pyproject.toml", CONFIG)
        assert 'role="alert"' not in served.fetch("/").text

        (site / "static" / "logo.svg").unlink()
        assert message()["command"] == "reload"
        assert served.fetch("/logo.svg").status == 404

    public = [path.name for path in (site / "public").iterdir()]
    assert public == ["index.html"]
    assert (site / "public" / "index.html").read_text() == "published by hand", "public/ is never touched"


def test_a_base_url_with_a_path_is_served_under_it(tmp_path: Path) -> None:
    config = CONFIG.replace("news.example.com/", "news.example.com/c++/news/", 1)
    with preview(make_site(tmp_path, {**FILES, "pyproject.toml": config})) as served:
        assert served.said[-1] == f"serving http://127.0.0.1:{served.port}/c++/news/ (Ctrl-C ends it)"
        page = served.fetch("/c++/news/")
        assert page.status == 200
        assert f'<script src="/livereload.js?port={served.port}" async>' in page.text
        assert f'href="/c++/news{STORY}"' in page.text
        assert served.fetch(f"/c++/news{STORY}").status == 200
        assert served.fetch("/").headers["location"] == "/c++/news/"
        assert served.fetch(STORY).status == 404
        with socket(served):
            pass


def test_a_taken_port_leads_to_the_next_and_ctrl_c_is_130_without_a_traceback(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/2025-11-22-a.md": post(date="yesterday")})
    with sockets.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with preview(site, "--port", str(port)) as served:
            assert port < served.port < port + 20
            assert f"port {port} is in use, trying {port + 1}" in served.said
            answer = served.fetch("/")
            assert "error[bad-date]" in answer.text, "a site that was never built says why"
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(timeout=PATIENCE) == 130
    assert served.said[-1] == "interrupted"
    assert not (site / "public").exists()
