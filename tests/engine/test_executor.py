"""A pool with an executor of another's: what many processes here give, in order, and no more at once than it needs."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from sitegen.engine.pool import AHEAD, Pool
from sitegen.engine.store import CacheLost

ITEMS = list(range(60))
CHUNKS = [ITEMS[start : start + 7] for start in range(0, 60, 7)]  # a quarter of what each of two workers does


@pytest.fixture(scope="module", params=["threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    context = get_context("spawn")
    with ThreadPoolExecutor(2) if request.param == "threads" else ProcessPoolExecutor(2, context) as made:
        yield made


def squares(items: Sequence[int]) -> list[int]:
    return [item * item for item in items]


def slow_first(items: Sequence[int]) -> list[int]:
    time.sleep(0 if items[0] else 0.3)
    return list(items)


def place(_: Sequence[int]) -> list[tuple[int, int]]:
    return [(os.getpid(), threading.get_ident())]


@pytest.mark.parametrize("work", [squares, slow_first])
def test_results_are_the_same_and_in_order(executor: Executor, work: Callable[[Sequence[int]], list[int]]) -> None:
    assert list(Pool(2, executor).map(work, ITEMS, least=1)) == list(map(work, CHUNKS))


@pytest.mark.parametrize("jobs", [1, 2])
def test_enough_work_is_done_by_the_executor_and_little_here(executor: Executor, jobs: int) -> None:
    pool, here = Pool(jobs, executor), place([])
    assert here not in list(pool.map(place, ITEMS, least=len(ITEMS)))
    assert all(found == here for found in pool.map(place, ITEMS, least=len(ITEMS) + 1))
    assert list(pool.map(place, [], least=0)) == []


def lookup(_: Sequence[int]) -> list[int]:
    raise LookupError("the first one")


def lose(_: Sequence[int]) -> list[int]:
    raise CacheLost("body 00")


def full(_: Sequence[int]) -> list[int]:
    raise OSError(errno.ENOSPC, "No space left on device", "/site/page")


@pytest.mark.parametrize(
    ("work", "kind", "words"),
    [
        (lookup, LookupError, "the first one"),
        (lose, CacheLost, "body 00"),
        (full, OSError, "No space .*: '/site/page'"),
    ],
)
def test_what_goes_wrong_there_is_raised_here(
    executor: Executor, work: Callable[[Sequence[int]], list[int]], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as raised:
        list(Pool(2, executor).map(work, ITEMS, least=1))
    assert raised.type is kind


class Counting(ThreadPoolExecutor):
    """Tells how often it was asked."""

    asked = 0

    def submit(self, *words, **named):
        self.asked += 1
        return super().submit(*words, **named)


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_is_with_an_executor_than_its_workers_need_to_go_on(jobs: int) -> None:
    with Counting(jobs) as executor, Pool(jobs, executor) as pool:
        for taken, _ in enumerate(pool.map(squares, range(10_000), least=1), 1):
            assert executor.asked <= AHEAD * jobs + taken
        assert executor.asked == taken == 10_000 // 64 + 1


@pytest.mark.parametrize("end", [Pool.stop, lambda pool: pool.__exit__(None, None, None)])
def test_what_an_executor_has_not_begun_is_never_begun_once_the_pool_has_ended(end: Callable[[Pool], None]) -> None:
    begun: list[int] = []
    go_on = threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        begun.append(items[0])
        if items[0]:
            go_on.wait(10)
        return list(items)

    with Counting(1) as executor:
        pool = Pool(2, executor)
        left = pool.map(work, ITEMS, least=1)
        assert next(left) == CHUNKS[0]
        while len(begun) < 2:
            time.sleep(0.001)
        end(pool)
        go_on.set()
    assert executor.asked == 2 * AHEAD + 1
    assert begun == [chunk[0] for chunk in CHUNKS[:2]]
    assert list(left) == []


def test_a_map_that_is_given_up_takes_back_what_it_asked() -> None:
    go_on = threading.Event()
    with Counting(1) as executor, Pool(2, executor) as pool:
        left = pool.map(lambda items: [go_on.wait(10 * items[0])], ITEMS, least=1)
        next(left)
        left.close()
        assert list(pool.map(lambda _: [go_on.set()], ITEMS, least=1)) == [[None]] * len(CHUNKS)


def test_what_is_begun_beside_stays_on_this_machine() -> None:
    with Counting(2) as executor, Pool(2, executor) as pool:
        assert pool.begin(int, sorted)([3, 1, 2])() == [1, 2, 3]
        assert executor.asked == 0
