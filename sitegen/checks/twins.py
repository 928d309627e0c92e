"""Posts that readers would take for one another: nearly the same text, or one title twice on a day.

Candidates come from the related posts, which are known already; the two texts decide. Reasons and figures:
docs/decisions/0020-similar-posts.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.store import Store
from sitegen.markup.words import UNSPACED
from sitegen.model import Body, Post
from sitegen.newsroom.site import Site

Related = Sequence[
    Sequence[tuple[int, int]]
]  # for each post, positions and likeness (0 to 1000) of those related to it

CANDIDATES = 500  # likeness, of 1000, from which two texts are compared
ALIKE = 500  # of 1000: how much of what either text says, word for word, both say
WORDS = 4  # in a shingle
FEWEST = 12  # shingles: of shorter texts there is nothing to say

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_]+")


def check_twins(site: Site, related: Related, store: Store, unfilled: Collection[str]) -> Iterator[Diagnostic]:
    """Both named, at the newer one. What was compared is remembered for as long as both posts stay as they are.

    `unfilled` are the files that nobody has written yet: they are alike in what `sitegen new` writes.
    """
    told: set[tuple[int, int]] = set()
    for (older, newer), (alike, shared) in _compared(site, related, store):
        one, other = site.posts[older].document, site.posts[newer].document
        if alike >= ALIKE and not {one.place, other.place} & set(unfilled):
            told.add((older, newer))
            message = (
                f"this is nearly the post {one.place} ({one.title!r}): {shared // 10} % of it stands there already"
            )
            help_ = "take one of them out, and lead its address to the other by aliases; or write what is new"
            yield Diagnostic(other.place, *_title(site.posts[newer]), "warning", "similar-posts", message, help_)
    titles: dict[tuple[object, str], int] = {}
    for position, post in enumerate(site.posts):
        first = titles.setdefault((post.published.date(), post.document.title.casefold()), position)
        if first != position and (first, position) not in told:
            message = f"{site.posts[first].document.place} has this title on the same day"
            help_ = "say in the title what is new in this post"
            yield Diagnostic(post.document.place, *_title(post), "hint", "duplicate-title", message, help_)


def _title(post: Post) -> tuple[int, int]:
    return post.meta.places.get("title", (1, 1))


def _compared(site: Site, related: Related, store: Store) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each pair of candidates by their positions, and how alike they are (see `likeness`)."""
    pairs = sorted({(min(p, o), max(p, o)) for p, row in enumerate(related) for o, score in row if score >= CANDIDATES})
    keys = [bytes.fromhex(site.posts[p].document.key) for p in range(len(site.posts))] if pairs else []
    known = store.every("alike")
    decode, fresh = msgspec.msgpack.Decoder(Body).decode, {}
    for older, newer in pairs:
        key = keys[older] + keys[newer]
        if key not in known:
            one, other = (shingles(decode(store.need("body", keys[position])).text) for position in (older, newer))
            fresh[key] = known[key] = msgspec.msgpack.encode(likeness(one, other))
        yield (older, newer), msgspec.msgpack.decode(known[key], type=tuple[int, int])
    left = known.keys() - {keys[older] + keys[newer] for older, newer in pairs}
    if left:
        store.drop("alike", left)
    if fresh:
        store.put("alike", fresh.items())


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of four words of a text, or of four characters where a script has no spaces."""
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[start:] for start in range(WORDS)), strict=False))


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> tuple[int, int]:
    """What both texts have, as part of all that either has, and of the other one alone: in thousandths."""
    if min(len(one), len(other)) < FEWEST:
        return 0, 0
    both = len(one & other)
    return both * 1000 // len(one | other), both * 1000 // len(other)
