"""What an e-mail says: all that the post's page says, absolute, in HTML that mail programs keep and in plain text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.diagnostics import ConfigError, SiteError, WrongUsage
from sitegen.outputs.email.message import sent_size
from sitegen.outputs.email.page import LARGEST
from tests.outputs.emails import SENDER, Read, mail
from tests.pictures import picture
from tests.site import CONFIG, make_site, post

HOST = "https://news.example.com"
OWN = f"{HOST}/2025/11/22/a/"
LATE = f"{HOST}/2025/11/23/a/"  # 19:21 in Chicago is another day in UTC

DIGEST = post(
    "The day in AI",
    date="2025-11-22T19:21:00-06:00",
    kind="digest",
    kicker="Every day",
    summary="What Nvidia [finance:NVDA] did.",
    takeaways=["Ships **next year**", "[finance:Suno] sings to [us](/about/)", "See [more](#a-second-story)"],
    authors=["Ada Example"],
    corrections=[{"date": "2025-11-24", "text": "It said *million*."}],
    sources=[
        {"publisher": "CNBC", "url": "https://www.cnbc.com/a", "title": "A title"},
        {"publisher": "Reuters", "domain": "reuters.com"},
    ],
    body="""\
The day in a paragraph.

## 🏭 Infrastructure

An introduction.

### Halls for [finance:MSFT]

Nvidia [finance:NVDA] builds [halls](https://halls.example/a?b=1&c=2), see [below](#a-second-story) and [us](/about/).

Source: [AP News](https://apnews.com/1) | CNBC

### A second story

| Company | Sales |
|---|--:|
| Nvidia | 1,000 |

## 🔮 What it means

1. First
2. Second
    - Within

> A quotation.
""",
)
FILES = {"content/posts/a.md": DIGEST, "content/pages/about.md": "---\ntitle: About\n---\nUs.\n"}


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return mail(tmp_path_factory.mktemp("digest"), FILES)


def test_headers_are_the_posts(digest: Read) -> None:
    assert digest.headers["Subject"] == "The day in AI"
    assert digest.headers["From"] == "Example News <news@example.com>"
    assert digest.headers["Date"] == "Sat, 22 Nov 2025 19:21:00 -0600", "the post's own offset: the site is in UTC"
    assert digest.headers["Message-ID"].endswith("@news.example.com>")


def test_the_html_has_all_that_the_page_has(digest: Read) -> None:
    assert digest.words("h1") == ["The day in AI"]
    assert digest.words(".preheader") == ["What Nvidia did."]
    assert digest.words(".summary") == ["What Nvidia (NASDAQ: NVDA) did."]
    assert digest.words(".kicker") == ["Every day"]
    assert "By Ada Example · Published November 23, 2025, 1:21 AM UTC" in digest.words(".meta")[0]
    assert digest.words(".corrections p") == ["November 24, 2025 It said million."]
    assert digest.words(".takeaways li") == ["Ships next year", "Suno sings to us", "See more"]
    assert [link.get("href") for link in digest.page.cssselect(".takeaways a")] == [
        f"{HOST}/tickers/suno/",
        f"{HOST}/about/",
        f"{LATE}#a-second-story",
    ]
    assert digest.words(".contents a") == ["Infrastructure", "Halls for", "A second story", "What it means"]
    assert digest.words(".text h2") == ["🏭 Infrastructure", "🔮 What it means"]
    assert digest.words(".text h3") == ["Halls for (NASDAQ: MSFT)", "A second story"]
    assert digest.words(".citation") == ["Source: AP News | CNBC"]
    assert digest.words(".companies") == ["Companies: Microsoft (NASDAQ: MSFT) · Nvidia (NASDAQ: NVDA)"]
    assert digest.words(".references li") == ["A title, CNBC", "Reuters (reuters.com)"]
    assert digest.words(".foot a") == ["Read on the site", "RSS feed", "All feeds"]


def test_every_link_is_absolute_and_those_into_the_text_have_fragments(digest: Read) -> None:
    links = digest.links()
    assert [link for link in links if not link.startswith("https://")] == []
    assert {f"{LATE}#infrastructure", f"{LATE}#a-second-story", f"{HOST}/about/", f"{HOST}/feed.xml"} <= set(links)
    assert {"https://halls.example/a?b=1&c=2", f"{HOST}/tickers/nvda/", "https://apnews.com/1", LATE} <= set(links)


def test_styles_are_on_the_elements_and_only_the_dark_ones_in_the_head(digest: Read) -> None:
    (style,) = digest.page.cssselect("style")
    assert re.sub(r"\s", "", style.text).startswith("@media(prefers-color-scheme:dark){")
    assert [e.tag for e in digest.page.cssselect("h1, h2, h3, p, a, li, td") if not e.get("style")] == []
    assert "light dark" in [meta.get("content") for meta in digest.page.cssselect("meta[name=color-scheme]")]
    assert digest.page.cssselect("script, link, form, iframe, object") == []


TEXT = """\
Example News [1]

November 23, 2025 · Read on the site [2]

Every day

The day in AI
=============

What Nvidia (NASDAQ: NVDA) did.

By Ada Example · Published November 23, 2025, 1:21 AM UTC · Last
updated: November 24, 2025


Corrections
===========

November 24, 2025 It said million.


Quick takeaways
===============

- Ships next year
- Suno sings to us [3]
- See more


Contents
========

- 🏭 Infrastructure
  - Halls for
  - A second story
- 🔮 What it means

The day in a paragraph.


🏭 Infrastructure
=================

An introduction.

Halls for (NASDAQ: MSFT)
------------------------

Nvidia (NASDAQ: NVDA) builds halls [4], see below and us [3].

Source: AP News [5] | CNBC

Companies: Microsoft (NASDAQ: MSFT) · Nvidia (NASDAQ: NVDA)

A second story
--------------

Company | Sales
Nvidia | 1,000


🔮 What it means
================

1. First
2. Second
   - Within

> A quotation.


Sources
=======

1. A title [6], CNBC
2. Reuters (reuters.com)

Read on the site [2]

RSS feed [7] · All feeds [8]

Links
-----

[1] https://news.example.com/
[2] https://news.example.com/2025/11/23/a/
[3] https://news.example.com/about/
[4] https://halls.example/a?b=1&c=2
[5] https://apnews.com/1
[6] https://www.cnbc.com/a
[7] https://news.example.com/feed.xml
[8] https://news.example.com/feeds/
"""


def test_the_plain_text_says_the_same(digest: Read) -> None:
    assert digest.text == TEXT


def test_plain_lines_are_72_columns_at_most_and_wide_letters_take_two(tmp_path: Path) -> None:
    code = "```\n  kept   as it is\n```\n"
    body = f"{'Some words to wrap. ' * 40}\n\n- {'日本語の長い文' * 30}\n\n> {'quoted words ' * 30}\n\n{code}"
    text = mail(tmp_path, {"content/posts/a.md": post(body=body)}).text
    assert max(len(line) for line in text.splitlines() if line.isascii()) <= 72
    assert max(2 * len(line) for line in text.splitlines() if "日" in line and " " not in line.strip("- ")) <= 72
    assert "\n      kept   as it is\n" in text
    assert text.count("\n> quoted") >= 1


# ── Size ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["Words of a story that goes on. ", "Слова, которые занимают место. "])
def test_a_digest_that_is_too_large_ends_after_a_story_and_says_where_it_goes_on(words: str, tmp_path: Path) -> None:
    stories = "".join(f"\n### Story {number}\n\n{words * 60}\n\nThe end of {number}.\n" for number in range(90))
    made = mail(
        tmp_path, {"content/posts/a.md": post(kind="digest", body=f"## First\n{stories}\n## Last\n\nThe last.\n")}
    )
    shown = made.words(".text h3")
    left = len(shown)
    assert 10 < left < 90
    assert sent_size(made.source) <= LARGEST < sent_size(made.source) * 1.1, "as much as there is room for"
    assert made.words(".story")[-1].endswith(f"The end of {left - 1}."), "no story is broken off"
    assert made.words(".more") == [f"There is more than fits into an e-mail. Read on: Story {left}"]
    assert f"{OWN}#story-{left}" in made.links()
    assert made.words(".foot a")[0] == "Read on the site"
    assert "The end of 89." in made.text, "the plain text is whole"
    assert "more than fits" not in made.text


def test_a_story_that_is_too_large_ends_after_a_paragraph_and_never_with_a_heading(tmp_path: Path) -> None:
    body = "".join(f"## Part {number}\n\n{'Words. ' * 900}\n\n" for number in range(40))
    made = mail(tmp_path, {"content/posts/a.md": post(body=body)})
    left = len(made.words(".text h2"))
    assert made.page.cssselect(".text > *")[-1].tag == "p"
    assert made.words(".more a") == [f"Part {left}"]
    assert sent_size(made.source) <= LARGEST


def test_a_post_whose_head_alone_is_too_large_is_an_error_at_its_file(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as wrong:
        mail(tmp_path, {"content/posts/a.md": post(takeaways=["Words. " * 20_000])})
    assert str(wrong.value).startswith("content/posts/a.md:1:1: error[too-large]: ")


# ── What mail programs must not be given ────────────────────────────────────────────────────────────


ATTACK = """\
<script>alert(1)</script><style>* { display: none }</style>

<p onclick="alert(1)" style="position: fixed" class="sheet" id="x">A paragraph.</p>

[click](javascript:alert(1)) <a href="data:text/html,x">data</a> <img src="x" onerror="alert(1)">

<link rel="stylesheet" href="https://evil.example/x.css">

<section><h2>Not ours</h2></section>

<div class="preheader" aria-hidden="true">Kept</div>
"""


@pytest.mark.parametrize("trust", ["sanitise", "trust"])
def test_texts_bring_no_script_no_style_and_no_request(trust: str, tmp_path: Path) -> None:
    title = "</title><script>alert(1)</script>"
    front = {
        "takeaways": [ATTACK],
        "summary": ATTACK,
        "kicker": "<script>",
        "corrections": [{"date": "2025-11-23", "text": ATTACK}],
    }
    files = {"content/posts/a.md": post(title, body=ATTACK, kind="digest", **front)}
    made = mail(tmp_path, files, config=f'[tool.sitegen.markdown]\nraw_html = "{trust}"\n')
    assert made.page.cssselect("script, link, iframe, object, form, svg, [onclick], [onerror], [id]") == []
    assert len(made.page.cssselect("style")) == 1
    assert made.page.cssselect("[style*=position], [onclick], .text .sheet, .text .preheader") == []
    assert [link for link in made.links() if not link.startswith(f"{HOST}/")] == []
    assert made.words("h1") == [title]
    assert "Kept" in made.text


def test_pictures_are_our_own_absolute_and_sized_and_others_are_links(tmp_path: Path) -> None:
    files = {
        "content/posts/a/index.md": post(
            image={"src": "lead.png", "alt": "A lead", "credit": "Ada"},
            body="![Ours](within.png)\n\n![Theirs](https://evil.example/pixel.png)\n\n![](https://evil.example/b.png)\n",
        ),
        "content/posts/a/lead.png": picture("PNG", (1200, 600)),
        "content/posts/a/within.png": picture("PNG", (300, 200)),
    }
    made = mail(tmp_path, files, config='[tool.sitegen.markdown]\nremote_images = "allow"\n')
    shown = [{name: img.get(name) for name in ("alt", "width", "height")} for img in made.page.cssselect("img")]
    assert shown == [
        {"alt": "A lead", "width": "568", "height": "284"},
        {"alt": "Ours", "width": "300", "height": "200"},
    ]
    assert all(img.get("src").startswith(f"{HOST}/") for img in made.page.cssselect("img"))
    assert {"https://evil.example/pixel.png", "https://evil.example/b.png"} <= set(made.links())
    assert made.words("a[href*=evil]") == ["Theirs", "Picture"]
    assert made.words(".credit") == ["Picture: Ada"]
    assert "[A lead]" in made.text


def test_the_lead_picture_of_another_host_is_a_link_too(tmp_path: Path) -> None:
    image = {"src": "https://evil.example/lead.png", "alt": "A lead"}
    made = mail(
        tmp_path, {"content/posts/a.md": post(image=image)}, config='[tool.sitegen.markdown]\nremote_images = "allow"\n'
    )
    assert made.page.cssselect("img") == []
    assert made.words(".picture a") == ["A lead"]


# ── The site's own ──────────────────────────────────────────────────────────────────────────────────


def test_links_honour_the_base_urls_path(tmp_path: Path) -> None:
    config = CONFIG.replace("news.example.com/", "news.example.com/ai/") + SENDER
    made = mail(tmp_path, {**FILES, "pyproject.toml": config})
    assert [link for link in made.links() if link.startswith(HOST) and not link.startswith(f"{HOST}/ai/")] == []
    assert f"{HOST}/ai/tickers/nvda/" in made.links()


def test_a_site_in_another_language_has_its_words_dates_and_direction(tmp_path: Path) -> None:
    config = CONFIG.replace("[tool.sitegen]", '[tool.sitegen]\nlanguage = "ar"') + SENDER
    words = '[tool.sitegen.strings]\nread_on_site = "اقرأ على الموقع"\nemail_links = "الروابط"\n'
    arabic = post("عنوان", body="- A list\n\n> A quotation.\n")
    made = mail(tmp_path, {"content/posts/a.md": arabic, "pyproject.toml": config + words})
    assert made.headers["Content-Language"] == "ar"
    assert (made.page.get("lang"), made.page.get("dir")) == ("ar", "rtl")
    assert "padding:0 22px 0 0" in made.page.cssselect(".text ul")[0].get("style")
    assert "border-right" in made.page.cssselect("blockquote")[0].get("style")
    assert "اقرأ على الموقع [2]" in made.text
    assert "\nالروابط\n" in made.text


def test_a_sites_own_template_and_stylesheet_take_the_themes_place(tmp_path: Path) -> None:
    files = {
        "content/posts/a.md": post(),
        "templates/email.css": "p { color: #010203 }\n",
        "templates/email.html": "<style>{% include 'email.css' %}</style><p>{{ post.title }} {{ data.x.y }}</p>",
        "content/data/x.toml": "y = 'data'\n",
    }
    made = mail(tmp_path, files)
    assert made.source.strip().endswith('<p style="color:#010203">A story data</p></body></html>')
    assert made.text == "A story data\n"


@pytest.mark.parametrize("href", ["own.css", "file:///etc/passwd", "https://evil.example/x.css"])
def test_a_template_reads_no_file_and_no_address(href: str, tmp_path: Path) -> None:
    template = f'<link rel="stylesheet" href="{href}"><p>{{{{ post.title }}}}</p>'
    (tmp_path / "own.css").write_text("p { color: red }")
    made = mail(tmp_path, {"content/posts/a.md": post(), "templates/email.html": template})
    assert "red" not in made.source


def test_a_slip_in_the_template_is_said_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as wrong:
        mail(tmp_path, {"content/posts/a.md": post(), "templates/email.html": "\n{{ post.tilte }}"})
    assert str(wrong.value).startswith("templates/email.html:2: error[template-error]: a Post has no field 'tilte'")


# ── Which post ──────────────────────────────────────────────────────────────────────────────────────

TWO = {"content/posts/one/a.md": post("One"), "content/posts/two/a.md": post("Two", date="2025-11-23")}


@pytest.mark.parametrize("name", ["posts/one/a.md", "posts/one/a", "content/posts/one/a.md"])
def test_a_post_is_named_by_its_path(name: str, tmp_path: Path) -> None:
    assert mail(tmp_path, TWO, name).headers["Subject"] == "One"


def test_a_post_is_named_by_the_path_that_a_shell_completes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path, dict(TWO))
    monkeypatch.chdir(tmp_path / "content" / "posts")
    assert mail(tmp_path, TWO, "two/a.md").headers["Subject"] == "Two"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a", "2 posts have the slug 'a': write the path of one: content/posts/one/a.md, content/posts/two/a.md"),
        ("frist", "no post has the slug or path 'frist': did you mean 'first'?"),
        ("zzz", "no post has the slug or path 'zzz': known: a, first"),
        ("../../etc/passwd", "no post has the slug or path '../../etc/passwd': known: a, first"),
        ("drafted", "'drafted' is not published; --drafts takes drafts too, --future posts of the future"),
        ("posts/drafted", "content/posts/drafted.md is not published; --drafts takes drafts too"),
    ],
)
def test_a_name_that_means_no_post_or_two_is_said_with_the_nearest(name: str, says: str, tmp_path: Path) -> None:
    files = {**TWO, "content/posts/first.md": post("First"), "content/posts/drafted.md": post(draft=True)}
    with pytest.raises(WrongUsage) as wrong:
        mail(tmp_path, files, name)
    assert str(wrong.value).startswith(says)


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    files = {"content/posts/a.md": post(draft=True)}
    assert mail(tmp_path, files, drafts=True).words(".unpublished") == ["Draft"]


def test_without_a_sender_the_key_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        mail(tmp_path, {"content/posts/a.md": post(), "pyproject.toml": CONFIG})
    assert str(wrong.value) == (
        "pyproject.toml: error[bad-value]: an e-mail needs a sender\n"
        '  help: write from = "Name <mail@example.com>" under [tool.sitegen.email]'
    )


def test_an_edit_keeps_the_message_id_and_an_unpublished_page_need_not_have_been_built(tmp_path: Path) -> None:
    first = mail(tmp_path, {"content/posts/a.md": post("One")})
    second = mail(tmp_path, {"content/posts/a.md": post("Two", date="2025-12-01", body="Another.\n")})
    assert first.headers["Message-ID"] == second.headers["Message-ID"]
    assert first.content != second.content
    assert not (tmp_path / "public").exists()
