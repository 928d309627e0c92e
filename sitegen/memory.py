"""What the last build of an output folder answered: the same question about the same files has the same answer.

A build that finds everything as the last one left it, and no post due since, is over before it has read a file. This
only saves time: without the memory the build compares everything in earnest.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.engine.sealed import read_sealed, write_sealed
from sitegen.engine.snapshot import Place, Snapshot, intact


class Memory(msgspec.Struct, frozen=True):
    """A build that published, or a check: what it was asked and when (`started` in ns, `now` as it saw it), its answer.

    `due` is the next moment at which the site is another; `git` is the state of git that it relied on, "" for a site
    that does not ask git; `published` are the files in the folder `output`, which may be a link.
    """

    asked: bytes
    started: int
    now: datetime
    due: datetime | None
    git: str
    inputs: Snapshot
    output: str
    published: tuple[Place, ...]
    posts: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]


def recall(place: Path, asked: bytes, inputs: Snapshot, now: datetime, git: Callable[[], str]) -> Memory | None:
    """The last build's memory, if that is the answer to the same question now; `git` tells the state of git."""
    data = read_sealed(place)
    if data is None:
        return None
    try:
        memory = msgspec.msgpack.decode(data, type=Memory)
    except msgspec.DecodeError:
        return None
    same = memory.asked == asked and memory.inputs == inputs and inputs.settled(memory.started)
    timely = memory.now <= now and (memory.due is None or now < memory.due)
    known = same and timely and (not memory.git or memory.git == git())
    return memory if known and intact(memory.output, memory.published) else None


def remember(place: Path, memory: Memory) -> None:
    """Keep the answer, where that can be: all is published, and without it the next build only takes longer."""
    with contextlib.suppress(OSError):
        write_sealed(place, msgspec.msgpack.encode(memory))


def memory_path(cache: Path, output: Path | None) -> Path:
    """One for each output folder that was asked for."""
    return cache / "memory" / digest_bytes(str(output or "").encode()).hex()


def question(*parts: object) -> bytes:
    """What was asked of a build, beside the files and the time."""
    return digest_value(parts)
