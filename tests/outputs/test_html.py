"""Pages: holes filled, templates kept strict, one file of the theme replaced at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.strings import fill_words
from tests.site import CONFIG, Built, post

BODY = """
Racks for Nvidia [finance:NVDA] and Suno [finance:Suno], not for [finance:No Such <b>Firm].

See [another](b.md), [about](/about/), [a draft](d.md) and [elsewhere](https://example.org/?a=1&b=2).

`[finance:NVDA]` and \\[finance:NVDA].

Source: [AP](https://apnews.com/1) | Reuters
"""


def test_holes_are_filled_with_companies_links_and_sources(built: Callable[..., Built]) -> None:
    site = built(
        {
            "pyproject.toml": CONFIG.replace("example.com/", "example.com/news/"),
            "content/posts/a.md": post(body=BODY),
            "content/posts/b.md": post("B"),
            "content/posts/d.md": post("D", draft=True),
            "content/pages/about.md": "---\ntitle: About\n---\n\nText.\n",
        }
    )
    text = site.page("/2025/11/22/a/").cssselect(".text")[0]
    tickers = {link.text: (link.get("href"), link.get("data-ticker")) for link in text.cssselect("a.ticker")}
    assert tickers == {"NVDA": ("/news/tickers/nvda/", "NVDA"), "Suno": ("/news/tickers/suno/", "suno")}
    nvidia = text.cssselect("a.ticker")[0]
    assert nvidia.get("aria-label") == "NVDA, NVIDIA Corporation, NASDAQ"
    links = {link.text: link.get("href") for link in text.cssselect("a:not(.ticker)")}
    assert links == {
        "another": "/news/2025/11/22/b/",
        "about": "/news/about/",
        "a draft": None,
        "elsewhere": "https://example.org/?a=1&b=2",
        "AP": "https://apnews.com/1",
    }
    assert [item.text_content() for item in text.cssselect("ul.sources > li")] == ["AP", "Reuters"]
    words = text.text_content()
    assert "not for [finance:No Such <b>Firm]." in words or "not for No Such <b>Firm." in words
    assert words.count("[finance:NVDA]") == 2
    assert not any("\ufdd0" <= c <= "\ufdef" for c in site.text("/2025/11/22/a/")), "no hole is left"


def test_an_unknown_company_is_plain_text(built: Callable[..., Built]) -> None:
    site = built({"content/posts/a.md": post(title="On [finance:Nobody]", body="By [finance:Nobody] then.\n")})
    page = site.page("/2025/11/22/a/")
    assert page.cssselect("a.ticker") == []
    assert "Nobody" in page.cssselect(".text p")[0].text_content()


def test_one_file_of_the_theme_can_be_replaced(built: Callable[..., Built]) -> None:
    macro = '{% macro ticker(company) %}<a class="ticker mine">{{ company.label }}</a>{% endmacro %}'
    files = {"content/posts/a.md": post(body="[finance:NVDA]\n")}
    built(files)
    site = built({"templates/components/ticker.html": macro})
    assert site.page("/2025/11/22/a/").cssselect(".text a.mine")[0].text == "NVDA"
    assert site.page("/2025/11/22/a/").cssselect("aside, footer.colophon"), "the rest of the theme stays"


STRICT = {
    "{{ unheard_of }}": "templates/404.html:1: error[template-error]: 'unheard_of' is undefined (met on /404.html)\n"
    "  help: docs/templates.md lists what each template is given",
    "\n\n{{ site.titel }}": "templates/404.html:3: error[template-error]: ",
    "{{ data.none.such }}": "templates/404.html:1: error[template-error]: ",
    "{{ 1 // 0 }}": "templates/404.html:1: error[template-error]: ",
}


@pytest.mark.parametrize(("source", "problem"), STRICT.items())
def test_what_a_template_is_not_given_is_an_error_at_its_line(
    built: Callable[..., Built], source: str, problem: str
) -> None:
    site = built({"templates/404.html": source})
    assert len(site.problems) == 1
    assert site.problems[0].startswith(problem)
    assert not site.output.exists(), "nothing was published"


def test_text_of_posts_is_escaped_where_it_is_no_html(built: Callable[..., Built]) -> None:
    evil = '<script>alert(1)</script> & "quotes"'
    site = built(
        {
            "content/posts/a.md": post(
                evil, summary=evil, kicker=evil, takeaways=[evil], tags=[evil], authors=[evil],
                sources=[{"publisher": evil, "title": evil}], image={"src": "a.png", "alt": evil, "credit": evil},
                corrections=[{"date": "2025-11-24", "text": evil}],
            ),
            "content/posts/b.md": post("B"),
        }
    )  # fmt: skip
    for path, content in site.files().items():
        if path.endswith((".html", ".xml")):
            assert b"<script>" not in content, path
    assert site.page("/2025/11/22/a/").cssselect(".kicker")[0].text == evil


def test_no_page_or_feed_carries_control_characters(built: Callable[..., Built]) -> None:
    wild = "bell \\a, null \\0, escape \\e, noncharacter \\uFFFE"
    front = "".join(f'{key}: "{wild}"\n' for key in ("title", "summary", "kicker", "id"))
    lists = "".join(f'{key}: ["{wild}"]\n' for key in ("tags", "authors", "takeaways"))
    text = f'---\ndate: 2025-11-22\n{front}{lists}sources: [{{publisher: "{wild}"}}]\n---\n\nText.\n'
    site = built({"content/posts/a.md": text})
    if site.result.failed:
        assert all("error[" in problem and ":" in problem for problem in site.problems), "refused, with its place"
        return
    for path, content in site.files().items():
        if path.endswith((".png", ".ico")) or ".pf_" in path or ".pagefind" in path:
            continue
        found = [c for c in content.decode() if (ord(c) < 32 and c not in "\t\n\r") or ord(c) in (127, 0xFFFE)]
        assert not found, path


def test_a_lead_picture_that_is_not_there_is_reported(built: Callable[..., Built]) -> None:
    site = built({"content/posts/a.md": post(image={"src": "gone.jpg", "alt": "x"})})
    (problem,) = site.problems
    assert problem.startswith("content/posts/a.md:4:")
    assert "warning[broken-picture]" in problem


def test_a_remote_lead_picture_is_a_link_unless_it_is_allowed(built: Callable[..., Built]) -> None:
    remote = "https://pictures.example/a.jpg"
    files = {"content/posts/a.md": post(image={"src": remote, "alt": "A rack"})}
    page = built(files).page("/2025/11/22/a/")
    assert [picture.get("src") for picture in page.cssselect("img")] == []
    assert remote in [link.get("href") for link in page.cssselect("article a")]
    config = CONFIG + '[tool.sitegen.markdown]\nremote_images = "allow"\n'
    page = built({"pyproject.toml": config}).page("/2025/11/22/a/")
    assert [picture.get("src") for picture in page.cssselect("img")] == [remote]


FILLED = {
    ("{count} min read", ("count", 3)): "3 min read",
    ("{name} and {name}", ("name", "<b>")): "<b> and <b>",
    ("{other} {name}", ("name", "x")): "{other} x",
    ("{", ("name", "x")): "{",
    ("{name.__class__}", ("name", "x")): "{name.__class__}",
}


@pytest.mark.parametrize(("words", "value", "filled"), [(*key, filled) for key, filled in FILLED.items()])
def test_the_themes_words_are_filled_by_name(words: str, value: tuple[str, object], filled: str) -> None:
    assert fill_words(words, **dict([value])) == filled


def test_words_dates_and_menu_follow_the_configuration(built: Callable[..., Built]) -> None:
    config = CONFIG.replace(
        "[tool.sitegen.feeds]",
        'language = "de"\ntimezone = "Europe/Berlin"\nsubscribe = "Täglich."\n'
        'menu = [{name = "Archiv", url = "/archive/"}]\n'
        '[tool.sitegen.strings]\nupdated = "Zuletzt geändert:"\n[tool.sitegen.feeds]',
    )
    site = built({"pyproject.toml": config, "content/posts/a.md": post(updated="2025-11-23T08:00:00+01:00")})
    page = site.page("/2025/11/22/a/")
    assert page.get("lang") == "de"
    assert page.cssselect("time.updated")[0].text == "23. November 2025, 08:00 CET"
    assert "Zuletzt geändert:" in page.cssselect(".meta")[0].text_content()
    assert page.cssselect(".menu a")[0].get("href") == "/archive/"
    assert "Täglich." in page.cssselect(".subscribe")[0].text_content()
