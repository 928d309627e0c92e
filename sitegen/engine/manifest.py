"""What an output folder holds and from which inputs each file was made: one manifest for each output folder.

It is saved before publishing with all paths that are about to be there, and again when they are, so that a build that
was killed in between leaves no file that nobody knows of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.engine.sealed import read_sealed, write_sealed


class Record(msgspec.Struct, frozen=True, gc=False):
    """One published file: the digests of its named inputs, that of its content, its size, and when it was written and
    last changed in any way (ns).

    `whole` is the digest of all inputs together; `rank` is its place in the order of publishing.

    A file that was about to be written has no content digest: nothing is known of it but that it may be there.
    """

    inputs: dict[str, bytes]
    whole: bytes = b""
    content: bytes = b""
    size: int = -1
    modified: int = -1
    changed: int = -1
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    records: Mapping[str, Record] = field(default_factory=dict)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest, or None where there is none that can be trusted."""
    data = read_sealed(path)
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=Manifest)
    except msgspec.DecodeError:
        return None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Replace the manifest as a whole."""
    write_sealed(path, msgspec.msgpack.encode(manifest))
