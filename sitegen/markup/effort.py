"""How much work a text makes for a Markdown engine: counted in characters gone over, so that it is the same everywhere.

An engine that goes over the rest of a text for each `[` or `<b` that comes to nothing takes hours for a megabyte of
them. What it does is counted instead of mended, as no such construct can be told from a sound one before it was tried.
"""

from __future__ import annotations

from sitegen.bounds import EFFORT


class TooMuchEffortError(Exception):
    """The text is too much work; `near` is how the part begins that it was given up at."""

    def __init__(self, near: str) -> None:
        super().__init__("too much effort")
        self.near = near


_spent = 0  # by the text that this process reads now


def start() -> None:
    """A text begins: nothing is spent yet."""
    global _spent  # noqa: PLW0603 (the engine's instances are shared by texts, and know of none)
    _spent = 0


def spend(characters: int, part: str) -> None:
    """So many characters are gone over for a part of the text. Raises TooMuchEffortError when that was the last."""
    global _spent  # noqa: PLW0603
    _spent += characters
    if _spent > EFFORT:
        raise TooMuchEffortError(part[:200])
