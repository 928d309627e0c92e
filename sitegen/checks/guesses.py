"""How many known words one check goes over to say which may be meant by an unknown one."""

from __future__ import annotations

from collections.abc import Collection

from sitegen.bounds import COMPARED


class Guesses:
    """What is left of `bounds.COMPARED`, letters of known words, as often as each is gone over."""

    def __init__(self) -> None:
        self._left = COMPARED

    def among(self, known: Collection[str]) -> tuple[str, ...]:
        """The known words, to be gone over once; none when enough was compared."""
        if self._left >= 0:
            self._left -= sum(map(len, known))
        return tuple(known) if self._left >= 0 else ()
