"""Bytes that are no UTF-8 text: where that begins, which encoding it probably is, and what to do. Reads no file."""

from __future__ import annotations

from codecs import BOM_UTF8

SAVE = "save the file as UTF-8: editors offer it where they save, or name the encoding"
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, at the beginning of a file (RFC 2781, section 3.2)


class NotText(Exception):
    """What is wrong, the line and column (1-based, in characters), and what to do."""

    def __init__(self, place: tuple[int, int], message: str, help_: str = SAVE) -> None:
        super().__init__(message)
        self.place, self.message, self.help = place, message, help_


def as_text(data: bytes) -> str:
    """The text of a file without a byte order mark; raises `NotText` where it is not UTF-8."""
    if is_utf16(data):
        raise NotText((1, 1), "this file is in UTF-16, and can be read only in UTF-8")
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        start = problem.start
    lines = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    place = (len(lines), len(lines[-1].decode()) + 1)
    message = f"byte 0x{data[start]:02x} is not UTF-8"
    meant = data[start : start + 1].decode("cp1252", errors="ignore")
    if meant.isprintable() and meant:
        message = f"{message}; in Windows-1252 it is {meant}"
    raise NotText(place, message)


def is_utf16(data: bytes) -> bool:
    """Whether these bytes begin as UTF-16 does: with its mark, or with letters beside zeros."""
    begins = data[:64]
    pairs = len(begins) // 2
    zeros = sorted((begins[::2].count(0), begins[1::2].count(0)))
    return data.startswith(_MARKS) or (4 * zeros[1] > 3 * pairs > 3 and 4 * zeros[0] < pairs)
