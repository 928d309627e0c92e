"""A sealed file is believed as it was written, where it was written (decision 0023)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.engine.sealed import read_here, read_sealed, write_here, write_sealed

MOVES: dict[str, Callable[[Path], Path]] = {
    "another name": lambda place: place.rename(place.with_name("b")),
    "another folder": lambda place: place.rename(place.parent.parent / "a"),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_one_place_says_is_no_answer_in_another(tmp_path: Path, move: Callable[[Path], Path]) -> None:
    place = tmp_path / "kind" / "a"
    write_sealed(place, b"value")
    assert read_sealed(place) == b"value"
    assert read_sealed(move(place)) is None


def test_a_moved_site_keeps_what_is_sealed(tmp_path: Path) -> None:
    write_sealed(tmp_path / "one" / "kind" / "a", b"value")
    (tmp_path / "one").rename(tmp_path / "two")
    assert read_sealed(tmp_path / "two" / "kind" / "a") == b"value"


def test_what_stands_in_the_way_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "kind").write_text("a file")
    write_sealed(tmp_path / "kind" / "a", b"value")
    (tmp_path / "kind" / "b" / "c").mkdir(parents=True)
    write_sealed(tmp_path / "kind" / "b", b"other")
    assert [read_sealed(tmp_path / "kind" / name) for name in "ab"] == [b"value", b"other"]


def test_a_full_disk_is_said_with_its_place(tmp_path: Path) -> None:
    place = tmp_path / "a"
    with pytest.raises(OSError, match="No space left") as problem:
        _write_to_a_full_disk(place)
    assert problem.value.filename == str(place)


def _write_to_a_full_disk(place: Path) -> None:
    """To a device that is always full: what writing to an open file raises says nothing of where."""
    from sitegen.engine.write import named

    with named(place), open("/dev/full", "wb", buffering=0) as device:
        device.write(b"x")


def test_what_is_run_is_believed_in_the_very_file_that_was_written_and_in_no_copy(tmp_path: Path) -> None:
    place, others = tmp_path / "site" / "templates" / "a", tmp_path / "theirs" / "templates" / "a"
    write_here(place, b"code")
    assert read_here(place) == b"code"
    others.parent.mkdir(parents=True)
    shutil.copy2(place, others)  # with its time
    assert read_here(others) is None
    (tmp_path / "site").rename(tmp_path / "moved")
    assert read_here(tmp_path / "moved" / "templates" / "a") == b"code"
    assert read_sealed(tmp_path / "moved" / "templates" / "a") is None
    os.utime(tmp_path / "moved" / "templates" / "a", ns=(1, 1))
    assert read_here(tmp_path / "moved" / "templates" / "a") is None
