"""What every test can ask for: `built`, which makes a site of given files and builds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site import Built, build_site, make_site


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """`built({path: text, …}, **request)`: writes the files into this test's site and builds it, again if asked again.

    The configuration is `tests.site.CONFIG` unless the files hold a pyproject.toml.
    """

    def build_files(files: dict[str, str] | None = None, **request: object) -> Built:
        return build_site(make_site(tmp_path / "site", files or {}), **request)

    return build_files
