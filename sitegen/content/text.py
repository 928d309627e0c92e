"""Bytes of a file to text, or the diagnostic that says why not."""

from __future__ import annotations

from sitegen.diagnostics import Diagnostic


class Unreadable(Exception):
    """A content or data file that cannot be read at all; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def decode(data: bytes, path: str) -> str:
    r"""The file's text, with `\n` line ends and no byte order mark; raises `Unreadable` where it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - (data.rfind(b"\n", 0, problem.start) + 1) + 1
        message = f"byte 0x{data[problem.start]:02x} is not UTF-8"
        help_ = "save the file in the UTF-8 encoding"
        raise Unreadable(Diagnostic(path, line, column, "error", "bad-encoding", message, help_)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
