"""A published file is what the manifest tells of if it has that content, whatever its times are (decision 0023)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.engine.digest import digest_bytes
from sitegen.engine.disk import Disk
from sitegen.engine.manifest import Record

PATH = "a/index.html"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    place = tmp_path / PATH
    place.parent.mkdir()
    place.write_bytes(b"page")
    return Disk(tmp_path).noted(PATH, Record({}, b"", digest_bytes(b"page")))


def touched(place: Path) -> None:
    os.utime(place, (1, 1))


def same_size_and_time(place: Path) -> None:
    found = place.stat()
    time.sleep(0.02)  # the change time's clock is coarse
    place.write_bytes(b"page"[::-1])
    os.utime(place, ns=(found.st_atime_ns, found.st_mtime_ns))


def link_to_the_same(place: Path) -> None:
    place.rename(place.with_name("other"))
    place.symlink_to("other")


def folder_is_a_link(place: Path) -> None:
    place.parent.rename(place.parent.with_name("elsewhere"))
    place.parent.symlink_to("elsewhere")


CASES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "as it was": (lambda _: None, True),
    "touched": (touched, True),
    "other bytes of that size and time": (same_size_and_time, False),
    "gone": (Path.unlink, False),
    "a link to the same": (link_to_the_same, False),
    "in a folder that is a link": (folder_is_a_link, False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_found_by_its_content(tmp_path: Path, record: Record, case: str) -> None:
    change, stays = CASES[case]
    change(tmp_path / PATH)
    found = Disk(tmp_path).find(PATH, record)
    assert (found is not None) == stays
    if found:
        assert Disk(tmp_path).find(PATH, found) is found, "it need not be read again"
