"""A post's thread and its related news, as published: what each is called, and that neither repeats the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.site import Built, post

TEXT = "Racks of chips for data centers are made in Texas and Ohio by Foxconn.\n"
NAMES = ("first", "second", "third", "other", "another", "last")
JOINED = {"second": {"follows": "first"}, "third": {"follows": "second", "related": ["first"]}}
FILES = {
    f"content/posts/{name}.md": post(name, f"2025-11-{day:02}", TEXT, tags=["racks"], **JOINED.get(name, {}))
    for day, name in enumerate(NAMES, 1)
}


def related(site: Built, url: str) -> list[str]:
    return [link.text for link in site.page(url).cssselect("aside.related .title a")]


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("/2025/11/01/first/", "How the story developed"),
        ("/2025/11/02/second/", "The story so far"),
        ("/2025/11/03/third/", "The story so far"),
    ],
)
def test_a_thread_is_called_by_where_it_leads_from_here(built: Callable[..., Built], url: str, called: str) -> None:
    assert built(FILES).page(url).cssselect("#sg-thread")[0].text == called


def test_related_news_holds_no_story_of_the_thread_but_those_that_an_editor_pinned(
    built: Callable[..., Built],
) -> None:
    site = built(FILES)
    assert set(related(site, "/2025/11/01/first/")) == {"other", "another", "last"}
    pinned, *others = related(site, "/2025/11/03/third/")
    assert pinned == "first"
    assert set(others) < {"other", "another", "last"}


def test_a_small_site_fills_its_related_news_with_the_thread(built: Callable[..., Built]) -> None:
    few = {path: FILES[path] for path in [*FILES][:4]}
    first, *others = related(built(few), "/2025/11/01/first/")
    assert first == "other"
    assert set(others) == {"second", "third"}
