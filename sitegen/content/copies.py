"""How many elements a drawing has when each `<use>` is taken for a copy of what it names: what a browser draws.

Ten copies of ten copies, nine times over, are a thousand million elements in two kilobytes. Reads no XML itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.bounds import DRAWN

_XLINK = "http://www.w3.org/1999/xlink href"


class Copies:
    """Is told of each element in turn, as expat names them. A part is an element with an id, or the whole drawing."""

    def __init__(self) -> None:
        self._own = [0]  # by part: its elements that are in no smaller part
        self._inner: list[list[int | str]] = [[]]  # by part: the parts in it, and the ids that it has copies of
        self._parts: dict[str, int] = {}
        self._open = [0]

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        part = self._open[-1]
        if known := attributes.get("id"):
            self._inner[part].append(len(self._own))
            part = len(self._own)
            self._parts.setdefault(known, part)
            self._own.append(0)
            self._inner.append([])
        self._own[part] += 1
        self._open.append(part)
        target = attributes.get("href", attributes.get(_XLINK, ""))
        if name.rpartition(" ")[2] == "use" and target.startswith("#"):
            self._inner[part].append(target[1:])

    def end(self, _name: str) -> None:
        self._open.pop()

    def are_too_many(self) -> bool:
        """Whether there are more than `DRAWN`. A copy within itself is none, as browsers have it (SVG 2, 5.5)."""
        sizes: dict[int, int] = {}
        begun: set[int] = set()
        todo = [0]
        while todo:
            part = todo[-1]
            if part in sizes:
                todo.pop()
                continue
            inner = [at for each in self._inner[part] if (at := self._part(each)) is not None]
            if part not in begun:
                begun.add(part)
                todo += [at for at in inner if at not in begun]
            else:
                todo.pop()
                sizes[part] = min(self._own[part] + sum(sizes.get(at, 0) for at in inner), DRAWN + 1)
        return sizes[0] > DRAWN

    def _part(self, each: int | str) -> int | None:
        return each if isinstance(each, int) else self._parts.get(each)
