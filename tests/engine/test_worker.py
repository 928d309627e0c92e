"""Workers that die end the work in words, and none outlives the process that it works for."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from sitegen.engine.pool import Pool
from tests.processes import ended

ITEMS = list(range(20))
LOST = "a worker process was killed, perhaps for want of memory: try again with --jobs 1"


def double(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def end(items: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_the_last(items: Sequence[int]) -> list[int]:
    if ITEMS[-1] in items:
        end(items)
    return list(items)


def crash(items: object) -> None:
    ctypes.string_at(0)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux forks")
    monkeypatch.setattr("sitegen.engine.pool.can_fork", lambda: True)


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.engine.pool.can_fork", lambda: False)


def done(pool: Pool, work) -> list[int]:
    return [result for chunk in pool.map(work, ITEMS, least=1) for result in chunk]


@pytest.mark.parametrize("method", ["forked", "spawned"])
def test_a_worker_that_is_killed_ends_the_work_in_words_and_the_pool_can_be_used_again(method, request) -> None:
    request.getfixturevalue(method)
    before = len(multiprocessing.active_children())
    with Pool(2) as pool:
        with pytest.raises(ChildProcessError, match=LOST):
            done(pool, end_the_last)
        assert len(multiprocessing.active_children()) == before
        assert done(pool, double) == double(ITEMS)
    assert len(multiprocessing.active_children()) == before


def test_a_worker_that_crashes_is_told_from_one_that_is_killed(forked: None) -> None:
    message = "a worker process crashed \\(SIGSEGV\\): try again with --jobs 1"
    with Pool(2) as pool, pytest.raises(ChildProcessError, match=message):
        done(pool, crash)


def test_what_was_begun_beside_and_is_killed_is_told_too(forked: None) -> None:
    parent = os.getpid()
    with Pool(2) as pool:
        with pytest.raises(ChildProcessError, match=LOST):
            pool.begin(lambda: os.getpid() == parent or end(None), sorted)([2, 1])()
        with pytest.raises(ChildProcessError, match=LOST):
            pool.begin(int, end)([2, 1])()
        assert pool.begin(int, sorted)([2, 1])() == [1, 2]


def test_what_went_wrong_while_it_got_ready_is_told_whenever_it_is_asked(forked: None) -> None:
    def refuse() -> None:
        raise LookupError("no such library")

    with Pool(2) as pool:
        give = pool.begin(refuse, sorted)
        for child in multiprocessing.active_children():
            child.join(5)
        with pytest.raises(LookupError, match="no such library"):
            give([2, 1])()


def test_no_worker_is_left_when_not_all_results_are_taken(forked: None) -> None:
    before = len(multiprocessing.active_children())
    with Pool(2) as pool:
        results = pool.map(double, ITEMS, least=1)
        assert next(results) == double(ITEMS[:2])
        assert len(multiprocessing.active_children()) > before
    assert len(multiprocessing.active_children()) == before


def test_an_error_in_a_worker_says_where_it_rose(forked: None) -> None:
    with Pool(2) as pool, pytest.raises(TypeError) as raised:
        done(pool, sum_of_texts)
    assert "in sum_of_texts" in "".join(raised.value.__notes__)


def sum_of_texts(items: Sequence[int]) -> list[int]:
    return [sum(str(item)) for item in items]  # type: ignore[arg-type]


WORKING = """
import os, sys, time
from sitegen.engine.pool import Pool, can_fork
assert can_fork() or sys.platform != "linux"
with Pool(2) as pool:
    pool.begin(int, sorted)
    for _ in pool.map(lambda items: os.write(1, b"working\\n") and time.sleep(60), range(200), least=1):
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_no_worker_outlives_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", WORKING], stdout=subprocess.PIPE, start_new_session=True)
    assert parent.stdout is not None
    line = parent.stdout.readline()
    parent.kill()
    parent.wait()
    assert line == b"working\n"
    assert ended(parent.pid)
