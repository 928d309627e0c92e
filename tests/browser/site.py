"""The site that browsers look at: the repository's demo, and sixty posts with all that a post can hold.

`published(folder)` writes it and builds it with the real command. `kinds(output)` finds a page of each kind in it.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import zlib
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from lxml import html

from tests.site import make_site, post

REPOSITORY = Path(__file__).parent.parent.parent
NOW = "2026-06-01"
FIRST = date(2025, 6, 2)
COMPANIES = ("NVDA", "MSFT", "GOOGL", "AMZN", "2330.TW", "0700.HK", "Suno", "Moonshot AI", "OpenAI")
TAGS = (
    "Chips",
    "Data centers",
    "AI policy",
    "Robots",
    "日本語",
    "C++",
    "Fünf & Söhne",
    "A tag with a rather long name",
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

EVERYTHING = f"""\
Opening words on Nvidia [finance:NVDA], Tencent [finance:0700.HK] and [finance:Moonshot AI], with a footnote[^1], some
`code`, ~~struck~~ words, *stress*, **weight**, and a {LONG_WORD}.

## Numbers in a table

| Company | First quarter | Second quarter | Third quarter | Fourth quarter | Capital expenditure | What it said |
|---|--:|--:|--:|--:|:-:|---|
| Nvidia | 1,000 | 2,000 | 3,000 | 4,000 | 5,000 | {"More of everything in every region. " * 3}|
| Suno | 1 | 2 | 3 | 4 | 5 | Music |

## Code that is wide

```python
def a_function_with_a_long_name(first: int, second: str = "text") -> dict[str, list[tuple[int, int]]]:  # {"wide " * 20}
    return {{"answer": [(42, 0x2A)]}}
```

### A list in a list

- One
    - Two, with [a link](https://example.org/a/very/long/path/that/has/no/place/to/break/{"segment/" * 12})
    - Three
- Four

1. First
2. Second

#### A small heading

Term
:   What it means.

> A quotation that says something in a sentence.

---

![A field of one colour](field.png "A caption below it.")

![From elsewhere](https://example.org/picture.jpg)

Sources: [AP News](https://apnews.com/one) | Reuters | [CNBC](https://www.cnbc.com/{"long-address-" * 9})

[^1]: What the footnote says.
"""

DIGEST = """\
The day in a paragraph.

## 🏭 Infrastructure

### {company} builds {number} halls

**Scope:** [finance:{company}] and Nvidia [finance:NVDA] build halls. {words}

Source: [AP News](https://apnews.com/{number}) | CNBC | Reuters

### A second story

{words}

Source: [Reuters](https://www.reuters.com/{number})

## ⚖️ Policy and law

### A rule for [finance:TSM]

{words}

## 🔮 What it means

A section that is one story. See [the second](#a-second-story).
"""


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x2a\x52\x9f" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def files() -> dict[str, str | bytes]:
    """What the site has beside the demo's content: a digest every sixth day, the newest and fullest post last."""
    made: dict[str, str | bytes] = {}
    for number in range(60):
        day = FIRST + timedelta(days=number * 2)
        company, words = COMPANIES[number % len(COMPANIES)], f"Words {number} of a story that goes on. " * 9
        digest = number % 3 == 0
        body = DIGEST.format(company=company, number=number, words=words) if digest else words
        made[f"content/posts/{day}-post-{number}.md"] = post(
            f"{'The day' if digest else 'A story'} in AI, number {number}",
            date=str(day) if number % 2 else f"{day}T19:21:00-06:00",
            body=body if digest else f"{body}\n\nBy [finance:{company}].\n",
            kind="digest" if digest else "story",
            kicker="Every day",
            summary=f"What happened on day {number}, in a sentence that is about as long as such sentences are.",
            tags=["Chips", TAGS[number % len(TAGS)], TAGS[number % 3]],
            authors=["newsroom", "Ada Example"],
            takeaways=["One thing **matters**", f"[finance:{company}] another"],
        )
    newest = "content/posts/2026-05-14"
    made[f"{newest}-everything/field.png"] = made[f"{newest}-everything/lead.png"] = png(640, 360)
    made[f"{newest}-everything/index.md"] = post(
        f"All that a post can hold: <em>“quotes”</em> & {LONG_WORD}",
        date="2026-05-14T09:30:00-05:00",
        updated="2026-05-15T08:00:00-05:00",
        body=EVERYTHING + "\n\n" + "More words, so that this is the longest story. " * 200,
        kicker="Hardware",
        summary="A story with a summary on [finance:NVDA] and whatever else a post can hold.",
        tags=list(TAGS),
        authors=["newsroom", "Ada Example"],
        takeaways=["Ships **next year**", "Costs more than [finance:Suno]"],
        sources=[
            {"publisher": "EE News Europe", "domain": "eenewseurope.com"},
            {"publisher": "CNBC", "url": "https://www.cnbc.com/a", "title": "A title of an article that was cited"},
        ],
        corrections=[{"date": "2026-05-16", "text": "It said *million*; billions are meant."}],
        follows="post-59",
        aliases=["/everything/"],
        image={"src": "lead.png", "alt": "A field of one colour", "credit": "Ada Example"},
    )
    made[f"{newest}-digest.md"] = post(
        "🗞️ The fullest day in AI | May 14, 2026",
        date="2026-05-14",
        kind="digest",
        kicker="Daily",
        summary="What happened, and to whom.",
        tags=["Chips", "Robots"],
        takeaways=["One thing", "Another thing"],
        body=DIGEST.format(company="MSFT", number=99, words="Words of the newest day that go on for a while. " * 12),
    )
    made["content/posts/2026-05-13-withdrawn.md"] = post(
        f"A story that was withdrawn: {LONG_WORD}",
        date="2026-05-13T09:30:00-05:00",
        withdrawn="The report could not be confirmed by a second source. We are sorry.",
    )
    return made


def published(folder: Path) -> Path:
    """Write the site into `folder`, build it with the command, and give its published folder.

    It is a git repository, in which the fullest post was changed twice, so that it has a history to show.
    """
    make_site(folder, files())
    shutil.copytree(REPOSITORY / "content", folder / "content", dirs_exist_ok=True)
    configuration = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert "\n[tool.sitegen]\n" in configuration
    configuration = configuration.replace(
        "\n[tool.sitegen]\n", "\n[tool.sitegen]\nhistory = true\nheaders = {enabled = true}\n"
    )
    (folder / "pyproject.toml").write_text(configuration, encoding="utf-8")
    fullest = folder / "content/posts/2026-05-14-everything/index.md"
    git(folder, "init", "--quiet")
    for message in ("First", "Mended a number", f"Told the rest: {LONG_WORD}"):
        git(folder, "add", "content")
        git(folder, "commit", "--quiet", "-m", message)
        with fullest.open("a", encoding="utf-8") as file:
            file.write("One more sentence.\n")
    command = [sys.executable, "-m", "sitegen", "build", "--site", str(folder), "--now", NOW]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / "public"


def git(folder: Path, *words: str) -> None:
    people = {
        f"GIT_{who}_{what}": "ada@newsroom.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": "2026-05-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-05-20T12:00:00Z"}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **people, **dates}, check=True)


def kinds(output: Path) -> dict[str, str]:
    """For each kind of page the URL of the largest one: `data-kind`, a post's own kind, and lists' numbered pages."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(output.rglob("*.html")):
        text = path.read_bytes()
        page = html.fromstring(text)
        kind = page.find("body").get("data-kind")
        if kind is None:
            continue  # a redirect
        kind = page.cssselect("article.post")[0].get("data-kind") if kind == "post" else kind
        url = "/" + path.relative_to(output).as_posix().removesuffix("index.html")
        kind = f"{kind}, numbered" if "/page/" in url else kind
        found[kind] = max(found.get(kind, (0, "")), (len(text), quote(url)))
    return {kind: url for kind, (_, url) in sorted(found.items())}
