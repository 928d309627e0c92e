"""A text as a proof-reader has it before them: as written, its prose, and what of it readers see as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree

from sitegen.bounds import CANDIDATES
from sitegen.diagnostics import Code
from sitegen.letters import cut
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.prose import Prose
from sitegen.markup.tree import Element

_TEXTS = etree.XPath("descendant::text()[not(ancestor::code or ancestor::pre)]")

Finding = tuple[int, Code, str, str]  # an offset of the manuscript, a code, a message and a help
Findings = Iterator[Finding]


@dataclass(frozen=True)  # no slots: cached_property
class Proof:
    """`annotations` is how many the text has, `trusted` whether its raw HTML is kept (`raw_html = "trust"`).

    Most texts hold nothing to find: what takes time is made when it is asked for.
    """

    manuscript: Manuscript
    root: Element
    annotations: int
    trusted: bool

    @property
    def text(self) -> str:
        return self.manuscript.text

    @cached_property
    def prose(self) -> Prose:
        return Prose.of(self.text)

    def candidates(self, pattern: re.Pattern[str], text: str | None = None) -> Iterator[re.Match[str]]:
        """Where a pattern matches the prose, or `text`: the first places alone, as a look at each goes over it all."""
        return islice(pattern.finditer(self.prose.text if text is None else text), CANDIDATES)

    @cached_property
    def shown(self) -> str:
        """The text that readers are shown, without code."""
        return "".join(_TEXTS(self.root))


def excerpt(text: str, longest: int = 50) -> str:
    """The text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{cut(line, longest - 1)}…"
