"""`sitegen new`: the skeleton of a post. Never overwrites a file, and asks nothing.

It builds as it is, and `check` tells what is left to be written. Its words are in `content/skeleton.py`, questions in
`questions.py`, and what a site has to offer for the answers in `vocabulary.py`.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sitegen.config import Config
from sitegen.content import skeleton as words
from sitegen.content.nodes import in_list
from sitegen.diagnostics import WrongUsage
from sitegen.engine.write import write_new
from sitegen.newsroom.identity import path_identity
from sitegen.newsroom.moments import in_zone, site_zone
from sitegen.newsroom.urls import slugify
from sitegen.vocabulary import Section

SECTIONS = (Section(f"🏭 {words.SECTION}", divided=True), Section("🔮 What it means", divided=False))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a new post begins with. `moment` is in the site's zone where it names none; `companies` are annotations'
    names; `sections` are a digest's.
    """

    title: str
    moment: datetime
    kind: str = "story"
    draft: bool = False
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    companies: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def new_path(site: Path, config: Config, title: str, moment: datetime) -> Path:
    """Where a post goes; raises `WrongUsage` for a title that makes no file name, and for a file that exists."""
    slug = slugify(title)
    if not slug:
        raise WrongUsage("the title has no letter or digit to make a file's name from")
    date = in_zone(moment, site_zone(config.timezone))
    path = site / "content" / "posts" / f"{date:%Y-%m-%d}-{slug[:80].strip('-')}.md"
    if path.exists():
        raise _taken(path)
    return path


def new_post(site: Path, config: Config, skeleton: Skeleton) -> Path:
    """Write the post, and give its path; raises `WrongUsage` as `new_path` does."""
    path = new_path(site, config, skeleton.title, skeleton.moment)
    front = _front_matter(config, skeleton, path.relative_to(site / "content").as_posix())
    text = _digest(skeleton) if skeleton.kind == "digest" else _story(skeleton)
    try:
        write_new(path, (front + text).encode())
    except FileExistsError:
        raise _taken(path) from None
    return path


def find_editor(variables: Mapping[str, str]) -> list[str]:
    """The words of the editor's command, from VISUAL or else EDITOR (POSIX); raises `WrongUsage` where none can run."""
    written = variables.get("VISUAL") or variables.get("EDITOR") or ""
    try:
        words = shlex.split(written)
    except ValueError:
        raise WrongUsage(f"the editor {written!r} has a quote that is never closed") from None
    if not words:
        raise WrongUsage("--edit needs an editor: set VISUAL or EDITOR to one, like EDITOR=nano")
    if not shutil.which(words[0]):
        raise WrongUsage(f"the editor {words[0]!r} is not on this machine: set VISUAL or EDITOR to another")
    return words


def edit(editor: list[str], path: Path) -> int:
    """Open a file in an editor, and wait for its end; the editor's exit code."""
    import subprocess

    return subprocess.run([*editor, path.absolute()], check=False).returncode


def _taken(path: Path) -> WrongUsage:
    return WrongUsage(f"{path} exists already: choose another title or --date")


def _front_matter(config: Config, skeleton: Skeleton, path: str) -> str:
    """The id is the one that the post would have anyway: written down, it stays when the file is renamed."""
    date = in_zone(skeleton.moment, site_zone(config.timezone)).replace(microsecond=0)
    fields = {
        "title": json.dumps(skeleton.title, ensure_ascii=False),
        "date": date.isoformat(),
        "id": json.dumps(path_identity(config, path), ensure_ascii=False),
        **({"kind": "digest"} if skeleton.kind == "digest" else {}),
        **({"draft": "true"} if skeleton.draft else {}),
        "summary": f'"{words.SUMMARY}"',
        **{name: _list(skeleton.terms.get(name, ())) for name in config.taxonomies},
    }
    lines = [f"{config.fields.get(name, name)}: {value}\n" for name, value in fields.items()]
    return "".join(["---\n", *lines, "---\n\n"])


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(in_list, texts))}]"


def _story(skeleton: Skeleton) -> str:
    return f"{words.STORY} {_named(skeleton)}\n\n{words.SOURCE}\n"


def _digest(skeleton: Skeleton) -> str:
    parts: list[str] = []
    for section in skeleton.sections or SECTIONS:
        if not section.divided:
            text = words.COMMON
        else:
            number = sum(part.count("\n### ") for part in parts) + 1
            named = _named(skeleton) if number == 1 else words.NAMING
            text = f"### {words.HEADING.format(number)}\n\n{words.PART} {named}\n\n{words.SOURCE}"
        parts.append(f"## {section.heading}\n\n{text}\n")
    return "\n".join(parts)


def _named(skeleton: Skeleton) -> str:
    if not skeleton.companies:
        return words.EXAMPLE
    return f"It is about {', '.join(f'{name} [finance:{name}]' for name in skeleton.companies)}."
