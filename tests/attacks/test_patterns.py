"""No regular expression runs away: each takes time in proportion to its text, however the text was made to hurt it."""

from __future__ import annotations

import importlib
import re
import sys
import time
import warnings
from collections.abc import Iterator

import pytest

from tests.attacks.patterns import ROOT, Used, attacks, every_pattern
from tests.attacks.table import Attempts, attack

# Processor time of this thread alone, so that a loaded machine slows no text more than another. A pattern whose time
# grows with the square of the text takes 16 times as long for one four times as long; one in proportion, 4 times.
SUSPECT = 0.004  # seconds: a sound pattern takes a hundredth of it for a short text
SHORT = range(
    16, 100, 6
)  # characters: one that doubles with each sign shows itself here, and would never end further on
LENGTHS = (200, 4_000)
GROWTH = 9
LONG = 16_000

# Those that are given no more than so many characters, whatever a site holds.
BOUNDED = {"sitegen/content/changes.py": 1_000}  # LONGEST_LINE, of a commit's message


def taken(used: Used, method: str, text: str) -> float:
    """Processor seconds of a method on a text, all of its results asked for."""
    pattern = re.compile(used.pattern, used.flags)
    begun = time.thread_time()
    if method in ("sub", "subn"):
        getattr(pattern, method)("", text)
    elif method == "finditer":
        sum(1 for _ in pattern.finditer(text))
    else:
        getattr(pattern, method)(text)
    return time.thread_time() - begun


def runs_away(used: Used, method: str, parts: tuple[str, str, str], lengths: tuple[int, ...]) -> bool:
    begin, pump, end = parts
    bound = BOUNDED.get(used.place.partition(":")[0], sys.maxsize)

    def seconds(length: int) -> float:
        return taken(used, method, begin + pump * (min(length, bound) // len(pump)) + end)

    for length in SHORT:
        if seconds(length) > SUSPECT and min(seconds(length) for _ in range(3)) > SUSPECT:
            return True
    if all(seconds(length) < SUSPECT for length in lengths):
        return False
    if bound < sys.maxsize:
        return min(seconds(bound) for _ in range(3)) > 0.1
    if min(seconds(1_000) for _ in range(2)) > 0.5:  # the third power
        return True
    length = 4_000  # more than any repeat that has an end
    while length < LONG and min(seconds(length) for _ in range(2)) < 0.004:
        length *= 2
    grown = (min(seconds(4 * length) for _ in range(2)) / max(seconds(length), 0.001) for _ in range(2))
    return all(growth >= GROWTH for growth in grown)  # a hiccup of the machine's is not there twice


def run_away(patterns: tuple[Used, ...], lengths: tuple[int, ...], attempts: Attempts) -> Iterator[str]:
    for used in patterns:
        for parts in attacks(used)[:: attempts.times(1, quick=32)]:
            for method in sorted(used.methods):
                attempts.made()
                if runs_away(used, method, parts, lengths):
                    yield f"{used} by {method} on {parts}"
                    break


@attack(
    "Excess",
    "texts made to hurt each regular expression of the code, from its own parts",
    "the time grows in proportion to the text",
)
def test_every_pattern_takes_time_in_proportion_to_its_text(attempts: Attempts) -> None:
    lengths = (*LENGTHS, 16_000) if attempts.soak else (*LENGTHS,)
    assert [*run_away(every_pattern(), lengths, attempts)] == []


@pytest.mark.soak
@attack("Excess", "patterns that are known to run away", "the test of patterns finds them")
@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s+$", "search"),
        (r"(\w+\s?)*:", "match"),
        (r"<!--.*?-->", "sub"),
        (r".*?\s*<", "match"),
    ],
)
def test_a_pattern_that_runs_away_is_found(pattern: str, method: str, attempts: Attempts) -> None:
    used = Used("a.py:1", pattern, 0, frozenset({method}))
    assert any(runs_away(used, method, parts, LENGTHS) for parts in attacks(used))
    attempts.made()


def test_no_pattern_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is compiled while modules are imported is among those that were read from the source."""
    compiled: set[tuple[str, str]] = set()
    real = re.compile

    def recording(pattern: str, flags: int = 0) -> re.Pattern[str]:
        file = sys._getframe(1).f_code.co_filename
        if file.startswith(f"{ROOT / 'sitegen'}/"):
            compiled.add((file.removeprefix(f"{ROOT}/"), pattern))
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", recording)
    ours = {name: module for name, module in sys.modules.items() if name.startswith("sitegen")}
    for name in ours:
        monkeypatch.delitem(sys.modules, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in sorted((ROOT / "sitegen").rglob("*.py")):
            if path.name != "__main__.py":
                importlib.import_module(
                    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                )
    for name in [name for name in sys.modules if name.startswith("sitegen")]:
        del sys.modules[name]
    sys.modules.update(ours)
    assert len(compiled) > 100
    read = {(used.place.partition(":")[0], used.pattern) for used in every_pattern()}
    put_together = {place for place, pattern in read if "name" in pattern}  # in a loop, of what the source cannot tell
    assert {each for each in compiled - read if each[0] not in put_together} == set()
    others = re.compile(r"^from re import|^import (?:regex|re2)\b", re.MULTILINE)
    found = [path.name for path in (ROOT / "sitegen").rglob("*.py") if others.search(path.read_text(encoding="utf-8"))]
    assert found == [], "patterns are made by `re.`, where this test finds them"
