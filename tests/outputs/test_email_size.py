"""Where an e-mail ends that is too large: after a story or a paragraph, saying where it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import SiteError
from sitegen.outputs.email.message import sent_size
from sitegen.outputs.email.page import LARGEST
from tests.outputs.emails import mail
from tests.site import post

OWN = "https://news.example.com/2025/11/22/a/"


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
