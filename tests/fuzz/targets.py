"""Every target, by its name."""

from __future__ import annotations

from tests.fuzz import addresses, caches, files, moving, published, texts

TARGETS = {
    target.name: target for module in (texts, published, files, caches, addresses, moving) for target in module.TARGETS
}
