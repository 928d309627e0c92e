"""Pictures that the build draws, renditions and social cards: made once for each content, and kept in the cache.

They are known by a digest of what they are made from and of the recipe: the code and the libraries that draw them.
"""

from __future__ import annotations

import errno
import sys
from functools import lru_cache
from pathlib import Path

from sitegen.diagnostics import Diagnostic, SiteError
from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import Changed
from sitegen.engine.kept import kept
from sitegen.newsroom.plan.output import Rendition, SocialCard

DRAWN = "picture"  # the input by which manifests know what is in the cache

_CODE = (  # under `sitegen/`
    "newsroom/plan/cards.py",
    "newsroom/plan/pictures.py",
    "outputs/cards.py",
    "outputs/language.py",
    "outputs/lettering.py",
    "outputs/pictures.py",
)
_LIBRARIES = ("babel", "pillow", "font-source-serif-pro", "font-source-sans-pro")


@lru_cache(maxsize=1)
def recipe() -> bytes:
    """The digest of all that decides how pictures are drawn, beside what is drawn."""
    from importlib.metadata import version

    folder = Path(__file__).parent.parent
    code = [(folder / name).read_bytes() for name in _CODE]
    return digest_bytes(*code, *(version(name).encode() for name in _LIBRARIES))


def forget() -> None:
    """Let go of the picture that was read last: one can be large."""
    if "sitegen.outputs.pictures" in sys.modules:
        from sitegen.outputs.pictures import forget_last

        forget_last()


def draw(content: Rendition | SocialCard, owner: str, folder: Path, key: bytes) -> bytes:
    """The picture's bytes, from the cache in `folder` or made now.

    Raises `SiteError` where it cannot be made: the file of its `owner` is sound as far as could be seen, but what
    libraries make of odd bytes is only known when they are asked.
    """
    return kept(folder, key, lambda: _made(content, owner))


def _made(content: Rendition | SocialCard, owner: str) -> bytes:
    try:
        if isinstance(content, Rendition):
            from sitegen.outputs.pictures import encode

            return encode(content)
        from sitegen.outputs.cards import draw_card

        return draw_card(content)
    except Changed:
        raise
    except MemoryError:  # which says nothing of what is drawn
        raise OSError(errno.ENOMEM, "there is not enough memory to draw the picture", owner) from None
    except Exception as problem:
        if isinstance(content, Rendition):
            message = f"{owner} cannot be drawn in another size"
            help_ = "save it again as JPEG, PNG, WebP, GIF or SVG"
        else:
            message = f"the social card of {owner} cannot be drawn"
            help_ = "set cards.font to another font, or cards.enabled to false"
        said = f"{message} ({type(problem).__name__}: {problem})"
        raise SiteError([Diagnostic(owner, 0, 0, "error", "bad-picture", said, help_)]) from problem
