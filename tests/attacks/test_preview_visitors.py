"""Hostile visitors of `sitegen serve`: strangers' names, paths, pages, connections, and junk."""

from __future__ import annotations

import queue
import random
import resource
import socket as sockets
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from tornado.httpclient import HTTPClientError

from sitegen.serve.guard import CLOSED, ELSEWHERE
from tests.attacks.table import Attempts, attack
from tests.browser.chromium import chromium
from tests.browser.server import served as published
from tests.commands.browser import Answer, Preview, preview, socket
from tests.site import CONFIG, make_site, post

AREA = "Visitors"
SECRET = "the-secret-of-the-house"
STORY = "/2025/11/22/a/"
DRAFTED = "/2025/11/22/drafted/"
QUICK = CONFIG.replace("[tool.sitegen.feeds]", "cards = {enabled = false}\n[tool.sitegen.feeds]")
FILES = {
    "pyproject.toml": QUICK,
    "content/posts/2025-11-22-a.md": post("First", tags=["chips"]),
    "content/posts/drafted.md": post("Drafted", draft=True, body="What is to come.\n"),
    "secret.txt": SECRET,
    ".env": SECRET,
    ".git/config": SECRET,
}
OWN = (
    "/",
    DRAFTED,
    "/feed.xml",
    "/nowhere/",
    "/livereload",
    "/livereload.js",
    "/.sitegen/problems",
    "/.sitegen/preview.js",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("visitors") / "site", FILES)


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Preview]:
    """A preview with drafts, of a site with secrets around it, and links in its folder that lead out of it."""
    with preview(site, "--port", "0", "--drafts") as running:
        folder = site / ".sitegen" / "serve"
        (folder / "file").symlink_to(site / "secret.txt")
        (folder / "folder").symlink_to(site)
        (folder / "page").mkdir()
        (folder / "page" / "index.html").symlink_to(site / "secret.txt")
        (folder / "page" / "up").symlink_to("../../..")
        yield running


def raw(served: Preview, request: bytes, *, ended: bool = False) -> bytes:
    """What comes back when these bytes are sent, as far as anything does; `ended` tells the server that it has all."""
    with sockets.create_connection(("127.0.0.1", served.port), timeout=2) as connection:
        try:
            connection.sendall(request)
            if ended:
                connection.shutdown(sockets.SHUT_WR)
            return connection.makefile("rb").read()
        except OSError:  # it was closed before all was sent
            return b""


def asked(served: Preview, path: str, *headers: str, method: str = "GET") -> bytes:
    """The answer to a path with whatever it holds: nothing here looks at it before it is sent."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{served.port}", *headers, "Connection: close", "", ""]
    return raw(served, "\r\n".join(lines).encode("utf-8"))


def is_well(served: Preview) -> bool:
    return served.fetch("/").status == 200


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────

NAMES = (
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example.localhost",
    "localhost.",
    "127.0.0.1.",
    "127.0.0.1.nip.io",
    "127-0-0-1.evil.example",
    "a.local",
    "0x7f.1",
    "2130706433",
    "127.1",
    "[evil.example]",
    "[::1].evil.example",
    "localhost@evil.example",
    "evil.example#@127.0.0.1",
    "xn--localhost-9za",
    "LOCALHOST.EVIL.EXAMPLE",
    "[::1%25eth0]",
    "",
)


@attack(AREA, "The preview is asked by another name that leads to this machine (DNS rebinding)", "refused")
def test_only_names_that_no_stranger_can_point_here_are_answered(served: Preview, attempts: Attempts) -> None:
    for name, port, path in product(NAMES, ("", f":{served.port}", ":80"), OWN[: attempts.times(len(OWN), quick=2)]):
        answer = served.fetch(path, Host=f"{name}{port}")
        assert answer.status in (400, 403), (name, path)
        assert answer.text in ("", ELSEWHERE)
        attempts.made()
    for host in (f"localhost:{served.port}", f"[::1]:{served.port}", f"127.0.0.1:{served.port}", "LocalHost"):
        assert served.fetch("/", Host=host).status == 200


# ── Paths ───────────────────────────────────────────────────────────────────────────────────────────

UP = ("..", "%2e%2e", ".%2e", "%252e%252e", "..%00", "%c0%ae%c0%ae", "．．", "....", "..;", "%u002e%u002e", "..%20")
SLASH = ("/", "%2f", "%252f", "\\", "%5c", "//", "/./", "%c0%af", "∕")
BEGIN = ("/", "//", "/tags/", "/tags/chips/", "/\\", "/%2f", "/.sitegen/", "/css/../", "file:///", "/C:/", "/~/")
TARGETS = (
    "secret.txt",
    ".env",
    ".git/config",
    "content/posts/drafted.md",
    "pyproject.toml",
    "cache.sqlite",
    "etc/passwd",
)


@attack(AREA, "A path climbs out of the preview, by dots and slashes of every spelling", "nothing outside it is sent")
def test_no_spelling_of_a_path_climbs_out(served: Preview, attempts: Attempts) -> None:
    paths = [
        f"{begin}{slash.join([up] * depth)}{slash}{target}"
        for begin, up, slash, depth, target in product(BEGIN, UP, SLASH, (1, 2, 3, 9), TARGETS)
    ]
    random.Random(7).shuffle(paths)
    for path in paths[: attempts.times(3000, quick=60)]:
        answer = asked(served, path)
        assert answer[9:12] in (b"400", b"403", b"404"), path
        assert SECRET.encode() not in answer, path
        assert b"title:" not in answer, path
        assert b"[tool." not in answer, path
        attempts.made()


LINKS = ("/file", "/folder/secret.txt", "/folder/", "/folder", "/page/", "/page/index.html", "/page/up/secret.txt")
DOTS = (
    "/.env",
    "/.git/config",
    "/.git/",
    "/.sitegen/",
    "/.sitegen/cache.sqlite",
    "/.sitegen/preview.py",
    "/.sitegen/server.py",
)
FOLDERS = ("/css/", "/2025/11/22/a/../", "/api/", "/.sitegen/../css/")


@attack(AREA, "A symbolic link in the preview’s folder, a hidden file, or a folder’s list is asked for", "refused")
def test_no_link_no_hidden_file_and_no_list_is_served(served: Preview, attempts: Attempts) -> None:
    for path in (*LINKS, *DOTS):
        for method in ("GET", "HEAD"):
            answer = asked(served, path, method=method)
            assert answer[9:12] in (b"403", b"404"), path
            assert SECRET.encode() not in answer
            assert b"\r\nlocation" not in answer.lower(), "not even whether there is a folder"
            attempts.made()
    for path in FOLDERS:
        answer = asked(served, path)
        assert b"site.css</a>" not in answer
        assert b"Index of" not in answer
        attempts.made()


@attack(AREA, "An address is written so that its redirect leads to another host", "every redirect stays on this one")
def test_no_redirect_leads_elsewhere(served: Preview, attempts: Attempts) -> None:
    here = f"http://127.0.0.1:{served.port}/"
    starts = ("//", "/\\", "/%2f", "/%5c", "///", "/./", "/.//", "/tags/..//", "/%09/", "http://", "/x/..//", "/;//")
    for start, end in product(starts, ("", "/%2e%2e", "/..", "/../tags", "/%2e%2e/tags/chips", "/../2025")):
        head = asked(served, f"{start}evil.example{end}").partition(b"\r\n\r\n")[0].decode()
        for line in head.splitlines():
            name, _, value = line.partition(": ")
            if name.lower() == "location":
                to = urljoin(here, value.replace("\\", "/"))  # as browsers read it
                assert urlsplit(to).netloc == urlsplit(here).netloc, (start, end, value)
        attempts.made()
    assert b"Location: /tags/\r\n" in asked(served, "/tags"), "there are some"


# ── Other sites' pages ──────────────────────────────────────────────────────────────────────────────


@attack(AREA, "A page of another origin opens the preview’s websocket", "refused")
def test_the_websocket_is_for_the_previews_own_pages(served: Preview, attempts: Attempts) -> None:
    port = served.port
    origins = [
        "null",
        "file://",
        "http://evil.example",
        f"http://evil.example:{port}",
        f"https://127.0.0.1:{port}",
        f"ws://127.0.0.1:{port}",
        f"chrome-extension://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
        f"http://localhost:{port}",
        f"http://127.0.0.1:{port}.evil.example",
        f"http://127.0.0.1:{port}@evil.example",
        f"http://evil.example/127.0.0.1:{port}",
        f"http://evil.example#://127.0.0.1:{port}",
        f"x://127.0.0.1:{port}",
        f"://127.0.0.1:{port}",
        f"127.0.0.1:{port}",
        f"http://127.0.0.1:{port}, http://evil.example",
    ]
    for origin in origins:
        with pytest.raises(HTTPClientError, match="403"), socket(served, Origin=origin):
            pytest.fail(f"opened from {origin}")
        attempts.made()
    version = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    for more in ({}, {"Sec-WebSocket-Origin": "http://127.0.0.1"}, {"Referer": "http://127.0.0.1/"}):
        answer = served.fetch("/livereload", Upgrade="websocket", Connection="Upgrade", **version, **more)
        assert answer.status == 403, "without an origin"
        attempts.made()
    with socket(served):
        pass


@attack(
    AREA, "Another site’s page sends the preview what might have an effect (CSRF)", "405 or 404, and no page reloads"
)
def test_no_request_has_an_effect(served: Preview, attempts: Attempts) -> None:
    methods = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "JUNK")
    with socket(served) as hears:
        for method, path in product(methods, (*OWN, "/forcereload")):
            answer = served.fetch(path, method=method, Origin="http://evil.example")
            assert answer.status in (405, 403 if path == "/livereload" else 405), (method, path)
            attempts.made()
        for path in ("/forcereload", "/forcereload?path=*", "/livereload/forcereload", "/.sitegen/reload", "/shutdown"):
            assert served.fetch(path, Origin="http://evil.example").status == 404
            attempts.made()
        with pytest.raises(queue.Empty):
            hears(timeout=0.3)


@attack(
    AREA, "Another site’s page frames, embeds or reads the preview", "browsers are told not to let it, in every answer"
)
def test_every_answer_is_closed_to_other_sites(served: Preview, attempts: Attempts) -> None:
    answers = [served.fetch(path, Origin="http://evil.example") for path in (*OWN, "/tags", "/%00", "/folder/", "/%ff")]
    answers += [served.fetch("/", method="POST"), served.fetch("/", Host="evil.example"), served.fetch("*")]
    assert {answer.status for answer in answers} == {200, 301, 400, 403, 404, 405}
    for answer in answers:
        assert closed(answer), answer.status
        attempts.made()


def closed(answer: Answer) -> bool:
    told = answer.headers
    kept = told["cache-control"] == "no-store" and not any(name.startswith("access-control-") for name in told)
    return kept and all(told[name.lower()] == value for name, value in CLOSED.items())


@attack(AREA, "Markup in an address or a header comes back in a page", "it does not come back, or as text")
def test_nothing_that_was_asked_comes_back_as_markup(served: Preview, attempts: Attempts) -> None:
    marks = (
        "<script>alert(7)</script>",
        '"><img src=x onerror=alert(7)>',
        "'-alert(7)-'",
        "%3Cscript%3Ealert(7)",
        "javascript:alert(7)",
    )
    for mark in marks:
        sent = mark.replace(" ", "%20")
        for path in (
            f"/{sent}",
            f"/?q={sent}",
            f"/nowhere/?{sent}",
            f"/{sent}/..",
            f"/tags/{sent}/",
            f"/.sitegen/{sent}",
        ):
            assert b"alert(7)" not in asked(served, path).partition(b"\r\n\r\n")[2], path
            attempts.made()
        for name in ("Host", "Referer", "User-Agent", "X-Forwarded-Host", "Range", "Cookie"):
            assert b"alert(7)" not in asked(served, "/nowhere/", f"{name}: {mark}"), name
            attempts.made()


# ── Junk, and too much of it ────────────────────────────────────────────────────────────────────────

JUNK = (
    b"\0" * 5000,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil\x00.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\nX: y\r\r\n\r\n",
    b"GET /\x1b]0;title\x07 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\nx",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nx",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=" + b"0-1," * 5000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a/" * 30_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + b"a=b; " * 10_000 + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + b"a=1&" * 15_000,
)


@attack(
    AREA,
    "Junk, floods of headers and half requests instead of a request",
    "refused, and nothing is written to the terminal",
)
def test_junk_is_refused_and_the_next_visitor_is_answered(served: Preview, attempts: Attempts) -> None:
    said = list(served.said)
    rng = random.Random(7)
    for junk in JUNK:
        answer = raw(served, junk, ended=True)
        assert answer[9:10] != b"2" or b"Range" in junk or b"Cookie" in junk, junk[:80]
        attempts.made()
    good = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nUpgrade: websocket\r\nRange: bytes=1-2\r\n\r\n".encode()
    for _ in range(attempts.times(1000, quick=20)):
        bent = bytearray(good)
        for _ in range(rng.randrange(1, 6)):
            bent[rng.randrange(len(bent))] = rng.randrange(256)
        raw(served, bytes(bent), ended=True)
        attempts.made()
    assert is_well(served)
    assert served.said == said


@attack(
    AREA,
    "More connections are opened and left (slow loris) than a process may have files",
    "the oldest go, and the preview answers and builds on",
)
def test_connections_that_are_left_keep_nobody_out(site: Path, served: Preview, attempts: Attempts) -> None:
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux lets another process have fewer files")
    resource.prlimit(served.process.pid, resource.RLIMIT_NOFILE, (256, 256))  # as macOS has it
    held = []
    try:
        for _ in range(attempts.times(2000, quick=400)):
            held.append(sockets.create_connection(("127.0.0.1", served.port), timeout=10))
            held[-1].sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
            attempts.made()
        read = int(served.fetch(STORY).text.partition('data-read="')[2].partition('"')[0])
        with socket(served, STORY, read=read) as story:
            (site / "content/posts/2025-11-22-a.md").write_text(post("First", body="Written since.\n"))
            assert story() == "*"
        assert "Written since." in served.fetch(STORY).text
    finally:
        for connection in held:
            connection.close()
    assert is_well(served)


# What another site's page tries in a browser; each gives what it got, or fails.
READING = (
    "fetch(url).then((answer) => answer.text())",
    "fetch(url, { mode: 'no-cors' }).then(() => 'told that it is there')",
    "new Promise((done) => { const i = new Image(); i.onload = () => done('a picture'); i.src = url; })",
    "new Promise((done) => { addEventListener('error', (e) => done(e.message)); put('script', { src: url }); })",
    "new Promise((done) => put('script', { src: url, onload: () => done('a script') }))",
    "new Promise((done) => put('link', { rel: 'stylesheet', href: url, onload: () => done('a style sheet') }))",
    "new Promise((done) => put('iframe', { src: url, onload() { done(this.contentDocument.body.textContent); } }))",
    "new Promise((done) => put('object', { data: url, onload() { done(this.contentDocument.body.textContent); } }))",
    "new Promise((done) => put('video', { src: url, onloadeddata: () => done('a film') }))",
    "new Promise((done) => { const w = open(url); setTimeout(() => done(w.document.body.textContent), 300); })",
    "new Promise((done) => { const w = new WebSocket(url.replace('http', 'ws')); w.onopen = () => done('open'); })",
    "new Promise((done) => { const e = new EventSource(url); e.onopen = () => done('open'); })",
)
HELPER = (
    "window.put = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties))"
)
TRY = "([code, url]) => Promise.race([eval(code), new Promise((done) => setTimeout(done, 400))]).catch(() => null)"


@attack(AREA, "Another origin’s page tries to read the preview by every means that a browser has", "it learns nothing")
@pytest.mark.soak
def test_no_other_page_reads_the_preview(served: Preview, tmp_path: Path, attempts: Attempts) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Evil</title><body></body>")
    (tmp_path / "404.html").write_text("<!doctype html>")
    (tmp_path / "_headers").write_text("/*\n  X-Evil: yes\n")
    with published(tmp_path) as evil, chromium() as browser, browser.new_context() as context:
        for origin in (evil, evil.replace("127.0.0.1", "localhost")):
            page = context.new_page()
            page.add_init_script(HELPER)
            for path in (
                DRAFTED,
                "/css/site.css",
                "/js/site.js",
                "/livereload",
                "/livereload.js",
                "/favicon.ico",
                "/none.png",
            ):
                for code in READING:
                    page.goto(origin)
                    got = page.evaluate(TRY, [code, f"http://127.0.0.1:{served.port}{path}"])
                    assert not got, (code, path, got)
                    attempts.made()
        own = context.new_page()
        own.add_init_script(HELPER)
        own.goto(f"http://127.0.0.1:{served.port}/")
        assert own.evaluate(TRY, [READING[2], f"http://127.0.0.1:{served.port}/favicon.ico"]) == "a picture", (
            "they work"
        )
