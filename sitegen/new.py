"""`sitegen new`: the skeleton of a post, which passes `check` as it is. Never overwrites a file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sitegen.config import Config
from sitegen.diagnostics import WrongUsage
from sitegen.newsroom.moments import in_zone, site_zone
from sitegen.newsroom.urls import slugify

STORY = """\
What happened, in one paragraph: who, what, when, and who says so. Name a company with its ticker, like
Nvidia [finance:NVIDIA Corporation].

Source: the publisher that reported it
"""

DIGEST = """\
## 🏭 The first section

### The first story

**What happened:** who, what, when. Name a company with its ticker, like Nvidia [finance:NVIDIA Corporation].

Source: the publisher that reported it

## 🔮 What it means

One paragraph on what the day's stories have in common.
"""


def new_post(site: Path, config: Config, title: str, kind: str, moment: datetime) -> Path:
    """Write the post, dated `moment` (in the site's zone where it names none), and give its path.

    Raises `WrongUsage` for a title that makes no file name, and for a file that exists.
    """
    date = in_zone(moment, site_zone(config.timezone)).replace(microsecond=0)
    slug = slugify(title)
    if not slug:
        raise WrongUsage("the title has no letter or digit to make a file's name from")
    path = site / "content" / "posts" / f"{date:%Y-%m-%d}-{slug[:80].strip('-')}.md"
    names = {name: config.fields.get(name, name) for name in ("title", "date", "kind", "summary")}
    lines = [
        "---",
        f"{names['title']}: {json.dumps(title, ensure_ascii=False)}",
        f"{names['date']}: {date.isoformat()}",
        *([f"{names['kind']}: digest"] if kind == "digest" else []),
        f'{names["summary"]}: "One or two sentences: the dek, the card, the feed."',
        *[f"{config.fields.get(taxonomy, taxonomy)}: []" for taxonomy in config.taxonomies],
        "---",
        "",
        DIGEST if kind == "digest" else STORY,
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines))
    except FileExistsError:
        raise WrongUsage(f"{path} exists already: choose another title or --date") from None
    return path
