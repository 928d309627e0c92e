"""The history that a post's page shows: each change's day and first line, as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import GIT, MADE, MENDED, URL, A, Repository, history, updated
from tests.site import post


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path / "site", monkeypatch)


# A commit's message, and what readers see of it.
MESSAGES = {
    "Mended the date\n\nIt was wrong.": "Mended the date",
    "\n\n  Mended   it \n": "Mended it",
    "<script>alert(1)</script> {{ site }} <b onclick=x>": "<script>alert(1)</script> {{ site }} <b onclick=x>",
    "Thanks to joe@example.com and <ann.b+c@mail.example.org>!": "Thanks to … and …!",
    "Right\u202eto left\u200b, bell\x07, \x1b[31mred": "Right to left , bell , [31mred",
    "\U0001f468\u200d\U0001f467 نامه\u200cای": "\U0001f468\u200d\U0001f467 نامه\u200cای",
    "[finance:NVDA] *stars* `code` https://evil.example/": "[finance:NVDA] *stars* `code` https://evil.example/",
    "x" * 5000: "x" * 199 + "…",
    "@" * 3000: "@" * 199 + "…",
    "\n": "",
    "\x01:100644 100644 a b M": ":100644 100644 a b M",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_plain_text_of_one_line(site: Repository, message: str) -> None:
    site.commit(MADE, "First", {A: post()})
    (site.site / A).write_text(post(body="Better.\n"), encoding="utf-8")
    site.git("commit", "--quiet", "--all", "--allow-empty-message", "--cleanup=verbatim", "-m", message, date=MENDED)
    built = site.build()
    (line,) = built.page(URL).cssselect("section.history li")
    assert line.cssselect("bdi")[0].text_content() == MESSAGES[message]
    assert [child.tag for child in line] == ["time", "bdi"]
    assert len(line.cssselect("bdi *")) == 0
    assert "ada@newsroom.example" not in built.text(URL)
    assert "Ada Example" not in built.text(URL)


def test_a_message_in_another_encoding_is_read_by_its_own(site: Repository) -> None:
    site.commit(MADE, "First", {A: post()})
    (site.site / A).write_text(post(body="Better.\n"), encoding="utf-8")
    site.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--quiet", "-a", "-F", latin(site.home), date=MENDED)
    assert history(site.build())[1:] == ["November 23, 2025 Überarbeitet"]


def latin(folder: Path) -> str:
    (folder / "message").write_bytes("Überarbeitet".encode("latin-1"))
    return str(folder / "message")


def test_history_is_newest_first_in_the_sites_language_and_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = '[tool.sitegen.strings]\nhistory = "Verlauf"\nchanged = "{count}-mal geändert, zuletzt {date}"\n'
    config = GIT.replace("[tool.sitegen.feeds]", 'language = "de"\ntimezone = "Asia/Tokyo"\n[tool.sitegen.feeds]')
    site = Repository(tmp_path / "site", monkeypatch, config=config + words)
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Second", {A: post(body="Better.\n")})
    site.commit("2025-11-23T20:00:00Z", "Third", {A: post(body="Best.\n")})
    built = site.build()
    assert history(built) == [
        "2-mal geändert, zuletzt 24. November 2025",
        "24. November 2025 Third",
        "23. November 2025 Second",
    ]
    assert built.page(URL).cssselect("section.history h2")[0].text_content() == "Verlauf"


def test_each_of_the_two_settings_works_without_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Repository(tmp_path / "site", monkeypatch, config=GIT.replace("history = true\n", ""))
    site.commit(MADE, "First", {A: post()})
    site.commit(MENDED, "Mended", {A: post(body="Better.\n")})
    built = site.build()
    assert (updated(built) is not None, history(built)) == (True, [])
    (site.site / "pyproject.toml").write_text(GIT.replace('updated = "git"\n', ""), encoding="utf-8")
    built = site.build()
    assert updated(built) is None
    assert history(built)[0] == "Changed 1 time, last November 23, 2025"
