"""The `relate` stage: the related posts of all posts, remembered from the last build or computed beside this one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sitegen.engine.digest import digest_value
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store, needed
from sitegen.model import Words
from sitegen.newsroom.site import Site
from sitegen.newsroom.threads import CANDIDATES

Lists = list[list[tuple[int, int]]]  # for each post, the positions and scores of those related to it, best first
Said = tuple[int, list[tuple[str, bytes, tuple[str, ...], tuple[str, ...], int]]]  # how many, and what of each post
Relater = Callable[[Said], Callable[[], Lists]]


def relate(site: Site, store: Store, relating: Callable[[], Relater]) -> Callable[[], Lists]:
    """A function that waits for each post's related posts, as positions and scores, best first.

    They are computed again, by what `relating` gives, only when a post or what it shares changed.
    """
    count = max(site.config.related.count, CANDIDATES)
    shared = [
        (tuple(term.key for term in post.terms), tuple(c.key for c in post.companies if c), post.published.toordinal())
        for post in site.posts
    ]
    key = digest_value((count, [post.document.key for post in site.posts], shared))
    if known := store.get("related", key):
        found = msgspec.msgpack.decode(known, type=Lists)
        return lambda: found
    words = store.every("words")
    said = [needed(words, post.document.key) for post in site.posts]
    paths = (post.document.path for post in site.posts)
    wait = relating()((count, [(path, own, *labels) for path, own, labels in zip(paths, said, shared, strict=True)]))

    def finish() -> Lists:
        found = wait()
        store.drop("related", store.keys("related"))
        store.put("related", [(key, msgspec.msgpack.encode(found))])
        return found

    return finish


def begin_relating(pool: Pool) -> Relater:
    """Get ready to relate posts, beside this process where there is room for it."""
    return pool.begin(prepare_relating, _relate)


def prepare_relating() -> None:
    """Load what relating needs, before there is anything to relate."""
    import scipy.sparse  # noqa: F401 (it takes its time)

    import sitegen.newsroom.related  # noqa: F401


def _relate(said: Said) -> Lists:
    from sitegen.newsroom.related import Item, related

    count, posts = said
    decode = msgspec.msgpack.Decoder(Words).decode
    items = [Item(path, decode(words), tags, companies, day) for path, words, tags, companies, day in posts]
    return related(items, count)
