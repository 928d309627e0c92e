"""`sitegen serve`: the preview as a browser and as a stranger meet it (contract §6)."""

from __future__ import annotations

import os
import signal
import socket as sockets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from sitegen.serve.guard import ELSEWHERE
from tests.commands.browser import Preview, preview, socket
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
    source = f"/livereload.js?host=127.0.0.1&amp;port={served.port}&amp;maxdelay=2000"
    assert f'<script src="{source}" async></script></body>' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "<div></div></template></sitegen-problems>" in answer.text, "nothing is wrong"


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


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/livereload.js?port=1", "text/javascript"),
        ("/.sitegen/preview.js", "text/javascript"),
        ("/.sitegen/preview.css", "text/css"),
        ("/.sitegen/problems", "text/html"),
    ],
)
def test_what_a_preview_adds_is_there(path: str, kind: str, served: Preview) -> None:
    answer = served.fetch(path)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, kind)


def test_pages_name_styles_and_scripts_by_their_own_addresses(served: Preview) -> None:
    page = served.fetch("/").text
    assert '<link rel="stylesheet" href="/css/site.css">' in page
    assert '<script src="/js/site.js"></script>' in page


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_the_script_listens_to_the_host_that_the_page_came_from(host: str, served: Preview) -> None:
    assert f"/livereload.js?host={host}&amp;port=9000&amp;" in served.fetch("/", Host=f"{host}:9000").text


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
    assert status == 200 or answer.text == ELSEWHERE, "not even what is wrong"


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_no_other_sites_page_hears_of_reloads(headers: dict[str, str], served: Preview) -> None:
    with pytest.raises(HTTPClientError, match="403"), socket(served, **headers):
        pytest.fail("the websocket was opened")


def test_a_websocket_of_another_scheme_or_of_no_page_is_refused(served: Preview) -> None:
    for origin in (f"https://127.0.0.1:{served.port}", f"x://127.0.0.1:{served.port}", ""):
        with pytest.raises(HTTPClientError, match="403"), socket(served, Origin=origin):
            pytest.fail("the websocket was opened")


@pytest.mark.parametrize("path", ["/livereload.js", "/.sitegen/preview.js", "/.sitegen/problems", "/feed.xml"])
def test_no_file_is_sent_under_a_strangers_name(path: str, served: Preview) -> None:
    assert served.fetch(path, Host="evil.example").text == ELSEWHERE


def test_a_stranger_writes_nothing_into_the_terminal(served: Preview) -> None:
    said = list(served.said)
    for path in ("//evil.example/%2e%2e", "/%ff", "/..%2f..%2fa", "/\\evil.example/.."):
        assert served.fetch(path).status in (400, 403)
    assert served.said == said


def test_no_rebound_host_hears_of_reloads(served: Preview) -> None:
    with (
        pytest.raises(HTTPClientError, match="403"),
        socket(served, Origin="http://evil.example", Host="evil.example"),
    ):
        pytest.fail("the websocket was opened")


# ── What happens on save ────────────────────────────────────────────────────────────────────────────


PROBLEMS = "/.sitegen/problems"


def save(site: Path, path: str, text: str) -> None:
    """As many editors do: beside the file first."""
    place = site / path
    place.parent.mkdir(exist_ok=True, parents=True)
    (place.parent / f".{place.name}.swp").write_text(text)
    os.replace(place.parent / f".{place.name}.swp", place)


def test_each_change_reaches_the_pages_that_it_changes_and_no_other(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "content/data/prices.json": '{"nvda": 1}'})
    with (
        preview(site, "--port", "0", "--drafts") as served,
        socket(served, STORY) as story,
        socket(served, "/about/") as about,
    ):
        assert served.fetch("/2025/11/22/drafted/").status == 200, "as --drafts asks"

        save(site, "content/posts/2025-11-22-a.md", post("First", body="The new text.\n"))
        assert story() == "*"
        assert "The new text." in served.fetch(STORY).text

        save(site, "templates/page.html", "<body>Our own {{ page.title }} at {{ data.prices.nvda }}</body>")
        assert about() == "*", "for the second time only: the text above was nothing to it"
        assert "Our own About at 1" in served.fetch("/about/").text, "a folder that was not there before"

        save(site, "content/data/prices.json", '{"nvda": 2}')
        assert about() == "*"
        assert "Our own About at 2" in served.fetch("/about/").text

        for text in (":root { color: red }", ":root { color: blue }"):
            save(site, "static/css/site.css", text)
            assert {story(), about()} == {"/css/site.css"}, "swapped, and that is all that the story has heard since"
            assert served.fetch("/css/site.css").text == text

        save(site, "static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>")
        assert {story(), about()} == {"*"}, "any page may show it"
        (site / "static" / "logo.svg").unlink()
        assert {story(), about()} == {"*"}
        assert served.fetch("/logo.svg").status == 404

        save(site, "pyproject.toml", CONFIG.replace("Example News", "Renamed News"))
        assert story() == "*"
        assert "Renamed News" in served.fetch(STORY).text

    public = [path.name for path in (site / "public").iterdir()]
    assert public == ["index.html"]
    assert (site / "public" / "index.html").read_text() == "published by hand", "public/ is never touched"


def test_what_is_wrong_lies_over_the_last_good_page_until_it_is_mended(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    with preview(site) as served, socket(served, STORY) as story:
        save(site, "content/posts/2025-11-22-a.md", post("First", date="yester<b>day"))
        assert story() == PROBLEMS, "the page is the same, and stays"
        page = served.fetch(STORY).text
        for said in (
            "1 error: this page is as it was before",
            "<code>content/posts/2025-11-22-a.md:3:7</code> <b>error</b> <code>bad-date</code>",
            "&#x27;yester&lt;b&gt;day&#x27; is not a date",
            "  3 | date: yester&lt;b&gt;day\n    |       ^</pre>",
            "help: write 2025-11-22",
        ):
            assert said in page
        assert "A text." in page
        assert "bad-date" in served.fetch("/nowhere/").text
        assert "bad-date" in served.fetch(PROBLEMS).text

        save(site, "content/posts/2025-11-22-a.md", FILES["content/posts/2025-11-22-a.md"])
        assert story() == PROBLEMS, "the page is what it was, and needs no reload"
        assert served.fetch(PROBLEMS).text == ""

        save(site, "templates/page.html", "<body>{{ nothing.at.all }}</body>")
        assert story() == PROBLEMS
        assert "templates/page.html:1" in served.fetch(PROBLEMS).text
        save(site, "templates/page.html", "<body>Mended {{ page.title }}</body>")
        assert story() == PROBLEMS
        assert "Mended About" in served.fetch("/about/").text

        save(site, "pyproject.toml", CONFIG.replace("title =", "tilte ="))
        assert story() == PROBLEMS
        assert "unknown-key" in served.fetch("/").text
        save(site, "pyproject.toml", CONFIG)
        assert story() == PROBLEMS
        assert served.fetch(PROBLEMS).text == ""

        save(site, "content/posts/2025-11-22-a.md", post("First", body="[finance:Nobody Ltd]\n"))
        assert story() == "*"
        assert '<div role="status"><details><summary>' in served.fetch(STORY).text, "a warning is folded"


def test_a_page_that_was_read_before_a_change_hears_of_it_when_it_begins_to_listen(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    with preview(site) as served:
        with socket(served, STORY) as story:
            read = int(served.fetch(STORY).text.partition('data-read="')[2].partition('"')[0])
            save(site, "content/posts/2025-11-22-a.md", post("First", body="Newer.\n"))
            assert story() == "*"
        with socket(served, STORY, read=read) as story:
            assert story() == "*"


def test_a_post_appears_when_its_moment_has_come(tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=4)
    site = make_site(tmp_path, {**FILES, "content/posts/soon.md": post("Soon", soon.isoformat())})
    with preview(site) as served, socket(served, "/") as home:
        assert "Soon" not in served.fetch("/").text
        assert home() == "*"
        assert datetime.now(UTC) > soon
        assert "Soon" in served.fetch("/").text


def test_a_base_url_with_another_path_is_followed(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    moved = CONFIG.replace("news.example.com/", "news.example.com/blog/", 1)
    with preview(site) as served, socket(served, STORY) as story:
        save(site, "pyproject.toml", moved)
        assert story() == "*"
        answer = served.fetch(STORY)
        assert (answer.status, answer.headers["location"]) == (302, f"/blog{STORY}")
        assert served.fetch(f"/blog{STORY}").status == 200
        with socket(served, f"/blog{STORY}") as again:
            save(site, "pyproject.toml", CONFIG)
            assert again() == "*"
        answer = served.fetch(f"/blog{STORY}")
        assert (answer.status, answer.headers["location"]) == (302, STORY)
        for path in ("/blog//evil.example/", "/blog/\\evil.example/", "/blog/\\/\\evil.example/"):
            assert served.fetch(path).headers["location"] == "/evil.example/", "browsers take a backslash for a slash"
        assert served.fetch(STORY).status == 200
        assert served.fetch("/blog/no/").headers["location"] == "/no/"
        assert served.fetch("/no/").status == 404
    assert [line for line in served.said if line.startswith("serving")] == [
        f"serving http://127.0.0.1:{served.port}/ (Ctrl-C ends it)",
        f"serving http://127.0.0.1:{served.port}/blog/",
        f"serving http://127.0.0.1:{served.port}/",
    ]


def test_a_base_url_with_a_path_is_served_under_it(tmp_path: Path) -> None:
    config = CONFIG.replace("news.example.com/", "news.example.com/c++/news/", 1)
    with preview(make_site(tmp_path, {**FILES, "pyproject.toml": config})) as served:
        assert served.said[-1] == f"serving http://127.0.0.1:{served.port}/c++/news/ (Ctrl-C ends it)"
        page = served.fetch("/c++/news/")
        assert page.status == 200
        assert f'<script src="/livereload.js?host=127.0.0.1&amp;port={served.port}&amp;' in page.text
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
            assert answer.status == 404
            assert "The site could not be built yet" in answer.text
            assert "bad-date" in answer.text
            with socket(served, "/") as home:
                save(site, "content/posts/2025-11-22-a.md", post("First"))
                assert home() == "*"
            assert "First" in served.fetch("/").text
            served.process.signal(signal.SIGINT)
            assert served.ended() == 130
    assert served.said[-1] == "interrupted"
    assert not (site / "public").exists()
