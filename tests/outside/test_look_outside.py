"""Which links are outside, where each finding stands, and how long answers are kept."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sitegen import __version__
from sitegen.outside import look_outside
from sitegen.outside.answers import Looked
from sitegen.outside.limits import Limits
from sitegen.result import Request
from tests.outside.server import Server, serving
from tests.site import CONFIG, NOW, build_site, make_site, post

# `@` stands for the server, `PORT` for its port.
BODY = """\
A [dead](@/gone#part), an [old](@/moved#part), a <@/good> and @/missing bare.

![A rack](@/gone "Rack") [Twice](@/gone), [by name][n], `@/gone` in code.

Source: [AP](@/error) | CNBC

[n]: @/gone
[own]: https://news.example.com/not/yet/
[own] and [mail](mailto:a@example.com) and [inside](/)

[private](http://192.168.7.7/x) and [odd](https://me:secret@example.com/)

    @/gone
"""
FILES = {
    "content/posts/a.md": post(
        "A",
        body=BODY,
        takeaways=["Nothing", "See [this](@/gone)"],
        sources=[{"publisher": "X", "url": "@/moved-308"}, {"publisher": "Y", "url": "@/good"}],
        image={"src": "@/gone", "alt": "Z"},
    ),
    "content/posts/drafted.md": post("Drafted", draft=True, body="[x](@/gone)\n"),
    "content/pages/about.md": "---\ntitle: About\n---\n[x](//127.0.0.1:PORT/missing)\n",
    "content/data/companies.toml": '[us]\nname = "Us Inc"\nsymbol = "USUS"\n# url = "@/gone"\nurl = "@/gone"\n',
    "content/data/authors.toml": '[ana]\nname = "Ana"\nurl = "@/forbidden"\n',
    "pyproject.toml": CONFIG.replace(
        "[tool.sitegen.feeds]", 'menu = [{name = "X", url = "@/gone"}]\n[tool.sitegen.feeds]'
    ),
}
REPORT = """\
content/data/companies.toml:5:8: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
content/pages/about.md:4:5: warning[unreachable-link]: the link leads to //127.0.0.1:PORT/missing, but no encrypted \
connection can be made
content/posts/a.md:4:36: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
content/posts/a.md:5:37: hint[moved-link]: the link leads to @/moved-308, which has moved for good
  help: write @/good?a=b#c
content/posts/a.md:6:16: warning[dead-link]: the picture leads to @/gone, and the page is gone (410 Gone)
content/posts/a.md:9:10: warning[dead-link]: the link leads to @/gone#part, and the page is gone (410 Gone)
content/posts/a.md:9:33: hint[moved-link]: the link leads to @/moved#part, which has moved for good
  help: write @/good#part
content/posts/a.md:9:63: warning[dead-link]: the link leads to @/missing, and the page is gone (404 Not Found)
content/posts/a.md:11:11: warning[dead-link]: the picture leads to @/gone, and the page is gone (410 Gone)
content/posts/a.md:11:34: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
content/posts/a.md:13:14: warning[unreachable-link]: the link leads to @/error, but the host \
answers 500 Internal Server Error
content/posts/a.md:15:6: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
content/posts/a.md:19:11: warning[unreachable-link]: the link leads to http://192.168.7.7/x, but 192.168.7.7 \
is private: readers cannot follow it
content/posts/a.md:19:43: warning[unreachable-link]: the link leads to https://me:secret@example.com/, which is no \
address that can be asked for
content/posts/drafted.md:7:5: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
pyproject.toml:5:29: warning[dead-link]: the link leads to @/gone, and the page is gone (410 Gone)
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def site_of(folder: Path, server: Server, files: dict[str, str]) -> Path:
    written = {
        path: re.sub(r"@(?=/)", server.url(""), text).replace("PORT", str(server.port)) for path, text in files.items()
    }
    return make_site(folder, written)


def look(site: Path, server: Server, now: datetime = NOW, **limits: object) -> tuple[Looked, list[str]]:
    """What is found, with `@` for the server, columns counted so; moves alone with their help, which says where to."""
    allowed = frozenset({"127.0.0.1"})
    request = Request(site, now, drafts=True, future=True, dry=True)
    quiet = Limits(**{"pause": 0, "request": 10, "total": 20, "allowed": allowed, **limits})
    looked = look_outside(request, quiet, lambda *_: None, lambda _: None)
    lines = []
    for found in looked.diagnostics:
        line = (site / found.path).read_text(encoding="utf-8").splitlines()[found.line - 1]
        assert re.match('"?(https?:)?//', line[found.column - 1 :]), "the link stands there"
        column = len(line[: found.column - 1].replace(server.url(""), "@")) + 1
        shown = replace(found, column=column, help=found.help if found.code == "moved-link" else "")
        lines += str(shown).replace(server.url(""), "@").replace(str(server.port), "PORT").splitlines()
    return looked, lines


def test_each_outside_link_is_looked_at_and_reported_where_it_stands(server: Server, tmp_path: Path) -> None:
    looked, lines = look(site_of(tmp_path, server, FILES), server)
    assert lines == REPORT.splitlines()
    assert (looked.known, looked.asked, looked.left, looked.closed) == (0, 9, 0, 1)
    assert server.agents == {f"sitegen/{__version__} (checks the links of https://news.example.com/)"}
    asked = [path for method, path in server.asked if method == "HEAD"]
    assert Counter(asked)["/gone"] == 1, "an address is asked for once, however often it is linked to"


def test_drafts_and_posts_of_the_future_are_looked_at_as_check_is_told(server: Server, tmp_path: Path) -> None:
    site = site_of(tmp_path, server, {"content/posts/d.md": post("D", draft=True, body="[x](@/gone)\n")})
    for drafts, count in ((False, 0), (True, 1)):
        request = Request(site, NOW, drafts=drafts)
        limits = Limits(pause=0, allowed=frozenset({"127.0.0.1"}))
        assert len(look_outside(request, limits, lambda *_: None, lambda _: None).diagnostics) == count


def test_the_configuration_decides_how_bad_it_is(server: Server, tmp_path: Path) -> None:
    rules = '[tool.sitegen.check.rules]\ndead-link = "error"\nmoved-link = "off"\n'
    body = "[x](@/gone) [y](@/moved)\n"
    site = site_of(tmp_path, server, {"content/posts/a.md": post(body=body), "pyproject.toml": CONFIG + rules})
    looked, _ = look(site, server)
    assert [(d.code, d.severity) for d in looked.diagnostics] == [("dead-link", "error")]


def test_a_comment_allows_one_place_and_is_not_called_unused_where_nobody_asks(server: Server, tmp_path: Path) -> None:
    body = "[x](@/gone) <!-- sitegen: allow dead-link -->\n\n[y](@/gone)\n"
    site = site_of(tmp_path, server, {"content/posts/a.md": post(body=body)})
    looked, _ = look(site, server)
    assert [(d.code, d.line) for d in looked.diagnostics] == [("dead-link", 8)]
    assert not [problem for problem in build_site(site, dry=True).problems if "dead-link" in problem]


def test_good_answers_are_kept_for_a_week_and_others_for_a_day(server: Server, tmp_path: Path) -> None:
    body = "[a](@/good) [b](@/gone) [c](@/error) [d](@/forbidden) [e](@/tired)\n"
    site = site_of(tmp_path, server, {"content/posts/a.md": post(body=body)})
    _, first = look(site, server)
    for later, expected in {
        timedelta(0): {"/tired"},
        timedelta(hours=23): {"/tired"},
        timedelta(hours=25): {"/gone", "/error", "/tired"},
        timedelta(days=7, hours=1): {"/good", "/gone", "/error", "/forbidden", "/tired"},
        timedelta(days=-30): {"/good", "/gone", "/error", "/forbidden", "/tired"},  # a clock that was wrong
    }.items():
        server.asked.clear()
        looked, lines = look(site, server, NOW + later)
        assert {path for _, path in server.asked} == expected
        assert (looked.known, looked.asked, looked.left) == (5 - len(expected), len(expected) - 1, 1)
        assert lines == first


def test_kept_answers_that_are_damaged_are_asked_for_again(server: Server, tmp_path: Path) -> None:
    site = site_of(tmp_path, server, {"content/posts/a.md": post(body="[a](@/good)\n")})
    for damage in (b"", b"nonsense", None):
        if damage is not None:
            (site / ".sitegen").mkdir(exist_ok=True)
            (site / ".sitegen" / "links").write_bytes(damage)
        looked, _ = look(site, server)
        assert (looked.known, looked.asked) == ((1, 0) if damage is None else (0, 1))


def test_newest_posts_come_first_and_what_time_does_not_allow_is_left_for_the_next_run(
    server: Server, tmp_path: Path
) -> None:
    files = {
        "content/posts/a.md": post("Old", date="2025-01-01", body="[a](@/good?old)\n"),
        "content/posts/b.md": post("Mid", date="2025-02-01", body="[a](@/hang)\n"),
        "content/posts/c.md": post("New", date="2025-03-01", body="[a](@/good?new)\n"),
    }
    site = site_of(tmp_path, server, files)
    looked, lines = look(site, server, total=1)
    assert (looked.known, looked.asked, looked.left, lines) == (0, 1, 2, [])
    assert [path for _, path in server.asked] == ["/good?new", "/hang"]
    looked, lines = look(site, server, request=0.4)
    assert (looked.known, looked.asked, looked.left) == (1, 2, 0)
    silent = "but the host gives no answer within 0.4 seconds"
    assert lines == [f"content/posts/b.md:6:5: warning[unreachable-link]: the link leads to @/hang, {silent}"]


def test_a_machine_that_is_offline_blames_no_link(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    both = make_site(
        tmp_path / "both", {"content/posts/a.md": post(body="[a](https://a.example/) [b](https://b.example/)\n")}
    )
    looked, lines = look(both, server)
    assert (looked.offline, lines) == (True, [])
    assert not (both / ".sitegen" / "links").exists()
    one = make_site(tmp_path / "one", {"content/posts/a.md": post(body="[a](https://a.example/)\n")})
    _, lines = look(one, server)
    place = "content/posts/a.md:6:5: warning[unreachable-link]"
    assert lines == [f"{place}: the link leads to https://a.example/, but there is no host a.example"]
