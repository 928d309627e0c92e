"""Dask clusters on loopback, which end with the `with`: `local_cluster(2)`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import LocalCluster

NOBODY = "tcp://127.0.0.1:9"  # where no scheduler listens


@contextmanager
def local_cluster(number: int) -> Iterator[LocalCluster]:
    """Workers of two threads each, which must take turns."""
    with LocalCluster(n_workers=number, threads_per_worker=2, dashboard_address="127.0.0.1:0", memory_limit=0) as made:
        yield made
