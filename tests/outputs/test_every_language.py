"""A site in another language needs no template: every word on its pages is its own or CLDR's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from lxml import html

from sitegen.outputs.language import language_filters
from sitegen.strings import STRINGS
from tests.site import Built

POST = """\
---
title: {title}
date: {date}
updated: 2025-03-24T18:05:00+01:00
kicker: {word}
summary: {word} {word}.
kind: {kind}
tags: [{word}]
authors: [{word}]
takeaways: ["{word}"]
image: {{src: "https://elsewhere.example/a.jpg", credit: {word}}}
sources: [{{publisher: {word}, domain: beispiel.example}}]
corrections: [{{date: 2025-03-24, text: {word}}}]
aliases: [/alt{date}/]
---
## {word}

### {word} a

[finance:NVIDIA Corporation] {word}.[^1] ![](https://elsewhere.example/b.jpg)

| {word} | {word} |
|---|---|
| 1 | 2 |

Source: [{word}](https://beispiel.example/)

### {word} b

[finance:Schlicht] {word}.

Sources: {word} | {word}

[^1]: {word}
"""


def site_in(language: str, word: str, theirs: str) -> dict[str, str]:
    """The files of a site whose own text is one word, and whose theme's words are made of another; all page kinds."""
    strings = {key: in_other_words(text, theirs) for key, text in STRINGS.items()}
    config = (
        f'title = "{word}"\nbase_url = "https://beispiel.example/"\nlanguage = "{language}"\nsubscribe = "{word}"\n'
    )
    config += 'timezone = "Europe/Berlin"\npage_size = 1\n[tool.sitegen.feeds]\nid_authority = "a.example,2025"\n'
    lines = (f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in strings.items())
    texts = {
        f"content/posts/{date}-a.md": POST.format(title=f"{word} {number}", date=date, word=word, kind=kind)
        for number, (date, kind) in enumerate(
            [("2025-03-21", "digest"), ("2025-03-23", "story"), ("2024-12-02", "story")]
        )
    }
    return {
        "pyproject.toml": f"[tool.sitegen]\n{config}[tool.sitegen.strings]\n{''.join(lines)}",
        "content/data/companies.toml": f'[schlicht]\nname = "{word}"\naliases = ["Schlicht"]\n',
        "content/pages/uns.md": f"---\ntitle: {word}\nupdated: 2025-03-01\n---\n{word}\n",
        **texts,
    }


def in_other_words(text: str, theirs: str) -> str:
    """A text with `theirs` for every word, and its `{names}` as they are."""
    return re.sub(r"(\{\w+\})|\{\w+:[^}]*\}|[^\W\d_]+(?:’\w+)?", lambda match: match[1] or theirs, text)


SHOWN = ("aria-label", "title", "alt", "content", "placeholder", "data-copied", "data-name", "label")


# Metadata whose content is no language: words of a protocol, numbers, addresses.
CODES = (
    "viewport generator color-scheme robots og:type og:url og:image og:image:width og:image:height twitter:card "
    "article:author article:published_time article:modified_time"
)


def said(page: html.HtmlElement) -> Iterator[str]:
    """All that a page says: its texts, and the attributes that are words."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            if (element.get("name") or element.get("property")) not in CODES.split() and not element.get("http-equiv"):
                yield from (element.get(name) for name in SHOWN if element.get(name))
            yield element.text or ""
        yield element.tail or ""


# What is a name or a sign and stands on the pages of any language.
NAMES = (
    "NVDA NVIDIA Corporation Nvidia nvidia com CORP NASDAQ Nasdaq CET beispiel elsewhere example CIK RSS Atom JSON"
).split()


@pytest.mark.parametrize(
    ("language", "word", "theirs", "months", "country"),
    [
        ("de", "Eigenes", "Fremdes", {"März", "Dezember"}, "Vereinigte"),
        ("he", "מילה", "אחרת", {"מרץ", "במרץ", "דצמבר"}, "ארצות"),
    ],
)
def test_no_word_of_another_language_is_on_any_page_or_in_any_feed(
    built: Callable[..., Built], language: str, word: str, theirs: str, months: set[str], country: str
) -> None:
    site = built(site_in(language, word, theirs))
    assert [problem for problem in site.problems if "error[" in problem] == []
    filters = language_filters(language)
    days = [datetime(2024 + n // 400, 1 + n % 12, 1 + n % 28, tzinfo=UTC) for n in range(800)]
    cldr = " ".join(
        filters[name](day)
        for name in ("date", "month", "shortdate", "shortmonth", "weekday", "shortweekday")
        for day in days
    )
    known = words(f"{cldr} {filters['country']('US')}") | {word, theirs, *NAMES}
    found: set[str] = set()
    kinds = set()
    for path, content in site.files().items():
        if not path.endswith((".html", "feed.xml")):
            continue
        text = content.decode()
        if path.endswith(".html"):
            page = html.fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
            kinds.add(page.find("body").get("data-kind"))
            foreign = words(" ".join(said(page))) - known
            assert foreign == set(), path
            assert page.get("lang") == language
            assert page.get("dir") == {"he": "rtl"}.get(language)
            found |= words(" ".join(said(page)))
        else:
            entries = re.findall(r"<content:encoded>(.*?)</content:encoded>", text, re.DOTALL)
            assert entries
            inner = unescape(re.sub("<[^>]*>|CDATA", " ", " ".join(entries).replace("<![CDATA[", " ")))
            assert words(inner) - known == set(), path
    assert months & found
    assert country in found
    assert kinds >= {
        "home",
        "post",
        "page",
        "term",
        "company",
        "author",
        "index",
        "archive",
        "month",
        "day",
        "week",
        "404",
    }, kinds


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1}


PLURALS = {
    ("en", 1, "{count} {count:one=story|other=stories}"): "1 story",
    ("en", 2, "{count} {count:one=story|other=stories}"): "2 stories",
    ("en", 1234, "{count} {count:one=story|other=stories}"): "1,234 stories",
    ("de", 1234, "{count} min"): "1.234 min",
    ("pl", 3, "{count} {count:one=wpis|few=wpisy|other=wpisów}"): "3 wpisy",
    ("pl", 5, "{count} {count:one=wpis|few=wpisy|other=wpisów}"): "5 wpisów",
    ("ar", 2, "{count:two=قصتان|other=قصة}"): "قصتان",
    ("ja", 1, "{count}{count:other=件}"): "1件",
    ("en", 3, "{other:one=a|other=b}"): "{other:one=a|other=b}",
    ("en", 3, "{count:}"): "",
}


@pytest.mark.parametrize(("language", "count", "text", "shown"), [(*key, shown) for key, shown in PLURALS.items()])
def test_a_count_is_in_the_languages_digits_and_form(language: str, count: int, text: str, shown: str) -> None:
    assert language_filters(language)["fill"](text, count=count) == shown


def test_only_the_words_within_texts_read_texts_again(built: Callable[..., Built]) -> None:
    files = site_in("de", "Wort", "Anders")
    built(files)
    config = files["pyproject.toml"]
    for key, again in (("related", False), ("table", True)):
        config = re.sub(rf"(?m)^{key} = .*$", f'{key} = "Neu"', config)
        site = built({"pyproject.toml": config})
        read = [why for path, why in site.result.release.reasons.items() if path == "2025/03/21/a/index.html"]
        assert read
        assert any("post" in why for why in read) is again, (key, read)
