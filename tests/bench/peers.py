"""The generators that are compared: how each is installed, what its site is made of, what is run.

A generator is a value with one method for each thing that the bench does to a site; what the sites show is in
`templates/`, and why these settings, in README.md. Measuring is `measure.py`'s.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from tests.bench.corpora import Post
from tests.bench.install import Unavailable, install, venv, version
from tests.bench.measure import Failed, measure

TEMPLATES = Path(__file__).parent / "templates"
ROOT = Path(__file__).parents[2]  # this project, whose code and theme are measured
NOW = "2025-12-01T12:00:00Z"
ELEVENTY = "3.1.2"


class Generator(ABC):
    """One generator in one manner. `layout` and `config` are files that hold `<body` and the title `Bench News`."""

    name: str
    layout: str
    config: str
    cache: tuple[str, ...] = ()  # folders beside the output that a clean build does without
    environment: ClassVar[dict[str, str]] = {}
    output = "public"

    @abstractmethod
    def install(self, home: Path) -> str:
        """Install it under `home` if it is not there, and give its version. Raises `Unavailable`."""

    def begin(self, folder: Path) -> None:
        """Everything of a site but its posts."""
        shutil.copytree(TEMPLATES / self.name.partition("-")[0], folder, dirs_exist_ok=True)

    def post_file(self, folder: Path, post: Post) -> Path:
        return folder / "content" / "posts" / f"{post.stem}.md"

    def post_text(self, post: Post) -> str:
        """The same text for every peer: what is front matter here stands in it as Markdown."""
        front = [
            f"title: {json.dumps(post.title)}",
            f"date: {post.day}",
            f"slug: {post.slug}",
            f"summary: {json.dumps(post.summary)}",
            f"tags: {json.dumps(post.tags)}",
        ]
        return "\n".join(["---", *front, "---", "", body_for_peers(post)])

    @abstractmethod
    def command(self, *, clean: bool) -> list[str]:
        """What builds the site in the working folder; `clean` says that there is nothing to go by."""

    @abstractmethod
    def rename_tag(self, folder: Path, tag: str, name: str) -> None:
        """Give a tag another name, as this generator's users would."""

    def write(self, folder: Path, post: Post) -> None:
        _write(self.post_file(folder, post), self.post_text(post))

    def wipe(self, folder: Path) -> None:
        """Leave nothing that an earlier build made."""
        for name in (self.output, *self.cache):
            shutil.rmtree(folder / name, ignore_errors=True)

    def change_layout(self, folder: Path, edition: int) -> None:
        _replace(folder / self.layout, r'<body( data-edition="\d+")?', f'<body data-edition="{edition}"')

    def change_config(self, folder: Path, edition: int) -> None:
        _replace(folder / self.config, r"Bench News( \d+)?", f"Bench News {edition}")


class Sitegen(Generator):
    """This project, with one of its Markdown engines."""

    layout, config, cache = "templates/layout.html", "pyproject.toml", (".sitegen",)
    # This folder's program, whichever is installed; compiled once, by the trial, as an installed one is.
    environment: ClassVar[dict[str, str]] = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}

    def __init__(self, engine: str = "markdown") -> None:
        self.engine = engine
        self.name = "sitegen" if engine == "markdown" else f"sitegen-{engine}"

    def install(self, home: Path) -> str:
        from sitegen import __version__

        trial = home / "trial" / self.name
        shutil.rmtree(trial, ignore_errors=True)
        self.begin(trial)
        try:
            measure(self.command(clean=True), trial, self.environment)
        except Failed as why:
            raise Unavailable(str(why)) from None
        return __version__

    def begin(self, folder: Path) -> None:
        super().begin(folder)
        (folder / "templates").mkdir(exist_ok=True)
        shutil.copy(ROOT / "templates" / "layout.html", folder / "templates")
        _replace(folder / self.config, r'engine = "\w+"', f'engine = "{self.engine}"')

    def post_text(self, post: Post) -> str:
        front = [
            f"title: {json.dumps(post.title)}",
            f"date: {post.day}",
            f"slug: {post.slug}",
            f"kind: {post.kind}",
            f"summary: {json.dumps(post.summary)}",
            f"tags: {json.dumps(post.tags)}",
            "takeaways:",
            *(f"  - {json.dumps(takeaway)}" for takeaway in post.takeaways),
            "sources:",
            *(f"  - {{publisher: {publisher}}}" for publisher in post.sources),
        ]
        return "\n".join(["---", *front, "---", "", post.text])

    def command(self, *, clean: bool) -> list[str]:  # noqa: ARG002 - the same for all
        return [sys.executable, "-m", "sitegen", "build", "--now", NOW, "--report", "json"]

    def rename_tag(self, folder: Path, tag: str, name: str) -> None:
        _write(folder / "content/data/tags.toml", f"[{_slug(tag)}]\nname = {json.dumps(name)}\n")


class Hugo(Generator):
    """Hugo's binary from the package `hugo`; with related posts by tags, or (`plain`) without."""

    layout, config, cache = "layouts/baseof.html", "hugo.toml", ("resources", ".cache")

    def __init__(self, *, related: bool = True) -> None:
        self.related = related
        self.name = "hugo" if related else "hugo-plain"
        self._binary = Path()

    def install(self, home: Path) -> str:
        site_packages = venv(home, "hugo")
        self._binary = site_packages / "hugo" / "binaries" / "hugo"
        return version(self._binary, "version").split()[1]

    def begin(self, folder: Path) -> None:
        super().begin(folder)
        _replace(folder / self.config, r"related = \w+", f"related = {str(self.related).lower()}")
        _replace(folder / self.config, 'cacheDir = ""', f"cacheDir = {json.dumps(str(folder / '.cache'))}")

    def command(self, *, clean: bool) -> list[str]:  # noqa: ARG002 - the same for all
        return [str(self._binary), "--logLevel", "error", "--noBuildLock"]

    def rename_tag(self, folder: Path, tag: str, name: str) -> None:
        _write(folder / "content/tags" / _slug(tag) / "_index.md", f"---\ntitle: {json.dumps(name)}\n---\n")


class Pelican(Generator):
    """Pelican, which remembers what it read of a post unless the build is a clean one."""

    name, layout, config, cache = "pelican", "theme/templates/base.html", "pelicanconf.py", ("cache",)

    def install(self, home: Path) -> str:
        site_packages = venv(home, "pelican[markdown]")
        self._python = site_packages.parents[2] / "bin" / "python"
        return version(self._python, "-m", "pelican", "--version")

    def post_text(self, post: Post) -> str:
        front = [
            f"Title: {post.title}",
            f"Date: {post.day}",
            f"Slug: {post.slug}",
            f"Summary: {post.summary}",
            f"Tags: {', '.join(post.tags)}",
        ]
        return "\n".join([*front, "", "[TOC]", "", body_for_peers(post)])

    def command(self, *, clean: bool) -> list[str]:
        cached = [] if clean else ["-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]
        return [str(self._python), "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "public", "-q", *cached]

    def rename_tag(self, folder: Path, tag: str, name: str) -> None:
        _write(folder / "tags.json", json.dumps({tag: name}))


class Eleventy(Generator):
    """Eleventy, with templates in JavaScript, the quickest of its kinds."""

    name, layout, config = "eleventy", "content/_includes/base.11ty.js", "content/_data/site.json"
    environment: ClassVar[dict[str, str]] = {"ELEVENTY_ENV": "production", "NODE_ENV": "production"}

    def install(self, home: Path) -> str:
        if not shutil.which("node") or not shutil.which("npm"):
            raise Unavailable("node and npm are not here")
        folder = home / "node"
        self._program = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
        if not self._program.exists():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
            install(["npm", "install", "--no-fund", "--no-audit", f"@11ty/eleventy@{ELEVENTY}"], folder)
        return version("node", self._program, "--version")

    def post_text(self, post: Post) -> str:
        """`topics`, as `tags` would have Eleventy make a collection of its own of each one."""
        return super().post_text(post).replace("\ntags: ", "\ntopics: ", 1)

    def command(self, *, clean: bool) -> list[str]:  # noqa: ARG002 - the same for all
        return ["node", str(self._program), "--quiet"]

    def rename_tag(self, folder: Path, tag: str, name: str) -> None:
        _write(folder / "content/_data/names.json", json.dumps({tag: name}))


def peers() -> dict[str, Generator]:
    """All peers by name."""
    return {peer.name: peer for peer in (Hugo(), Hugo(related=False), Pelican(), Eleventy())}


def body_for_peers(post: Post) -> str:
    takeaways = "\n".join(f"- {takeaway}" for takeaway in post.takeaways)
    sources = "\n".join(f"{number}. {publisher}" for number, publisher in enumerate(post.sources, 1))
    return f"**Quick takeaways**\n\n{takeaways}\n\n{post.text}\n## Sources\n\n{sources}\n"


def _slug(tag: str) -> str:
    return tag.replace(" ", "-")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _replace(file: Path, pattern: str, new: str) -> None:
    """Replace every match in a file, of which there must be one."""
    text, count = re.subn(pattern, new, file.read_text(encoding="utf-8"))
    if not count:
        raise ValueError(f"nothing like {pattern} in {file}")
    file.write_text(text, encoding="utf-8")
