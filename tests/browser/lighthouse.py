"""`make lighthouse`: what Lighthouse says of a page of each kind that readers land on, as on a phone.

Not a test: scores of speed vary with the machine, so each page is looked at three times and its best is shown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.chromium import QUIET, executable
from tests.browser.server import served
from tests.browser.site import kinds, published

PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
KINDS = ("home", "story", "digest", "term", "company", "search")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = 3


def look(url: str, chromium: str) -> dict[str, Any]:
    """Lighthouse's report, with its own defaults: a phone of the middle range on a slow network."""
    flags = " ".join(["--headless=new", "--no-sandbox", *QUIET])
    command = ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    env = {**os.environ, "CHROME_PATH": chromium}
    return json.loads(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


def scores(report: dict[str, Any]) -> list[int]:
    return [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]


def lost(report: dict[str, Any]) -> list[str]:
    """The audits that count and are below 1, a line each."""
    counted = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    audits = (report["audits"][name] for name in sorted(counted))
    return [
        f"    {audit['id']} {audit['score']}: {audit['title']} {audit.get('displayValue', '')}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


def main() -> None:
    with sync_playwright() as playwright:
        chromium = executable(playwright)
    print(f"{'':12}" + "".join(f"{name:>16}" for name in CATEGORIES))
    with TemporaryDirectory() as folder:
        output = published(Path(folder))
        pages = kinds(output)
        with served(output) as address:
            for kind in sys.argv[1:] or KINDS:
                best = max((look(address + pages[kind], chromium) for _ in range(TIMES)), key=scores)
                print(
                    "\n".join([f"{kind:12}" + "".join(f"{score:16}" for score in scores(best)), *lost(best)]),
                    flush=True,
                )


if __name__ == "__main__":
    main()
