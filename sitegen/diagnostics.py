"""What is wrong in a site, as data: where it is, what it is, and what to write instead.

Stages collect diagnostics and return them; only `commands/` prints. No exception is used for what an editor can mend,
except `SiteError`, which carries diagnostics past stages that cannot go on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, get_args

FILE = "pyproject.toml"  # where problems of the configuration are reported

Severity = Literal["error", "warning", "hint"]

# Every kind of problem there is; the configuration's `check.rules` grades them by these names.
Code = Literal[
    "ambiguous-company",
    "ambiguous-post",
    "bad-alias",
    "bad-data",
    "bad-date",
    "bad-encoding",
    "bad-output",
    "bad-path",
    "bad-picture",
    "bad-slug",
    "bad-source",
    "bad-term",
    "bad-toml",
    "bad-value",
    "bad-yaml",
    "broken-anchor",
    "broken-link",
    "broken-picture",
    "cut-value",
    "dead-link",
    "dropped-html",
    "duplicate-id",
    "duplicate-key",
    "duplicate-title",
    "dynamic-include",
    "early-expiry",
    "early-update",
    "expired",
    "future-update",
    "indented-prose",
    "insecure-source",
    "joined-sources",
    "large-picture",
    "left-over",
    "leftover-markup",
    "link-out",
    "local-link",
    "long-summary",
    "long-title",
    "merge-conflict",
    "missing-name",
    "missing-template",
    "moved-link",
    "no-alt",
    "no-config",
    "no-date",
    "no-front-matter",
    "no-git",
    "no-id-authority",
    "no-sources",
    "no-summary",
    "no-title",
    "not-imported",
    "redirect-chain",
    "redirect-loop",
    "repeated-company",
    "repeated-source",
    "shallow-clone",
    "similar-posts",
    "similar-terms",
    "skipped-heading",
    "slug-clash",
    "stray-file",
    "template-error",
    "term-spelling",
    "too-deep",
    "too-large",
    "unannotated-company",
    "unclosed-fence",
    "unclosed-front-matter",
    "unfilled",
    "unknown-author",
    "unknown-company",
    "unknown-field",
    "unknown-key",
    "unknown-post",
    "unknown-variable",
    "unpublished-link",
    "unpublished-post",
    "unreachable-link",
    "unused-allowance",
    "unused-entry",
    "unused-template",
    "url-taken",
    "vanished-url",
    "withdrawn-link",
    "wrong-case",
]
_DIRECTIONS = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())
CODES: tuple[Code, ...] = get_args(Code)

# What only a check that asks other sites can find.
OUTSIDE: frozenset[Code] = frozenset({"dead-link", "moved-link", "unreachable-link"})


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem at one place. `path` is from the site's root; `line` and `column` are 1-based, 0 where unknown.

    The order of the fields is the order of the report: by file, then by place.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: Code
    message: str
    help: str = ""

    def __str__(self) -> str:
        place = ":".join([visible(self.path)] + [str(n) for n in (self.line, self.column) if n])
        text = f"{place}: {self.severity}[{self.code}]: {visible(self.message)}"
        return f"{text}\n  help: {visible(self.help)}" if self.help else text


def visible(text: str) -> str:
    """A text of the site's in one line, as a terminal and a log may show it: what would act there is shown as "·".

    That is controls, line ends, direction marks, and what GitHub's logs take for a command within a line.
    """
    if text.isprintable() and "##[" not in text:
        return text
    return "".join("·" if acts(sign) else sign for sign in text).replace("##[", "#·[")


def acts(sign: str) -> bool:
    """Whether a character does something to a terminal instead of being seen: controls and direction marks."""
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(sign) in _DIRECTIONS


class SiteError(Exception):
    """Errors in the site that stop the build: exit code 1, or 2 where the configuration is what is wrong.

    `site` is the site's folder, where it is known.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic], site: Path | None = None) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = tuple(diagnostics)
        self.site = site


class ConfigError(SiteError):
    """The configuration is wrong: exit code 2."""


class WrongUsage(Exception):
    """What a command was asked cannot be done, and says why: exit code 2."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is near enough to be meant."""
    found = get_close_matches(word.casefold(), {k.casefold(): k for k in known}, n=1, cutoff=0.75)
    return next((k for k in known if k.casefold() == found[0]), None) if found else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A help line for a word that is not known: the nearest one, or all of them when they are few."""
    if near := next((k for k in known if one_edit_away(word, k)), None) or nearest(word, known):
        return f"did you mean {near!r}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 30 else ""


def one_edit_away(word: str, known: str) -> bool:
    """Whether one letter added, left out, changed, or two neighbours swapped, make one word of the other."""
    if word == known or abs(len(word) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    rest, other = word[start:], known[start:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[2:] == other[2:] and rest[:2] == other[1::-1] and len(rest) > 1)
    )
