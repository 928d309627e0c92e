"""What picture files hold: size, format, soundness. Found once for each content; decides nothing about publishing.

A file is looked at as what it is, not as its name says. Runs in worker processes where there are many.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Sequence
from xml.parsers import expat

import msgspec

from sitegen.bounds import PICTURE, PICTURE_PIXELS, PICTURE_SIDE
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.newsroom.plan.pictures import FORMATS, Measured, orientation

WORTH_WORKERS = 12  # pictures: below this, starting workers takes longer than looking at them here
CHUNK = 8
_MOVING = ("PNG", "WEBP", "GIF", "AVIF")  # the others' further frames are previews and depth maps
_TURNED = (5, 6, 7, 8)  # EXIF orientations that swap width and height

_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")  # ISO/IEC 23008-12, brands of ftyp boxes

_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}  # CSS, in pixels


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
        places = [wanted[digest] for digest in missing]
        chunks = pool.map(measure_files, places, least=WORTH_WORKERS, chunk=CHUNK)
        fresh = dict(zip(missing, (found for chunk in chunks for found in chunk), strict=True))
        store.put("picture", ((digest, msgspec.msgpack.encode(found)) for digest, found in fresh.items()))
        known |= fresh
    if old := store.keys("picture") - known.keys():
        store.drop("picture", old)
    return known


def measure_files(places: Sequence[str]) -> list[Measured]:
    return [_measure_any(place) for place in places]


def _measure_any(place: str) -> Measured:
    if os.path.getsize(place) > PICTURE:
        return Measured(trouble="large")
    return _measure_vector(place) if place.lower().endswith(".svg") else _measure(place)


def _measure(place: str) -> Measured:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes and of odd metadata; what matters is asked for below
            with Image.open(place, formats=FORMATS) as image:
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
    except Exception:  # noqa: BLE001 (Pillow's readers raise what their bytes lead them to, struct.error to SyntaxError)
        return Measured(_unshown(place), trouble="broken")
    return Measured(kind, width, height, alpha, moving)


def _unshown(place: str) -> str:
    """The format of a file that is sound and no browser shows, by its first bytes; "" where it is none of those."""
    try:
        with open(place, "rb") as file:
            begin = file.read(12)
    except OSError:
        return ""
    if begin[4:8] == b"ftyp" and begin[8:] in _HEIC:
        return "HEIC"
    return "a Photoshop file" if begin.startswith(b"8BPS") else ""


def _measure_vector(place: str) -> Measured:
    """The size of an SVG by its width and height, else its viewBox (SVG 2, section 8.2); nothing it names is fetched.

    Expat opens no other file, and ends a text whose entities grow beyond all measure with an error.
    """
    root: dict[str, str] = {}
    names: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not names:
            names.append(name)
            root.update(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        with open(place, "rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError:
        return Measured(trouble="broken")
    except (ValueError, LookupError):  # an encoding that Python lacks, or of several bytes a letter: browsers know more
        return Measured("SVG")
    if names[0].rpartition(":")[2] != "svg":
        return Measured(trouble="broken")
    box = [_pixels(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    wide, high = box[2:] if len(box) == 4 else (0.0, 0.0)
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if wide and high:  # one that is not said follows from the other
        width, height = width or (height * wide / high) or wide, height or (width * high / wide) or high
    known = 1 <= width < 1e6 and 1 <= height < 1e6
    return Measured("SVG", round(width), round(height)) if known else Measured("SVG")


def _pixels(length: str) -> float:
    """A length in pixels; 0 for none, and for one in percent or in letters' sizes."""
    length = length.strip().lower()
    number = length.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(number) * _UNITS.get(length[len(number) :], 0.0)
    except ValueError:
        return 0.0
