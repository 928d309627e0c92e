"""What a cluster cannot do, and which must not: said in one line, with the worker that it is about."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from sitegen.engine import cluster as engine
from sitegen.engine.cluster import ALONE, objection, workers
from tests.clusters import NOBODY, local_cluster
from tests.commands.terminal import CLOCK, REPOSITORY, environment, run
from tests.site import make_site

OTHERWISE = [
    ({}, ""),
    ({"version": b"another"}, "has another sitegen, Python or package than this machine"),
    ({"machine": "linux on another"}, "and this machine is linux on another: pictures would have other bytes"),
    ({"home": "/opt/sitegen"}, "and this machine in /opt/sitegen: install it in the same place"),
    ({"probe": "/nowhere/.sitegen/cluster"}, "does not see /nowhere/.sitegen as it is here"),
    ({"token": "another"}, "does not see .* as it is here: share the site's folder, at the same place"),
]


@pytest.mark.parametrize(("change", "words"), OTHERWISE)
def test_a_process_that_would_give_other_bytes_says_so(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with engine._terms(tmp_path) as terms:
        found = objection(replace(terms, **change))
        assert re.search(words, found)
        assert bool(found) == bool(change)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with local_cluster(1) as made:
        yield made


def die(_: Sequence[int]) -> list[int]:
    os._exit(1)


def run_out(_: Sequence[int]) -> list[int]:
    raise MemoryError


def refuse(_: Sequence[int]) -> list[int]:
    raise LookupError("the first one")


FAILURES = [
    (die, OSError, "workers of the cluster died one after the other at the same work"),
    (run_out, OSError, "a worker of the cluster ran out of memory"),
    (refuse, LookupError, "the first one"),
]


@pytest.mark.soak
@pytest.mark.parametrize(("work", "kind", "words"), FAILURES)
def test_what_goes_wrong_in_a_worker_is_raised_here(
    tmp_path: Path, cluster: LocalCluster, work, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words), workers(1, cluster.scheduler_address, tmp_path) as pool:
        list(pool.map(work, [0], least=1))


def wait(_: Sequence[int]) -> list[int]:
    time.sleep(60)
    return []


LOSSES = [
    (lambda made: made.scale(0), "no worker is left in the cluster at tcp://"),
    (LocalCluster.close, "the cluster at tcp://.* no longer answers"),
]


@pytest.mark.soak
@pytest.mark.parametrize(("lose", "words"), LOSSES)
def test_a_cluster_that_loses_all_its_workers_or_its_scheduler_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[LocalCluster], None], words: str
) -> None:
    assert ALONE > 10, "what minds workers has the time to start others"
    monkeypatch.setattr(engine, "ALONE", 3)
    monkeypatch.setattr(engine, "ANSWER", 2)
    with local_cluster(1) as made, workers(1, made.scheduler_address, tmp_path) as pool:
        left = pool.map(wait, [0], least=1)
        lose(made)
        with pytest.raises(OSError, match=words):
            next(left)


@pytest.mark.soak
def test_nobody_at_the_address_is_told_in_one_line(tmp_path: Path) -> None:
    done = run("build", *CLOCK, "--cluster", NOBODY, at=make_site(tmp_path, {}))
    assert (done.returncode, done.stderr) == (3, f"no Dask scheduler answers at {NOBODY}\n")
    assert not (tmp_path / "public").exists()


def another_version(package: Path) -> None:
    (package / "model.py").write_text((package / "model.py").read_text() + "# another")


def older(package: Path) -> None:
    shutil.rmtree(package / "engine")


WORKERS = [
    (another_version, "worker tcp://.* has another sitegen, Python or package than this machine: install the same .*"),
    (older, "worker tcp://.* cannot work for sitegen .*No module named 'sitegen.engine'.*: install the same there"),
    (lambda _: None, "worker tcp://.* has sitegen in .*, and this machine in .*: install it in the same place"),
    (None, "the cluster at tcp://.* has no workers: start them with dask worker tcp://.*"),
]


@pytest.mark.soak
def test_a_cluster_that_would_give_other_bytes_or_none_is_refused_in_one_line(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {})
    with local_cluster(0) as made, Client(made.scheduler_address) as client:
        for number, (spoil, words) in enumerate(WORKERS):
            there = []
            if spoil:
                spoil(Path(shutil.copytree(REPOSITORY / "sitegen", tmp_path / str(number) / "sitegen")))
                line = [sys.executable, "-m", "dask", "worker", made.scheduler_address, "--no-nanny", "--no-dashboard"]
                there = [subprocess.Popen(line, env=environment(PYTHONPATH=str(tmp_path / str(number))), cwd=tmp_path)]
                client.wait_for_workers(1, timeout=20)
            try:
                done = run("build", *CLOCK, "--cluster", made.scheduler_address, at=site)
            finally:
                for worker in there:
                    worker.kill()
                    worker.wait()
            assert (done.returncode, bool(re.fullmatch(f"{words}\n", done.stderr))) == (3, True), done.stderr
            while client.nthreads():
                time.sleep(0.01)
    assert not (site / "public").exists()
