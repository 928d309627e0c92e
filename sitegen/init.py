"""`sitegen init`: a new site that builds at once. Asks nothing, and touches no file that is there already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from sitegen.automation import PRE_COMMIT, WORKFLOW, requirements, taplo, tasks
from sitegen.content.data import TABLES
from sitegen.diagnostics import WrongUsage
from sitegen.engine.write import write_new

PYPROJECT = """\
[tool.sitegen]
title = "My news"
base_url = "https://example.com/"
description = "What this site reports on, in one sentence."
language = "en"
timezone = "UTC"
authors = ["newsroom"]
subscribe = "New stories as they appear, in your feed reader."
menu = [
    {{ name = "Companies", url = "/tickers/" }},
    {{ name = "Tags", url = "/tags/" }},
    {{ name = "Archive", url = "/archive/" }},
    {{ name = "About", url = "/about/" }},
]

[tool.sitegen.feeds]
# Part of every post's id in feeds: a domain of yours, and a year in which it was yours. Never change it.
id_authority = "example.com,{year}"
"""

WELCOME = """\
---
title: Welcome to your news site
date: {date}
kicker: First steps
summary: How a post is written here, with tags, a company and a source.
tags: [Getting started]
takeaways:
  - A post is a Markdown file under `content/posts/`
  - Save it while `sitegen serve` runs, and the browser shows it
---
This post is `content/posts/{date}-welcome.md`. Change it, or delete it and write your own: `sitegen new "A title"`
begins one.

## Companies

Name a company and put its annotation behind it, like Nvidia [finance:NVIDIA Corporation]: readers get a link to
everything that you have written about it. `sitegen tickers nvidia` tells what to write.

## Sources

A paragraph of this form becomes a list of sources:

Source: [Python](https://www.python.org/) | CommonMark
"""

ABOUT = """\
---
title: About
summary: What this site is, and how it corrects itself.
---
Say who writes here, how you correct mistakes, and how readers reach you.

Follow [the feed](/feed.xml) to get every story.
"""

GITIGNORE = """\
/public/
/.sitegen/
/.vscode/sitegen.code-snippets
"""


def init_site(folder: Path, now: datetime) -> list[Path]:
    """Write the site's files, dated `now`, and give their paths; raises `WrongUsage` where one of them exists.

    The configuration comes last: what was killed before that can be begun again, and goes on.
    """
    date = f"{now:%Y-%m-%d}"
    files = {
        folder / "content" / "posts" / f"{date}-welcome.md": WELCOME.format(date=date),
        folder / "content" / "pages" / "about.md": ABOUT,
        folder / "content" / "data" / "authors.toml": '[newsroom]\nname = "The newsroom"\norganization = true\n',
        folder / ".gitignore": GITIGNORE,
        folder / ".github" / "workflows" / "site.yml": WORKFLOW,
        folder / "requirements.txt": requirements(installed_from()),
        folder / ".pre-commit-config.yaml": PRE_COMMIT,
        folder / ".taplo.toml": taplo(("companies", *TABLES)),
        folder / ".vscode" / "tasks.json": tasks(),
        folder / "pyproject.toml": PYPROJECT.format(year=now.year),
    }
    _refuse(folder, files)
    for path, text in files.items():
        if not path.exists():
            write_new(path, text.encode())
    return list(files)


def _refuse(folder: Path, files: Mapping[Path, str]) -> None:
    """Raise `WrongUsage` where a file of the new site is there, or a file is where it needs a folder."""
    begun = not (folder / "pyproject.toml").exists()
    ours = {path for path, text in files.items() if begun and _text(path) == text}
    there = sorted({place for file in files.keys() - ours for place in _in_the_way(folder, file)})
    if not there:
        return
    named = ", ".join(str(path.relative_to(folder)) or str(path) for path in there[:3])
    if folder / "pyproject.toml" in there and "[tool.sitegen]" in _text(folder / "pyproject.toml"):
        raise WrongUsage(f"{folder} is a site already, and nothing was written: name a new folder")
    more = f" and {len(there) - 3} more" if len(there) > 3 else ""
    raise WrongUsage(
        f"{folder} holds {named}{more}, which a new site has, too; nothing was written: name a new folder, or move "
        f"{'it' if len(there) == 1 else 'them'} away"
    )


def _in_the_way(folder: Path, file: Path) -> Iterator[Path]:
    if file.exists() or file.is_symlink():
        yield file
    yield from (above for above in file.parents if above.is_relative_to(folder) and above.is_file())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def installed_from() -> dict[str, Any]:
    """Where this copy of sitegen came from: its `direct_url.json` (PEP 610); empty where it has none."""
    try:
        record = metadata.distribution("sitegen").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return {}
    return dict(json.loads(record)) if record else {}
