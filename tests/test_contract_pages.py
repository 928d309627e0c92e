"""The demo site's digest and story: the contract's hooks (§5), and what the two pages that it came from hold."""

from __future__ import annotations

import re

import pytest
from lxml import html

from tests.site import one, words

DIGEST = "/2025/11/22/daily-ai-digest/"
STORY = "/2025/11/21/openai-foxconn-us-ai-hardware/"
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


@pytest.fixture(scope="module")
def digest(pages: dict[str, html.HtmlElement]) -> html.HtmlElement:
    return pages[DIGEST]


@pytest.fixture(scope="module")
def story(pages: dict[str, html.HtmlElement]) -> html.HtmlElement:
    return pages[STORY]


# ── The digest ──────────────────────────────────────────────────────────────────────────────────────


def test_the_digest_opens_with_kicker_title_and_dek(digest: html.HtmlElement) -> None:
    article = one(digest, "main > article")
    assert words(one(article, ".kicker")) == "Daily AI Blog"
    assert words(one(article, "h1")).endswith("| November 22, 2025")
    assert words(one(article, "header .summary")).startswith("OpenAI and Foxconn are to build")
    assert next(heading.tag for heading in digest.iter("h1", "h2")) == "h1"


def test_the_digest_has_its_takeaways(digest: html.HtmlElement) -> None:
    box = one(digest, "section.takeaways")
    assert words(one(box, "h2")) == "Quick takeaways"
    assert len(box.cssselect("li")) == 6


def test_the_digest_has_its_emoji_sections_and_their_emoji_are_not_read_out(digest: html.HtmlElement) -> None:
    headings = one(digest, ".text").cssselect("h2")
    assert [EMOJI.match(words(heading)) is not None for heading in headings] == [True] * 8
    for heading in headings:
        assert EMOJI.search(words(one(heading, "[aria-hidden=true]")))
        assert heading.get("id")
        assert not EMOJI.search(heading.get("id"))
    stories = one(digest, ".text").cssselect("h3[id]")
    assert len(stories) == 6


def test_the_digests_contents_lead_to_its_sections(digest: html.HtmlElement) -> None:
    targets = [link.get("href") for link in one(digest, "nav.toc").cssselect("a")]
    headings = [f"#{heading.get('id')}" for heading in one(digest, ".text").cssselect("h2, h3")]
    assert targets == headings
    for link in one(digest, "nav.toc").cssselect("a"):
        hidden = "".join(words(part) for part in link.cssselect("[aria-hidden=true]"))
        assert not EMOJI.search(words(link).replace(hidden, "") if hidden else words(link))


def test_the_digests_paragraphs_have_their_labels(digest: html.HtmlElement) -> None:
    labels = [words(label) for label in digest.cssselect(".text p > strong:first-child")]
    assert {"The deal:", "The investment:", "The question:", "Policymakers:"} <= set(labels)
    assert len(labels) > 30


def test_each_of_the_digests_stories_ends_with_its_sources(digest: html.HtmlElement) -> None:
    citations = [[words(item) for item in ul.cssselect("li")] for ul in digest.cssselect(".text ul.sources")]
    assert citations == [
        ["AP News", "CNBC", "Reuters", "Yahoo Finance"],
        ["Reuters Technology", "Reuters - Chip Smuggling"],
        ["CNBC"],
        ["Wall Street Journal", "Investing.com"],
        ["Tech Startups", "Morningstar"],
        ["CX Today"],
    ]


TICKERS = {"NVDA", "GOOGL", "0700.HK", "BIDU", "BABA", "AMZN", "MSFT", "META", "AMD"}


def test_the_digests_companies_lead_to_their_pages(digest: html.HtmlElement, pages: dict[str, object]) -> None:
    links = one(digest, ".text").cssselect("a.ticker[data-ticker]")
    assert {link.get("data-ticker") for link in links} == TICKERS
    for link in links:
        assert words(link) == link.get("data-ticker")
        assert link.get("href") in pages
        assert re.fullmatch(r"[^,]+, .+, [A-Z]+", link.get("aria-label")), "symbol, full name, exchange"
    assert "[finance:" not in words(digest)


def test_the_digest_says_when_it_was_last_updated(digest: html.HtmlElement) -> None:
    assert "Last updated: November 22, 2025, 7:21 PM CST" in words(digest)
    updated = one(digest, "time.updated[datetime]")
    assert (words(updated), updated.get("datetime")) == (
        "November 22, 2025, 7:21 PM CST",
        "2025-11-22T19:21:00-06:00",
    )
    assert one(digest, "time.published[datetime]").get("datetime") == "2025-11-22T00:00:00-06:00"


def test_the_digests_tags_are_spelt_as_their_owners_spell_them(digest: html.HtmlElement) -> None:
    tags = [words(link) for link in digest.cssselect(".tags a")]
    assert {"OpenAI", "AWS", "OpenAI Foxconn partnership", "Nvidia H200 China export", "AWS re:Invent 2025"} <= set(
        tags
    )
    assert not [tag for tag in tags if re.search(r"Openai|Aws|\bAi\b", tag)]


def test_the_digest_asks_readers_to_stay_updated(digest: html.HtmlElement) -> None:
    line = words(one(digest, "article .subscribe"))
    assert line.startswith("Stay updated: Follow us for daily coverage of AI infrastructure, policy and investment.")


# ── The story ───────────────────────────────────────────────────────────────────────────────────────


def test_the_story_opens_with_kicker_title_and_dek(story: html.HtmlElement) -> None:
    assert words(one(story, "main > article .kicker")) == "Titans of tech team up"
    assert words(one(story, "main > article h1")).startswith("OpenAI and Foxconn")
    assert words(one(story, "main > article header .summary"))


def test_the_storys_contents_list_its_sections(story: html.HtmlElement) -> None:
    assert words(one(story, "nav.toc").cssselect("a")[0]) == "Introduction"
    assert len(one(story, "nav.toc").cssselect("a")) == len(one(story, ".text").cssselect("h2, h3")) > 8


def test_the_storys_sources_are_numbered_with_publisher_and_domain(story: html.HtmlElement) -> None:
    items = one(story, "ol.sources").cssselect("li")
    assert [words(item) for item in items] == ["EE News Europe (eenewseurope.com)", "Reuters (reuters.com)"]


def test_the_storys_related_news_have_date_link_and_summary(story: html.HtmlElement, pages: dict[str, object]) -> None:
    cards = story.cssselect("aside.related article")
    assert [one(card, "time[datetime]").get("datetime")[:10] for card in cards] == [
        "2026-05-12",
        "2026-05-11",
        "2026-05-07",
    ]
    for card in cards:
        assert one(card, "a").get("href") in pages
        assert len(words(one(card, ".summary"))) > 20


# ── Other pages ────────────────────────────────────────────────────────────────────────────────────


def test_the_home_page_leads_with_the_newest_day(pages: dict[str, html.HtmlElement]) -> None:
    assert one(pages["/"], "article.lead .title a").get("href").startswith("/2026/05/12/")
    assert [one(day, "time").get("datetime") for day in pages["/"].cssselect("section.day")][:2] == [
        "2026-05-11",
        "2026-05-07",
    ]


def test_a_companys_page_leads_to_the_digests_stories(pages: dict[str, html.HtmlElement]) -> None:
    links = {link.get("href") for link in pages["/tickers/nvda/"].cssselect(".parts a")}
    assert len({link for link in links if link.startswith(f"{DIGEST}#")}) == 4
    assert words(one(pages["/tickers/nvda/"], "h1")) == "NVIDIA Corporation"
