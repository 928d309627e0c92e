"""`site`: a small site that was never published, in a folder of the test's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.terminal import FILES
from tests.site import build_site, make_site


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of texts and templates that a build of the site leaves: it halves the time of a first build."""
    folder = tmp_path_factory.mktemp("read")
    build_site(make_site(folder, FILES))
    return folder / ".sitegen"


@pytest.fixture
def site(tmp_path: Path, read: Path) -> Path:
    folder = make_site(tmp_path / "site", FILES)
    shutil.copytree(read / "templates", folder / ".sitegen" / "templates")
    shutil.copy(read / "cache.sqlite", folder / ".sitegen")
    return folder
