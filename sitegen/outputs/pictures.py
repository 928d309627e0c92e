"""A picture's renditions: upright, in sRGB, without metadata, in the width and format asked for. Why these formats and
qualities: decision 0009.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sitegen.engine.files import read_as_seen
from sitegen.newsroom.plan.output import Rendition
from sitegen.newsroom.plan.pictures import FORMATS, orientation

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

OPTIONS: dict[str, dict[str, Any]] = {
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 80, "progressive": True, "optimize": True},
    "PNG": {"compress_level": 6},
    "GIF": {},
    "AVIF": {"quality": 80},
    "TIFF": {"compression": "tiff_deflate"},
    "BMP": {},
}
OWN_SIZE = {"WEBP": {"quality": 90, "method": 4}}  # a file at its own URL is the author's: it loses little

_TURNS = {  # what makes a picture upright, by its orientation
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def encode(content: Rendition) -> bytes:
    """The bytes of a rendition; its file is known to be sound."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, which all goes
        image, kind, tables = _upright(content.real, content.digest)
    form = content.format or kind
    options = dict(OPTIONS[form])
    if not content.format:
        options |= OWN_SIZE.get(form, {}) | tables
    if content.width and content.width < image.width:
        image = (
            image if image.mode not in ("P", "PA") else image.convert("RGBA" if image.has_transparency_data else "RGB")
        )
        height = max(1, round(image.height * content.width / image.width))
        image = image.resize((content.width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    made = io.BytesIO()
    _fit(image, content.format).save(made, form, **options)
    return made.getvalue()


def forget_last() -> None:
    """Let go of the picture that was read last: one can be large."""
    _upright.cache_clear()


@lru_cache(maxsize=1)  # a picture's sizes are made one after another
def _upright(real: str, digest: bytes) -> tuple[Picture, str, dict[str, Any]]:
    """The picture as it is to be seen, its format, and how its JPEG was compressed, if it is one."""
    from PIL import Image, JpegImagePlugin

    with Image.open(io.BytesIO(read_as_seen(real, digest)), formats=FORMATS) as opened:
        kind = "JPEG" if opened.format == "MPO" else opened.format or ""
        tables = {}
        if kind == "JPEG" and opened.mode in ("L", "RGB"):  # compressed as it was, it loses next to nothing
            sampling = JpegImagePlugin.get_sampling(opened)
            tables = {"qtables": opened.quantization, "subsampling": max(sampling, 0)}  # type: ignore[attr-defined]
        opened.load()
        turn = _TURNS.get(orientation(opened.getexif))  # Pillow's `exif_transpose` fails where other entries are odd
        image = _to_srgb(opened if turn is None else opened.transpose(Image.Transpose[turn]))
        if kind in ("GIF", "PNG") and "transparency" in opened.info and image.mode == opened.mode:
            transparency = opened.info["transparency"]
        else:
            transparency = None
        image = image.copy()  # an image of no format: what the file's format would add of itself stays behind
        image.info = {} if transparency is None else {"transparency": transparency}
    return image, kind, tables


def _to_srgb(image: Picture) -> Picture:
    """The colours as sRGB has them, eight bits each; a profile that cannot be read is passed over."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        target = "RGB" if image.mode in ("CMYK", "L") else image.mode
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            made = None
        image = made or image
    return image if image.mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA") else image.convert("RGB")


def _fit(image: Picture, form: str) -> Picture:
    """The picture in colours that a format holds; its own ("") holds what it held."""
    if form == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if form in ("WEBP", "PNG") and image.mode not in ("RGB", "RGBA", "L"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image
