"""Threads: the posts that tell one running story, in the order in which it ran. Pure.

An editor joins posts with `follows:`. What nobody joined is joined automatically where it plainly belongs together:
the two posts say much the same themselves, are near in time, and share a company or a term. How the bound was measured:
docs/decisions/0012-threads.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.model import Post

ALIKE = 500  # of 1000, how much two posts say the same themselves: of such pairs 99 in 100 tell one event
NEAR = 14  # days between a post and the one that it goes on from
CANDIDATES = 8  # related posts that are looked at for each
MOST = 10  # posts of a thread that a page shows


@dataclass(frozen=True, slots=True)
class Thread:
    """Positions of its posts, ascending; `automatic` where no editor joined them."""

    positions: tuple[int, ...]
    automatic: bool

    def around(self, position: int) -> tuple[int, ...]:
        """What the page of one of its posts shows: all of it, or of a long one its beginning and what is nearest."""
        if len(self.positions) <= MOST:
            return self.positions
        place = self.positions.index(position)
        first = min(max(place - (MOST - 1) // 2, 1), len(self.positions) - (MOST - 1))
        return (self.positions[0], *self.positions[first : first + MOST - 1])


def find_threads(
    posts: Sequence[Post],
    followed: Sequence[int | None],
    related: Sequence[Sequence[tuple[int, int]]],
    *,
    automatic: bool,
) -> dict[int, Thread]:
    """The thread of each post that is in one, by position.

    `followed` gives for each post the one that it says it follows, `related` the positions and scores of those related
    to it, best first. A post that an editor joined to others is in that thread alone.
    """
    joined = {position: before for position, before in enumerate(followed) if before is not None}
    found = {position: Thread(group, automatic=False) for group in _groups(joined) for position in group}
    if automatic:
        alike = {}
        for position, row in enumerate(related):
            before = None if position in found else _predecessor(posts, position, row, found)
            if before is not None:
                alike[position] = before
        found |= {position: Thread(group, automatic=True) for group in _groups(alike) for position in group}
    return found


def _predecessor(
    posts: Sequence[Post], position: int, related: Sequence[tuple[int, int]], taken: Mapping[int, Thread]
) -> int | None:
    """The post that this one plainly goes on from. A digest retells its day, and goes on from nothing."""
    post = posts[position]
    if post.meta.kind == "digest":
        return None
    for other, score in related[:CANDIDATES]:
        if score < ALIKE:
            return None
        if other < position and other not in taken and posts[other].meta.kind != "digest":
            days = post.published.toordinal() - posts[other].published.toordinal()
            if days <= NEAR and not _labels(post).isdisjoint(_labels(posts[other])):
                return other
    return None


def _labels(post: Post) -> set[tuple[str, str]]:
    """What two posts can share: terms and companies."""
    return {(term.taxonomy, term.key) for term in post.terms} | {("", c.key) for c in post.companies if c is not None}


def _groups(joined: Mapping[int, int]) -> list[tuple[int, ...]]:
    """The positions that hang together, each group ascending; `joined` leads from a position to one before it."""
    leader: dict[int, int] = {}

    def find(position: int) -> int:
        while (above := leader.setdefault(position, position)) != position:
            leader[position] = position = leader.setdefault(above, above)
        return position

    for position, before in joined.items():
        leader[find(position)] = find(before)
    groups: dict[int, list[int]] = {}
    for position in sorted(leader):
        groups.setdefault(find(position), []).append(position)
    return [tuple(group) for group in groups.values()]
