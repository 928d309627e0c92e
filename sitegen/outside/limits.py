"""How much is asked of other hosts, and for how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """All times in seconds; one host is asked one thing at a time.

    `total` bounds the whole; `request` one request up to its answer's headers, `connect` its connection; `pause` lies
    between two requests to one host; `patience` is how long a host that asks us to wait is waited for, once.
    `at_once` counts requests to all hosts. `allowed` are hosts that are asked although their addresses are private.
    """

    total: float = 300.0
    request: float = 20.0
    connect: float = 10.0
    pause: float = 0.5
    patience: float = 20.0
    at_once: int = 16
    redirects: int = 10
    allowed: frozenset[str] = frozenset()
