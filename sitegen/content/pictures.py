"""What picture files hold: size, format, soundness. Found once for each content; decides nothing about publishing.

A file is looked at as what it is, not as its name says. Runs in worker processes where there are many.
"""

from __future__ import annotations

import errno
import io
import logging
import os
import warnings
from collections.abc import Iterable, Sequence

import msgspec

from sitegen.bounds import PICTURE, PICTURE_PIXELS, PICTURE_SIDE
from sitegen.content.drawings import measure_drawing
from sitegen.engine.files import read_as_seen
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.newsroom.plan.pictures import FORMATS, Measured, orientation

WORTH_WORKERS = 12  # pictures: below this, starting workers takes longer than looking at them here
CHUNK = 8
_MOVING = ("PNG", "WEBP", "GIF", "AVIF")  # the others' further frames are previews and depth maps
_TURNED = (5, 6, 7, 8)  # EXIF orientations that swap width and height

_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")  # ISO/IEC 23008-12, brands of ftyp boxes


def measure(files: Iterable[tuple[bytes, str]], store: Store, pool: Pool) -> dict[bytes, Measured]:
    """What the files, each given by the digest of its content and its place on disk, hold; by digest."""
    wanted = dict(files)
    known = {
        digest: msgspec.msgpack.decode(value, type=Measured)
        for digest in wanted
        if (value := store.get("picture", digest)) is not None
    }
    missing = [digest for digest in wanted if digest not in known]
    if missing:
        places = [(wanted[digest], digest) for digest in missing]
        chunks = pool.map(measure_files, places, least=WORTH_WORKERS, chunk=CHUNK)
        fresh = dict(zip(missing, (found for chunk in chunks for found in chunk), strict=True))
        store.put("picture", ((digest, msgspec.msgpack.encode(found)) for digest, found in fresh.items()))
        known |= fresh
    if old := store.keys("picture") - known.keys():
        store.drop("picture", old)
    return known


def measure_files(places: Sequence[tuple[str, bytes]]) -> list[Measured]:
    """What files hold, given by their places on disk and the digests of their content."""
    found = []
    for place, digest in places:
        if _too_large(place):
            found.append(Measured(trouble="large"))
            continue
        try:
            data = read_as_seen(place, digest)
            found.append(measure_drawing(data) if place.lower().endswith(".svg") else _measure(data))
        except MemoryError:
            raise OSError(errno.ENOMEM, "there is not enough memory to read the picture", place) from None
    return found


def _too_large(place: str) -> bool:
    try:
        return os.path.getsize(place) > PICTURE
    except OSError:  # it is gone, which reading it says
        return False


def _measure(data: bytes) -> Measured:
    from PIL import Image

    logging.getLogger("PIL").setLevel(logging.CRITICAL)  # what it would say of a broken file names no file
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes and of odd metadata; what matters is asked for below
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                width, height = image.size
                if width * height > PICTURE_PIXELS or max(width, height) > PICTURE_SIDE:
                    return Measured(trouble="large")
                kind = "JPEG" if image.format == "MPO" else image.format or ""
                moving = kind in _MOVING and bool(getattr(image, "is_animated", False))
                alpha = image.has_transparency_data
                image.draft(None, (max(1, width // 8), max(1, height // 8)))  # of a JPEG, an eighth shows its end too
                image.load()
                if orientation(image.getexif) in _TURNED:  # asked now: Pillow itself turns a TIFF when it loads it
                    width, height = height, width
    except Image.DecompressionBombError:
        return Measured(trouble="large")
    except MemoryError:  # which says nothing of the picture
        raise
    except Exception:  # noqa: BLE001 (Pillow's readers raise what their bytes lead them to, struct.error to SyntaxError)
        return Measured(_unshown(data[:12]), trouble="broken")
    return Measured(kind, width, height, alpha, moving)


def _unshown(begin: bytes) -> str:
    """The format of a file that is sound and no browser shows, by its first bytes; "" where it is none of those."""
    if begin[4:8] == b"ftyp" and begin[8:] in _HEIC:
        return "HEIC"
    return "a Photoshop file" if begin.startswith(b"8BPS") else ""
