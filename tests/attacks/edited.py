"""A site that is edited at random, with a twin that nothing disturbs: what each version of it has to look like.

The twin's folder follows every edit and is built each time, so that it has the next version's files before the build
under attack begins; `broken` compares what an attack has left with the version before and the next.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from sitegen.newsroom.urls import output_path
from tests.commands.terminal import REPOSITORY, published
from tests.site import CONFIG, SEARCHED, Built, build_site, make_site, post

BASE = "https://news.example.com/"
CARD = (REPOSITORY / "templates" / "components" / "card.html").read_text(encoding="utf-8")
PERMALINKS = ("/{year}/{month}/{day}/{slug}/", "/{year}/{month}/{slug}/", "/{slug}/", "/{slug}-{year}/")
COMPANIES = ("NVIDIA Corporation", "GOOG", "Suno", "MSFT", "AMD")
NEEDED = ("link", "img", "script", "source", "use", "image")  # elements without which a page cannot be shown

Files = Mapping[str, bytes]


class Edited:
    """A site of so many posts and its twin, both built; `seed` is what all edits follow from."""

    def __init__(self, home: Path, count: int, seed: int, *, searched: bool) -> None:
        self.chance = random.Random(seed)
        self.folder, self.twin, self.home = home / "site", home / "twin", home
        self.config = (SEARCHED if searched else CONFIG) + "[tool.sitegen.cards]\nenabled = false\n"
        self.posts = {f"content/posts/s{number}.md": number for number in range(count)}
        self.next = count
        make_site(
            self.folder,
            {
                "pyproject.toml": self.config,
                "content/pages/about.md": "---\ntitle: About\n---\nA [picture](/logo.svg) of us.\n",
                "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
                **{path: self._post(number) for path, number in self.posts.items()},
            },
        )
        self.new: Files = build_site(self.folder).files()
        self.old = self.new
        shutil.copytree(self.folder, self.twin)

    def edit(self) -> Built:
        """Change some things at random, and give the twin's build; `old` and `new` are its files before and after."""
        self.old = self.new
        for change in [self._text, *self._changes(self.chance.randint(0, 5))]:
            change()
        built = build_site(self.twin)
        assert not built.result.failed, built.problems
        self.new = built.files()
        return built

    def _changes(self, count: int) -> list[Callable[[], None]]:
        seldom = [self._tag, self._card, self._static, self._permalink]
        often = [self._text, self.add, self._remove, self._rename]
        return self.chance.choices([*often, *seldom], [6, 4, 3, 3, 1, 1, 1, 1], k=count)

    def clean(self) -> Files:
        """What the site gives in a new place, without cache or earlier output."""
        elsewhere = self.home / "clean"
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.copytree(self.folder, elsewhere, ignore=shutil.ignore_patterns(".sitegen", "public"))
        return build_site(elsewhere).files()

    def files(self) -> Files:
        return published(self.folder / "public")

    def _write(self, files: dict[str, str]) -> None:
        make_site(self.folder, files)
        make_site(self.twin, files)

    def _post(self, number: int) -> str:
        names = self.chance.sample(COMPANIES, 2)
        tags = [f"tag {self.chance.randrange(12)}", f"rare {self.chance.randrange(200)}"]
        body = f"## Part {self.chance.random()}\n\nOn [finance:{names[0]}] and [finance:{names[1]}], [us](/about/).\n\n"
        words = " ".join(f"word{self.chance.randrange(90)}" for _ in range(20))
        return post(
            title=f"Story {number} of {self.chance.randrange(100)}",
            date=f"2025-{1 + number % 12:02}-{1 + number % 23:02}",
            body=f"{body}{words}\n\nSource: AP\n",
            tags=tags,
            kind="digest" if number % 9 == 0 else "story",
        )

    def _some(self) -> str:
        return self.chance.choice(sorted(self.posts))

    def _text(self) -> None:
        path = self._some()
        self._write({path: self._post(self.posts[path])})

    def add(self) -> None:
        path = f"content/posts/s{self.next}.md"
        self.posts[path] = self.next
        self.next += 1
        self._write({path: self._post(self.posts[path])})

    def _remove(self) -> None:
        path = self._some()
        del self.posts[path]
        for folder in (self.folder, self.twin):
            (folder / path).unlink()

    def _rename(self) -> None:
        path, name = self._some(), f"content/posts/s{self.next}.md"
        self.next += 1
        self.posts[name] = self.posts.pop(path)
        for folder in (self.folder, self.twin):
            (folder / path).rename(folder / name)

    def _tag(self) -> None:
        number = self.chance.randrange(12)
        self._write({"content/data/tags.toml": f'[tag-{number}]\nname = "Tag {self.chance.randrange(100)}"\n'})

    def _card(self) -> None:
        self._write(
            {"templates/components/card.html": CARD.replace("<article", f"<article id={self.chance.randrange(9)}")}
        )

    def _static(self) -> None:
        style = f"p {{ top: {self.chance.randrange(1000)}px }}"
        self._write({"static/css/own.css": style, "static/logo.svg": f"<svg><title>{style}</title></svg>"})

    def _permalink(self) -> None:
        line = f'permalink = "{self.chance.choice(PERMALINKS)}"\n[tool.sitegen.feeds]'
        self._write({"pyproject.toml": self.config.replace("[tool.sitegen.feeds]", line, 1)})


def broken(found: Files, old: Files, new: Files) -> list[str]:
    """What contract §7.4 forbids, of a folder that is between two versions."""
    wrong = [f"{path} is of neither version" for path in found if found[path] not in (old.get(path), new.get(path))]
    wrong += [f"{path} is missing" for path in old.keys() & new.keys() if path not in found]
    for path in found:
        if path.endswith(".html"):
            stays = path in old and path in new
            wrong += [f"{path} leads to {goal}" for goal in _goals(path, found[path], needed=not stays) - found.keys()]
    return wrong


@cache
def _goals(path: str, content: bytes, *, needed: bool) -> frozenset[str]:
    """The files of the site that a page links to; with `needed`, those alone that show it."""
    page = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    here = urljoin(BASE, path.removesuffix("index.html"))
    return frozenset(
        output_path(unquote(urlsplit(url).path))
        for element in page.iter(*NEEDED, *(() if needed else ("a", "form")))
        if not needed or element.get("rel") not in ("alternate", "canonical", "prev", "next", "search")
        for url in (urljoin(here, link) for link in _links(element))
        if url.startswith(BASE)
    )


def _links(element: html.HtmlElement) -> Iterable[str]:
    for name in ("href", "src", "action"):
        if element.get(name):
            yield element.get(name)
    for part in element.get("srcset", "").split(","):
        if part.strip():
            yield part.split()[0]
