"""Whom a name means, for tests of the registry of companies."""

from __future__ import annotations

from sitegen.content.registry import bundled
from sitegen.newsroom.companies import Ambiguous, Registry


def meant(name: str, registry: Registry | None = None) -> str | list[str] | None:
    """The key of the company that is meant, the keys of several, or None."""
    found = (registry or bundled()).resolve(name)
    return [c.key for c in found.companies] if isinstance(found, Ambiguous) else found.key if found else None
