"""What a place holds, as the deploys before this one left word there: one file, the only one that a deploy asks for."""

from __future__ import annotations

import zlib

import msgspec

from sitegen.deploy.files import BRIEF
from sitegen.deploy.remote import Undeployed
from sitegen.engine.digest import SIZE, digest_bytes

HEAD = b"sitegen deployed 1\n"  # so that one who finds it knows whose it is, and a later program which form it has
LARGEST = 1 << 30  # bytes, unpacked: some ten million files


class Held(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file in the place: what it was sent as (`File.mark`), and what stands for its tag there (`brief`)."""

    mark: bytes
    tag: bytes


UNKNOWN = Held(b"", b"")  # what nothing that is to be there is like


class Deployed(msgspec.Struct, frozen=True):
    """What is in a place.

    `site` is the base URL of the site that it holds. `pending` are the files that a deploy was about to send, with
    their marks: whether they are there, nobody knows. `gone` are files that are no longer of the site and still there,
    with the moment that they left it (seconds since the epoch).
    """

    site: str
    files: dict[str, Held] = {}
    pending: dict[str, bytes] = {}
    gone: dict[str, int] = {}


def pack(deployed: Deployed) -> bytes:
    """The record's bytes: sealed, so that one that was cut off or changed is told from a sound one."""
    data = zlib.compress(msgspec.msgpack.encode(deployed), 1)
    return HEAD + digest_bytes(data) + data


def unpack(record: bytes) -> Deployed | None:
    """What a record says; None where it is damaged. Raises `Undeployed` for one of a later program."""
    start = len(HEAD)
    if record[:start] != HEAD:
        if record.startswith(b"sitegen deployed "):
            raise Undeployed("a later version of sitegen has deployed here", "deploy with that one")
        return None
    seal, data = record[start : start + SIZE], record[start + SIZE :]
    if digest_bytes(data) != seal:
        return None
    unpacking = zlib.decompressobj()
    try:
        deployed = msgspec.msgpack.decode(unpacking.decompress(data, LARGEST), type=Deployed)
    except (zlib.error, msgspec.DecodeError):
        return None
    paths = (*deployed.files, *deployed.pending, *deployed.gone)
    return deployed if all(map(_is_below, paths)) else None


def _is_below(path: str) -> bool:
    """Whether a path stays in the place: what is removed there is read from there."""
    return "\0" not in path and not {"", ".", ".."} & set(path.split("/"))


def held(mark: bytes, tag: str) -> Held:
    return Held(mark, brief(tag))


def brief(tag: str) -> bytes:
    """What stands for a tag: the record is fetched by each deploy, and eight bytes tell a change from none."""
    return digest_bytes(tag.encode())[:BRIEF]
