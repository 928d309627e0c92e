"""Which outputs must be made again, and why: a pure comparison of what they are made from now and last time."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.engine.manifest import Record


def stale_reasons(inputs: Mapping[str, bytes], record: Record | None, *, intact: bool) -> tuple[str, ...]:
    """Why an output must be made again, as words for `--explain`; empty when it need not be.

    `intact` says whether the published file is still as the record describes it.
    """
    if record is None:
        return ("new",)
    changed = tuple(name for name, digest in inputs.items() if record.inputs.get(name) != digest)
    gone = tuple(f"{name} gone" for name in record.inputs if name not in inputs)
    if changed or gone:
        return changed + gone
    return () if intact else ("file missing or touched",)
