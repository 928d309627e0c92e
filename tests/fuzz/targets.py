"""Every target, by its name."""

from __future__ import annotations

from tests.fuzz import addresses, caches, files, moving, texts

TARGETS = {target.name: target for module in (texts, files, caches, addresses, moving) for target in module.TARGETS}
