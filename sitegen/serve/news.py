"""What an open page has missed since it was read: whether it is another, and which of its styles and pictures are.

Values in, values out; knows no socket and no file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

PROBLEMS = ".sitegen/problems"  # the path, from the host's root, of what is wrong
PAGE = "*"  # livereload knows no file of that name, and reloads the page
STYLES = (".css",)
PICTURES = (".jpg", ".jpeg", ".png", ".gif")  # those that livereload can swap


class News:
    """When each published file was last written or removed, by numbers that grow, also from one server to the next."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._written: dict[str, int] = {}
        self._everywhere = 0

    def note(self, paths: Iterable[str], *, everywhere: bool, at: int) -> None:
        """These have been written or removed `at` a number; `everywhere` if any page may be another by it."""
        number = max(self.number + 1, at)
        self._written.update(dict.fromkeys(paths, number))
        if everywhere:
            self._everywhere = number
        self.number = number  # last: whoever read it before will be told

    def missed(self, files: Collection[str], root: str, since: int) -> list[str]:
        """The paths, as livereload is told them, of what is another for a page of these files, read at `since`."""
        fresh = [path for path, at in self._written.copy().items() if at > since]
        if self._everywhere > since or any(path in files for path in fresh):
            return [PAGE]
        swapped = [root + path for path in fresh if path.lower().endswith(STYLES + PICTURES)]
        return [*swapped, *(f"/{path}" for path in fresh if path == PROBLEMS)]
