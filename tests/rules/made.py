"""What examples of docs/rules.md need that cannot be written as text: a file in another encoding, a picture, a link.

Each function is called after the example's files are written, with the site's folder and whether it is the wrong one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path


def old_encoding(site: Path, wrong: bool) -> None:
    for post in site.glob("content/posts/*.md") if wrong else ():
        post.write_text(post.read_text(encoding="utf-8"), encoding="cp1252")


def huge_picture(site: Path, wrong: bool) -> None:
    side = 20_000 if wrong else 60
    size = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit a pixel, none of them set
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = ((b"IHDR", size), (b"IDAT", rows), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    (site / "content/posts/chips/rack.png").write_bytes(b"\x89PNG\r\n\x1a\n" + made)


def outside(site: Path, wrong: bool) -> None:
    plan, shown = site.parent / f"plan-{site.name}.txt", site / "static" / "plan.txt"
    plan.write_text("Racks need chips.\n", encoding="utf-8")
    shown.parent.mkdir()
    if wrong:
        shown.symlink_to(plan)
    else:
        plan.rename(shown)


MADE: dict[str, Callable[[Path, bool], None]] = {
    "bad-encoding": old_encoding,
    "large-picture": huge_picture,
    "link-out": outside,
}
