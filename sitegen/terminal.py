"""A line from whoever sits at the terminal, with the Tab key completing names. Decides nothing about what is asked.

Readline is the standard library's, and what shells use: it works in every terminal and with screen readers (decision
0016). Where there is none, as on Windows, the line is read without completion.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def is_interactive() -> bool:
    """Whether someone can be asked: both what is read and what is written is a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_line(question: str, words: Sequence[str]) -> str:
    """The answer, without its line end. Tab completes the name after the last comma to one of `words`.

    Raises `KeyboardInterrupt` for Ctrl-C, and for Ctrl-D as well: who closes the input answers nothing more.
    """
    try:
        import readline
    except ImportError:
        readline = None  # type: ignore[assignment]
    if readline is not None:
        if "libedit" in (readline.__doc__ or ""):  # macOS
            readline.parse_and_bind("bind ^I rl_complete")
        else:
            readline.parse_and_bind("tab: complete")
            readline.parse_and_bind("set completion-ignore-case on")
        readline.set_completer_delims(",")
        readline.set_completer(lambda text, state: complete(text, words, state))
    try:
        return input(question)
    except EOFError:
        raise KeyboardInterrupt from None


def complete(text: str, words: Sequence[str], state: int) -> str | None:
    """The completion of this number, as readline asks for them one by one: words that begin with `text`, in any case.

    White space before the text, after a comma, stays.
    """
    space, begun = text[: len(text) - len(text.lstrip())], text.strip().casefold()
    found = [space + word for word in words if word.casefold().startswith(begun)]
    return found[state] if state < len(found) else None
