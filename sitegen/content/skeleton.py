"""What `sitegen new` writes into a post for its editor to replace, and how it is known again where nobody did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.markup.proof import excerpt
from sitegen.markup.prose import Prose
from sitegen.model import Meta

SUMMARY = "One or two sentences: the dek, the card, the feed."
STORY = "What happened, in one paragraph: who, what, when, and who says so."
PART = "**What happened:** who, what, when."
EXAMPLE = "Name a company with its ticker, like Nvidia [finance:NVIDIA Corporation]."
NAMING = "Name each company with its ticker."
COMMON = "One paragraph on what the day's stories have in common."
SOURCE = "Source: the publisher that reported it"
SECTION = "The first section"
HEADING = "Story {}"  # its number

_INSTEAD = {
    STORY: "write what happened, in its place",
    PART: "write what happened, in its place",
    EXAMPLE: "write [finance:…] behind a company's name in your text, and take this sentence out",
    NAMING: "write [finance:…] behind a company's name in your text, and take this sentence out",
    COMMON: "write what the stories have in common, or take the section out",
    SOURCE: "write who reported it: Source: [Reuters](https://…)",
    SECTION: "write what the section is about",
}
# An editor's program may have wrapped the lines.
_PHRASES = {re.compile(r"\s+".join(map(re.escape, phrase.split()))): told for phrase, told in _INSTEAD.items()}
_HEADING = re.compile(rf"\n#+[ \t]+({HEADING.format('[0-9]+')})[ \t]*(?=\n|\Z)")

Place = tuple[int, int]


def find_unfilled(meta: Meta, text: str, first_line: int) -> Iterator[tuple[Place, str, str]]:
    """Place, message and help of what is left of a skeleton; one for each line.

    `text` stands from the 1-based `first_line` of its file on.
    """
    if SUMMARY in meta.summary:
        help_ = "write one or two sentences, or take the line out"
        yield meta.places.get("summary", (1, 1)), _message(SUMMARY), help_
    found = [(match.start(), match[0], told) for phrase, told in _PHRASES.items() for match in phrase.finditer(text)]
    found += [(match.start(1), match[1], "write the story's headline") for match in _HEADING.finditer(text)]
    prose = Prose.of(text).text if found else text
    told: set[int] = set()
    for start, phrase, help_ in sorted(found):
        line = first_line + text.count("\n", 0, start)
        if line not in told and prose.startswith(phrase[:9], start):
            told.add(line)
            yield (line, start - text.rfind("\n", 0, start)), _message(phrase), help_


def _message(phrase: str) -> str:
    return f"{excerpt(phrase, 60)!r} is what sitegen new wrote, and nobody replaced it"
