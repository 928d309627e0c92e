"""What an e-mail says: all that the post's page says, absolute, in HTML that mail programs keep and in plain text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.outputs.emails import SENDER, Read, mail
from tests.site import CONFIG, post

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


def test_links_honour_the_base_urls_path(tmp_path: Path) -> None:
    config = CONFIG.replace("news.example.com/", "news.example.com/ai/") + SENDER
    made = mail(tmp_path, {**FILES, "pyproject.toml": config})
    assert [link for link in made.links() if link.startswith(HOST) and not link.startswith(f"{HOST}/ai/")] == []
    assert f"{HOST}/ai/tickers/nvda/" in made.links()
