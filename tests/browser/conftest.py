"""What browser tests ask for: the site (built once), its `pages` by kind, and `visit`, which opens one and watches it.

All are the package's, not the session's: Playwright leaves an event loop running, which other tests should not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium
from tests.browser.server import served
from tests.browser.site import kinds, published
from tests.browser.visit import Visit, visitor

expect.set_options(timeout=20_000)  # milliseconds: a busy machine its time


@pytest.fixture(scope="package")
def output(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The published folder, which all workers share: the first to ask makes it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "browser"
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            published(folder)
            (folder / "made").touch()
    return folder / "public"


@pytest.fixture(scope="package")
def pages(output: Path) -> dict[str, str]:
    """A URL for each kind of page."""
    return kinds(output)


@pytest.fixture(scope="package")
def address(output: Path) -> Iterator[str]:
    """Where the site is served, without a slash at its end."""
    with served(output) as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """`visit(url, width=1280, script=True)`; asserts at the end that no visit had a problem."""
    with visitor(browser, address) as (open_page, visits):
        yield open_page
        assert [problem for one in visits for problem in one.problems] == []


@pytest.fixture
def page(visit: Callable[..., Visit], pages: dict[str, str]) -> Page:
    """The longest story, on a wide window."""
    return visit(pages["story"]).page
