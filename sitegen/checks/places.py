"""How checks ask for places: the lines of files, and where settings stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Lines = Callable[[str], Sequence[str]]  # a file's lines, by its path from the site's root; none where it has none
Locate = Callable[[tuple[str, ...]], tuple[int, int]]  # a setting's line and column in the configuration, by its path
