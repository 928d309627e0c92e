"""Names and texts that are too long: for a file system, for an address, for a card; one sign or several bytes each."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from sitegen.diagnostics import Diagnostic
from sitegen.newsroom.plan.cards import HEIGHT, WIDTH
from sitegen.newsroom.plan.output import SocialCard
from sitegen.outputs.cards import draw_card
from sitegen.serve.problems import described
from tests.attacks.bounded import build, run
from tests.attacks.hostile import hostile_texts
from tests.attacks.table import Attempts, attack
from tests.pictures import picture
from tests.site import NOW, make_site, post

SIGNS = ("a", "é", "数", "👩‍👩‍👧")
TAGS = frozenset({"div", "details", "summary", "b", "span", "ol", "li", "p", "code", "pre"})
ATTRIBUTES = frozenset({"role", "open", "class", "tabindex"})
LENGTHS = (60, 255, 5_000, 90_000)  # what some allow; a file's name; a path; no bound of a text


def long(text: str) -> dict[str, str | bytes]:
    """A site with the text in each place that a name can have: those that are refused leave the others alone."""
    posts = {
        "title": post(text),
        "kicker": post(kicker=text),
        "summary": post(summary=text),
        "tags": post(tags=[text]),
        "authors": post(authors=[text]),
        "slug": post(slug=text),
        "alias": post(aliases=[f"/{text}/"]),
        "alias-file": post(aliases=[f"/{text}.html"]),
        "alias-deep": post(aliases=[f"/{'/'.join(text[:2_000])}/"]),
        "image": post(image=f"{text}.png"),
        "image-deep": post(image={"src": f"{'/'.join(text)}.png", "alt": text}),
        "redirect": post(redirect_to=f"/{text}/"),
        "withdrawn": post(withdrawn=text),
        "sources": post(sources=[{"publisher": text}, {"domain": f"{text}.example"}]),
        "names": post(related=[text], follows=text, id=text),
        "links": post(
            body=f"[a](https://a.example/{text}) [b](/{text}/) ![c]({text}.png) [d](../{text}.md) [e](#{text})\n"
        ),
        "company": post(body=f"[finance:{text}] [finance:X:{text}]\n"),
        "heading": post(body=f"## {text}\n\n### {text} {{#{text}}}\n\nSource: {text} | [{text}](https://a.example/)\n"),
    }
    data = {"tags": "name", "authors": "name", "companies": "name", "publishers": "domain"}
    rows = {f"content/data/{name}.toml": f'["{text}"]\n{key} = "{text}"\n' for name, key in data.items()}
    return {f"content/posts/2025-11-22-{name}.md": written for name, written in posts.items()} | rows


@attack(
    "Excess",
    "titles, tags, slugs, addresses, companies and links of up to 90,000 letters of one to several bytes",
    "a page, or a message at its line",
)
@pytest.mark.soak
def test_long_texts_are_published_or_refused(tmp_path: Path, attempts: Attempts) -> None:
    pairs = [(sign, length) for length in LENGTHS for sign in SIGNS]
    for number, (sign, length) in enumerate(pairs if attempts.soak else [("数", 255)]):
        files = long(sign * length)
        for command in ("check", "build")[: attempts.times(2, quick=1)]:
            ended, said = build(tmp_path / f"{number}-{command}", files, command)
            assert "Traceback" not in said
            assert ended in (0, 1), said[:900]
            assert ended == 0 or "content/" in said
        attempts.made(len(files))


NAMES = {
    "a post": "content/posts/{}.md",
    "a bundle": "content/posts/{}/index.md",
    "a page": "content/pages/{}.md",
    "a picture": "content/posts/a/{}.png",
    "a static file": "static/{}.css",
    "a template": "templates/{}.html",
    "data": "content/data/{}.toml",
    "a font": "fonts/{}.ttf",
}


@attack(
    "Excess",
    "files whose names are as long as a file system allows, or whose paths are longer than it does",
    "a page, or a message that names the file",
)
@pytest.mark.soak
@pytest.mark.parametrize("what", NAMES)
def test_long_names_of_files_are_published_or_named(what: str, tmp_path: Path, attempts: Attempts) -> None:
    ending = len(NAMES[what].format("").rpartition("/")[2]) if "index" not in NAMES[what] else 0
    for sign in SIGNS[:3]:
        size = len(sign.encode())
        for most in (200, 240, 255):
            name = sign * ((most - ending) // size)
            data = post() if NAMES[what].endswith(".md") else picture("PNG") if what == "a picture" else "x = 1\n"
            shown = post(body=f"![A]({name}.png)\n" if what == "a picture" else "A text.\n", slug="shown")
            site = tmp_path / f"{size}-{most}"
            ended, said = build(site, {"content/posts/a/index.md": shown, NAMES[what].format(name): data})
            assert "Traceback" not in said
            assert ended in (0, 1), said[:900]
            assert ended == 0 or name in said
            attempts.made()
    site = make_site(tmp_path / "deep", {"content/posts/a.md": post()})
    here = Path.cwd()
    try:  # by steps, as no call takes so long a path
        os.chdir(site)
        for step in (*NAMES[what].split("/")[:-1], *["d" * 200] * 25):
            Path(step).mkdir(exist_ok=True)
            os.chdir(step)
        Path("b.md" if "content" in NAMES[what] else "b.css").write_text(post())
    finally:
        os.chdir(here)
    for command in ("check", "build"):
        ended, said = run(command, "--site", site)
        assert "Traceback" not in said
        assert ended in (0, 1, 3), said[:900]
        assert ended == 0 or "ddddd" in said, "the file is named"
    attempts.made()


@attack(
    "Hostile posts",
    "Script, markup and long texts as what a social card says, and as the problems that the preview tells of",
    "cards are drawn, and the problems are text",
)
def test_cards_and_problems_show_hostile_texts(tmp_path: Path, attempts: Attempts) -> None:
    texts = [*hostile_texts(), *(sign * length for sign in SIGNS for length in LENGTHS[: attempts.times(4, quick=2)])]
    for text in texts[:: attempts.times(1, quick=12)]:
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        problem = Diagnostic(text, 1, 1, "error", "bad-value", text, text)
        at = Diagnostic("a.md", 1, 1 + len(text) // 2, "warning", "bad-value", text, text)
        for found in ([problem], [at]):
            panel = html.fromstring(described(found, tmp_path))
            assert {element.tag for element in panel.iter()} <= TAGS, text
            assert {name for element in panel.iter() for name in element.attrib} <= ATTRIBUTES, text
        card = SocialCard(
            "", b"", site=text, kicker=text, title=text, date=NOW.date(), companies=(text, text), language="en"
        )
        with Image.open(io.BytesIO(draw_card(card))) as drawn:
            drawn.load()
            assert drawn.size == (WIDTH, HEIGHT)
            assert set(drawn.info) <= {"transparency"}
        attempts.made(2)
