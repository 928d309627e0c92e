"""What is to be in a place: the published files, as they are to be sent there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.engine.files import read_as_seen
from sitegen.engine.kept import drop_others, kept
from sitegen.engine.manifest import Record

Packing = Literal["gzip", "br"]
ENDINGS: dict[Packing, str] = {"gzip": ".gz", "br": ".br"}  # as nginx and Caddy look for them

BRIEF = 8  # bytes of a digest, for what is compared with its own past alone
WORTH_PACKING = 860  # bytes: below that, a packed file takes as many packets
TEXTS = frozenset("html xml json css js mjs svg txt md opml ico wasm webmanifest map vcf csv".split())
PACKED = "packed"  # the folder of the cache that holds what was packed


@dataclass(frozen=True, slots=True)
class File:
    """A file in a place. `source` has its bytes on this machine, whose digest is `digest`; `packing` is done to them.

    `rank` is its output's: what is linked to is of a lower one than what links to it. `headers` (name, value) are kept
    with it where a place keeps any.
    """

    path: str
    source: str
    digest: bytes
    rank: int
    packing: Packing | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> bytes:
        """What tells whether it is to be sent again: all that the place is to hold of it."""
        return digest_value((self.digest.hex(), self.packing, self.headers))[:BRIEF]

    @property
    def packed(self) -> bytes:
        """What its packed bytes are kept under."""
        return digest_bytes(self.digest, (self.packing or "").encode())


def site_files(
    records: Mapping[str, Record],
    output: Path,
    *,
    headers: Callable[[str], tuple[tuple[str, str], ...]] | None = None,
    packings: Sequence[Packing] = (),
) -> list[File]:
    """The files that a place is to hold, by path.

    A place that keeps `headers` with its files has each packed file under its own name, and says how it is packed (RFC
    9110, §8.4); in others the packed ones stand beside the files, for servers that look for them there.
    """
    files = []
    for path, record in sorted(records.items()):
        worth = record.size >= WORTH_PACKING and path.rpartition(".")[2].lower() in TEXTS
        packed = packings if worth else ()
        source = str(output / path)
        if headers is None:
            files.append(File(path, source, record.content, record.rank))
            files += [File(path + ENDINGS[form], source, record.content, record.rank, form) for form in packed]
        else:
            packing = packed[0] if packed else None
            encoded = (("Content-Encoding", packing),) if packing else ()
            told = (*headers(path), *encoded)
            files.append(File(path, source, record.content, record.rank, packing, told))
    return files


def reader(cache: Path) -> Callable[[File], bytes]:
    """What gives a file's bytes as they are sent; what was packed once is in the cache.

    It raises `engine.files.Changed` where the published file is no longer what the build left.
    """

    def read(file: File) -> bytes:
        if file.packing is None:
            return read_as_seen(file.source, file.digest)
        pack = PACKERS[file.packing]
        return kept(cache / PACKED, file.packed, lambda: pack(read_as_seen(file.source, file.digest)))

    return read


def drop_packed(cache: Path, records: Iterable[Record]) -> None:
    """Let go of what was packed of files that are published no longer."""
    if (cache / PACKED).is_dir():
        digests = [record.content for record in records]
        drop_others(
            cache / PACKED, {digest_bytes(digest, packing.encode()) for digest in digests for packing in ENDINGS}
        )


def _gzip(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, 9, mtime=0)


def _brotli(data: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(data, quality=11)
    return packed


PACKERS: dict[Packing, Callable[[bytes], bytes]] = {"gzip": _gzip, "br": _brotli}
