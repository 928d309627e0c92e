"""The answers that are kept between runs, each with when it was given: good ones for a week, others for a day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.engine.sealed import read_sealed, write_sealed
from sitegen.outside.answers import Answer

DAY = 24 * 60 * 60
FRESH = {"good": 7 * DAY, "closed": 7 * DAY, "dead": DAY, "unreachable": DAY, "no-host": DAY}  # not kept: private


class Kept(msgspec.Struct, frozen=True):
    """An answer, and when it was given, in seconds since the epoch."""

    at: int
    answer: Answer


def fresh_answers(place: Path, now: int) -> dict[str, Answer]:
    """The answers that are fresh, by address; none where nothing was kept, or what was is damaged."""
    return {address: kept.answer for address, kept in _read(place).items() if _fresh(kept, now)}


def keep_answers(place: Path, known: Mapping[str, Answer], heard: Mapping[str, Answer], now: int) -> None:
    """Keep what was heard beside what is `known`; what is neither has gone stale."""
    kept = {address: entry for address, entry in _read(place).items() if address in known}
    kept |= {address: Kept(now, answer) for address, answer in heard.items() if answer.kind in FRESH}
    write_sealed(place, msgspec.msgpack.encode(kept))


def _read(place: Path) -> dict[str, Kept]:
    try:
        return msgspec.msgpack.decode(read_sealed(place) or b"\x80", type=dict[str, Kept])
    except msgspec.DecodeError:
        return {}


def _fresh(kept: Kept, now: int) -> bool:
    return 0 <= now - kept.at < FRESH.get(kept.answer.kind, 0)
