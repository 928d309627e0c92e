"""One deploy at a time in a place that many machines reach: a file there, made by who comes first, with signs of life.

A deploy that was killed leaves that file. When it shows no sign of life for a while, the next one takes its place.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from sitegen.deploy.remote import Outdated, Undeployed

SIGN = 8.0  # seconds between signs of life
PATIENCE = 30.0  # seconds without one, after which a deploy is taken for dead
LOOK = 1.0  # seconds between looks at another's signs
LONG = 600.0  # seconds that a living one is waited for
AGAIN = "deploy again when it has ended"
AFTER = "deploy again with --verify when it has ended"  # what was under way may have arrived after its files

Still = Callable[[], None]  # returns while the turn is ours for sure; raises `Undeployed` once it is not


class Door(Protocol):
    """The file that says whose turn it is. All methods raise `Undeployed`."""

    def claim(self, token: bytes, tag: str | None) -> str:
        """Write the file and give its tag, if it has this tag still (None: if there is none); raises `Outdated`."""

    def holder(self) -> tuple[bytes, str] | None:
        """What is in the file that is there, and its tag; None where there is none."""

    def leave(self) -> None:
        """Take the file away."""


class _Signs:
    """Signs of life, from a thread of their own. What is in the file begins with the token of whose turn it is."""

    def __init__(self, door: Door, name: str, token: bytes, tag: str, begun: float) -> None:
        self._door, self._name, self._token, self._tag = door, name, token, tag
        self._given = begun  # seconds since the epoch: unlike others, this clock goes on while a machine sleeps
        self._lost: Undeployed | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def _live(self) -> None:
        count = 0
        while self._lost is None and not self._ended.wait(SIGN):
            count += 1
            now = time.time()
            try:
                self._tag = self._door.claim(self._token + count.to_bytes(4, "big"), self._tag)
                self._given = now
            except Outdated:
                self._lost = Undeployed(f"another deploy to {self._name} has begun", AFTER)
            except Undeployed as wrong:
                self._lost = wrong

    def still(self) -> None:
        """A machine that slept or was cut off may be taken for dead: it does nothing before its next sign is heard."""
        while self._lost is None and time.time() - self._given > PATIENCE / 2:
            time.sleep(LOOK / 10)
        if self._lost:
            raise self._lost

    def end(self) -> None:
        self._ended.set()

    def leave(self) -> None:
        """Take the file away, if it is ours still."""
        self.end()
        self._thread.join(PATIENCE)
        with contextlib.suppress(Undeployed):  # what is left there is taken for dead
            found = self._door.holder()
            if found and found[0].startswith(self._token):
                self._door.leave()


@contextmanager
def turn(door: Door, name: str, waiting: Callable[[str], None]) -> Iterator[Still]:
    """The place for the one within. Raises `Undeployed` where another deploy goes on for too long.

    Who is interrupted leaves the file: what he was sending may arrive yet, and the next one is to come after that.
    """
    token = secrets.token_bytes(12)
    tag, begun = _come_in(door, name, token, waiting)
    signs = _Signs(door, name, token, tag, begun)
    try:
        yield signs.still
    except Exception:
        signs.leave()
        raise
    else:
        signs.leave()
    finally:
        signs.end()


def _come_in(door: Door, name: str, token: bytes, waiting: Callable[[str], None]) -> tuple[str, float]:
    """The tag of the file that says that it is our turn, and since when (seconds since the epoch)."""
    begun = since = time.monotonic()
    seen: str | None = None
    while True:
        silent = time.monotonic() - since > PATIENCE
        now = time.time()
        with contextlib.suppress(Outdated):
            return door.claim(token, seen if silent else None), now
        found = door.holder()
        there = found[1] if found else None
        if there != seen or silent:
            if seen is None and there is not None:
                waiting(name)
            seen, since = there, time.monotonic()
        if time.monotonic() - begun > LONG:
            raise Undeployed(f"another deploy to {name} is under way", AGAIN)
        time.sleep(LOOK)
