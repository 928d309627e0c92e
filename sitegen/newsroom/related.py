"""Which posts belong together: by what they say, their tags and their companies; nearness in time breaks near-ties.

Pure and exact: weights are whole numbers, sums have no order, so any machine, job count or order of the input gives
the same lists. What a post pins in its front matter is not seen here. Reasons and figures:
docs/decisions/0004-related.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from sitegen.model import Words

COMMON = 1024  # a term of so many posts tells nothing of any
BUDGET = 2048  # how many others' entries one post may look at: what keeps the work linear
NEIGHBOURS = 12  # how many others a post is compared with in the second step …
FRIENDS = 4  # … and how many of them it borrows from
LABEL = 128  # the weight of a tag or company: like a word said very often
NEARNESS = 2  # thousandths of the score that each doubling of the days between two posts costs: 20 in three years
ROWS = 256  # how many posts are compared at once

_UNIT = 1024  # length of a post's vector
_ONE = 1 << 20  # likeness of a post with itself


@dataclass(frozen=True, slots=True)
class Item:
    """What counts of a post. `path` orders posts of one day, `tags` and `companies` are keys, `day` an ordinal."""

    path: str
    words: Words
    tags: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    day: int = 0


def related(items: Sequence[Item], count: int) -> list[list[tuple[int, int]]]:
    """For each item the `count` most related others, best first, as (index, likeness).

    Likeness is 0 to 1000 and comparable across posts: how much the two say the same themselves, whatever others near
    them say (which has its part in the order). 0 is for posts that have next to nothing in common. A list is shorter
    than `count` only when there are too few posts. Paths must differ.
    """
    order = sorted(range(len(items)), key=lambda index: (items[index].day, items[index].path))
    posts = [items[index] for index in order]
    wanted = max(0, min(count, len(posts) - 1))
    lists: list[list[tuple[int, int]]] = [[] for _ in items]
    if not wanted:
        return lists
    for place, found in enumerate(_likest(posts, wanted)):
        if len(found) < wanted:
            fill = _around(posts, place, wanted, {other for other, _ in found})
            found += [(other, 0) for other in fill[: wanted - len(found)]]
        lists[order[place]] = [(order[other], score) for other, score in found]
    return lists


def _around(posts: Sequence[Item], place: int, wanted: int, known: set[int]) -> list[int]:
    """The places nearest in time to `place`, nearest first, the older before the newer, without those known."""
    near = range(max(0, place - 2 * wanted), min(len(posts), place + 2 * wanted + 1))
    day = posts[place].day
    unknown = (other for other in near if other != place and other not in known)
    return sorted(unknown, key=lambda other: (abs(posts[other].day - day), abs(other - place), other))


def _likest(posts: Sequence[Item], wanted: int) -> list[list[tuple[int, int]]]:
    """For each post the places and likeness of up to `wanted` others that have something to do with it, best first."""
    import numpy as np

    scores, others, own = _likeness(posts, max(NEIGHBOURS, wanted))
    place = np.arange(len(posts))[:, None]
    day = np.array([post.day for post in posts])
    days, away = np.abs(day[others] - day[place]), np.abs(others - place)
    half, power = np.frexp(days + 1.0)  # 2 * half + power - 2 is log2(days + 1), straight between powers of two: exact
    worth = scores - np.floor(NEARNESS * _ONE // 1000 * (2 * half + power - 2)).astype(np.int64)
    best = np.lexsort((others, away, days, -np.where(scores > 0, worth, -_ONE)))[:, :wanted]
    return [
        [(other, likeness) for other, likeness, real in zip(*row, strict=True) if real]
        for row in zip(*(np.take_along_axis(a, best, 1).tolist() for a in (others, own, scores)), strict=True)
    ]


def _likeness(posts: Sequence[Item], keep: int) -> tuple[Any, Any, Any]:
    """Three arrays of one row per post, of its `keep` likest, best first.

    They are their scores (parts of `_ONE`), their places, and their own likeness to it (0 to 1000) as the first step
    finds it.

    Two steps. The first is the cosine of the posts' vectors. The second lets every post speak for its friends as
    well (those near it that also count it among their nearest), which joins two accounts of an event that share few
    words of their own; it costs little because it works on the short lists of the first.
    """
    import numpy as np
    from scipy import sparse

    vectors = _vectors(posts)
    scores, others = _nearest(vectors, vectors.T.tocsr(), np.full(len(posts), float(_UNIT)), keep)
    rows = np.arange(len(posts))

    def square(values: Any, columns: Any) -> Any:
        places = (np.repeat(rows, columns.shape[1]), columns.ravel())
        made = sparse.csr_matrix((values.ravel(), places), shape=(len(posts), len(posts)))
        made.eliminate_zeros()
        return made

    itself = sparse.identity(len(posts), dtype=np.int64, format="csr")
    near = square(scores[:, :NEIGHBOURS], others[:, :NEIGHBOURS])
    friends = square(scores[:, :FRIENDS] >> 8, others[:, :FRIENDS]).multiply(near.T.sign()) + itself * (_ONE >> 8)
    known = friends @ (near + itself * _ONE)
    length = np.sqrt(np.asarray(known.multiply(friends).sum(axis=1)).ravel().astype(np.float64))
    scores, others = _nearest(known.tocsr(), friends.T.tocsr(), length, keep)
    own = np.asarray(near[rows[:, None], others].todense()) if len(posts) else others
    return scores, others, np.minimum(own * 1000 // _ONE, 1000)


def _vectors(posts: Sequence[Item]) -> Any:
    """A sparse matrix of one row of length `_UNIT` per post, in whole numbers.

    A term's rarity is taken from the number of posts that have it, rounded to a power of two, and not from the size of
    the archive: a new post then changes the weights of few terms. A post keeps its weightiest terms up to `BUDGET`.
    """
    import numpy as np
    from scipy import sparse

    labels = [sorted({*(f"tag {t}" for t in p.tags), *(f"company {c}" for c in p.companies)}) for p in posts]
    marks = [b"".join(map(_mark, extra)) for extra in labels]
    hashes = np.frombuffer(b"".join(p.words.hashes + mark for p, mark in zip(posts, marks, strict=True)), "<u4")
    heard = [p.words.weights + bytes([LABEL]) * len(extra) for p, extra in zip(posts, labels, strict=True)]
    weights, ends = np.frombuffer(b"".join(heard), np.uint8), np.cumsum([0, *map(len, heard)])
    terms, spread = np.unique(hashes, return_counts=True)
    telling = (spread > 1) & (spread < COMMON)
    terms, power = terms[telling], np.frexp(spread[telling].astype(np.float64))[1].astype(np.int64) - 1
    parts = [sparse.csr_matrix((0, len(terms)), dtype=np.int32)]
    for first in range(0, len(posts) if len(terms) else 0, ROWS):
        last = min(first + ROWS, len(posts))
        chunk = slice(ends[first], ends[last])
        row = np.repeat(np.arange(last - first), np.diff(ends[first : last + 1]))
        column = np.minimum(np.searchsorted(terms, hashes[chunk]), len(terms) - 1)
        known = terms[column] == hashes[chunk]
        row, column = row[known], column[known]
        weight = weights[chunk][known].astype(np.int64) * (33 - 2 * power[column])
        heaviest = np.argsort((row << 32) - weight, kind="stable")
        row, column, weight = row[heaviest], column[heaviest], weight[heaviest]
        cost = np.concatenate([[0], np.cumsum(1 << power[column])])
        kept = cost[1:] - cost[np.searchsorted(row, row)] <= BUDGET
        row, column, weight = row[kept], column[kept], weight[kept]
        length = np.sqrt(np.bincount(row, weights=weight * weight, minlength=last - first))
        whole = np.rint(weight * _UNIT / length[row]).astype(np.int32)
        parts.append(sparse.csr_matrix((whole, (row, column)), shape=(last - first, len(terms))))
    return sparse.vstack(parts, format="csr") if len(terms) else sparse.csr_matrix((len(posts), 0), dtype=np.int32)


@lru_cache(maxsize=1 << 16)
def _mark(label: str) -> bytes:
    return crc32(label.encode()).to_bytes(4, "little")


def _nearest(left: Any, right: Any, length: Any, keep: int) -> tuple[Any, Any]:
    """The `keep` largest of each row of `left @ right`, never the diagonal, scaled by both lengths to parts of `_ONE`.

    Equal ones are taken by their distance in the order of posts, the older first, so score and distance are sorted as
    one number. Rows with fewer are filled with score 0 and their own place.
    """
    import numpy as np

    size = left.shape[0]
    best = np.zeros((size, keep), dtype=np.int64)
    for first in range(0, size, ROWS):
        product = left[first : first + ROWS] @ right
        if not product.nnz:
            continue
        row = np.repeat(np.arange(first, first + product.shape[0]), np.diff(product.indptr))
        score = (product.data * float(_ONE) / (length[row] * length[product.indices])).astype(np.int64)
        away = product.indices - row
        ranked = np.where(away == 0, 0, (score << 32) | ((size - np.abs(away)) << 1) | (away < 0))
        ordered = np.sort(((row - first) << 53) | ranked)  # each row's own, in order: 8 bits, 21 bits and 32 bits
        place = product.indptr[1:, None] - 1 - np.arange(keep)
        found = ordered[np.maximum(place, 0)] & ((1 << 53) - 1)
        best[first : first + product.shape[0]] = np.where(place >= product.indptr[:-1, None], found, 0)
    distance = np.where(best > 0, size - ((best & 0xFFFFFFFF) >> 1), 0)
    return best >> 32, np.arange(size)[:, None] + np.where(best & 1, -distance, distance)
