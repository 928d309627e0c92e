"""`site`: a small site that was never published, in a folder of the test's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.terminal import FILES, command, environment
from tests.site import make_site


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of texts and templates that a build of the site leaves: it halves the time of a first build.

    In a new interpreter, for a process that has built another site knows its templates already and leaves none.
    """
    folder = make_site(tmp_path_factory.mktemp("read"), FILES)
    subprocess.run(command("build", "--site", folder), env=environment(), check=True, capture_output=True)
    return folder / ".sitegen"


@pytest.fixture
def site(tmp_path: Path, read: Path) -> Path:
    folder = make_site(tmp_path / "site", FILES)
    shutil.copytree(read / "templates", folder / ".sitegen" / "templates")
    shutil.copy(read / "cache.sqlite", folder / ".sitegen")
    return folder
