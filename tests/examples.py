"""How many examples a test of a property tries: as many as the profile (see `conftest.py`) gives for a hundred."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

CUSTOM = 100  # what hypothesis itself tries


def tried(count: int, **more: Any) -> settings:
    """Settings of a test that tries `count` where others try a hundred; call it when the profile is chosen."""
    return settings(max_examples=max(1, count * settings().max_examples // CUSTOM), **more)
