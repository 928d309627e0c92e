"""Git's marks around two versions of a text that it could not merge: where they are, and what to say of them."""

from __future__ import annotations

MESSAGE = "git left two versions here, of two people's edits"
HELP = "keep one of the two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>"


def conflicts(text: str) -> tuple[int, ...]:
    """The lines, from 1, where a conflict begins: those of its three marks that stand in this order."""
    if "<<<<<<<" not in text:
        return ()
    found: list[int] = []
    begun, parted = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if line == "<<<<<<<" or line.startswith("<<<<<<< "):
            begun, parted = number, False
        elif begun and line.rstrip() == "=======":
            parted = True
        elif parted and (line == ">>>>>>>" or line.startswith(">>>>>>> ")):
            found.append(begun)
            begun, parted = 0, False
    return tuple(found)
