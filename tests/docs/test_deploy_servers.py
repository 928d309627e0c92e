"""nginx and Caddy show what was deployed, each set up by the very file of docs/deploy.md."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from sitegen.config import read_config
from sitegen.newsroom.plan.headers import header_rules, headers_for
from tests.commands.terminal import CLOCK, REPOSITORY, run
from tests.servers import Address, caddy, nginx, sample
from tests.site import CONFIG, make_site, post

SETTINGS = """
[tool.sitegen.headers]
enabled = true
[tool.sitegen.redirects]
"/jobs/" = "https://jobs.example.com/"
[tool.sitegen.deploy.live]
target = "../public"
compress = ["gzip", "br"]
"""
ABOUT = "content/pages/about.md"
LONG = "A sentence that makes the page as long as texts are. " * 20
FILES = {
    "pyproject.toml": CONFIG,
    "content/posts/2025-11-22-story.md": post(tags=["chips", "人工智能"], aliases=["/former/"], body=f"{LONG}\n"),
    "content/posts/2025-11-21-other.md": post("Other", "2025-11-21", body="Of Nvidia [finance:NVIDIA Corporation].\n"),
    ABOUT: "---\ntitle: About\n---\nWho we are.\n",
}
# By the ending of a file: what it is. Servers differ in the words for some.
KINDS = {
    "html": {"text/html; charset=utf-8"},
    "txt": {"text/plain; charset=utf-8"},
    "css": {"text/css", "text/css; charset=utf-8"},
    "js": {"text/javascript", "text/javascript; charset=utf-8"},
    "json": {"application/json"},
    "png": {"image/png"},
    "svg": {"image/svg+xml"},
    "xml": {"text/xml; charset=utf-8", "text/xml", "application/xml"},
}
UNPACK: Mapping[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """`packings` are the ways that it sends packed files in; it keeps the files `own` to itself."""

    start: Callable[[Path, str], AbstractContextManager[Address]]
    sample: str
    packings: tuple[str, ...]
    own: frozenset[str]
    redirects: bool


NGINX = Server(nginx, "nginx", ("gzip",), frozenset(), redirects=True)
CADDY = Server(caddy, "caddy", ("br", "gzip"), frozenset({"/headers.caddy"}), redirects=False)


def ask(address: Address, paths: list[str], accepted: str = "identity") -> Iterator[tuple[str, Answer]]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": accepted})
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            assert name.lower() not in found, f"{path} has {name} twice"
            found[name.lower()] = value
        yield path, Answer(answer.status, found, answer.read())
    connection.close()


def one(address: Address, path: str, accepted: str = "identity") -> Answer:
    ((_, answer),) = ask(address, [path], accepted)
    return answer


def deploy(site: Path) -> None:
    done = run("deploy", *CLOCK, at=site)
    assert done.returncode == 0, done.stderr


def published(site: Path) -> dict[str, bytes]:
    """What the site is, by address on its host."""
    output = site / "public"
    files = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    return {quote(f"/{path}".removesuffix("index.html")): data for path, data in sorted(files.items())}


def led_to(data: bytes) -> str:
    """Where a page leads on to by itself, "" for all others."""
    found = re.search(rb'http-equiv="refresh" content="0; url=(.*?)"', data)
    return unescape(found[1].decode()) if found else ""


def check_files(server: Server, address: Address, site: Path) -> None:
    """Every file is sent as what it is, with its headers, and packed to who takes that."""
    rules = header_rules(read_config((site / "pyproject.toml").read_text(encoding="utf-8")))
    there = {path: data for path, data in published(site).items() if path not in {*server.own, "/404.html"}}
    files = {path: data for path, data in there.items() if not (server.redirects and led_to(data))}
    kinds = set()
    for path, answer in ask(address, list(files)):
        assert (answer.status, answer.body) == (200, files[path]), path
        assert "content-encoding" not in answer.headers, path
        told = headers_for(path, rules)
        assert {name: answer.headers.get(name.lower()) for name in told} == told, path
        ending = path.rpartition("/")[2].rpartition(".")[2] or "html"
        if "Content-Type" not in told and ending in KINDS:
            assert answer.headers["content-type"] in KINDS[ending], path
            kinds.add(ending)
    assert kinds == KINDS.keys()
    for packing in server.packings:
        packed = 0
        for path, answer in ask(address, list(files), packing):
            said = answer.headers.get("content-encoding", "")
            assert (answer.status, said) in ((200, packing), (200, "")), path
            assert (UNPACK[said](answer.body) if said else answer.body) == files[path], path
            told = headers_for(path, rules)
            assert {name: answer.headers.get(name.lower()) for name in told} == told, path
            assert not said or "accept-encoding" in answer.headers["vary"].lower(), path
            packed += bool(said)
        assert packed > 10
    moved = {path: led_to(data) for path, data in there.items() if led_to(data)}
    assert "/jobs/" in moved
    for path, place in moved.items() if server.redirects else ():
        for spelling in (path, path.removesuffix("/")):
            answer = one(address, spelling)
            assert (answer.status, answer.headers["location"]) == (301, place)


def check_missing(address: Address, site: Path) -> None:
    """What is not there is told by the site's page for that; and so are our own files, which are there."""
    missing = (site / "public" / "404.html").read_bytes()
    assert (site.parent / "public" / ".sitegen-deployed").is_file()
    for path in ("/no/such/", "/no.svg", "/.sitegen-deployed", "/.sitegen-deploying", "/.sitegen-deploying/0"):
        for accepted in ("identity", "gzip"):
            answer = one(address, path, accepted)
            body = gzip.decompress(answer.body) if "content-encoding" in answer.headers else answer.body
            assert (answer.status, body) == (404, missing), path
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["x-frame-options"] == "DENY"


def check_news(address: Address, site: Path) -> None:
    """After the next deploy the new text is shown, packed or not, by the server that has been running all the time."""
    assert b"A new word." not in one(address, "/about/").body
    with (site / ABOUT).open("a", encoding="utf-8") as file:
        file.write(f"\nA new word. {LONG}\n")
    deploy(site)
    assert b"A new word." in one(address, "/about/").body
    assert b"A new word." in gzip.decompress(one(address, "/about/", "gzip").body)


def check(server: Server, site: Path, folder: Path, *, switch: bool) -> None:
    with (site / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"{SETTINGS}switch = {str(switch).lower()}\n")
    deploy(site)
    public = site.parent / "public"
    assert public.is_symlink() == switch
    busy = public / ".sitegen-deploying"
    busy.mkdir()
    (busy / "0").write_text("on its way", encoding="utf-8")
    setup = sample("deploy.md", server.sample)
    assert "/srv/news/public" in setup
    with server.start(folder, setup.replace("/srv/news/public", str(public))) as address:
        check_files(server, address, site)
        check_missing(address, site)
        check_news(address, site)


def test_nginx_shows_what_was_deployed_by_a_switched_link(tmp_path: Path) -> None:
    check(NGINX, make_site(tmp_path / "site", FILES), tmp_path, switch=True)


@pytest.mark.soak
@pytest.mark.parametrize(("server", "switch"), [(NGINX, False), (CADDY, True), (CADDY, False)])
def test_servers_show_the_demo_site_that_was_deployed(server: Server, switch: bool, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(REPOSITORY / "content", site / "content")
    shutil.copy(REPOSITORY / "pyproject.toml", site)
    check(server, site, tmp_path, switch=switch)
