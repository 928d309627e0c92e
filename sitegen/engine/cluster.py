"""A Dask cluster's workers, for the work of a pool: the same bytes as here, or a refusal that names the worker.

They share the site's folder with this machine, at the same place, and must be of the same program: what a worker is
asked first, at the beginning and again in any process that joins later (docs/decisions/0030-cluster.md).
"""

from __future__ import annotations

import contextlib
import errno
import logging
import platform
import secrets
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.engine.digest import program_digest
from sitegen.engine.pool import Pool
from sitegen.engine.write import take_away

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWER = 5  # seconds that a scheduler has to answer, and a first worker to join it
ALONE = 20  # seconds without any worker, after which the work is given up: what minds workers starts one in two
LOOK = 1  # seconds between looks at whether there are workers still
PROBE = "cluster"  # the file in the cache that workers must see

_turn = threading.Lock()  # a worker of several threads does one thing at a time: parsers and caches are a process's


@dataclass(frozen=True, slots=True)
class Terms:
    """What a process must be to work for this one: of the same program, at the same place, seeing the same files.

    `token` is what the file `probe` holds for the length of this build.
    """

    version: bytes
    home: str
    machine: str
    probe: str
    token: str


@contextmanager
def workers(jobs: int, address: str, cache: Path) -> Iterator[Pool]:
    """The pool that is asked for: of `jobs` processes here, or of the cluster's whose scheduler is at `address`.

    Raises `OSError` for a cluster that cannot do this work, in words that say which of its parts.
    """
    if not address:
        with Pool(jobs) as pool:
            yield pool
        return
    with _terms(cache) as terms, _connected(address) as client:
        size = _fit_workers(client, terms, address)
        with Pool(size, Cluster(client, terms, address)) as pool:
            yield pool


class Cluster:
    """Takes work as executors do."""

    def __init__(self, client: Client, terms: Terms, address: str) -> None:
        self._client = client
        self._terms = terms
        self._address = address
        self._numbers = count()
        self._manned = time.monotonic()  # when there was a worker last

    def submit(self, work: Callable[[Any], Any], chunk: Any, /) -> Asked:
        with _in_words(self._address):
            task = _Task(self._terms, work, chunk)
            return Asked(self, self._client.submit(task, key=f"sitegen-{self._terms.token}-{next(self._numbers)}"))

    def outcome(self, future: Future[Any]) -> Any:
        """What became of it; raises what was raised there, and `OSError` where the cluster is lost."""
        from distributed import wait

        with _in_words(self._address):
            while not future.done():
                with contextlib.suppress(TimeoutError):
                    wait([future], timeout=LOOK)
                    break
                self._look()
            return future.result()

    def _look(self) -> None:
        with contextlib.suppress(OSError):  # the client tries to connect again, and says so in the end
            if self._client.nthreads():
                self._manned = time.monotonic()
        if time.monotonic() - self._manned > ALONE:
            raise OSError(f"no worker is left in the cluster at {self._address}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Work that a cluster was given."""

    cluster: Cluster
    future: Future[Any]

    def result(self) -> Any:
        return self.cluster.outcome(self.future)

    def cancel(self) -> None:
        """Let go of it. Should a worker be at it, it goes on for a moment, and what it writes then nobody reads."""
        with contextlib.suppress(Exception):  # with the cluster, the work is gone as well
            self.future.cancel()


@dataclass(frozen=True, slots=True, repr=False)
class _Task:
    """A chunk on its way: one value, of which Dask looks into nothing."""

    terms: Terms
    work: Callable[[Any], Any]
    chunk: Any

    def __call__(self) -> Any:
        if why := objection(self.terms):
            from distributed import get_worker

            raise OSError(f"worker {get_worker().address} {why}")
        try:
            with _turn:
                return self.work(self.chunk)
        except MemoryError:
            raise OSError(errno.ENOMEM, "a worker of the cluster ran out of memory") from None


@lru_cache(maxsize=1)
def objection(terms: Terms) -> str:
    """Why the process in which this is asked must not work on these terms; "" where it may."""
    if program_digest() != terms.version:
        return "has another sitegen, Python or package than this machine: install the same there, and start it again"
    if _machine() != terms.machine:
        return f"is {_machine()}, and this machine is {terms.machine}: pictures would have other bytes"
    if _home() != terms.home:
        return f"has sitegen in {_home()}, and this machine in {terms.home}: install it in the same place"
    try:
        seen = Path(terms.probe).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        seen = ""
    if seen != terms.token:
        return f"does not see {Path(terms.probe).parent} as it is here: share the site's folder, at the same place"
    return ""


def _home() -> str:
    return str(Path(__file__).resolve().parent.parent)


def _machine() -> str:
    return f"{sys.platform} on {platform.machine()}"


@contextmanager
def _terms(cache: Path) -> Iterator[Terms]:
    """Our own terms, and the file that workers must see."""
    probe, token = cache / PROBE, secrets.token_hex(16)
    take_away(probe)
    probe.write_text(token, encoding="ascii")
    try:
        yield Terms(program_digest(), _home(), _machine(), str(probe), token)
    finally:
        probe.unlink(missing_ok=True)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    logging.getLogger("distributed").handlers[:] = [logging.NullHandler()]  # what goes wrong, we say, and once
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)  # versions are ours to compare
        warnings.filterwarnings("ignore", "Sending large graph")
        try:
            client = Client(address, timeout=ANSWER)
        except OSError:
            raise OSError(f"no Dask scheduler answers at {address}") from None
        with client:
            yield client


def _fit_workers(client: Client, terms: Terms, address: str) -> int:
    """How many workers there are, each of which can work on our terms."""
    with _in_words(address):
        whose = f"the scheduler at {address}"
        try:
            version = client.run_on_scheduler(program_digest)
        except (ImportError, AttributeError) as problem:
            raise OSError(f"{whose} cannot load sitegen ({problem}): install the same there") from None
        if version != terms.version:
            raise OSError(f"{whose} has another sitegen, Python or package than this machine: install the same there")
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError:
            raise OSError(f"the cluster at {address} has no workers: start them with dask worker {address}") from None
        answers = client.run(objection, terms, on_error="return")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Exception):
            raise OSError(f"worker {worker} cannot work for sitegen ({answer}): install the same there") from None
        if answer:
            raise OSError(f"worker {worker} {answer}")
    return len(answers)


@contextmanager
def _in_words(address: str) -> Iterator[None]:
    """What Dask raises of itself, in one line."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    try:
        yield
    except KilledWorker:
        message = "workers of the cluster died one after the other at the same work, perhaps for want of memory"
        raise OSError(errno.ECHILD, f"{message}: build without --cluster, or see their logs") from None
    except (CancelledError, CommClosedError):
        raise OSError(f"the cluster at {address} no longer answers") from None
