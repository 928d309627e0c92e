"""The search index, shard by shard: made when its posts changed, kept in the cache, and planned as files to publish.

A shard's folder in the cache is named by the digest of all that it is made of. A list of its files is written last; one
that is not as its list says is made again. What an index looks like, `pagefind.py` knows.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import Signature, read_as_seen, signature
from sitegen.engine.pool import Pool
from sitegen.engine.sealed import read_sealed, write_sealed
from sitegen.engine.store import Store
from sitegen.engine.write import make_folder, named, take_away
from sitegen.model import Body, Post
from sitegen.newsroom.plan.output import Copy, Output, PostFacts, Rank
from sitegen.newsroom.plan.search import Indexed, Shard
from sitegen.newsroom.site import Site
from sitegen.outputs.inputs import Shared

LIST = "files.msgpack"
PROGRAM = "search/pagefind"
OWNER = "the search index"


class Kept(msgspec.Struct, frozen=True, gc=False):
    """A file of a shard: its path in the shard's folder, its digest, and how it was found on disk."""

    path: str
    digest: bytes
    signature: Signature


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """`cache` is the build cache that texts are read from, `folder` where shards are kept; `language` is ISO 639-1."""

    cache: str
    version: bytes
    folder: str
    language: str


def index_files(
    settings: IndexSettings, site: Site, shards: Sequence[Shard], facts: Sequence[PostFacts], shared: Shared, pool: Pool
) -> Indexed:
    """The files of the index; raises `OSError` where pagefind fails. What no shard names any more is dropped."""
    folder = Path(settings.folder)
    posts = [site.posts[shard.start : shard.stop] for shard in shards]
    names = [
        _digest(settings, [*facts[shard.start : shard.stop], *_companies(chosen)], shared)
        for shard, chosen in zip(shards, posts, strict=True)
    ]
    program = _digest(settings, [], shared)
    wanted = {program: (), **dict(zip(names, posts, strict=True))}
    kept = {name: _kept(folder / name) for name in wanted}
    missing = [(name, chosen) for name, chosen in wanted.items() if kept[name] is None]
    if missing:
        make_folder(folder)
        for made in pool.map(partial(_make_shards, settings), missing, least=2, chunk=1):
            kept.update(made)
    for name in set(os.listdir(folder)) - set(wanted):
        take_away(folder / name)
    places = [(PROGRAM, program), *((shard.path, name) for shard, name in zip(shards, names, strict=True))]
    return Indexed(
        files=tuple(
            Output(f"{path}/{file.path}", OWNER, Rank.FILE, Copy(f"{folder}/{name}/{file.path}", file.digest))
            for path, name in places
            for file in kept[name] or ()
        ),
        versions=tuple(_version(kept[name]) for name in names),
        program=_version(kept[program]),
    )


def _digest(settings: IndexSettings, values: Sequence[object], shared: Shared) -> str:
    """The name of a shard's folder: what it is made of, beside the program."""
    return digest_bytes(settings.version, settings.language.encode(), *map(shared.digest, values)).hex()


def _version(files: Sequence[Kept] | None) -> str:
    """What stands for the content of a shard's files, whatever made them."""
    return digest_bytes(*(file.digest for file in files or ())).hex()[:12]


def _companies(posts: Sequence[Post]) -> list[object]:
    """The companies of some posts, by key."""
    found = {company.key: company for post in posts for company in post.companies if company is not None}
    return [found[key] for key in sorted(found)]


def _kept(folder: Path) -> list[Kept] | None:
    """The files of a shard that is whole, else None. A file's signature only saves reading it."""
    try:
        known = msgspec.msgpack.decode(read_sealed(folder / LIST) or b"", type=list[Kept])
        now = [_as_known(folder / file.path, file) for file in known]
        if now != known:
            write_sealed(folder / LIST, msgspec.msgpack.encode(now))
    except (OSError, msgspec.DecodeError):
        return None
    return now


def _as_known(place: Path, file: Kept) -> Kept:
    """A file whose content is still the same; raises `Changed`."""
    found = signature(place.lstat())
    if found != file.signature:
        read_as_seen(str(place), file.digest)
    return Kept(file.path, file.digest, found)


def _make_shards(settings: IndexSettings, wanted: Sequence[tuple[str, Sequence[Post]]]) -> list[tuple[str, list[Kept]]]:
    """What a worker does: shards by name, each into its folder, and the lists of their files."""
    from sitegen.outputs.pagefind import make_program, make_shard
    from sitegen.outputs.records import records

    store = Store(Path(settings.cache), settings.version, reader=True)
    decode = msgspec.msgpack.Decoder(Body).decode
    made = []
    try:
        for name, posts in wanted:
            bodies = (decode(store.need("body", bytes.fromhex(post.document.key))) for post in posts)
            found = [record for post, body in zip(posts, bodies, strict=True) for record in records(post, body)]
            contents = make_shard(found, settings.language) if posts else make_program(settings.language)
            place = Path(settings.folder) / name
            take_away(place)
            files = [_write(place, path, content) for path, content in contents.items()]
            write_sealed(place / LIST, msgspec.msgpack.encode(files))
            made.append((name, files))
    finally:
        store.close()
    return made


def _write(folder: Path, path: str, content: bytes) -> Kept:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with named(place):
        place.write_bytes(content)
    return Kept(path, digest_bytes(content), signature(place.lstat()))
