"""What a place that is deployed to can do, whichever kind it is, and what may go wrong there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sitegen.deploy.files import File

RECORD = ".sitegen-deployed"  # the one file of ours that a place holds beside the site
TURN = ".sitegen-deploying"  # and the one that stands there while a deploy is under way

Read = Callable[[File], bytes]  # the bytes of a file as they are to be sent
Sent = Generator[tuple[str, str], None, None]  # what was sent: its path, and its tag


class Undeployed(Exception):
    """A deploy cannot go on, and why; `help` says what to do. The next one goes on where it ended."""

    def __init__(self, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.help = help_


class Outdated(Exception):
    """The record in the place is no longer what was read there: another deploy has written it."""


class Remote(Protocol):
    """A place. Everything in it has a path below it and a tag, which tells its bytes there from others.

    All methods raise `Undeployed` where the place does not let us, after having tried again what may pass.
    """

    name: str  # as it is told to the editor: no secrets
    whole: bool  # nobody sees what was sent and removed before the record is written; then all of it at once

    def turn(self, waiting: Callable[[str], None]) -> AbstractContextManager[None]:
        """The place for this deploy alone; raises `Undeployed` where another one has it for long.

        `waiting` is told who that is when there is one to wait for.
        """

    def read(self) -> bytes | None:
        """The record, None where there is none."""

    def write(self, record: bytes) -> None:
        """Replace the record, if it is still the one that was read or written last; raises `Outdated`."""

    def send(self, files: Sequence[File], read: Read) -> Sent:
        """Put files into their places, each whole at every moment."""

    def remove(self, paths: Collection[str]) -> None:
        """Take files away; those that are gone already are fine."""

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        """The tags of what is really there, at least of what is there of the paths that are wanted."""

    def tag(self, data: bytes) -> str:
        """The tag of these bytes, once they are there."""

    def close(self) -> None:
        """Let go of connections and programs."""
