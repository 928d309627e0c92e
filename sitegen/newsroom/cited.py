"""Who was cited, and by which posts: sources grouped by publisher, each with a slug of its own. Pure.

Whose a citation is, `publishers.py` says; a name or domain that it does not know stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sitegen.model import Citation, Document, Post, Publisher, Value
from sitegen.newsroom.publishers import Publishers
from sitegen.newsroom.urls import slugify

LONGEST_SLUG = 50  # letters: a slug is a folder's name


class Cited(Value, frozen=True):
    """A publisher that was cited. `key` tells whose a citation is (`source_key`); `slug` names the page."""

    key: str
    slug: str
    name: str
    domain: str


def sources_of(document: Document) -> Iterator[Citation]:
    """All sources of a post: those of its front matter and of its citation lines."""
    yield from document.meta.sources
    yield from document.citations


def source_key(publishers: Publishers, citation: Citation) -> str:
    """Whose a citation is: a known publisher's, else that of its name however it is cased, else of its domain."""
    if known := publishers.find(citation):
        return f"known:{known.key}"
    name = " ".join(citation.publisher.casefold().split())
    return f"name:{name}" if name else f"domain:{_plain_domain(citation.domain)}"


def cited(posts: Sequence[Post], publishers: Publishers) -> list[tuple[Cited, tuple[int, ...]]]:
    """Each publisher with the positions of the posts that cite it, by key; a post counts once.

    Slugs are made of a known publisher's key, else of the name, else of the domain. Of several that would have one slug
    the known publisher keeps it, then the one that was cited first. Nor does a later post change a name: what the first
    citation says stands where the site's own data says nothing.
    """
    groups: dict[str, list[int]] = {}
    written: dict[tuple[str, str], tuple[str, list[int]]] = {}  # a citation's publisher and domain: key and positions
    first: dict[str, tuple[str, str]] = {}
    for position, post in enumerate(posts):
        for citation in sources_of(post.document):
            pair = (citation.publisher, citation.domain)
            if pair not in written:
                key = source_key(publishers, Citation(*pair))
                written[pair] = key, groups.setdefault(key, [])
                first.setdefault(key, pair)
            positions = written[pair][1]
            if not positions or positions[-1] != position:
                positions.append(position)
    known = {f"known:{publisher.key}": publisher for publisher in publishers.all}
    slugs = _slugs(known, groups)
    return [(_cited(key, slugs[key], known.get(key), *first[key]), tuple(groups[key])) for key in sorted(groups)]


def _cited(key: str, slug: str, known: Publisher | None, name: str, domain: str) -> Cited:
    """What the site's own data says of a publisher comes before what was written."""
    domain = _plain_domain(domain)
    if known:
        name, domain = known.name, known.domain or domain
    return Cited(key, slug, name or domain, domain)


def _plain_domain(domain: str) -> str:
    return domain.casefold().removeprefix("www.")


def _slugs(known: dict[str, Publisher], groups: Iterable[str]) -> dict[str, str]:
    """A slug for every key, given in the order of first citation; known publishers come before all others."""
    wanted = {key: publisher.key for key, publisher in sorted(known.items())}
    wanted |= {key: key.partition(":")[2] for key in groups if key not in known}
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for key, text in wanted.items():
        plain = slugify(text)[:LONGEST_SLUG].strip("-") or "source"
        slug, number = plain, 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        slugs[key] = slug
    return slugs
