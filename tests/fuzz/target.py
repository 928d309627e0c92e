"""What a fuzzing target is, what its inputs are made of, and what several of them ask of texts and problems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from hypothesis import strategies as st

from sitegen.diagnostics import Diagnostic
from sitegen.markup.manuscript import clean
from sitegen.rules.excerpts import excerpt
from tests.harmless import NONCHARACTERS

_TOKEN = re.compile(rb"[^\W_]+|\s+|.", re.DOTALL)
WORDS = 600  # of the seeds, the most frequent ones
# Line ends that only some programs know, marks, what nobody sees, and what is no text.
_SIGNS = (
    "\r \r\n \x85 \u2028 \u2029 \x0b \x0c \x00 \x1b \x7f \ufeff \u00a0 \u200b \u202e \u0301 \ufdd0 \ufdd1 \uffff "
    "\U0001f469\u200d\U0001f680 \u4eba"
)
SIGNS = (*(sign.encode() for sign in _SIGNS.split(" ")), b"\xff", b"\xc3", b"\xed\xa0\x80")


@dataclass(frozen=True)
class Target:
    """`run` raises for any bytes that break what `holds` says; `seeds` are inputs of the kind that it is meant for."""

    name: str
    holds: str
    run: Callable[[bytes], None]
    seeds: Sequence[bytes]
    more_words: tuple[bytes, ...] = ()

    @cached_property
    def words(self) -> tuple[bytes, ...]:
        """What inputs are made of: the words of the seeds, and runs of signs."""
        found = Counter(word for seed in self.seeds for word in _TOKEN.findall(seed) if len(word) <= 30)
        return (*dict.fromkeys((*SIGNS, *self.more_words, *(word for word, _ in found.most_common(WORDS)))),)

    def examples(self) -> st.SearchStrategy[bytes]:
        """Any bytes, words in any order, and seeds with some part of them replaced."""
        words = st.lists(st.sampled_from(self.words), max_size=30).map(b"".join)
        place = st.integers(0, 2000)
        edited = st.builds(_edited, st.sampled_from(list(self.seeds)), place, st.integers(0, 20), words)
        return st.one_of(st.binary(max_size=200), words, edited, st.builds(_edited, edited, place, st.just(0), words))


def _edited(seed: bytes, place: int, length: int, words: bytes) -> bytes:
    at = place % (len(seed) + 1)
    return seed[:at] + words + seed[at + length :]


def assert_places(problems: Iterable[Diagnostic], path: str, text: str) -> None:
    """Each problem is at a place of the file whose text this is, and can be shown there."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.path == path, problem
        assert 0 <= problem.line <= len(lines), problem
        assert 0 <= problem.column <= (len(lines[problem.line - 1]) + 1 if problem.line else 0), problem
        assert problem.message, problem
        shown = excerpt(problem, lambda _: lines)
        assert shown.count("\n") <= 1
        assert shown.isprintable() or not set(shown) & set("\r\x1b\x07\x08"), "it would move the cursor"


def assert_plain(*texts: str) -> None:
    """Texts as pages can carry them: no sign of ours, no control character, no half of a surrogate pair."""
    for text in texts:
        assert clean(text) == text, text
        assert not NONCHARACTERS.search(text), text


def assert_file_path(path: str) -> None:
    """A path that stays in its folder, and that a file can have."""
    parts = path.split("/")
    assert path, "no path at all"
    assert not {"", ".", ".."} & set(parts), path
    assert not re.search(r"[\\\x00-\x1f\x7f]", path), path
    assert all(len(part.encode()) <= 255 for part in parts), path


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")
