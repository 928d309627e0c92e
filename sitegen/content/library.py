"""All content files of a site, each read and parsed only when it changed: the `load` stage.

Gives documents in the order of their paths, the files of bundles, and every file's problems, remembered with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from sitegen.bounds import TEXT
from sitegen.content.settings import LoadSettings
from sitegen.content.text import read_within
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.engine.files import Found, Seen, believed
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.model import Document

if TYPE_CHECKING:
    from sitegen.content.load import Loaded

CHUNK_BYTES = 500_000  # of text in a chunk of documents: what they become waits in memory
OF_TEXTS = ("body", "words", "review", "outside")  # what the cache holds of each text, under its document's key
# What a bundle may have published beside pictures, by the ends of names: what servers give types by which browsers
# show, play or save it. Any other may be taken for a page, as XML of all kinds is, or by a browser that guesses.
DOWNLOADS = tuple(
    ".pdf .txt .csv .tsv .json .geojson .ics .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .rtf .epub .ipynb .tex "
    ".zip .gz .tgz .tar .bz2 .xz .7z .parquet .mp3 .m4a .ogg .oga .opus .wav .flac .mp4 .m4v .mov .ogv .webm .vtt .srt "
    ".dng .cr2 .cr3 .nef .arw .raf .orf .rw2 .mpo .jxl .psd .ttf .otf .woff .woff2".split()
)
WORTH_WORKERS = 96  # documents: below this, starting workers takes longer than parsing here


class Known(msgspec.Struct, frozen=True, gc=False):
    """What the cache knows of one file: when it was seen, and what it said."""

    seen: Seen
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """`unread` are the paths of files with errors."""

    documents: tuple[Document, ...]
    unread: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def load_library(
    files: Sequence[Found],
    settings: LoadSettings,
    store: Store,
    pool: Pool,
    started: int,
    progress: Callable[[int, int], None],
    reading: Callable[[], object] = lambda: None,
) -> Library:
    """The documents of `files` (Markdown, by path under `content/`); `started` is when this build began, in ns.

    `reading` is called before any of them is read again.
    """
    index = digest_value(settings)
    known = _read_index(store, index)
    current = {file.path: known[file.path] for file in files if _still(file, known)}
    missing = [file for file in files if file.path not in current]
    fresh: list[Found] = []
    for file in missing:
        same = _same_bytes(file, known.get(file.path), started)
        if same:
            current[file.path] = same
        else:
            fresh.append(file)
    if fresh:
        reading()
    signatures = {file.path: file.signature for file in fresh}
    for loaded in _load(fresh, settings, pool, progress):
        keep = [item for item in loaded if item.document]
        keys = [bytes.fromhex(item.document.key) for item in keep if item.document]
        store.put("body", zip(keys, (item.body for item in keep), strict=True))
        store.put("words", zip(keys, (item.words for item in keep), strict=True))
        store.put("review", zip(keys, (item.review for item in keep), strict=True))
        store.put("outside", zip(keys, (item.outside for item in keep), strict=True))
        for item in loaded:
            seen = Seen(signatures[item.path], started, item.content)
            current[item.path] = Known(seen, item.document, item.diagnostics)
    _write_index(store, index, known, current)
    ordered = [current[path] for path in sorted(current)]
    return Library(
        documents=tuple(entry.document for entry in ordered if entry.document is not None),
        unread=tuple(path for path in sorted(current) if current[path].document is None),
        diagnostics=tuple(diagnostic for entry in ordered for diagnostic in entry.diagnostics),
    )


def _read_index(store: Store, index: bytes) -> dict[str, Known]:
    """What is known of each file, by path, as `index` says that files are read."""
    decode = msgspec.msgpack.Decoder(Known).decode
    try:
        rows = store.every("index").items()
        return {key[len(index) :].decode(): decode(value) for key, value in rows if key.startswith(index)}
    except msgspec.DecodeError:
        return {}


def _write_index(store: Store, index: bytes, known: Mapping[str, Known], current: Mapping[str, Known]) -> None:
    """Keep what is new, and drop what belongs to no file any more, or was read otherwise."""
    new = [path for path, entry in current.items() if known.get(path) is not entry]
    encode = msgspec.msgpack.encode
    store.put("index", ((index + path.encode(), encode(current[path])) for path in new))
    if known:
        left = {path.encode() for path in known.keys() - current.keys()}
        store.drop("index", (index + path for path in left))
        old = {_key(entry) for path, entry in known.items() if current.get(path) is not entry}
        old -= {_key(current[path]) for path in new}
    else:
        store.drop("index", store.keys("index") - {index + path.encode() for path in current})
        old = set().union(*map(store.keys, OF_TEXTS)) - set(map(_key, current.values()))
    for kind in OF_TEXTS if old else ():
        store.drop(kind, old)


def _key(entry: Known) -> bytes:
    return bytes.fromhex(entry.document.key) if entry.document else b""


def _still(file: Found, known: Mapping[str, Known]) -> bool:
    entry = known.get(file.path)
    return entry is not None and believed(file, entry.seen) is not None


def _same_bytes(file: Found, entry: Known | None, started: int) -> Known | None:
    """A file that was touched but says what it said before keeps what is known of it."""
    if entry is None or entry.seen.signature[0] != file.signature[0]:
        return None
    try:
        digest = digest_bytes(read_within(file.real, TEXT))
    except FileNotFoundError:
        return None
    return replace(entry, seen=Seen(file.signature, started, digest)) if digest == entry.seen.digest else None


def _load(
    files: Sequence[Found], settings: LoadSettings, pool: Pool, progress: Callable[[int, int], None]
) -> Iterator[list[Loaded]]:
    """What the files gave, chunk by chunk: all of it together may be more than memory holds."""
    if not files:
        return
    from sitegen.content.load import load_files

    done = 0
    average = 1 + sum(file.signature[0] for file in files) // len(files)
    named = [(file.path, file.real) for file in files]
    left = dict(named)
    for chunk in pool.map(partial(load_files, settings), named, least=WORTH_WORKERS, chunk=1 + CHUNK_BYTES // average):
        for loaded in chunk:
            del left[loaded.path]
        done += len(chunk)
        progress(done, len(files))
        yield chunk
    if left:  # they have vanished, or another machine did not see them
        yield load_files(settings, list(left.items()))


def bundle_files(paths: Iterable[str], documents: Sequence[Document]) -> dict[str, tuple[Document, str]]:
    """The files that lie beside a bundle's `index.md`, by path: whose they are, and their path within the bundle."""
    bundles = {document.path.removesuffix("index.md"): document for document in documents if _is_bundle(document.path)}
    found = {}
    for path in paths:
        for folder in PurePosixPath(path).parents:
            document = bundles.get(f"{folder}/")
            if document:
                found[path] = (document, path.removeprefix(f"{folder}/"))
                break
    return found


def _is_bundle(path: str) -> bool:
    return path.endswith("/index.md") and path not in ("posts/index.md", "pages/index.md")
