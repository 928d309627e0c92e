"""`@found_by("markdown")` marks the test of what a fuzzing target found; docs/security.md names these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., object])


def found_by(*targets: str) -> Callable[[Test], Test]:
    return lambda test: test
