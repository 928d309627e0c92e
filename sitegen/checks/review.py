"""What was found while files were read, and is told only by a check: see `content/review.py`."""

from __future__ import annotations

import msgspec

from sitegen.engine.store import Store, needed
from sitegen.model import Post, Review, StandingPage
from sitegen.newsroom.site import Site


def read_reviews(site: Site, store: Store) -> dict[str, Review]:
    """The reviews of published documents that have one, by the path of the file from the site's root."""
    decode = msgspec.msgpack.Decoder(Review).decode
    kept = store.every("review")
    found = {}
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    for thing in things:
        if review := needed(kept, thing.document.key):
            found[thing.document.place] = decode(review)
    return found
