"""The parts of a preview that are values: what an open page has missed, how a problem is shown, where it is served."""

from __future__ import annotations

import errno
import re
import socket
from pathlib import Path

import pytest

from sitegen.diagnostics import Diagnostic, WrongUsage
from sitegen.serve import address
from sitegen.serve.address import bind, spoken
from sitegen.serve.news import PROBLEMS, News
from sitegen.serve.preview import Preview, Settings
from sitegen.serve.problems import MOST, described
from tests.site import make_site, post

SECONDS = re.compile(r" \(\d+\.\d\d s\)$")

# ── What a page has missed ──────────────────────────────────────────────────────────────────────────

# what was written, whether any page may be another -> what a page hears whose file is a/index.html
MISSED = {
    (("a/index.html",), False): ["*"],
    (("b/index.html", "feed.xml"), False): [],
    (("css/site.css",), False): ["/n/css/site.css"],
    (("css/site.css", "a/index.html"), False): ["*"],
    (("a/rack.JPG", "b/rack.webp"), False): ["/n/a/rack.JPG"],
    ((PROBLEMS,), False): ["/.sitegen/problems"],
    ((PROBLEMS, "a/index.html"), False): ["*"],
    ((), True): ["*"],
}


@pytest.mark.parametrize(("written", "heard"), MISSED.items())
def test_a_page_hears_of_what_it_shows(written: tuple[tuple[str, ...], bool], heard: list[str]) -> None:
    news = News(1000)
    news.note(written[0], everywhere=written[1], at=2000)
    assert news.missed({"a/index.html"}, "/n/", 1999) == heard
    assert news.missed({"a/index.html"}, "/n/", 2000) == [], "it was read after that"


def test_numbers_grow_though_the_clock_stands_still() -> None:
    news = News(1000)
    for _ in range(2):
        news.note(["a/index.html"], everywhere=False, at=1000)
    assert news.number == 1002
    assert news.missed({"a/index.html"}, "/", 1001) == ["*"]


# ── How a problem is shown ──────────────────────────────────────────────────────────────────────────

PLACES = {
    ("date: <b>", 1, 7): "  1 | date: &lt;b&gt;\n    |       ^",
    ("whole line", 1, 0): "  1 | whole line",
    ("no such line", 3, 1): None,
}


@pytest.mark.parametrize(("place", "shown"), PLACES.items())
def test_the_line_of_a_problem_is_shown_with_a_caret(
    place: tuple[str, int, int], shown: str | None, tmp_path: Path
) -> None:
    text, line, column = place
    (tmp_path / "a.md").write_text(f"{text}\n")
    html = described([Diagnostic("a.md", line, column, "error", "bad-date", "wrong")], tmp_path)
    assert f'<pre tabindex="0">{shown}</pre>' in html if shown else "<pre" not in html


def test_a_file_that_is_not_the_sites_has_no_line(tmp_path: Path) -> None:
    html = described([Diagnostic("templates/post.html", 1, 1, "error", "template-error", "wrong")], tmp_path)
    assert "wrong" in html
    assert "<pre" not in html


def test_errors_come_before_warnings_and_not_all_of_many(tmp_path: Path) -> None:
    errors = [Diagnostic("a.md", n, 1, "error", "bad-date", f"wrong {n}") for n in range(1, MOST + 2)]
    warning = Diagnostic("a.md", 1, 1, "warning", "unknown-company", "not known")
    html = described([warning, *errors], tmp_path)
    assert f"{MOST + 1} errors, 1 warning: this page is as it was before" in html
    assert html.count("<li") == MOST
    assert "not known" not in html
    assert "<p>2 more: the terminal lists them all.</p>" in html
    assert described([], tmp_path) == ""


# ── Where it is served ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("127.0.0.1", "serving http://127.0.0.1:8000/n/"),
        ("::1", "serving http://[::1]:8000/n/"),
        ("0.0.0.0", "serving http://127.0.0.1:8000/n/, and http://10.1.2.3:8000/n/ for every device in this network"),
        ("::", "serving http://[::1]:8000/n/, and http://[fd00::7]:8000/n/ for every device in this network"),
    ],
)
def test_the_address_is_one_to_open(host: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "network_address", {4: "10.1.2.3", 6: "fd00::7"}.get)
    assert spoken(host, 8000, "/n/") == said


def test_without_a_network_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "network_address", lambda _version: "")
    assert spoken("0.0.0.0", 8000, "/") == "serving http://127.0.0.1:8000/; it is in no network"


def test_only_loopback_is_served_unless_asked() -> None:
    for host, reached in (("127.0.0.1", {"127.0.0.1"}), ("0.0.0.0", {"0.0.0.0"})):
        sockets = bind(host, 0, print)
        assert {one.getsockname()[0] for one in sockets} == reached
        for one in sockets:
            one.close()


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("192.0.2.7", "192.0.2.7 is no address of this machine: leave --host out, or write --host 0.0.0.0"),
        ("no such host", "there is no host 'no such host': leave --host out, or write --host 0.0.0.0"),
    ],
)
def test_a_host_that_is_not_this_machine_is_wrong_usage(host: str, said: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        bind(host, 0, print)
    assert str(wrong.value) == said


def test_ports_that_are_all_taken_are_said() -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        with pytest.raises(OSError, match=r"port 65535 is in use: name another, as in --port 8000") as full:
            bind("127.0.0.1", 65535, said.append)
    assert full.value.errno == errno.EADDRINUSE
    assert said == []


# ── What the terminal says ──────────────────────────────────────────────────────────────────────────


def test_the_terminal_tells_of_a_slip_and_that_it_is_mended(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post("A")})
    said: list[str] = []
    preview = Preview(Settings(site, "127.0.0.1", 0), "/", said.append)

    def after(text: str | None = None, *, unasked: bool = False) -> list[str]:
        """The last line of each thing that is said after a save."""
        said.clear()
        if text is not None:
            make_site(site, {"content/posts/a.md": text})
        preview.rebuild(unasked=unasked)
        return [SECONDS.sub("", words.splitlines()[-1]) for words in said]

    (begun,) = after()
    assert begun.endswith("written in the preview")
    assert after(unasked=True) == []
    assert after("---\ntitle: a: b\n---\n") == ["1 error: the pages stay as they were until this is mended"]
    assert after(post("A")) == ["mended: the pages are up to date"]
    assert after() == ["the pages are up to date"]
    (changed,) = after(post("B"))
    assert changed.startswith("1 post, ")
