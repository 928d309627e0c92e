"""The site's own companies, for commands that need nothing else of the site."""

from __future__ import annotations

from pathlib import Path

from sitegen.bounds import DATA
from sitegen.content.data import COMPANIES, read_data
from sitegen.content.datafile import DataFile
from sitegen.content.text import read_within


def site_companies(site: Path) -> DataFile:
    """`content/data/companies.toml`; empty where there is none or it cannot be read."""
    path = site / COMPANIES
    return read_data({path.name: read_within(str(path), DATA)} if path.is_file() else {}, ()).companies
