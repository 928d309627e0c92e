"""One worker gives what many give (design.md, rule 3)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

import pytest

from sitegen.engine.pool import CHUNK, Pool

ITEMS = list(range(3 * CHUNK + 5))


def squares(items: Sequence[int]) -> list[int]:
    return [item * item for item in items]


def process(items: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in items]


def refuse(items: Sequence[int]) -> list[int]:
    if ITEMS[-1] in items:
        raise LookupError("the last one")
    return list(items)


@pytest.fixture(scope="module", params=["forked", "started afresh"])
def two(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Two workers; those started afresh take a second to begin, and are shared."""
    forked = request.param == "forked"
    if forked and sys.platform != "linux":
        pytest.skip("only Linux forks")
    with pytest.MonkeyPatch.context() as patch, Pool(2) as pool:
        patch.setattr("sitegen.engine.pool.can_fork", lambda: forked)
        yield pool


def gathered(pool: Pool, work, least: int = 1) -> list[int]:
    return [result for chunk in pool.map(work, ITEMS, least=least) for result in chunk]


def test_results_are_the_same_and_in_order_with_any_number_of_workers(two: Pool) -> None:
    assert gathered(Pool(1), squares) == gathered(two, squares) == [item * item for item in ITEMS]


def test_enough_work_is_done_by_others(two: Pool) -> None:
    assert os.getpid() not in gathered(two, process, least=len(ITEMS))


def test_no_worker_is_started_for_little_work() -> None:
    with Pool(2) as pool:
        assert set(gathered(pool, process, least=len(ITEMS) + 1)) == {os.getpid()}
    assert set(gathered(Pool(1), process)) == {os.getpid()}


def test_what_goes_wrong_in_a_worker_is_raised_here(two: Pool) -> None:
    for pool in (Pool(1), two):
        with pytest.raises(LookupError, match="the last one"):
            gathered(pool, refuse)


def test_nothing_to_do_is_nothing_done(two: Pool) -> None:
    assert list(two.map(squares, [], least=0)) == []


def test_what_is_begun_beside_gives_its_answer_or_its_error_and_need_not_be_asked(two: Pool) -> None:
    for pool in (Pool(1), two):
        assert pool.begin(int, sorted)([3, 1, 2])() == [1, 2, 3]
        with pytest.raises(LookupError, match="the last one"):
            pool.begin(int, refuse)(ITEMS)()
    with Pool(2) as pool:
        pool.begin(int, sorted)


def test_answers_that_are_larger_than_a_pipe_holds_come_while_others_are_waited_for(two: Pool) -> None:
    large = [result for chunk in two.map(at_length, range(40), least=1) for result in chunk]
    assert [len(each) for each in large] == [1_000_000] * 40


def at_length(items: Sequence[int]) -> list[bytes]:
    return [b"x" * 1_000_000 for _ in items]
