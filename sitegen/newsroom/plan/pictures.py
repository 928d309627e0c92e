"""Pictures: what a file holds, in which sizes it is published, and what is said of one that cannot be shown.

Pure: what files hold is measured in `content/pictures.py`, and the sizes are made in `outputs/pictures.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal
from urllib.parse import quote

from sitegen.bounds import DRAWN, PICTURE, PICTURE_PIXELS, PICTURE_SIDE
from sitegen.diagnostics import Code, Diagnostic
from sitegen.model import Document, Post, Reference, StandingPage, Value
from sitegen.newsroom import contexts
from sitegen.newsroom.links import Internal, Targets
from sitegen.newsroom.plan.output import Copy, Output, Rank, Rendition
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path, slugify, split_url

# What may be shown as a picture, by the end of its name. HEIC and HEIF no browser shows, but phones send them.
ENDINGS = tuple(".jpg .jpeg .jpe .jfif .png .webp .gif .avif .bmp .tif .tiff .heic .heif .svg".split())

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")  # no others are read, whatever a file says
WIDTHS = (480, 800, 1200, 1600)  # pixels: a phone's column to a wide one on a dense screen
FALLBACK = 1200  # pixels at most, for old browsers, feeds and previews
WEBP_TALLEST = 16_383  # pixels: its sizes have fourteen bits
LONGEST_STEM = 60
_ORIENTATION = 0x0112

Trouble = Literal["", "broken", "large", "running"]


class Measured(Value, frozen=True):
    """What a picture file holds. `width` and `height` are in pixels, as it is shown; 0 where that is not known.

    `kind` is Pillow's name for its format, or "SVG"; of a broken one, the name of a format that browsers do not show.
    A `moving` picture has several frames. `runs` is what of a drawing would run if it were opened on its own, "" if
    nothing.
    """

    kind: str = ""
    width: int = 0
    height: int = 0
    alpha: bool = False
    moving: bool = False
    trouble: Trouble = ""
    runs: str = ""

    @property
    def drawn_again(self) -> bool:
        """Whether it can be made in other sizes."""
        return not self.trouble and not self.moving and self.kind != "SVG"

    def height_at(self, width: int) -> int:
        """How high it is when it is that wide."""
        return max(1, round(self.height * width / self.width))


def orientation(read: Callable[[], Mapping[int, object]]) -> int:
    """How a picture is to be turned, by the EXIF data that `read` gives: 1 to 8 (EXIF 2.32, tag 274).

    1, upright, where that is not said; and where it is no such number, or cannot be read: whatever can be in a file is.
    """
    try:
        said = read().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 (Pillow raises what the bytes lead it to)
        return 1
    return said if isinstance(said, int) and 1 <= said <= 8 else 1


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture of the site: `path` is where it is published, under the output folder, `real` its place on disk.

    One that is `private` comes from a bundle: it is published only without what its camera wrote into it, but for
    drawings and moving pictures, which are copied. Files whose names end in none of `ENDINGS` are no pictures here.
    """

    path: str
    real: str
    owner: str
    digest: bytes
    private: bool
    measured: Measured

    @property
    def trouble(self) -> Trouble:
        """Why it is not shown. A drawing of a post must run nothing; static files are the site's own program."""
        return self.measured.trouble or ("running" if self.private and self.measured.runs else "")

    def output(self) -> Output | None:
        """The file at its own URL; None where it cannot be made fit to publish, and for static files, which are."""
        if not self.private or self.trouble:
            return None
        clean = Rendition(self.real, self.digest)
        content = clean if self.measured.drawn_again else Copy(self.real, self.digest)
        return Output(self.path, self.owner, Rank.FILE, content)

    def renditions(self) -> Iterator[Output]:
        """The sizes it is shown in, never larger than it is; its fallback is last."""
        if self.measured.drawn_again:
            for width in self.widths():
                yield self._rendition(width, "WEBP")
            yield self._rendition(min(FALLBACK, self.measured.width), "PNG" if self.measured.alpha else "JPEG")

    def widths(self) -> list[int]:
        """The widths in WebP; the last is its own, or the largest that is made. None where that is too tall for it."""
        own = min(self.measured.width, WIDTHS[-1])
        if self.measured.height_at(own) > WEBP_TALLEST:
            return []
        return [*(width for width in WIDTHS if width < own * 0.9), own]

    def _rendition(self, width: int, form: Literal["WEBP", "JPEG", "PNG"]) -> Output:
        content = Rendition(self.real, self.digest, width, form)
        stem = slugify(self.path.rpartition("/")[2].rpartition(".")[0])[:LONGEST_STEM].strip("-") or "picture"
        mark = blake2b(repr((self.digest, width, form)).encode(), digest_size=6).hexdigest()
        ending = {"WEBP": "webp", "JPEG": "jpg", "PNG": "png"}[form]
        return Output(f"assets/{stem}-{width}.{mark}.{ending}", self.owner, Rank.FILE, content)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures that are shown, and those of bundles, by the path under the output folder; `root` as in `Config`."""

    root: str
    files: Mapping[str, PictureFile]

    def picture(self, url: str, path: str) -> contexts.Picture:
        """The picture at a URL, which is that of the output `path`."""
        file = self.files.get(path)
        if not url or (file and file.trouble):
            return contexts.Picture("", broken=True)
        if file is None:
            return contexts.Picture(url)
        measured = file.measured
        if not measured.drawn_again:
            return contexts.Picture(url, width=measured.width, height=measured.height)
        *sizes, fallback = file.renditions()
        width = min(FALLBACK, measured.width)
        return contexts.Picture(
            src=self._url(fallback),
            width=width,
            height=measured.height_at(width),
            srcset=", ".join(f"{self._url(size)} {wide}w" for size, wide in zip(sizes, file.widths(), strict=True)),
        )

    def _url(self, output: Output) -> str:
        return self.root + quote(output.path)

    def trouble(self, document: Document, reference: Reference, path: str) -> Diagnostic | None:
        """What is wrong with the picture that a reference leads to."""
        file = self.files.get(path)
        if file is None or not file.trouble:
            return None
        return _said(file, document.place, reference.line, reference.column)

    def unnamed_troubles(self, named: Iterable[str]) -> list[Diagnostic]:
        """What is wrong with bundles' pictures that no text names: they are not published either."""
        left = self.files.keys() - set(named)
        files = (self.files[path] for path in sorted(left))
        return [_said(file, file.owner, 0, 0) for file in files if file.private and file.trouble]

    def outputs(self, named: Iterable[str]) -> list[Output]:
        """Bundles' pictures at their own URLs, and the sizes of all that texts name. The same picture is made once."""
        own = [output for file in self.files.values() if (output := file.output())]
        shown = (self.files[path] for path in sorted(set(named) & self.files.keys()))
        sizes = {size.path: size for file in shown for size in file.renditions()}
        return [*own, *sizes.values()]


def _said(file: PictureFile, place: str, line: int, column: int) -> Diagnostic:
    code: Code
    name = "this picture" if place == file.owner else file.owner
    if file.trouble == "large" and file.measured.kind == "SVG":
        code = "large-picture"
        message = f"{name} has more than {DRAWN:,} shapes, for its <use> copy copies of copies: browsers would hang"
        help_ = "save it without copies of copies, or as PNG"
    elif file.trouble == "large":
        code = "large-picture"
        most = f"{PICTURE_PIXELS // 1_000_000} million pixels, {PICTURE_SIDE:,} on a side, or {PICTURE // 1_000_000} MB"
        message = f"{name} has more than {most}"
        help_ = "save it smaller: 2400 pixels are wide enough"
    elif file.trouble == "running":
        code = "bad-picture"
        message = f"{name} holds {file.measured.runs}, which could run a script when it is opened on its own"
        help_ = "save it as a plain SVG, or put it into static/ if you trust it"
    else:
        code, message = "bad-picture", f"{name} is broken, cut off, or no picture that browsers show"
        help_ = "save it again as JPEG, PNG, WebP, GIF or SVG"
        if kind := file.measured.kind:
            message, help_ = f"{name} is {kind}, which browsers do not show", "save it as JPEG and name that file"
    if file.private:
        message += ", so it is not published"
    return Diagnostic(place, line, column, "warning", code, message, help_)


def lead_reference(document: Document) -> Reference | None:
    """The picture that leads a document, as a reference; None where it has none, or another host's."""
    image = document.meta.image
    if image is None:
        return None
    parts = split_url(image.src)
    elsewhere = parts is None or parts.netloc != ""
    return None if elsewhere else Reference(image.src, *document.meta.places.get("image", (1, 1)), picture=True)


def named_pictures(site: Site, targets: Targets) -> set[str]:
    """The paths under the output folder of all that texts and posts show as pictures."""
    found = set()
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        lead = lead_reference(thing.document)
        for reference in (*thing.document.references, *((lead,) if lead else ())):
            if reference.picture:
                _, led = targets.resolve(thing.document, thing.url, reference)
                if isinstance(led, Internal):
                    found.add(output_path(led.url))
    return found
