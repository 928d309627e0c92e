"""Names and texts in every script: one name has one address however it is encoded, and no letter is cut in half."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from sitegen.letters import cut
from sitegen.markup.text import count_words
from tests.attacks.table import attack
from tests.pictures import picture
from tests.site import CONFIG, build_site, make_site, post

COMPOSED, APART = partial(normalize, "NFC"), partial(normalize, "NFD")
QUICK = f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"
FORMS = [(COMPOSED, APART), (APART, COMPOSED), (APART, APART)]


@attack(
    "Elsewhere",
    "Names and texts have their accents as one character or as two (NFC, NFD): files, links, pictures, tags, slugs",
    "links and pictures are found, and tags and addresses are one",
)
@pytest.mark.parametrize(("stored", "written"), FORMS)
def test_names_in_both_unicode_forms_are_one(stored: Any, written: Any, tmp_path: Path, attempts: Any) -> None:
    files = {
        "pyproject.toml": QUICK,
        "content/posts/a/index.md": post(
            "A", body=f"![x]({written('größe')}.png)\n\n[u](../{written('über')}.md)\n", tags=[COMPOSED("Zürich")]
        ),
        f"content/posts/a/{stored('größe')}.png": picture("PNG"),
        f"content/posts/{stored('über')}.md": post("Über", tags=[written("Zürich")]),
        "content/posts/c.md": post("C", slug=written("café")),
    }
    site = build_site(make_site(tmp_path, files), dry=True)
    assert [d for d in site.result.diagnostics if d.code not in ("no-sources", "no-summary", "no-id-authority")] == []
    site = build_site(tmp_path)
    paths = {*site.files()}
    assert {COMPOSED(path) for path in paths if path.endswith(".html")} <= paths, "addresses are NFC"
    assert "tags/zürich/index.html" in paths
    assert "2025/11/22/café/index.html" in paths
    page = site.page("/2025/11/22/a/")
    assert page.cssselect("article picture img, article img")
    assert page.cssselect("a[href='/2025/11/22/%C3%BCber/']")
    attempts.made(5)


# Pairs that are one file on macOS or on Windows.
TWINS = [
    ("static/Logo.txt", "static/logo.txt"),
    (f"static/{COMPOSED('é')}.txt", f"static/{APART('é')}.txt"),
    (f"static/{COMPOSED('É')}.txt", f"static/{APART('é')}.txt"),
    ("static/straße.txt", "static/STRASSE.txt"),
    ("content/posts/a/Rack.csv", "content/posts/a/rack.csv"),
]


@attack(
    "Elsewhere",
    "Two files differ in capitals or in their Unicode form alone",
    "an error that names both, for on macOS and Windows they are one",
)
@pytest.mark.parametrize("twins", TWINS)
def test_twins_on_other_file_systems_are_told(twins: tuple[str, str], tmp_path: Path, attempts: Any) -> None:
    files = {"pyproject.toml": QUICK, "content/posts/a/index.md": post()}
    site = build_site(make_site(tmp_path, {**files, **dict.fromkeys(twins, "x")}))
    (told,) = (d for d in site.result.diagnostics if d.severity == "error")
    assert told.code == "url-taken"
    assert all(name in told.message for name in twins)
    attempts.made()


FAMILY, SCOTLAND, RAINBOW, HEART = "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈", "❤️‍🔥"
LETTERS = [FAMILY, SCOTLAND, RAINBOW, HEART, "🇩🇪", "👍🏽", "1️⃣", "e\u0301", "कि", "a", "語", "ع", "👩🏽‍🚀", "é"]


@attack(
    "Elsewhere",
    "A text is cut within an emoji of several characters, a flag, or a letter with its accents",
    "the cut is before it",
)
@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_is_cut_in_half(letter: str, attempts: Any) -> None:
    for before in ("", "x", "🇫🇷"):
        text = before + letter * 9
        for longest in range(len(before) + len(letter), len(text) + 2):
            kept = cut(text, longest).removeprefix(before)
            assert kept == letter * ((min(longest, len(text)) - len(before)) // len(letter)), (before, longest)
            attempts.made()


def test_a_letter_with_more_marks_than_there_is_room_is_cut() -> None:
    assert cut("a" + "\u0301" * 40, 10) == "a" + "\u0301" * 9


@pytest.mark.parametrize("letter", [FAMILY, "🇩🇪", "語", "1️⃣"])
def test_summaries_of_texts_without_spaces_end_with_a_whole_letter(letter: str, tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, {"pyproject.toml": QUICK, "content/posts/a.md": post(body=letter * 400)}))
    (summary,) = site.page("/2025/11/22/a/").cssselect("meta[name=description]")
    assert re.fullmatch(f"(?:{letter})+…", summary.get("content") or "")


# Titles -> what the head says of the page, and its heading's text.
TITLES = [
    "🎉🎉",
    "?!…",
    "日本語のニュース：人工知能",
    "إنفيديا و OpenAI: شراكة (2025)",
    "חדשות AI: GPT-5",
    f"{FAMILY}",
    "Ⅷ ﬁne",
    "...",
    "—",
]


@attack(
    "Elsewhere",
    "Titles are of emoji or punctuation alone, right to left, or of both directions",
    "they stand as written in pages, feeds and lists, each in its own direction",
)
def test_titles_of_any_script_stand_as_written(tmp_path: Path, attempts: Any) -> None:
    posts = {f"content/posts/p{number}.md": post(title) for number, title in enumerate(TITLES)}
    site = build_site(make_site(tmp_path, {"pyproject.toml": QUICK, **posts}))
    assert site.problems == []
    feed = [element.text for element in site.feed("/feed.xml").iter("title")]
    home = [element.text_content().strip() for element in site.page("/2025/11/22/").cssselect("article h3, article h2")]
    for number, title in enumerate(TITLES):
        (heading,) = site.page(f"/2025/11/22/p{number}/").cssselect("h1")
        assert heading.text_content() == title
        assert title in feed
        assert title in home
        attempts.made()


HEADINGS = {
    f"{FAMILY} Family": ("family", FAMILY),
    "🇩🇪 Germany": ("germany", "🇩🇪"),
    "1️⃣ One": ("one", "1️⃣"),
    "👍🏽 Thumb": ("thumb", "👍🏽"),
    f"{HEART} Heart": ("heart", HEART),
    f"{SCOTLAND} Scotland": ("scotland", SCOTLAND),
    f"{RAINBOW}": ("section", ""),
    "新聞 News": ("新聞-news", ""),
    "خبر": ("خبر", ""),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_headings_emoji_of_several_characters_is_hidden_whole(heading: str, tmp_path: Path) -> None:
    site = build_site(
        make_site(tmp_path, {"pyproject.toml": QUICK, "content/posts/a.md": post(body=f"## {heading}\n")})
    )
    (found,) = site.page("/2025/11/22/a/").cssselect("article h2[id]")
    hidden = [span.text for span in found.cssselect("[aria-hidden=true]") if span.text]
    assert (found.get("id"), "".join(hidden)) == HEADINGS[heading]


# A text -> how many words it is read as.
READ = {
    "three plain words": 3,
    "日本語の文章です。": 5,  # nine signs, one of them a full stop, which stands alone
    "OpenAIは発表した": 4,
    "한국어 문장 입니다": 3,
    "نص عربي قصير": 3,
    "ข้อความภาษาไทย": 7,
}


@pytest.mark.parametrize("text", READ)
def test_texts_without_spaces_take_their_time_to_read(text: str) -> None:
    assert count_words(text) == READ[text]


def test_a_long_japanese_text_takes_more_than_a_minute(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, {"pyproject.toml": QUICK, "content/posts/a.md": post(body="新聞" * 1000)}))
    assert "4 min read" in site.page("/2025/11/22/a/").text_content()
