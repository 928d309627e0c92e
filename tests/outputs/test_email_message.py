"""The message around an e-mail: its headers whatever a title holds, its parts, and the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.outputs.email.message import Letter, message, message_id, sent_size
from tests.outputs.emails import Read, read

LETTER = Letter(
    subject="A story",
    sender=("Example News", "news@example.com"),
    date=datetime(2025, 11, 22, 19, 21, tzinfo=timezone(timedelta(hours=-6))),
    id="tag:example.com,2025:posts/a",
    authority="example.com",
    language="en",
    text="A text.\n",
    html="<!DOCTYPE html><title>A story</title><p>A text.",
)
NAMES = ["Subject", "From", "Date", "Message-ID", "Content-Language", "MIME-Version", "Content-Type"]


def sent(**fields: object) -> Read:
    return read(message(replace(LETTER, **fields)))  # type: ignore[arg-type]


def head(content: bytes) -> list[bytes]:
    return content.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_headers_are_those_that_an_author_knows_and_no_others() -> None:
    made = sent().headers
    assert sorted(made.keys()) == sorted(NAMES)
    assert (made["Subject"], made["From"]) == ("A story", "Example News <news@example.com>")
    assert made["Date"] == "Sat, 22 Nov 2025 19:21:00 -0600"
    assert made["Content-Language"] == "en"


TITLES = [
    "A story",
    "",
    "Zwölf Aktien · 😀 👩‍👩‍👧‍👦 日本語の見出し",
    "Two\r\nBcc: victim@example.org\n\nlines\x85of\u2028three\u2029\x0b\x0c",
    "=?utf-8?q?x=0D=0ABcc=3A_victim=40example=2Eorg?=",
    "An encoded word =?utf-8?b?Qg==?= within",
    "word " * 200,
    "x" * 3000,
    "ä" * 500,
    "Nul \x00 bell \x07 escape \x1b[31m",
    "a: b, <c@d.example>; \"quoted\" 'single' (comment)",
    "מה קרה היום ב-AI \u202egnorw",
]


@given(st.text(max_size=300))
@example("\ud800 half a letter")
def test_any_title_is_one_subject_and_nothing_else(title: str) -> None:
    content = message(replace(LETTER, subject=title))
    assert [line.partition(b":")[0].decode() for line in head(content) if not line.startswith(b" ")] == NAMES_SENT
    assert all(len(line) <= 78 and line.isascii() for line in head(content))


NAMES_SENT = ["MIME-Version", "Content-Type", "Subject", "From", "Date", "Message-ID", "Content-Language"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_read_back_in_one_line_without_control_characters(title: str) -> None:
    shown = " ".join("".join(c for c in title if c not in "\x00\x07\x1b\u202e").split())
    if title in ("word " * 200, "=?utf-8?q?x=0D=0ABcc=3A_victim=40example=2Eorg?=") or "=?" not in title:
        assert str(sent(subject=title).headers["Subject"]) == shown
    content = message(replace(LETTER, subject=title))
    assert not re.search(rb"^bcc", content, re.IGNORECASE | re.MULTILINE)
    assert sum(line.startswith(b"Subject:") for line in head(content)) == 1


@pytest.mark.parametrize(
    "name", ["", "The Wire, Ltd.", "Täglich KI", "W" * 90, "ä" * 90, "=?utf-8?q?x?=", "O'Neil: news"]
)
def test_a_sender_is_read_back(name: str) -> None:
    made = sent(sender=(name, "news@example.com"))
    (address,) = made.headers["From"].addresses
    # Python reads the fold between two encoded words of a name as a space; RFC 2047 §6.2 does not.
    assert address.display_name.replace(" ", "") == name.replace(" ", "")
    assert address.addr_spec == "news@example.com"
    assert all(len(line) <= 78 for line in head(made.content))


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "Thu, 01 Jan 1970 00:00:00 +0000"),
        (datetime(9998, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=5, minutes=30))), "02 Jan 9998 03:04:05 +0530"),
        (datetime(1971, 1, 1, 12, tzinfo=timezone(-timedelta(minutes=44, seconds=30))), "12:44:30 +0000"),
    ],
)
def test_a_date_keeps_its_offset_where_mail_has_one_like_it(date: datetime, shown: str) -> None:
    assert re.search(rb"^Date: (.*)\r\n", message(replace(LETTER, date=date)), re.MULTILINE)[1].decode().endswith(shown)


def test_a_message_id_is_the_posts_alone_and_fits_a_mid_url() -> None:
    stable = message_id(LETTER.id, "example.com")
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.com>", stable)
    assert (
        sent(subject="Another", text="Other\n", html="<p>Other", date=datetime.now(UTC)).headers["Message-ID"] == stable
    )
    assert message_id("another", "example.com") != stable
    assert re.fullmatch(r"<[0-9a-f]{32}@xn--tglich-bua\.example>", message_id("a", "täglich.example"))
    for odd in ("", "::1", "a b", "a>b", "x" * 70 + ".example", "a..b"):
        assert re.fullmatch(r"<[0-9a-f]{32}@sitegen\.invalid>", message_id("a\nb \ud800", odd))
    assert sent(authority=f"{'long-name.' * 20}example").headers["Message-ID"].endswith(".example>")


@given(
    st.text(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x85\u2028\u2029\x1c\x1d\x1e\x0b\x0c"),
        max_size=200,
    )
)
@example("From here\n.\n-- \n" + "long " * 400)
@example("日本語" * 200)
def test_texts_are_read_back_and_no_line_is_too_long(text: str) -> None:
    made = sent(text=f"{text}\n", html=f"<p>{text}\n")
    assert (made.text, made.source) == (f"{text}\n", f"<p>{text}\n")
    assert all(len(line) <= 78 and line.isascii() for line in made.content.split(b"\r\n"))
    assert b"\n" not in made.content.replace(b"\r\n", b"")


def test_the_boundary_follows_from_the_content_and_is_in_no_part() -> None:
    first, same, other = message(LETTER), message(replace(LETTER)), message(replace(LETTER, text="=_ --=_\n"))
    assert first == same
    boundary = re.search(rb'boundary="(.*)"', first)[1]
    assert boundary not in other
    assert first.count(b"--" + boundary) == 3


def test_the_size_is_that_of_the_part_as_it_is_sent() -> None:
    for html in ("<p>" + "ascii " * 1000, "<p>" + "日本語" * 1000, "<p>" + "Zwölf " * 1000):
        part = message(replace(LETTER, html=html)).split(b"\r\n--=_")[2]
        assert abs(len(part) - sent_size(html)) < 100
    assert sent_size("日本語" * 1000) < 9000 * 1.4
