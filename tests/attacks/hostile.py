"""A stranger's pull request: texts that attack, in every field and every construct that a site's content has.

`hostile_texts.txt` and the attacks of tests/markup hold the texts, one a line, with ⏎ for a line break. Scripts in them
call `pwned`, ask evil.example, or show a dialog. What the loader refuses is told apart from what is published: a field
that takes no such text is as safe as one that shows it harmlessly.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.content.data import read_data
from sitegen.content.load import load
from sitegen.content.registry import load_registry
from sitegen.content.settings import LoadSettings
from tests.site import post

HERE = Path(__file__).parent
TAXONOMIES = ("tags", "people")
CONFIG = """\
[tool.sitegen]
title = "Example News"
base_url = "https://news.example.com/{path}"
[tool.sitegen.taxonomies.tags]
[tool.sitegen.taxonomies.people]
[tool.sitegen.email]
from = "News <mail@news.example.com>"
[tool.sitegen.feeds]
id_authority = "news.example.com,2025"
limit = 1000
[tool.sitegen.markdown]
engine = "{engine}"
raw_html = "{raw_html}"
[tool.sitegen.search]
enabled = {search}
[tool.sitegen.cards]
enabled = {cards}
"""


def mark(text: str) -> str:
    """A short word that no other text has."""
    return f"{zlib.crc32(text.encode()):x}"


# A field of front matter, or a part of one, with a text in it.
FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda text: {"title": text},
    "kicker": lambda text: {"kicker": text},
    "summary": lambda text: {"summary": text},
    "tags": lambda text: {"tags": [text]},
    "people": lambda text: {"people": [text]},
    "authors": lambda text: {"authors": [text]},
    "takeaways": lambda text: {"takeaways": [text, f"**{text}**", f"[{text}](https://example.com/)"]},
    "source publisher": lambda text: {"sources": [{"publisher": text}]},
    "source domain": lambda text: {"sources": [{"domain": text}]},
    "source url": lambda text: {"sources": [{"publisher": "Reuters", "url": text}]},
    "source path": lambda text: {"sources": [{"publisher": "Reuters", "url": f"https://example.com/{text}"}]},
    "source title": lambda text: {"sources": [{"publisher": "Reuters", "title": text}]},
    "image": lambda text: {"image": text},
    "image src": lambda text: {"image": {"src": text, "alt": "x"}},
    "image alt": lambda text: {"image": {"src": "/icon.svg", "alt": text}},
    "image credit": lambda text: {"image": {"src": "/icon.svg", "alt": "x", "credit": text}},
    "corrections": lambda text: {"corrections": [{"date": "2025-11-24", "text": text}]},
    "correction date": lambda text: {"corrections": [{"date": text, "text": "x"}]},
    "updated": lambda text: {"updated": text},
    "slug": lambda text: {"slug": text},
    "aliases": lambda text: {"aliases": [text]},
    "alias path": lambda text: {"aliases": [f"/{mark(text)}/{text}/"]},
    "alias file": lambda text: {"aliases": [f"/{mark(text)}/{text}.html"]},
    "id": lambda text: {"id": text},
    "related": lambda text: {"related": [text]},
    "follows": lambda text: {"follows": text},
    "kind": lambda text: {"kind": text},
    "withdrawn": lambda text: {"withdrawn": text},
    "redirect_to": lambda text: {"redirect_to": text},
    "redirect_to path": lambda text: {"redirect_to": f"/{text}"},
    "redirect_to web": lambda text: {"redirect_to": f"https://example.com/{text}"},
    "extra key": lambda text: {text: text},
    "extra": lambda text: {"extra": {text: [text]}, "language": text, "lang": text, "layout": text, "template": text},
}

# What Markdown can hold a text in.
CONSTRUCTS: dict[str, str] = {
    "alone": "TEXT",
    "heading": "## TEXT",
    "story": "## One\n\n### 🏭 TEXT\n\nTEXT",
    "heading with a list": "## x {#TEXT .TEXT TEXT}",
    "paragraph with a list": "x TEXT\n{: TEXT title=TEXT }",
    "list": "- TEXT\n    1. TEXT",
    "quotation": "> TEXT",
    "table": "| TEXT | b |\n|:-:|---|\n| TEXT | TEXT |",
    "link": "[TEXT](https://example.com/) [x](TEXT) [y](<TEXT>) [z](https://example.com/TEXT 'TEXT')",
    "reference": "[TEXT][r] [x][TEXT]\n\n[r]: TEXT 'TEXT'\n[TEXT]: https://example.com/TEXT",
    "picture": "![TEXT](/icon.svg 'TEXT') ![x](TEXT) ![x](https://example.com/TEXT.png)",
    "bare link": "<https://example.com/TEXT> https://example.com/TEXT <TEXT> www.example.com/TEXT",
    "code": "`TEXT` ``TEXT``\n\n    TEXT\n\n```TEXT\nTEXT\n```",
    "footnote": "x[^TEXT] y[^n]\n\n[^TEXT]: TEXT\n[^n]: TEXT",
    "definition": "TEXT\n:   TEXT",
    "emphasis": "*TEXT* **TEXT** ~~TEXT~~ _TEXT_",
    "raw": "<p title='TEXT'>TEXT</p> <a href='TEXT' class='TEXT' id='TEXT'>TEXT</a> <TEXT>\n\n<div>\nTEXT\n</div>",
    "attribute": '<p title="TEXT" lang="TEXT" dir="TEXT">x</p> <img alt="TEXT" src="TEXT" width="TEXT">',
    "comment": "<!-- TEXT --> <!--TEXT",
    "annotation": "Nvidia [finance:TEXT] \\[finance:TEXT] [finance:NVDA]TEXT",
    "citations": "Source: TEXT | [TEXT](https://example.com/) | [x](TEXT)",
}

# A row of a data file, in TOML, with a text in it as TOML.
ROWS: dict[str, tuple[str, str]] = {
    "tag name": ("tags", "[t{n}]\nname = {text}"),
    "tag description": ("tags", "[t{n}]\ndescription = {text}"),
    "tag key": ("tags", "[{text}]\nname = 'T{n}'"),
    "author name": ("authors", "[a{n}]\nname = {text}"),
    "author bio": ("authors", "[a{n}]\nbio = {text}"),
    "author url": ("authors", "[a{n}]\nurl = {text}"),
    "author key": ("authors", "[{text}]\nname = 'A{n}'"),
    "publisher name": ("publishers", "[p{n}]\nname = {text}\ndomain = 'p{n}.example'"),
    "publisher domain": ("publishers", "[p{n}]\nname = 'P{n}'\ndomain = {text}"),
    "publisher alias": ("publishers", "[p{n}]\nname = 'P{n}'\naliases = [{text}]"),
    "publisher key": ("publishers", "[{text}]\nname = 'P{n}'"),
    "company name": ("companies", "[c{n}]\nname = {text}\nsymbol = 'C{n}'\nexchange = 'X'"),
    "company symbol": ("companies", "[c{n}]\nname = 'C{n}'\nsymbol = {text}\nexchange = 'NASDAQ'"),
    "company exchange": ("companies", "[c{n}]\nname = 'C{n}'\nsymbol = 'C{n}'\nexchange = {text}"),
    "company alias": ("companies", "[c{n}]\nname = 'C{n}'\naliases = [{text}]"),
    "company country": ("companies", "[c{n}]\nname = 'C{n}'\ncountry = {text}"),
    "company url": ("companies", "[c{n}]\nname = 'C{n}'\nurl = {text}"),
    "company key": ("companies", "[{text}]\nname = 'C{n}'"),
}


def hostile_texts() -> list[str]:
    """Every text, each in one string."""
    lines = (HERE / "hostile_texts.txt").read_text(encoding="utf-8").split("\n")
    lines += (HERE.parent / "markup" / "attacks.txt").read_text(encoding="utf-8").split("\n")
    return [line.replace("⏎", "\n") for line in lines if line.strip()]


@dataclass
class Pulled:
    """What a pull request brings: files by path, how many texts were tried in places, and which were refused."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    tried: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def pull_request(texts: list[str], *, whole: bool) -> Pulled:
    """Files of content that hold each text in each place; unless `whole`, places share files where they can."""
    pulled = Pulled()
    for number, text in enumerate(texts):
        _add_posts(pulled, number, text, whole=whole)
    _add_data(pulled, texts)
    return pulled


def _add_posts(pulled: Pulled, number: int, text: str, *, whole: bool) -> None:
    shared: dict[str, Any] = {}
    for place, (name, with_text) in enumerate(FIELDS.items()):
        fields = with_text(text)
        date = f"2025-{1 + number % 12:02}-{1 + place % 28:02}"
        written = _post(fields, date, "x")
        path = f"content/posts/{date}-f{number}-{place}.md"
        pulled.tried += 1
        if not _is_read(path, written):
            pulled.refused.append((name, text))
        elif whole or shared.keys() & fields.keys() or name.startswith(("redirect_to", "withdrawn", "slug", "id")):
            pulled.files[path] = written
        else:
            shared |= fields
    bodies = {name: body.replace("TEXT", text) for name, body in CONSTRUCTS.items()}
    apart = bodies if whole else {"alone": text, "all": "\n\n".join(bodies.values())}
    pulled.tried += len(bodies)
    date = f"2025-12-{1 + number % 28:02}"
    for place, body in enumerate(apart.values()):
        kind = ("story", "digest")[place % 2]
        pulled.files[f"content/posts/{date}-b{number}-{place}.md"] = _post(
            {**({} if place else shared), "kind": kind}, date, body
        )
    page = {name: value for name, value in shared.items() if name in ("title", "summary", "kicker")}
    pulled.files[f"content/pages/p{number}.md"] = post(page.pop("title", "A page"), "2025-11-22", text, **page)
    pulled.tried += 4


def _post(fields: dict[str, Any], date: str, body: str) -> str:
    rest = {name: value for name, value in fields.items() if name not in ("title", "date", "body")}
    return post(fields.get("title", f"A story of {date}"), date, body + "\n", **rest)


def _is_read(path: str, written: str) -> bool:
    settings = LoadSettings(taxonomies=TAXONOMIES)
    found = load(path.removeprefix("content/"), written.encode(), settings)
    assert (found.document is None) == any(d.severity == "error" for d in found.diagnostics), path
    return found.document is not None


def _add_data(pulled: Pulled, texts: list[str]) -> None:
    rows: dict[str, list[str]] = {}
    users: list[str] = []
    for number, text in enumerate(texts):
        quoted = json.dumps(text)  # which TOML reads as JSON does
        for place, (name, (table, row)) in enumerate(ROWS.items()):
            key = f"{number}x{place}"
            written = row.format(n=key, text=quoted)
            pulled.tried += 1
            if not _is_row(table, written):
                pulled.refused.append((name, text))
                continue
            rows.setdefault(table, []).append(written)
        users.append(_user(number))
    pulled.files |= {f"content/data/{table}.toml": "\n".join(found) + "\n" for table, found in rows.items()}
    pulled.files |= {
        f"content/posts/2024-{1 + n % 12:02}-{1 + n % 28:02}-u{n}.md": user for n, user in enumerate(users)
    }


def _user(number: int) -> str:
    """A post that names every row of that number, so that all of them are shown."""
    date = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
    keys = {name: f"{number}x{place}" for place, name in enumerate(ROWS)}
    tags = [f"t{keys['tag name']}", f"t{keys['tag description']}", f"T{keys['tag key']}"]
    authors = [f"a{keys[name]}" for name in ("author name", "author bio", "author url")]
    named = " ".join(f"[finance:C{keys[name]}]" for name in ROWS if name.startswith("company"))
    cited = " | ".join(f"P{keys[name]}" for name in ROWS if name.startswith("publisher"))
    sources = [{"domain": f"p{keys['publisher name']}.example"}]
    return post(
        f"A user of {number}", date, f"{named}\n\nSources: {cited}\n", tags=tags, authors=authors, sources=sources
    )


def _is_row(table: str, row: str) -> bool:
    data = read_data({f"{table}.toml": row.encode()}, TAXONOMIES)
    problems = [*data.diagnostics]
    if table == "companies" and not problems:
        problems += load_registry(data.companies)[1]
    return not any(d.severity == "error" for d in problems)
