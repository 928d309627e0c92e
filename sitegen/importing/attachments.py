"""The files that come to lie beside a post, and the places in its Markdown that name them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import parts_of
from sitegen.importing.entry import left_over

PICTURES = tuple(".jpg .jpeg .jpe .png .gif .webp .avif .svg .bmp .tif .tiff .heic".split())

_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ \t]*\n)[^`]|(?<!`)(?!(?P=ticks)(?!`))`+)*(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_TARGET = re.compile(
    r"(?P<link>\]\(\s*<?)(?P<a>[^)\s<>]+)"
    r"|(?P<html><(?:img|a|video|audio|source)\b[^<>]*?\s(?:src|href)=[\"'])(?P<b>[^\"'<>\n]+)"
    r"|(?P<reference>^ {0,3}\[[^\]\n]+\]:[ \t]*<?)(?P<c>[^\s<>]+)",
    re.MULTILINE,
)

Find = Callable[[str], str | None]  # a target as written: where that file is on disk, if it is in the source


class Attachments:
    """The files beside one post: where each is on disk, by the name that it has there."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def add(self, real: str, name: str) -> str:
        """Put a file beside the post, and give its name there: never a hidden one, nor one of the program's own."""
        plain = re.sub(r"[^\w.+-]+", "-", name).lstrip(".-") or "file"
        if plain.casefold() in ("index.md", "index.html") or plain.casefold().endswith(".md"):
            plain = f"file-{plain}"
        stem, dot, ending = plain.rpartition(".")
        stem, ending = (stem[:120], dot + ending[:20]) if dot else (plain[:120], "")
        number, chosen = 1, f"{stem}{ending}"
        taken = {known.casefold(): self.files[known] for known in self.files}
        while taken.get(chosen.casefold(), real) != real:
            number += 1
            chosen = f"{stem}-{number}{ending}"
        self.files[chosen] = real
        return chosen


def outside_code(text: str, change: Callable[[str, int], str]) -> str:
    """A Markdown text with each piece that is not code changed; a piece is given with its offset."""
    made, at = [], 0
    for code in _CODE.finditer(text):
        made += [change(text[at : code.start()], at), code[0]]
        at = code.end()
    return "".join([*made, change(text[at:], at)])


def localise(
    text: str, find: Find, attachments: Attachments, place: str, first_line: int
) -> tuple[str, list[Diagnostic]]:
    """The text with the files that it names beside it, no line added, and what readers will not see as before."""
    problems: list[Diagnostic] = []

    def change(piece: str, offset: int) -> str:
        def target(match: re.Match[str]) -> str:
            before, written = next(
                (match[name], match[value])
                for name, value in (("link", "a"), ("html", "b"), ("reference", "c"))
                if match[name] is not None
            )
            real = find(written)
            if real is not None:
                fragment = f"#{written.partition('#')[2]}" if "#" in written else ""
                return f"{before}{quote(attachments.add(real, file_name(written)))}{fragment}"
            start = match.start("link")
            picture = start >= 0 and _opens_picture(piece, start)
            if picture or (match["html"] or "").startswith("<img"):
                at = offset + match.start("a" if start >= 0 else "b")
                if problem := unseen(written, place, *line_and_column(text, at, first_line)):
                    problems.append(problem)
            return match[0]

        return _TARGET.sub(target, piece)

    return outside_code(text, change), problems


def localise_image(
    image: dict[str, str], real: str | None, attachments: Attachments, place: str, line: int
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The picture of a front matter beside the post, where `real` tells that it is in the source; else what to say."""
    source = image["src"]
    if real is not None:
        return {**image, "src": attachments.add(real, file_name(source))}, []
    remote = source.startswith(("http://", "https://"))
    problem = unseen(source if remote else f"/{source.lstrip('/')}", place, line, 0)
    return image if remote else {}, [problem] if problem else []


def unseen(target: str, place: str, line: int, column: int) -> Diagnostic | None:
    """What to say of a picture that is not in the source."""
    if re.match(r"https?://|//", target):
        message = f"the picture {target} is on another host, and readers will see a link to it"
        return left_over(place, line, column, message, "download it, put it beside the post, and write its name")
    if target.startswith("/") or file_name(target).lower().endswith(PICTURES):
        message = f"the picture {target} is not in the source"
        return left_over(place, line, column, message, "put it beside the post, and write its name")
    return None


def file_name(target: str) -> str:
    """The name of the file that a path or an address ends in."""
    try:
        return unquote(parts_of(target).path).rpartition("/")[2]
    except ValueError:
        return ""


def line_and_column(text: str, offset: int, first_line: int) -> tuple[int, int]:
    """The 1-based place of an offset in a text that begins on `first_line` of its file."""
    return text.count("\n", 0, offset) + first_line, offset - text.rfind("\n", 0, offset)


def _opens_picture(piece: str, closing: int) -> bool:
    """Whether the bracket that closes at an offset was opened by `![`."""
    depth = 0
    for at in range(closing, max(-1, closing - 2000), -1):
        if piece[at] == "]":
            depth += 1
        elif piece[at] == "[":
            depth -= 1
            if not depth:
                return at > 0 and piece[at - 1] == "!"
    return False
