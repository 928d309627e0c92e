"""Which posts tell the same: copies do, whatever their title; follow-ups, digests and posts from one mould do not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.config import read_config
from sitegen.new import Skeleton, new_post
from tests.site import CONFIG, build_site, make_site, post

STORY = """\
OpenAI and Foxconn will design the next racks together, in several states, where cables, power systems and cooling are
to be made as well, so that the country depends less on parts from elsewhere. Both say that the agreement holds no
promise to buy anything. Analysts had expected an order, and shares moved little on the day.
"""
FOLLOW_UP = """\
Foxconn opened the first of its halls on Monday, three months after it said with OpenAI that they will design the next
racks together. Two hundred people work there. The governor cut a ribbon, and promised a road. OpenAI did not say what
it pays for them, nor when the second hall opens. Both say that the agreement holds no promise to buy anything.
"""
DIGEST = f"## Racks\n\n### Two design racks\n\n{STORY}\n### A hall opens\n\n{FOLLOW_UP}\n### Chips\n\n" + "\n".join(
    f"A maker of chips number {n} told its owners in {town} what {thing} costs."
    for n, (town, thing) in enumerate(
        zip("Oslo Rome Bonn Lyon Graz Kyiv".split(), "sand gas ink tin gold air".split(), strict=True)
    )
)
UNSPACED = "人工知能の計算機を共同で設計すると両社が発表した。"
EDITED = STORY.replace("several states", "three states").replace("Analysts had", "Some had")

PAIRS = {
    "a copy": (STORY, STORY, True),
    "a copy with a few other words": (STORY, EDITED, True),
    "a copy with a paragraph more": (STORY, STORY + "\nNo word came from the ministry about it so far.\n", True),
    "a follow-up": (STORY, FOLLOW_UP, False),
    "a digest that has the story in it": (STORY, DIGEST, False),
    "two short texts": ("Racks need chips.\n", "Racks need chips.\n", False),
    "a script without spaces": (
        "人工知能の計算機を共同で設計すると両社が発表した。",
        "人工知能の計算機を共同で設計すると両社が発表した。",
        True,
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_copies_are_told_at_the_newer_post(case: str, tmp_path: Path) -> None:
    older, newer, alike = PAIRS[case]
    kind = {"kind": "digest"} if newer is DIGEST else {}
    files = {
        "content/posts/a.md": post("Racks", "2025-11-22", older, tags=["racks"]),
        "content/posts/b.md": post("Other words", "2025-11-23", newer, tags=["halls"], **kind),
        "content/posts/c.md": post("Of music", "2025-11-23", "An album came out, and nobody in town bought it yet.\n"),
    }
    site = make_site(tmp_path, files)
    for _ in range(2):  # the second time, from what is remembered
        found = [d for d in build_site(site, dry=True).result.diagnostics if d.code == "similar-posts"]
        assert [(d.path, d.line) for d in found] == [("content/posts/b.md", 2)] * alike
        make_site(site, {"content/posts/c.md": post("Of music", "2025-11-23", "Another one.\n")})


@pytest.mark.parametrize("draft", [False, True])
def test_skeletons_that_nobody_filled_are_no_copies(draft: bool, tmp_path: Path) -> None:
    site = make_site(tmp_path, {})
    for title in ("Racks", "Halls"):
        skeleton = Skeleton(title, datetime(2025, 11, 22, 9, tzinfo=UTC), kind="digest", draft=draft)
        new_post(site, read_config(CONFIG), skeleton)
    found = [d.code for d in build_site(site, dry=True, drafts=True).result.diagnostics]
    assert "similar-posts" not in found
    assert ("unfilled" in found) is not draft


def codes(site: Path) -> list[str]:
    return [d.code for d in build_site(site, dry=True).result.diagnostics]


def test_a_copy_is_no_longer_told_once_it_is_written_anew(tmp_path: Path) -> None:
    files = {"content/posts/a.md": post(body=STORY), "content/posts/b.md": post("B", "2025-11-23", STORY)}
    site = make_site(tmp_path, files)
    assert "similar-posts" in codes(site)
    make_site(site, {"content/posts/b.md": post("B", "2025-11-23", FOLLOW_UP)})
    assert "similar-posts" not in codes(site)


def test_a_copy_with_its_title_is_told_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post(body=STORY), "content/posts/b.md": post(body=EDITED)})
    found = codes(site)
    assert found.count("similar-posts") == 1
    assert "duplicate-title" not in found
