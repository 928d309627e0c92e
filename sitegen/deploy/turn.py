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


class Door(Protocol):
    """The file that says whose turn it is. All methods raise `Undeployed`."""

    def claim(self, token: bytes, tag: str | None) -> str:
        """Write the file and give its tag, if it has this tag still (None: if there is none); raises `Outdated`."""

    def holder(self) -> str | None:
        """The tag of the file that is there, None where there is none."""

    def leave(self, tag: str) -> None:
        """Take the file away, if it has this tag still."""


@contextmanager
def turn(door: Door, name: str, waiting: Callable[[str], None]) -> Iterator[None]:
    """The place for the one within. Raises `Undeployed` where another deploy goes on for too long."""
    token = secrets.token_bytes(12)
    held = [_come_in(door, name, token, waiting)]
    ended = threading.Event()

    def live() -> None:
        """Give signs of life. Where another took the place, the record, which is then another, says so in time."""
        count = 0
        while not ended.wait(SIGN):
            count += 1
            with contextlib.suppress(Undeployed):
                try:
                    held[0] = door.claim(token + count.to_bytes(4, "big"), held[0])
                except Outdated:
                    return

    signs = threading.Thread(target=live, daemon=True)
    signs.start()
    try:
        yield
    finally:
        ended.set()
        signs.join(SIGN)
        with contextlib.suppress(Undeployed, Outdated):  # what is left there is taken for dead
            door.leave(held[0])


def _come_in(door: Door, name: str, token: bytes, waiting: Callable[[str], None]) -> str:
    """The tag of the file that says that it is our turn."""
    begun = since = time.monotonic()
    seen: str | None = None
    while True:
        silent = time.monotonic() - since > PATIENCE
        with contextlib.suppress(Outdated):
            return door.claim(token, seen if silent else None)
        found = door.holder()
        if found != seen or silent:
            if seen is None and found is not None:
                waiting(name)
            seen, since = found, time.monotonic()
        if time.monotonic() - begun > LONG:
            raise Undeployed(f"another deploy to {name} is under way", "deploy again when it has ended")
        time.sleep(LOOK)
