"""What is known of an address: the answer to asking for it; and of all together. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from sitegen.diagnostics import Diagnostic

Kind = Literal["good", "dead", "unreachable", "no-host", "closed", "private"]


class Answer(Struct, frozen=True):
    """`said` is what happened, as the end of a sentence about the link; `moved` where it leads for good, or "".

    - `good`: the page is there.
    - `dead`: the host says that it is not.
    - `unreachable`: nobody can tell, because the host fails or is slow; `no-host`: because its name is unknown.
    - `closed`: the host answers, but not programs (or not without a login), so that nothing is known of the page.
    - `private`: the host has a private address, and was not asked.
    """

    kind: Kind
    said: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, graded, and of how many different addresses the answer was `known`, `asked`, or is `left` to ask.

    `closed` is how many of them are on hosts that answer no programs. `offline`: no host's name could be looked up, so
    nothing is said of any.
    """

    diagnostics: tuple[Diagnostic, ...]
    known: int
    asked: int
    left: int
    closed: int
    offline: bool
