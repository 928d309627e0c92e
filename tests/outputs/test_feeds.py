"""Feeds, read as a feed reader reads them (contract §3, §5, §7; the RSS Advisory Board's best practices)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import html

from sitegen.markup.syndicate import ATTRIBUTES, TAGS
from tests.pictures import picture
from tests.site import CONFIG, NOW, Built, post

CHICAGO = CONFIG.replace("[tool.sitegen.feeds]", 'timezone = "America/Chicago"\n[tool.sitegen.feeds]').replace(
    "example.com/", "example.com/news/"
)
BODY = """
## 🏭 Factories

### Racks

Of Nvidia [finance:NVDA] & others, see [another](../b.md#part), [up](#racks), [home](/).

![A rack](rack.jpg)

Source: [AP](https://apnews.com/1) | Reuters

```python
x = "]]>"  # <b>not bold</b>
```
"""
SITE = {
    "pyproject.toml": CHICAGO,
    "content/posts/a/index.md": post(
        "Racks & [finance:NVDA] <b>", "2025-11-22T19:21:00-06:00", BODY, kind="digest", summary="On racks & chips.",
        tags=["AI chips", "OpenAI"], authors=["Ada Lovelace", "Bob"], takeaways=["First *thing* [finance:NVDA]"],
        corrections=[{"date": "2025-12-24", "text": "Not *that*."}],
    ),
    "content/posts/a/rack.jpg": picture(),
    "content/posts/b.md": post("B", "2025-12-01", "## Part\n\nText.\n", tags=["OpenAI"]),
}  # fmt: skip
DIGEST = "https://news.example.com/news/2025/11/22/a/"


@pytest.fixture
def site(built: Callable[..., Built]) -> Built:
    return built(SITE)


def parsed(site: Built, url: str = "/feed.xml"):
    found = feedparser.parse(site.text(url).encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def item(feed, title: str):
    return next(entry for entry in feed.entries if entry.title.startswith(title))


def test_a_channel_says_whose_it_is_and_where(site: Built) -> None:
    channel = parsed(site, "/tags/openai/feed.xml").feed
    assert (channel.title, channel.link) == ("OpenAI · Example News", "https://news.example.com/news/tags/openai/")
    assert channel.language == "en"
    own = [link.href for link in channel.links if link.rel == "self"]
    assert own == ["https://news.example.com/news/tags/openai/feed.xml"]
    assert parsed(site).feed.title == "Example News"
    assert parsed(site).feed.link == "https://news.example.com/news/"


def test_an_item_holds_what_a_reader_needs(site: Built) -> None:
    entry = item(parsed(site), "Racks")
    assert entry.link == DIGEST
    assert entry.summary == "On racks &amp; chips."  # readers take it for HTML
    assert [author.name for author in entry.authors] == ["Ada Lovelace", "Bob"]
    assert [tag.term for tag in entry.tags] == ["AI chips", "OpenAI"]
    assert (entry.id, entry.guidislink) == ("tag:news.example.com,2025:posts/a/index", False)


def test_titles_are_plain_text(site: Built) -> None:
    (title,) = (e.text for e in site.feed("/feed.xml").iter("title") if e.text.startswith("Racks"))
    assert "[finance:" not in title
    assert "<b>" in title, "what looks like markup is the title's own text"
    assert "<a" not in title


def test_items_are_newest_first(site: Built) -> None:
    assert [entry.link for entry in parsed(site).entries] == ["https://news.example.com/news/2025/12/01/b/", DIGEST]


def test_dates_carry_the_sites_zone(site: Built) -> None:
    dates = [element.text for element in site.feed("/feed.xml").iter("pubDate")]
    assert dates == ["Mon, 01 Dec 2025 00:00:00 -0600", "Sat, 22 Nov 2025 19:21:00 -0600"]


def test_the_channels_date_is_the_latest_update_among_its_items(site: Built) -> None:
    built_at = {url: parsed(site, url).feed.updated for url in ("/feed.xml", "/tags/ai-chips/feed.xml")}
    assert set(built_at.values()) == {"Wed, 24 Dec 2025 00:00:00 -0600"}


def test_a_digest_has_one_identity_in_every_feed(site: Built) -> None:
    urls = ["/", "/tags/openai/", "/tags/ai-chips/", "/tickers/nvda/", "/authors/ada-lovelace/", "/authors/bob/"]
    assert {item(parsed(site, f"{url}feed.xml"), "Racks").id for url in urls} == {
        "tag:news.example.com,2025:posts/a/index"
    }


def test_the_whole_text_stands_by_itself_with_absolute_links(site: Built) -> None:
    (content,) = item(parsed(site), "Racks").content
    text = html.fromstring(f"<div>{content.value}</div>")
    links = {link.text_content(): link.get("href") for link in text.iter("a")}
    assert links == {
        "NASDAQ: NVDA": "https://news.example.com/news/tickers/nvda/",
        "another": "https://news.example.com/news/2025/12/01/b/#part",
        "up": f"{DIGEST}#racks",
        "home": "https://news.example.com/news/",
        "AP": "https://apnews.com/1",
    }
    (img,) = text.iter("img")
    assert img.get("src").startswith("https://news.example.com/news/assets/rack-64.")
    words = text.text_content()
    for wanted in ("Factories", "Racks", "Of Nvidia (NASDAQ: NVDA) & others", "First thing", "Not that.", "Reuters"):
        assert wanted in words
    assert 'x = "]]>"  # <b>not bold</b>' in words


def test_the_whole_text_holds_only_what_readers_keep(site: Built) -> None:
    (content,) = item(parsed(site), "Racks").content
    for element in html.fromstring(f"<div>{content.value}</div>").iter():
        assert element.tag in TAGS
        assert set(element.keys()) <= {name for name in ATTRIBUTES if not name.startswith("data-")}, element.tag


def test_a_feed_of_trusted_authors_has_no_script_either(built: Callable[..., Built]) -> None:
    text = (
        '<script>alert(1)</script><x-card onclick="f()"><b style="color:red" onmouseover="f()">Kept</b></x-card>\n'
        '<a href="javascript:f()">link</a> <iframe src="https://example.org/"></iframe> '
        '<a href="//example.org/a#b" target="_blank">there</a>\n'
    )
    trusted = CONFIG + '[tool.sitegen.markdown]\nraw_html = "trust"\n'
    (content,) = (
        parsed(built({"pyproject.toml": trusted, "content/posts/a.md": post("A", body=text)})).entries[0].content
    )
    shown = " ".join(content.value.split())
    assert "<b>Kept</b>" in shown
    assert '<a>link</a> <a href="https://example.org/a#b">there</a>' in shown
    assert not {"script", "alert", "x-card", "iframe", "onclick", "target"} & set(shown.replace("<", " ").split())
    assert "f()" not in shown


def test_a_feed_is_the_same_whenever_and_wherever_it_is_built(built: Callable[..., Built]) -> None:
    first = built(SITE).text("/feed.xml")
    zone = os.environ.get("TZ")
    try:
        os.environ["TZ"] = "Asia/Tokyo"
        time.tzset()
        assert built(full=True, now=NOW.replace(year=2031)).text("/feed.xml") == first
    finally:
        os.environ.pop("TZ") if zone is None else os.environ.__setitem__("TZ", zone)
        time.tzset()


def test_a_feed_of_nothing_is_whole_and_stands_still(built: Callable[..., Built]) -> None:
    first = built({})
    channel = parsed(first).feed
    assert (channel.title, parsed(first).entries) == ("Example News", [])
    assert "updated" not in channel
    assert "published" not in channel
    text = first.text("/feed.xml")
    assert built(full=True, now=NOW.replace(year=2031)).text("/feed.xml") == text


def test_a_feed_in_another_zone_is_written_again(built: Callable[..., Built]) -> None:
    built({"content/posts/a.md": post(date="2025-11-22T12:00:00Z")})
    config = CONFIG.replace("[tool.sitegen.feeds]", 'timezone = "Europe/Paris"\n[tool.sitegen.feeds]')
    assert "<pubDate>Sat, 22 Nov 2025 13:00:00 +0100</pubDate>" in built({"pyproject.toml": config}).text("/feed.xml")


LIMITED = CONFIG + "limit = 2\n"


def test_a_feed_is_limited_to_the_newest(built: Callable[..., Built]) -> None:
    posts = {f"content/posts/{n}.md": post(f"Post {n}", f"2025-11-0{n}", tags=["ai"]) for n in range(1, 6)}
    posts["content/posts/1.md"] = post("Post 1", "2025-11-01", tags=["ai"], updated="2025-12-01")
    site = built({"pyproject.toml": LIMITED, **posts})
    for url in ("/feed.xml", "/tags/ai/feed.xml"):
        assert [entry.title for entry in parsed(site, url).entries] == ["Post 5", "Post 4"]
        updated = parsedate_to_datetime(parsed(site, url).feed.updated)
        assert updated == datetime.fromisoformat("2025-11-05T00:00:00+00:00"), "of the items that it holds"


def test_a_feed_of_summaries_holds_no_texts(built: Callable[..., Built]) -> None:
    site = built({"pyproject.toml": CONFIG + 'content = "summary"\n', "content/posts/a.md": post(summary="Short.")})
    (entry,) = parsed(site).entries
    assert entry.summary == "Short."
    assert "content" not in entry


def test_every_address_in_a_feed_is_absolute(site: Built) -> None:
    for url in ("/feed.xml", "/tickers/nvda/feed.xml"):
        feed = parsed(site, url)
        found = [feed.feed.link, *(link.href for link in feed.feed.links), *(entry.link for entry in feed.entries)]
        assert {(urlsplit(address).scheme, urlsplit(address).netloc) for address in found} == {
            ("https", "news.example.com")
        }


HARSH = {
    "the end of a CDATA section": ("A ]]> b", "Text ]]> and `]]>` and &#93;&#93;&gt;.\n"),
    "control characters": ("A\\x01\\x0b b", "Text \x01 \x0b \x7f \ufffe.\n"),
    "markup": ("</title><script>x</script>", "</div></description><script>x</script>\n"),
    "an entity": ("&amp; &lt; &nope;", "&nope; &amp;amp; <!-- c -->\n"),
}


@pytest.mark.parametrize(("title", "body"), HARSH.values(), ids=HARSH)
def test_no_text_can_break_a_feed(built: Callable[..., Built], title: str, body: str) -> None:
    tags = 'tags: ["A ]]> & <tag>"]\nauthors: ["<Ada> & co"]\nid: "<id> & ]]>"\n'
    site = built({"content/posts/a.md": f'---\ntitle: "{title}"\ndate: 2025-11-22\n{tags}---\n\n{body}'})
    feed = parsed(site)
    assert len(feed.entries) == 1
    assert [tag.term for tag in feed.entries[0].tags] == ["A ]]> & <tag>"]
    assert feed.entries[0].id == "<id> & ]]>"
    assert len(site.feed("/feed.xml").findall("channel/item")) == 1
    assert "<script" not in feed.entries[0].content[0].value


def test_trusted_html_is_never_trusted_in_feeds(built: Callable[..., Built]) -> None:
    config = CONFIG + '[tool.sitegen.markdown]\nraw_html = "trust"\nremote_images = "allow"\n'
    evil = '<p onclick="x()">A</p><script>alert(1)</script><iframe src="https://e.example/"></iframe>'
    body = f'{evil}<a href="javascript:alert(1)">b</a>\n'
    site = built({"pyproject.toml": config, "content/posts/a.md": post(body=body)})
    assert "onclick" in site.text("/2025/11/22/a/"), "or there is nothing to keep out"
    text = parsed(site).entries[0].content[0].value
    assert not [word for word in ("script", "onclick", "iframe") if word in text]
