"""Social cards: what is drawn on them, what cannot be, and that they are the same wherever they are drawn."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from font_source_sans_pro import SourceSansProBold

from sitegen.newsroom.plan.output import SocialCard
from sitegen.outputs.cards import INK, LEFT, PAPER, RIGHT, draw_card
from sitegen.outputs.lettering import MOST_LETTERS, MOST_LINES, TITLE_SIZES, drawable, fitting, font_of
from tests.pictures import opened, picture
from tests.site import CONFIG, Build, post

LONG = "What happened in AI today: " + "charges, a sovereign build, funding talks, serving capacity and " * 9
CARD = "2025/11/22/a/card.png"


def card(title: str = "Racks for Ohio", kicker: str = "", companies: tuple[str, ...] = (), site: str = "News") -> bytes:
    return draw_card(SocialCard("", b"", site, kicker, title, date(2025, 11, 22), companies, "en"))


def inked(data: bytes, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn in a part of a card."""
    return opened(data).convert("RGB").crop(box).getcolors(1) is None


HEADLINE = (72, 170, 1128, 535)
FOOT = (600, 556, 1128, 600)

TITLES = {
    "short": "Racks",
    "long": LONG,
    "one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "typographic": "„Größe“ – l’été à São Paulo, 5 € … žluťoučký kůň",
    "none": "",
    "with line ends": "a\tb\nc",
}


@pytest.mark.parametrize("case", TITLES)
def test_a_title_stays_within_its_place(case: str) -> None:
    data = card(TITLES[case], kicker=TITLES[case], companies=("NVDA",) * 40, site=TITLES[case] or "News")
    image = opened(data)
    assert (image.format, image.size, len(data) < 40_000) == ("PNG", (1200, 630), True)
    rgb = image.convert("RGB")
    for margin in ((0, 0, 66, 630), (1140, 0, 1200, 630), (0, 0, 1200, 30), (0, 604, 1200, 630)):
        assert rgb.crop(margin).getcolors(1) == [((margin[2] - margin[0]) * (margin[3] - margin[1]), PAPER)]
    assert INK in [colour for _, colour in rgb.getcolors(99) or []]


def test_what_the_font_lacks_is_left_out_and_no_box_drawn() -> None:
    assert card("🚀 Rockets and 🤖 robots", kicker="🏭 Factories") == card("Rockets and robots", kicker="Factories")
    assert card("Racks", companies=("富士康", "NVDA")) == card("Racks", companies=("NVDA",))


@pytest.mark.parametrize("title", ["富士康与OpenAI合作设计人工智能机架", "أعلنت الشركة عن شراكة", "🚀🚀", "कंपनी ने कहा"])
def test_a_title_in_another_script_leaves_the_name_of_the_site(title: str) -> None:
    assert card(title, kicker="Chips", companies=("NVDA",)) == card("News", companies=("NVDA",))


def test_companies_are_told_as_far_as_there_is_room() -> None:
    assert not inked(card(), FOOT)
    assert inked(card(companies=("NVDA",)), FOOT)
    twelve = tuple(f"COMPANY{number}" for number in range(12))
    assert inked(card(companies=twelve), FOOT)
    assert card(companies=twelve) != card(companies=twelve[:11]), "how many more there are is said"


def test_a_card_is_the_same_in_every_process(tmp_path: Path) -> None:
    script = (
        "import sys, tests.outputs.test_cards as t; sys.stdout.buffer.write(t.card(t.LONG, 'Kicker', ('NVDA', 'Suno')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in "12"
    ]
    assert runs == [card(LONG, "Kicker", ("NVDA", "Suno"))] * 2


def test_a_card_takes_no_time() -> None:
    spent = []
    for number in range(20):
        begun = time.process_time()
        card(f"Google must double AI serving capacity every {number} months", "Capacity", ("GOOGL", "NVDA"))
        spent.append(time.process_time() - begun)
    assert median(spent) < 0.04


def test_every_post_without_a_picture_has_a_card(built: Build) -> None:
    config = CONFIG.replace("example.com/", "example.com/news/")
    site = built({"pyproject.toml": config, "content/posts/a.md": post("Racks & <b>", body="[finance:NVDA]\n")})
    assert inked(site.files()[CARD], HEADLINE)
    page = site.page("/2025/11/22/a/")
    said = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.cssselect("head meta")}
    assert said["og:image"] == "https://news.example.com/news/2025/11/22/a/card.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "Racks & <b> · Example News"
    assert said["og:title"] == "Racks & <b>"
    assert said["og:url"] == "https://news.example.com/news/2025/11/22/a/"
    assert said["twitter:card"] == "summary_large_image"
    assert "card.png" not in site.text("/")
    before = site.files()[CARD]
    again = built({"content/posts/a.md": post("Racks & <b>", body="[finance:NVDA] Another text.\n")})
    assert CARD not in again.result.release.written, "a card is its words"
    assert built({"content/posts/a.md": post("Other racks")}).files()[CARD] != before


def test_cards_can_be_switched_off(built: Build) -> None:
    built({"content/posts/a.md": post()})
    site = built({"pyproject.toml": CONFIG + "[tool.sitegen.cards]\nenabled = false\n"})
    assert not [path for path in site.files() if path.endswith("card.png")]
    assert CARD not in site.text("/2025/11/22/a/")
    assert '<meta name="twitter:card" content="summary">' in site.text("/2025/11/22/a/")


def test_a_site_can_have_a_font_of_its_own(built: Build) -> None:
    built({"content/posts/a.md": post(), "fonts/own.otf": Path(SourceSansProBold).read_bytes()})
    ours = (built().output / CARD).read_bytes()
    site = built({"pyproject.toml": CONFIG + '[tool.sitegen.cards]\nfont = "fonts/own.otf"\n'})
    assert site.problems == []
    assert site.files()[CARD] != ours
    assert not [path for path in site.files() if "own" in path], "fonts are not published"


NO_FONTS = {"a text": b"This is no font.", "nothing": b"", "half a font": Path(SourceSansProBold).read_bytes()[:5000]}


@pytest.mark.parametrize("case", NO_FONTS)
def test_a_font_that_is_none_is_said_by_check_and_build_alike(case: str, built: Build) -> None:
    config = CONFIG + '[tool.sitegen.cards]\nfont = "fonts/own.otf"\n'
    built({"content/posts/a.md": post(), "pyproject.toml": config, "fonts/own.otf": NO_FONTS[case]})
    for dry in (True, False, True):
        (problem,) = (p for p in built(dry=dry).problems if "hint[" not in p)
        assert problem.splitlines() == [
            "pyproject.toml: error[bad-value]: cards.font leads to 'fonts/own.otf', which is no font that can be drawn",
            "  help: write the path of a TrueType or OpenType file in fonts/",
        ]
    assert built({"fonts/own.otf": Path(SourceSansProBold).read_bytes()}).problems == []


@pytest.mark.parametrize("name", ["fonts/none.otf", "../own.otf", "own.otf", "static/own.otf"])
def test_a_font_that_is_not_there_is_an_error(name: str, built: Build) -> None:
    config = CONFIG + f'[tool.sitegen.cards]\nfont = "{name}"\n'
    site = built({"content/posts/a.md": post(), "pyproject.toml": config, "static/own.otf": "x", "own.otf": "x"})
    (problem,) = site.problems
    assert problem.startswith(f"pyproject.toml: error[bad-value]: cards.font leads to '{name}'")


def test_a_bundles_own_file_of_that_name_is_said(built: Build) -> None:
    site = built({"content/posts/a/index.md": post(), "content/posts/a/card.png": Path(__file__).read_bytes()})
    assert any("card.png" in problem for problem in site.problems)
    assert site.result.failed is False, "it was no picture, and is not published"


OWN = {  # a bundle's own file, and the size that previews are told
    "a picture": ("card.png", picture("PNG", (800, 418)), ("800", "418")),
    "too small a picture": ("card.png", picture("PNG", (599, 400)), None),
    "a picture in capitals": ("Card.PNG", picture("PNG", (800, 418)), None),
    "a folder": ("card.png/notes.txt", b"Notes.", None),
}


@pytest.mark.parametrize("case", OWN)
def test_a_bundles_own_card_stands_where_one_would_be_drawn(case: str, built: Build) -> None:
    name, data, size = OWN[case]
    first = built({"content/posts/a/index.md": post()})
    drawn = first.files()[CARD]
    site = built({f"content/posts/a/{name}": data})
    assert site.problems == []
    cards = {path: made for path, made in site.files().items() if path.casefold().startswith(CARD)}
    assert [path.removeprefix("2025/11/22/a/") for path in cards] == [name]
    assert drawn not in cards.values()
    said = {meta.get("property"): meta.get("content") for meta in site.page("/2025/11/22/a/").cssselect("head meta")}
    assert said.get("og:image") == f"https://news.example.com/{CARD if size else 'apple-touch-icon.png'}"
    if size:
        assert (said["og:image:width"], said["og:image:height"], said["og:image:alt"]) == (*size, "A story")
        assert opened(cards[CARD]).size == tuple(map(int, size))
    kept = built({f"content/posts/a/{name}": data})
    assert kept.result.release.written == ()


def test_a_picture_of_its_own_comes_before_a_card_of_its_own(built: Build) -> None:
    files = {"a.jpg": picture(size=(700, 300)), "card.png": picture("PNG", (800, 418))}
    bundle = {f"content/posts/a/{name}": data for name, data in files.items()}
    site = built({"content/posts/a/index.md": post(image="a.jpg"), **bundle})
    assert site.problems == []
    (said,) = site.page("/2025/11/22/a/").cssselect('meta[property="og:image"]')
    assert "/assets/a-700." in said.get("content")


@pytest.mark.parametrize(("name", "size"), {"favicon.ico": (32, 32), "apple-touch-icon.png": (180, 180)}.items())
def test_icons_stand_in_for_the_drawing_where_it_is_not_taken(name: str, size: tuple[int, int], built: Build) -> None:
    site = built({"content/posts/a.md": post()})
    assert opened(site.files()[name]).size == size
    assert len(site.files()[name]) < 1000
    icons = {
        link.get("href"): (link.get("rel"), link.get("sizes")) for link in site.page("/").cssselect("link[rel*=icon]")
    }
    assert icons == {
        "/favicon.ico": ("icon", "32x32"),  # "any" would make some browsers fetch both
        "/icon.svg": ("icon", None),
        "/apple-touch-icon.png": ("apple-touch-icon", None),
    }


def test_a_title_without_end_is_cut_before_it_is_measured() -> None:
    """Tried letter by letter, one word of 90,000 letters took more than four minutes (issue 7)."""
    for text in ("a" * 90_000, "a " * 45_000, "数" * 90_000):
        assert len(drawable(text, ("", b""))) <= MOST_LETTERS
    face = font_of(("", b""), "serif", TITLE_SIZES[-1])
    wide = fitting(drawable("i" * 90_000, ("", b"")), face, MOST_LINES * (RIGHT - LEFT))
    assert wide.endswith("…"), "what is cut is more than there is room for"
