"""Pictures of odd shapes, and with odd notes of a camera: made as well as can be, or said, and never a crash."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from sitegen.engine.digest import digest_bytes
from sitegen.newsroom.plan.output import Rendition
from sitegen.outputs.pictures import encode
from tests.pictures import ORIENTATION, odd_exif, opened, picture
from tests.site import Build, post

POST = "content/posts/a/index.md"
PAGE = "/2025/11/22/a/"

TALL = {  # form, size, and the formats it is published in beside its own
    "a scroll": ("PNG", (80, 17_000), ["jpg"]),
    "a scroll that is WebP's tallest": ("PNG", (20, 16_383), ["jpg", "webp"]),
    "a scroll that one sees through": ("PNG", (20, 65_500), ["png"]),
    "a very wide one": ("JPEG", (20_000, 10), ["jpg", *["webp"] * 4]),
}


@pytest.mark.parametrize("case", TALL)
def test_a_picture_taller_than_webp_can_be_goes_without_it(case: str, built: Build) -> None:
    form, size, formats = TALL[case]
    mode = "RGBA" if "sees through" in case else "RGB"
    data = picture(form, size, mode=mode)
    site = built({POST: post(body="![](x.img.png)\n"), "content/posts/a/x.img.png": data})
    assert site.problems == []
    made = sorted(path.rpartition(".")[2] for path in site.files() if path.startswith("assets/x-img-"))
    assert made == formats
    assert len(site.page(PAGE).cssselect(".text source")) == ("webp" in formats)
    (img,) = site.page(PAGE).cssselect(".text img")
    assert img.get("src").endswith(formats[0])


SIDEWAYS = (ORIENTATION, 3, 1, b"\0\6\0\0")
ODD = {  # what is noted in the file, and whether it is turned
    "a width in words": (odd_exif((0x0100, 2, 4, b"abc\0"), SIDEWAYS), True),
    "a width below nothing": (odd_exif((0x0100, 9, 1, b"\xff\xff\xff\xff"), SIDEWAYS), True),
    "an endless width": (odd_exif((0x0100, 11, 1, b"\x7f\x80\0\0"), SIDEWAYS), True),
    "strips in words": (odd_exif((0x0111, 2, 4, b"abc\0"), SIDEWAYS), True),
    "a side in words": (odd_exif((ORIENTATION, 2, 2, b"6\0\0\0")), False),
    "no side that there is": (odd_exif((ORIENTATION, 3, 1, b"\0\x63\0\0")), False),
    "a broken end": (odd_exif(SIDEWAYS)[:-9], False),
    "nothing but noise": (b"Exif\0\0" + bytes(range(40)), False),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", ODD)
def test_odd_notes_of_a_camera_end_no_build(case: str, built: Build) -> None:
    exif, turned = ODD[case]
    plain = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(plain, "JPEG", exif=exif)
    site = built({POST: post(body="![](a.jpg)\n"), "content/posts/a/a.jpg": plain.getvalue()})
    assert site.problems == []
    (img,) = site.page(PAGE).cssselect(".text img")
    assert (img.get("width"), img.get("height")) == (("40", "60") if turned else ("60", "40"))
    for path, data in site.files().items():
        if path.endswith("a.jpg") or path.startswith("assets/a-"):
            assert opened(data).size == ((40, 60) if turned else (60, 40)), path
            assert not opened(data).getexif(), path


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_is_turned_as_pillow_would(turned: int, tmp_path: Path) -> None:
    for form in ("PNG", "TIFF"):
        (tmp_path / form).write_bytes(data := picture(form, turned=turned))
        upright = ImageOps.exif_transpose(opened(data))
        assert opened(encode(Rendition(str(tmp_path / form), digest_bytes(data)))).tobytes() == upright.tobytes(), form


def test_a_picture_that_cannot_be_encoded_is_said_by_its_file(built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Rendition) -> bytes:
        raise struct.error("encoding error 6")

    monkeypatch.setattr("sitegen.outputs.pictures.encode", fail)
    site = built({POST: post(body="![](a.jpg)\n"), "content/posts/a/a.jpg": picture()})
    assert site.result.failed
    (problem,) = site.problems
    assert problem.startswith("content/posts/a/a.jpg: error[bad-picture]: ")
    assert "encoding error 6" in problem
    assert "save it again" in problem
