"""What happens to a site between two builds, and the sites it happens to. Runs and measures nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.corpora import LONG_BYTES, LONG_POSTS, Post, corpus
from tests.bench.peers import Generator
from tests.bench.tables import LONG


@dataclass(frozen=True, slots=True)
class Size:
    """A corpus: `number` posts of `length` bytes (0: stories and digests, about 7,000 on average)."""

    name: str
    number: int
    length: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What the cases need of a corpus, one post for each run: posts to add, to edit, to delete; a tag of some posts."""

    size: Size
    text_bytes: int
    added: tuple[Post, ...]
    edited: tuple[Post, ...]
    deleted: tuple[Post, ...]
    tag: str


def parse_size(text: str) -> Size:
    """`10000`, or `long`. Raises `ValueError`."""
    return Size(LONG, LONG_POSTS, LONG_BYTES) if text == LONG else Size(f"{int(text):,}", int(text))


def make_sites(size: Size, sites: Sequence[tuple[Generator, Path]], runs: int) -> Material:
    """Write the corpus as each generator's site, reading it once, and give what the cases need of it."""
    for generator, folder in sites:
        generator.begin(folder)
    tags: Counter[str] = Counter()
    middle: list[Post] = []
    text_bytes = 0
    for place, post in enumerate(corpus(size.number, length=size.length)):
        for generator, folder in sites:
            generator.write(folder, post)
        tags.update(post.tags)
        text_bytes += len(post.text.encode())
        if size.number // 2 <= place < size.number // 2 + 2 * runs:
            middle.append(post)
    tag = min(tags, key=lambda tag: (abs(tags[tag] - 20), tag))
    added = tuple(corpus(size.number, extra=runs, length=size.length))
    return Material(size, text_bytes, added, tuple(middle[:runs]), tuple(middle[runs:]), tag)


def _clean(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.wipe(folder)


def _unchanged(generator: Generator, folder: Path, material: Material, run: int) -> None:
    pass


def _added(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.write(folder, material.added[run])


def _edited(generator: Generator, folder: Path, material: Material, run: int) -> None:
    post = material.edited[run]
    generator.write(folder, replace(post, text=f"{post.text}\nOne more sentence, written later.\n"))


def _deleted(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.post_file(folder, material.deleted[run]).unlink()


def _tag(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.rename_tag(folder, material.tag, f"{material.tag.title()} {run + 2}")


def _layout(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.change_layout(folder, run + 2)


def _config(generator: Generator, folder: Path, material: Material, run: int) -> None:
    generator.change_config(folder, run + 2)


# In the order in which they are measured: each begins with the site as the one before left it, built.
CASES: dict[str, Callable[[Generator, Path, Material, int], None]] = {
    "clean": _clean,
    "unchanged": _unchanged,
    "added": _added,
    "edited": _edited,
    "deleted": _deleted,
    "tag": _tag,
    "layout": _layout,
    "config": _config,
}
