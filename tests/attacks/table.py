"""How attacks are counted: `@attack(…)` names one, `attempts` counts; `make soak` holds docs/security.md to both.

    @attack("Crashes", "The build is killed (SIGKILL) at a random moment", "every file is whole, old or new")
    def test_…(attempts):
        for _ in range(attempts.times(100, quick=5)):
            …
            attempts.made()

`SITEGEN_ACCEPT=1 make soak` writes what was counted into the page. Several tests may make attempts at one attack.
"""

from __future__ import annotations

import importlib
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "security.md"
AREAS = (
    "Crashes",
    "Disks and caches",
    "Together",
    "Deploys",
    "Hostile posts",
    "Hostile files",
    "Excess",
    "Visitors",
    "Elsewhere",
    "Supply",
)
HEAD = "| attack | attempts | what happens |\n|---|---:|---|\n"

_ROW = re.compile(r"^\| (?P<what>(?!attack \|).+?) \| (?P<count>[\d,]+) \| (?P<outcome>.+) \|$", re.MULTILINE)
_TABLES = re.compile(r"(?<=<!-- attacks -->\n).*?(?=<!-- end of attacks -->)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Attack:
    area: str
    what: str
    outcome: str


_known: set[Attack] = set()  # by the tests that were imported


def attack(area: str, what: str, outcome: str) -> Callable[[Any], Any]:
    """Mark a test as attempts at an attack: what is tried, and what happens (which the test asserts)."""
    assert area in AREAS, area
    assert "|" not in what + outcome
    _known.add(Attack(area, what, outcome))
    return pytest.mark.attack(area, what, outcome)


class Attempts:
    """How often an attack was tried by one test."""

    def __init__(self, *, soak: bool) -> None:
        self.soak = soak
        self.count = 0

    def times(self, count: int, *, quick: int) -> int:
        """How often to try: `count` times in the soak, which the page tells of, and fewer in `make test`."""
        return count if self.soak else quick

    def made(self, count: int = 1) -> None:
        """So many were made, and withstood."""
        self.count += count


def is_soak(config: pytest.Config) -> bool:
    return bool(config.getoption("hypothesis_profile") == "soak")


@pytest.fixture
def attempts(request: pytest.FixtureRequest) -> Any:
    marked = request.node.get_closest_marker("attack")
    assert marked, "only an attack counts attempts"
    made = Attempts(soak=is_soak(request.config))
    yield made
    request.node.user_properties.append(("attack", [*marked.args, made.count]))


class Counted:
    """A plugin of pytest's: what a whole run counted, however many workers it had."""

    def __init__(self) -> None:
        self.counts: Counter[Attack] = Counter()
        self.wrong = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "teardown" else ():
            if name == "attack":
                *words, count = value
                self.counts[Attack(*words)] += count

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not is_soak(session.config) or hasattr(session.config, "workerinput") or session.testsfailed:
            return
        if os.environ.get("SITEGEN_ACCEPT"):
            write(self.counts)
            return
        claimed = read()
        fewer = [f"{each.what}: {n} of {claimed[each]}" for each, n in self.counts.items() if n < claimed.get(each, 0)]
        if fewer:
            self.wrong = "\n".join(["docs/security.md tells of more attempts than were made:", *fewer])
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.wrong:
            terminalreporter.write_line(self.wrong, red=True)


def every_attack() -> set[Attack]:
    """Those of all tests of the folders that make some."""
    tests = Path(__file__).parent.parent
    for folder in ("attacks", "deploy"):
        for path in sorted((tests / folder).glob("test_*.py")):
            importlib.import_module(f"tests.{folder}.{path.stem}")
    return _known


def read() -> dict[Attack, int]:
    """The attacks that the page tells of, with how often each was tried."""
    found = {}
    for section in _tables(PAGE.read_text(encoding="utf-8")).split("### ")[1:]:
        area = section.partition("\n")[0]
        for row in _ROW.finditer(section):
            found[Attack(area, row["what"], row["outcome"])] = int(row["count"].replace(",", ""))
    return found


def write(counts: Mapping[Attack, int]) -> None:
    """Write what was counted; attacks that were not tried now keep their figures, and those that are gone go."""
    kept = {each: count for each, count in read().items() if each in every_attack()}
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLES.sub(lambda _: page_tables({**kept, **counts}), text), encoding="utf-8")


def page_tables(counts: Mapping[Attack, int]) -> str:
    """The tables, one for each area; `counts` has every attack."""
    parts = []
    for area in AREAS:
        rows = sorted((each, count) for each, count in counts.items() if each.area == area)
        lines = (f"| {each.what} | {count:,} | {each.outcome} |\n" for each, count in rows)
        if rows:
            parts.append(f"### {area}\n\n{HEAD}{''.join(lines)}")
    return "\n" + "\n".join(parts) + "\n"


def _tables(text: str) -> str:
    found = _TABLES.search(text)
    assert found, "docs/security.md has no place for the tables"
    return found[0]
