"""The wheel: it holds the theme and the data, no tests; and makes and builds a site where no repository is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands.terminal import REPOSITORY, published


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the ordinary frontend; without a backend here, that fetches one by its name."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", folder, REPOSITORY],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (built,) = folder.glob("*.whl")
    return built


def files(root: Path, *suffixes: str) -> set[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {path for path in found if "__pycache__" not in path and path.endswith(suffixes or "")}


def test_the_wheel_holds_the_program_its_data_and_the_theme_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    program = {f"sitegen/{path}" for path in files(REPOSITORY / "sitegen")}
    theme = {f"sitegen/theme/{name}/{path}" for name in ("templates", "static") for path in files(REPOSITORY / name)}
    about = {path for path in inside if ".dist-info/" in path}
    assert inside - about == program | theme
    assert "sitegen/theme/templates/layout.html" in theme
    assert any(not path.endswith((".py", ".typed")) for path in program), "the company registry is data of the program"
    assert {path.partition("/")[2] for path in about} >= {"METADATA", "entry_points.txt", "licenses/LICENSE"}


@pytest.mark.soak
def test_an_installed_wheel_makes_and_builds_a_site_with_its_own_theme(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "environment"
    venv.create(place, with_pip=False)
    variables = {"base": str(place), "platbase": str(place)}
    site_packages = Path(sysconfig.get_path("purelib", vars=variables))
    scripts = Path(sysconfig.get_path("scripts", vars=variables))
    python = scripts / Path(sys.executable).name
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SOURCE_DATE"))}

    def call(*words: str | Path, at: Path) -> str:
        done = subprocess.run(
            [*map(str, words)], cwd=at, env=clean, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "warning" not in done.stderr
        return done.stdout

    call(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "-q", wheel, at=tmp_path
    )
    (site_packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")  # those of this environment

    home = tmp_path / "home"
    home.mkdir()
    where = call(python, "-c", "import sitegen; print(sitegen.__file__)", at=home).strip()
    assert Path(where) == site_packages / "sitegen" / "__init__.py", "not the repository"
    sitegen = scripts / "sitegen"
    call(sitegen, "init", "news", at=home)
    call(sitegen, "build", at=home / "news")
    site = published(home / "news" / "public")
    (style,) = (path for path in site if path.startswith("assets/site.") and path.endswith(".css"))
    assert site["css/site.css"] == (REPOSITORY / "static" / "css" / "site.css").read_bytes()
    assert f'href="/{style}"'.encode() in site["index.html"]
    assert call(sitegen, "tickers", "NVDA", at=home).startswith("[finance:Nvidia]")

    (home / "news" / "templates").mkdir()
    (home / "news" / "templates" / "404.html").write_text(
        '{% extends "layout.html" %}{% block main %}Ours{% endblock %}'
    )
    call(sitegen, "build", at=home / "news")
    assert b"Ours" in published(home / "news" / "public")["404.html"], "one template of the theme replaced"
    assert files(home / "news" / "public") == set(site)
