"""What picture files hold, whatever they claim; and that it is found out once."""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path

import pytest

from sitegen.content.pictures import measure, measure_files
from sitegen.engine.digest import digest_bytes
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.newsroom.plan.pictures import LONGEST_SIDE, MOST_PIXELS, Measured
from tests.fuzz.found import found_by
from tests.pictures import moving, picture


def claiming(width: int, height: int) -> bytes:
    """A PNG whose header says so, and that holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect/></svg>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>&j;</text></svg>'
)
OUTSIDE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format('viewBox="0 0 40 20"').replace(
    "<rect/>", "<text>&x;</text>"
)


def encoded(encoding: str, called: str = "") -> bytes:
    """An SVG of 9 by 9 pixels that says in which encoding it is."""
    text = f'<?xml version="1.0" encoding="{called or encoding}"?>' + SVG.format('width="9" height="9"')
    return text.encode(encoding)


BROKEN = Measured(trouble="broken")

HELD: dict[str, tuple[str, bytes, Measured]] = {
    "a JPEG": ("a.jpg", picture(), Measured("JPEG", 64, 48)),
    "a JPEG on its side": ("a.jpg", picture(turned=6), Measured("JPEG", 48, 64)),
    "a TIFF on its side": ("a.tif", picture("TIFF", turned=6), Measured("TIFF", 48, 64)),
    "a WebP on its side": ("a.webp", picture("WEBP", turned=8), Measured("WEBP", 48, 64)),
    "a JPEG on no known side": ("a.jpg", picture(turned=9), Measured("JPEG", 64, 48)),
    "a PNG that is called a JPEG": ("a.jpg", picture("PNG"), Measured("PNG", 64, 48)),
    "a PNG with alpha": ("a.png", picture("PNG", mode="RGBA"), Measured("PNG", 64, 48, alpha=True)),
    "a WebP": ("a.webp", picture("WEBP"), Measured("WEBP", 64, 48)),
    "an AVIF": ("a.avif", picture("AVIF"), Measured("AVIF", 64, 48)),
    "a still GIF": ("a.gif", picture("GIF"), Measured("GIF", 64, 48)),
    "a moving GIF": ("a.gif", moving(), Measured("GIF", 20, 10, moving=True)),
    "a moving WebP": ("a.webp", moving("WEBP"), Measured("WEBP", 20, 10, moving=True)),
    "a JPEG cut off": ("a.jpg", picture(size=(400, 300))[:-200], BROKEN),
    "a PNG cut off": ("a.png", picture("PNG", (400, 300))[:-60], BROKEN),
    "a text": ("a.jpg", b"This is no picture.", BROKEN),
    "nothing": ("a.png", b"", BROKEN),
    "a page of PostScript": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", BROKEN),
    "a bomb": ("a.png", claiming(100_000, 100_000), Measured(trouble="large")),
    "a little too large": ("a.png", claiming(10_000, MOST_PIXELS // 10_000 + 1), Measured(trouble="large")),
    "a little too tall": ("a.png", claiming(9, LONGEST_SIDE + 1), Measured(trouble="large")),
    "a little too wide": ("a.tif", picture("TIFF", (LONGEST_SIDE + 1, 1)), Measured(trouble="large")),
    "an SVG with a size": ("a.svg", SVG.format('width="120" height="60px"').encode(), Measured("SVG", 120, 60)),
    "an SVG with units": ("a.svg", SVG.format('width="1in" height="72pt"').encode(), Measured("SVG", 96, 96)),
    "an SVG with a box": ("a.svg", SVG.format('width="100%" viewBox="0,0 40 20"').encode(), Measured("SVG", 40, 20)),
    "an SVG with half a size": (
        "a.svg",
        SVG.format('width="20" viewBox="0 0 40 20"').encode(),
        Measured("SVG", 20, 10),
    ),
    "an SVG of no size": ("a.svg", SVG.format('height="auto"').encode(), Measured("SVG")),
    "an SVG of senseless size": ("a.svg", SVG.format('width="nan" height="1e300"').encode(), Measured("SVG")),
    "an SVG with a script": (
        "a.SVG",
        b"<svg width='9' height='9'><script>x()</script></svg>",
        Measured("SVG", 9, 9, runs="<script>"),
    ),
    "an SVG that names a file": ("a.svg", OUTSIDE.encode(), Measured("SVG", 40, 20, runs="the entity x")),
    "an SVG of a billion laughs": ("a.svg", LAUGHS.encode(), BROKEN),
    "an SVG cut off": ("a.svg", SVG.format("")[:-5].encode(), BROKEN),
    "an SVG in Latin letters": ("a.svg", encoded("ISO-8859-1"), Measured("SVG", 9, 9)),
    "an SVG in UTF-16": ("a.svg", encoded("UTF-16"), Measured("SVG", 9, 9)),
    **{
        f"an SVG in an encoding that the parser lacks, {name}": (
            "a.svg",
            encoded("ASCII", name),
            Measured("SVG", runs="text in an unknown encoding"),
        )
        for name in ("gb2312", "Shift_JIS", "x-none", "hex", "idna", "undefined")
    },
    "a page that is called an SVG": ("a.svg", b"<html></html>", BROKEN),
}


@pytest.mark.parametrize("case", HELD)
def test_a_file_is_what_it_holds(case: str, tmp_path: Path) -> None:
    name, data, expected = HELD[case]
    (tmp_path / name).write_bytes(data)
    begun = time.perf_counter()
    assert measure_files([(str(tmp_path / name), digest_bytes(data))]) == [expected]
    assert time.perf_counter() - begun < 5


def test_each_content_is_looked_at_once(tmp_path: Path) -> None:
    place = tmp_path / "a.jpg"
    place.write_bytes(picture())
    store = Store(tmp_path / "cache.sqlite", b"1")
    with Pool(1) as pool:
        one, other = digest_bytes(picture()), digest_bytes(b"no picture")
        (tmp_path / "b.jpg").write_bytes(b"no picture")
        found = measure([(one, str(place)), (other, str(tmp_path / "b.jpg"))], store, pool)
        assert found == {one: Measured("JPEG", 64, 48), other: BROKEN}
        place.unlink()
        assert measure([(one, str(place))], store, pool) == {one: Measured("JPEG", 64, 48)}
        assert store.keys("picture") == {one}, "what no one asks for is dropped"
    store.close()


@found_by("pictures")
def test_a_broken_picture_says_nothing_on_the_screen_that_names_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = picture("TIFF", (8, 6))
    samples = whole.index(b"\x15\x01\x03\x00\x01\x00\x00\x00")  # the tag SamplesPerPixel (TIFF 6.0)
    data = whole[: samples + 8] + (5150).to_bytes(2, "little") + whole[samples + 10 :]
    place = tmp_path / "a.tiff"
    place.write_bytes(data)
    assert [found.trouble for found in measure_files([(str(place), digest_bytes(data))])] == ["broken"]
    assert capsys.readouterr() == ("", "")
