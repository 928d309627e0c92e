"""The site's own companies, for commands that need nothing else of the site."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def site_companies(site: Path) -> dict[str, Any]:
    """`content/data/companies.toml` as tomllib gives it; empty where there is none or it cannot be read."""
    try:
        return tomllib.loads((site / "content" / "data" / "companies.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
