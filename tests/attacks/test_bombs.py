"""Bombs: files of few bytes that are much once they are opened. Pictures beside a post, and feeds to move in from."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from sitegen.content.drawings import measure_drawing
from tests.attacks.bounded import build, run
from tests.attacks.table import Attempts, attack
from tests.pictures import picture
from tests.site import make_site, post

SECRET = "a secret of the machine"
ENDINGS = {"png": "PNG", "gif": "GIF", "webp": "WEBP", "jpg": "JPEG", "avif": "AVIF", "tif": "TIFF", "bmp": "BMP"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG (PNG 3, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def zeros(size: int) -> bytes:
    """So many zeros, deflated to a thousandth."""
    deflate = zlib.compressobj(9)
    parts = [deflate.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(parts) + deflate.compress(bytes(size & 0xFFFFF)) + deflate.flush()


def png(width: int, height: int, pixels: bytes = b"", before: bytes = b"") -> bytes:
    """A grey one of deflated pixels, with chunks before them."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif(frames: int, side: int) -> bytes:
    """Frames of one pixel each on a large screen (GIF89a)."""
    screen = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x01\0\0\0\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return screen + frame * frames + b";"


def patched(form: str, at: bytes, skip: int, size: bytes) -> bytes:
    """A small picture that says it is of another size."""
    data = bytearray(picture(form))
    place = data.index(at) + skip
    data[place : place + len(size)] = size
    return bytes(data)


def copies(levels: int) -> str:
    """A drawing of copies of copies, ten each: 10 to the power of `levels` squares."""
    groups = "".join(f'<g id="a{n + 1}">' + f'<use xlink:href="#a{n}"/>' * 10 + "</g>" for n in range(levels))
    return f'{SVG}<rect id="a0" width="9" height="9"/>{groups}</svg>'


def entities(levels: int, root: str) -> str:
    """A DOCTYPE with entities of entities, ten each: the last is 10 to the power of `levels` letters and more."""
    inner = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(levels))
    return f'<!DOCTYPE {root} [<!ENTITY a0 "aaaaaaaaaa">{inner}]>'


def bombs(size: int) -> dict[str, tuple[bytes | str, str]]:
    """By name: the file, and the code of what is said of it, "" where it is shown. `size` is of what is deflated."""
    line = zlib.compress(bytes(65))
    wide, side = (65_500, 8_900) if size > 100_000_000 else (1_000, 500)  # the largest that there may be
    return {
        "declared.png": (png(65_000, 65_000), "large-picture"),
        "all.png": (png(2**31 - 1, 2**31 - 1), "large-picture"),
        "empty.png": (png(8_000, 9_900), "bad-picture"),
        "wide.png": (png(wide, 1_221, zeros((wide + 1) * 1_221)), ""),
        "square.png": (png(side, side, zeros((side + 1) * side)), ""),
        "pixels.png": (png(64, 1, zeros(size)), ""),
        "text.png": (png(64, 1, line, chunk(b"zTXt", b"a\0\0" + zeros(size))), "bad-picture"),
        "words.png": (png(64, 1, line, chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(size))), "bad-picture"),
        "texts.png": (png(64, 1, line, chunk(b"zTXt", b"a\0\0" + zeros(1 << 20)) * 99), "bad-picture"),
        "colours.png": (png(64, 1, line, chunk(b"iCCP", b"a\0\0" + zeros(size))), "bad-picture"),
        "frames.gif": (gif(size // 10_000, 10), ""),
        "screens.gif": (gif(size // 5_000, 8_900), ""),
        "declared.gif": (gif(1, 65_535), "large-picture"),
        "declared.webp": (patched("WEBP", b"VP8X", 12, b"\xff\x3f\0\xff\x3f\0"), "large-picture"),
        "declared.jpg": (patched("JPEG", b"\xff\xc0", 5, b"\xff\xff\xff\xff"), "large-picture"),
        "grown.jpg": (patched("JPEG", b"\xff\xc0", 5, struct.pack(">HH", side, side)), ""),
        "declared.avif": (patched("AVIF", b"ispe", 8, b"\0\0\xff\xff\0\0\xff\xff"), ""),
        "copies.svg": (copies(9), "large-picture"),
        "tower.svg": (copies(5_000), "large-picture"),
        "letters.svg": (f"{entities(9, 'svg')}{SVG}<text>&a9;</text></svg>", "bad-picture"),
        "attribute.svg": (f'{entities(9, "svg")}{SVG}<g id="&a9;"/></svg>', "bad-picture"),
        "square.svg": (
            f'<!DOCTYPE svg [<!ENTITY x "{"a" * 50_000}">]>{SVG}<text>{"&x;" * 50_000}</text></svg>',
            "bad-picture",
        ),
        "file.svg": (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "SECRET">]>{SVG}<text>&x;</text></svg>', "bad-picture"),
        "parameter.svg": (f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "SECRET"> %x;]>{SVG}</svg>', "bad-picture"),
        "doctype.svg": (f'<!DOCTYPE svg SYSTEM "SECRET">{SVG}</svg>', ""),
        "deep.svg": (f"{SVG}{'<g>' * (size // 1_000)}{'</g>' * (size // 1_000)}</svg>", ""),
        "long.svg": (f"{SVG.replace(chr(34) + '9' + chr(34), chr(34) + '9' * 99_999 + chr(34), 1)}</svg>", ""),
    }


@attack(
    "Excess",
    "pictures that are bombs: huge by what they say or once inflated, in texts, colours, frames, copies and entities",
    "a page, or a message that names the file, within five minutes of processor time and 1.5 GB; nothing else is read",
)
@pytest.mark.soak
def test_pictures_that_are_bombs_are_shown_or_named(tmp_path: Path, attempts: Attempts) -> None:
    (tmp_path / "secret").write_text(SECRET)
    tried = bombs(attempts.times(500_000_000, quick=8_000_000))
    files: dict[str, str | bytes] = {}
    for number, (name, (bomb, _)) in enumerate(tried.items()):
        data = bomb.replace("SECRET", (tmp_path / "secret").as_uri()) if isinstance(bomb, str) else bomb
        files[f"content/posts/p{number}/{name}"] = data
        text = f"![A picture]({name})\n"
        files[f"content/posts/p{number}/index.md"] = post(f"P{number}", body=text, image={"src": name, "alt": "x"})
    ended, said = build(tmp_path / "site", files)
    assert ended == 0, said[-900:]
    for number, (name, (_, code)) in enumerate(tried.items()):
        told = set(
            re.findall(rf"^content/posts/p{number}/index\.md:[\d:]+ warning\[(\S+-picture)\]", said, re.MULTILINE)
        )
        if name != "declared.avif":  # some versions of its library believe what it says
            assert told == ({code} if code else set()), (name, told)
        attempts.made()
    for path in (tmp_path / "site" / "public").rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path


@attack(
    "Excess",
    "pictures of every format that break off somewhere, go on after their end, or are of another format",
    "a page, or a message that names the file",
)
def test_pictures_that_break_off_are_shown_or_named(tmp_path: Path, attempts: Attempts) -> None:
    files: dict[str, str | bytes] = {}
    for ending, form in ENDINGS.items():
        data = picture(form)
        ends = sorted({len(data) * n // attempts.times(25, quick=2) for n in range(1, attempts.times(25, quick=2))})
        tried = [*(data[:end] for end in ends), data + b"x" * 1_000, picture("PNG" if form != "PNG" else "GIF")]
        files |= {f"content/posts/a/{ending}{n}.{ending}": each for n, each in enumerate(tried)}
    shown = "\n\n".join(f"![A picture]({name.rpartition('/')[2]})" for name in files)
    count = len(files)
    ended, said = build(tmp_path / "site", {**files, "content/posts/a/index.md": post(body=shown)})
    assert ended == 0, said[-900:]
    assert "Traceback" not in said
    assert said.count("warning[bad-picture]: content/posts/a/") >= count // 4
    attempts.made(count)


def test_copies_in_a_drawing_are_counted_as_browsers_draw_them() -> None:
    assert measure_drawing(copies(5).encode()).trouble == ""
    assert measure_drawing(copies(6).encode()).trouble == "large"
    itself = (
        f'{SVG}<g id="a"><use href="#a"/><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#none"/></svg>'
    )
    assert measure_drawing(itself.encode()).trouble == ""


ITEM = "<item><title>{}</title><pubDate>Fri, 21 Nov 2025 12:00:00 GMT</pubDate><description>{}</description></item>"
WORDPRESS = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
POST = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"


def feeds(size: int) -> dict[str, tuple[str, bool]]:
    """What is moved in from, and whether nothing of it may be."""
    grown = f'<!DOCTYPE rss [<!ENTITY x "{"a" * 50_000}">]>'
    file, parameter = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "SECRET">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "SECRET"> %x;]>',
    )
    item = ITEM.format("&a9;", "&a9;")
    return {
        "letters": (f"{entities(9, 'rss')}<rss><channel>{item}</channel></rss>", True),
        "letters of an attribute": (f'{entities(9, "rss")}<rss version="&a9;"><channel>{item}</channel></rss>', True),
        "letters, in WordPress": (
            f"{entities(9, 'rss')}<rss {WORDPRESS}><channel>{item[:-7]}{POST}</item></channel></rss>",
            True,
        ),
        "letters, in Atom": (
            f'{entities(9, "feed")}<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&a9;</title></entry></feed>',
            True,
        ),
        "one long entity": (f"{grown}<rss><channel>{ITEM.format('A', '&x;' * 50_000)}</channel></rss>", True),
        "a file": (f"{file}<rss><channel>{ITEM.format('A', '&x;')}</channel></rss>", True),
        "a file, in WordPress": (f"{file}<rss {WORDPRESS}><channel>{ITEM.format('&x;', POST)}</channel></rss>", True),
        "a file of declarations": (f"{parameter}<rss><channel>{ITEM.format('A', 'B')}</channel></rss>", True),
        "a DOCTYPE elsewhere": (
            f'<!DOCTYPE rss SYSTEM "SECRET"><rss><channel>{ITEM.format("A", "B")}</channel></rss>',
            False,
        ),
        "an inclusion": (
            '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
            + ITEM.format("A", '<xi:include parse="text" href="SECRET"/>')
            + "</channel></rss>",
            False,
        ),
        "elements in elements": (f"<rss><channel>{'<a>' * size}{'</a>' * size}</channel></rss>", True),
        "tags in tags": (
            f"<rss><channel>{ITEM.format('A', '&lt;div&gt;' * (size // 10))}</channel></rss>",
            False,
        ),
        "quotes in quotes": (
            f"<rss><channel>{ITEM.format('A', '&lt;blockquote&gt;&lt;ul&gt;' * (size // 100))}</channel></rss>",
            False,
        ),
        "a long text": (f"<rss><channel>{ITEM.format('T' * size, '&lt;b&gt;B ' * size)}</channel></rss>", True),
        "many items": (f"<rss><channel>{ITEM.format('A', 'B') * (size // 100)}</channel></rss>", False),
    }


@attack(
    "Excess",
    "feeds and WordPress exports to move in from whose entities explode or name files, or that are deep or long",
    "posts, or a message with the file’s name, within the same bounds; nothing elsewhere is read",
)
@pytest.mark.soak
@pytest.mark.parametrize("name", feeds(1))
def test_feeds_that_are_bombs_are_moved_in_or_refused(name: str, tmp_path: Path, attempts: Attempts) -> None:
    (tmp_path / "secret").write_text(SECRET)
    text, refused = feeds(300_000)[name]
    source = tmp_path / "feed.xml"
    source.write_text(text.replace("SECRET", (tmp_path / "secret").as_uri()))
    ended, said = run("import", source, "--site", make_site(tmp_path / "site", {}))
    assert "Traceback" not in said
    assert ended in (0, 1), said[-600:]
    posts = [*(tmp_path / "site").rglob("*.md")]
    assert bool(posts) == (not refused), said[-600:]
    assert not refused or "feed.xml" in said
    for path in (path for path in (tmp_path / "site").rglob("*") if path.is_file()):
        assert SECRET not in path.read_text(encoding="utf-8"), path
    attempts.made()
