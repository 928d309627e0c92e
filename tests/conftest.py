"""What every test can ask for: `built`, which builds a site of given files, and the demo site, built once."""

from __future__ import annotations

import gc
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import html

from tests.attacks.table import Counted, attempts
from tests.site import Built, build_site, make_site

# A suite begun in the background hears no Ctrl-C, nor would the commands that it begins and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# `make test` tries fewer examples, `make soak` many more; how long one takes is the machine's affair.
settings.register_profile("quick", deadline=None, max_examples=12)
settings.register_profile("soak", deadline=None, max_examples=1000)
settings.load_profile("quick")

gc.disable()  # while tests are collected: all that is made then stays to the end

__all__ = ["attempts"]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Counted())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker ends with one of them while the others have nothing left."""
    items.sort(key=lambda item: item.path.name != "test_promises.py")


def pytest_collection_finish() -> None:
    """Thousands of tests are not gone through again each time that a build leaves something to be swept up."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """`built({path: text, …}, **request)`: writes the files into this test's site and builds it, again if asked again.

    The configuration is `tests.site.CONFIG` unless the files hold a pyproject.toml.
    """

    def build_files(files: dict[str, str] | None = None, **request: object) -> Built:
        return build_site(make_site(tmp_path / "site", files or {}), **request)

    return build_files


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The repository's demo site, built from a copy of its content, with the theme as every site gets it."""
    repository = Path(__file__).parent.parent
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(repository / "content", folder / "content")
    shutil.copy(repository / "pyproject.toml", folder)
    return build_site(folder)


@pytest.fixture(scope="session")
def pages(demo: Built) -> dict[str, html.HtmlElement]:
    """Every page of the demo site by its URL."""
    paths = [path for path in demo.files() if path.endswith(".html")]
    return {url: demo.page(url) for url in (f"/{path}".removesuffix("index.html") for path in paths)}
