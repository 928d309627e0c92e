"""What pictures that the build draws are known by: all code that decides their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

import sitegen
from sitegen.outputs import drawn
from tests.test_architecture import imports

PACKAGE = Path(sitegen.__file__).parent
DRAWERS = ("outputs/cards.py", "outputs/pictures.py")
VALUES = {"newsroom/plan/output.py"}  # what is drawn, which is part of each key itself


def named(module: str) -> set[str]:
    """The modules of `outputs` and `newsroom` that a module imports from, anywhere in it."""
    parts = [name.split(".")[1:] for name in imports(PACKAGE / module) if name.startswith("sitegen.")]
    paths = {"/".join(part[:end]) + ".py" for part in parts for end in range(2, len(part) + 1)}
    return {path for path in paths if path.startswith(("outputs/", "newsroom/")) and (PACKAGE / path).is_file()}


def test_the_recipe_is_all_code_that_decides_how_pictures_look() -> None:
    found: set[str] = set()
    new = set(DRAWERS)
    while new:
        found |= new
        drawing = {module for module in new if module.startswith("outputs/")}  # the plan decides values, and no bytes
        new = {other for module in drawing for other in named(module)} - found
    assert found >= {*DRAWERS, "outputs/lettering.py", "newsroom/plan/pictures.py"}
    assert set(drawn._CODE) == found - VALUES


@pytest.mark.parametrize("module", drawn._CODE)
def test_an_edit_of_the_code_draws_anew(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in drawn._CODE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((PACKAGE / name).read_bytes())
    monkeypatch.setattr(drawn, "__file__", str(tmp_path / "outputs/drawn.py"))
    before = drawn.recipe.__wrapped__()
    assert before == drawn.recipe()
    (tmp_path / module).write_text("# other\n")
    assert drawn.recipe.__wrapped__() != before
