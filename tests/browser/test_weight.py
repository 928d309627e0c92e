"""What a page costs a reader: requests, and bytes as they travel (the measures of the published site)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser.visit import Visit

PICTURES = (".avif", ".webp", ".jpg", ".png")


def packed(files: list[Path], *suffixes: str) -> int:
    """Bytes of the files of these kinds, as they travel."""
    return sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files if file.suffix in suffixes)


def loaded(visit: Visit, output: Path, address: str) -> list[Path]:
    """The files that a page asked for, its pictures aside; its icon, which headless browsers may leave out, is one."""
    icon: str = visit.page.evaluate("document.querySelector('link[rel=icon][type*=svg]').href")
    paths = sorted({unquote(url.removeprefix(f"{address}/")) for url in [*visit.requests, icon]})
    files = [output / path / "index.html" if path.endswith("/") else output / path for path in paths]
    return [file for file in files if file.suffix not in PICTURES]


def test_a_post_asks_for_four_files_and_its_pictures_and_weighs_less_than_30_kb(
    pages: dict[str, str], visit: Callable[..., Visit], output: Path, address: str
) -> None:
    for kind in ("story", "digest"):
        files = loaded(visit(pages[kind]), output, address)
        assert sorted(file.suffix for file in files) == [".css", ".html", ".js", ".svg"]
        assert packed(files, ".css", ".html", ".js", ".svg") < 30_000


@pytest.mark.soak
def test_no_page_has_more_than_10_kb_of_style_and_3_of_script_before_a_search_is_begun(
    pages: dict[str, str], visit: Callable[..., Visit], output: Path, address: str
) -> None:
    for kind, url in pages.items():
        files = loaded(visit(url), output, address)
        assert 0 < packed(files, ".css") < 10_000, kind
        assert 0 < packed(files, ".js") < 3_000, kind
