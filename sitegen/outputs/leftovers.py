"""What an earlier build left in an output folder, by what each file is and lies beside: for when its list is gone."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.newsroom.plan.headers import FILES as HEADERS
from sitegen.newsroom.plan.redirects import FILES as REDIRECTS
from sitegen.outputs.redirects import MADE

_FINGERPRINTED = re.compile(r"assets/[^/]+\.[0-9a-f]{12}\.\w+")
_SIGNS = (
    b'<meta name="generator" content="sitegen">',
    b"<generator>sitegen</generator>",
    b"<OpenSearchDescription ",
    b'"_sitegen":{"about":',
    MADE.encode(),
)
_API = re.compile(r"api/(?:posts|tickers)(?:/.+)?\.json")
_JSON, _LLMS = (b'{"version":',), (b"/api/tickers.json)",)  # these have no place to say who made them


def leftovers(output: Path, planned: set[str]) -> list[str]:
    """What an earlier build left in an output folder whose manifest is gone, so that nothing old stays published.

    Only what shows that sitegen made it; all else is somebody's own.
    """
    found = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    return sorted(name for name, path in found.items() if name not in planned and _is_ours(name, path))


def _is_ours(name: str, path: Path) -> bool:
    """Whether sitegen made a file: it says so itself, or by its name and what it lies beside."""
    if name.startswith("search/") and name.count("/") > 1:
        return any((folder / "pagefind-entry.json").is_file() for folder in path.parents)
    if name.endswith("card.png"):
        beside = path.with_name("index.html") if path.name == "card.png" else path.with_name(f"{path.stem[:-5]}.html")
        return beside.is_file() and _says_so(beside)
    if path.name == "index.md":
        return (page := path.with_name("index.html")).is_file() and _says_so(page)
    if name == "llms.txt":
        return _says(path, _LLMS)
    if _API.fullmatch(name):
        return _says(path, _JSON)
    if name.endswith((".html", ".xml", "feed.json")) or name in (*HEADERS, *REDIRECTS):
        return _says_so(path)
    return _FINGERPRINTED.fullmatch(name) is not None


def _says_so(path: Path) -> bool:
    return _says(path, _SIGNS)


def _says(path: Path, signs: tuple[bytes, ...]) -> bool:
    with path.open("rb") as file:
        head = file.read(4096)
    return any(sign in head for sign in signs)
