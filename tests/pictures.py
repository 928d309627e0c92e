"""Small pictures for tests, made by Pillow when they are needed: `picture`, with what a phone would write into it."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def picture(
    form: str = "JPEG", size: tuple[int, int] = (64, 48), *, turned: int = 1, mode: str = "RGB", **save: Any
) -> bytes:
    """A picture whose left half is red and whose right half is blue, with a camera's name and place in its EXIF data.

    `turned` is its EXIF orientation.
    """
    image = Image.new(mode, size, (200, 30, 30, 255)[: len(mode)])
    image.paste((20, 30, 200, 255)[: len(mode)], (size[0] // 2, 0, *size))
    made = io.BytesIO()
    image.save(made, form, **({} if form in ("GIF", "BMP") else {"exif": _noted(turned)}), **save)
    return made.getvalue()


def _noted(turned: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    exif[MAKE] = "A phone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 8.0, 14.0)
    return exif


def odd_exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """EXIF data of given entries: tag, type, count and four bytes of value, big-endian (TIFF 6.0, section 2)."""
    body = b"".join(struct.pack(">HHI4s", *entry) for entry in entries)
    return b"Exif\0\0MM\0\x2a\0\0\0\x08" + struct.pack(">H", len(entries)) + body + b"\0\0\0\0"


def moving(form: str = "GIF") -> bytes:
    """Two frames."""
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    made = io.BytesIO()
    frames[0].save(made, form, save_all=True, append_images=frames[1:], duration=100)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
