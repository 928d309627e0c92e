"""Chromium for tests: which one, and how it is started. It installs none; the Makefile does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-quic", "--disable-component-update", "--disable-sync")  # asks nothing of anyone


def executable(playwright: Playwright) -> str:
    """$SITEGEN_CHROMIUM, else an installed one, else Playwright's own. Raises FileNotFoundError where there is none."""
    asked = os.environ.get("SITEGEN_CHROMIUM")
    found = [asked] if asked else [*map(shutil.which, NAMES), playwright.chromium.executable_path]
    for path in found:
        if path and Path(path).exists():
            return path
    raise FileNotFoundError(f"no {asked or 'Chromium'} is installed: run `make test`, or `playwright install chromium`")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, ended at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
