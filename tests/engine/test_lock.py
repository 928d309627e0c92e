"""Two builds at once: the second waits, or says who holds the lock (contract §7.4)."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.engine.lock import Locked, locked, locked_folder

HOLDER = """
import sys, time
from pathlib import Path
from sitegen.engine.lock import locked
with locked(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / ".sitegen" / "lock"


@pytest.fixture
def holder(place: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_free_lock_is_taken_and_given_back(place: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with locked(place, said.append):
            assert place.exists()
    assert said == []


def test_a_second_build_says_once_for_whom_it_waits_and_gives_up(place: Path, holder: subprocess.Popen[str]) -> None:
    said: list[str] = []
    with pytest.raises(Locked, match="lock"), locked(place, said.append, patience=0.2):
        pytest.fail("two builds at once")
    assert said == [str(holder.pid)]


def test_a_killed_holders_lock_is_free(place: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    said: list[str] = []
    with locked(place, said.append, patience=0):
        pass
    assert said == []


def test_a_second_build_goes_on_when_the_first_has_ended(place: Path, holder: subprocess.Popen[str]) -> None:
    threading.Timer(0.2, holder.kill).start()
    said: list[str] = []
    begun = time.monotonic()
    with locked(place, said.append, patience=30):
        assert time.monotonic() - begun > 0.1
    assert said == [str(holder.pid)]


def test_a_build_that_fails_gives_the_lock_back(place: Path) -> None:
    with pytest.raises(LookupError), locked(place, str):
        raise LookupError
    with locked(place, pytest.fail, patience=0):
        pass


def test_whoever_had_to_wait_is_told(place: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(Locked), locked(place, str, patience=0):
        pass
    threading.Timer(0.1, holder.kill).start()
    with locked(place, str, patience=30) as waited:
        assert waited
    with locked(place, str) as waited:
        assert not waited


def test_a_note_of_the_holder_that_is_none_is_not_told(place: Path, holder: subprocess.Popen[str]) -> None:
    place.with_suffix(".pid").write_bytes(b"\xff rm -rf")
    said: list[str] = []
    with pytest.raises(Locked), locked(place, said.append, patience=0):
        pass
    assert said == [""]
    assert holder.poll() is None


def test_a_folder_is_held_by_one_and_nothing_is_put_into_it(tmp_path: Path) -> None:
    said: list[str] = []
    with locked_folder(tmp_path / "out", said.append):
        with pytest.raises(Locked, match="out"), locked_folder(tmp_path / "out", said.append, patience=0.1):
            pytest.fail("two builds at once")
        assert list((tmp_path / "out").iterdir()) == []
    assert said == [""]
    assert not (tmp_path / "out").exists(), "nothing was published"


def test_links_in_the_cache_are_taken_away_and_a_cache_that_is_one_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place = tmp_path / ".sitegen" / "lock"
    place.parent.mkdir()
    (place.parent / "search").symlink_to(outside)
    with locked(place, str):
        assert not (place.parent / "search").is_symlink()
    (tmp_path / "link").symlink_to(outside)
    with pytest.raises(OSError, match="is a link: delete it"), locked(tmp_path / "link" / "lock", str):
        pass
    assert list(outside.iterdir()) == []
