"""The table of docs/security.md that says what fuzzing came to, and `found_by`, which marks the tests of its findings.

@found_by("markdown")
def test_…():
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.fuzz.targets import TARGETS

TESTS = Path(__file__).parent.parent
PAGE = TESTS.parent / "docs" / "security.md"
HEAD = """\
| target | what holds for any input | executions | seconds | found, mended, and held since |
|---|---|---:|---:|---|
"""

_TABLE = re.compile(r"(?<=<!-- fuzz -->\n).*?(?=<!-- end of fuzz -->)", re.DOTALL)
_ROW = re.compile(r"^\| ([\w-]+) \| .+? \| ([\d,]+) \| ([\d,]+) \| (.*) \|$", re.MULTILINE)


def findings() -> dict[str, list[str]]:
    """What each target found: the names of the tests that hold what was mended."""
    found: dict[str, list[str]] = {name: [] for name in TARGETS}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "@found_by(" in text:
            for target, test in _marked(ast.parse(text)):
                found[target].append(test.removeprefix("test_").replace("_", " "))
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "found_by":
                yield from ((ast.literal_eval(target), node.name) for target in mark.args)


def read() -> dict[str, tuple[int, int]]:
    """By target, as the page has them: executions and seconds so far."""
    return {row[1]: (_number(row[2]), _number(row[3])) for row in _ROW.finditer(written())}


def written() -> str:
    found = _TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found, "docs/security.md has no place for the table"
    return found[0]


def add_runs(runs: Mapping[str, tuple[int, int]]) -> None:
    """Add runs, by target their executions and seconds, to what the page has."""
    before = read()
    sums = {
        name: tuple(map(sum, zip(before.get(name, (0, 0)), runs.get(name, (0, 0)), strict=True))) for name in TARGETS
    }
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: table(sums), text), encoding="utf-8")


def table(sums: Mapping[str, tuple[int, ...]]) -> str:
    found = findings()
    rows = []
    for name, target in TARGETS.items():
        executions, seconds = sums.get(name, (0, 0))
        tests = "; ".join(found[name]) or "nothing"
        rows.append(f"| {name} | {target.holds} | {executions:,} | {seconds:,} | {tests} |\n")
    return f"\n{HEAD}{''.join(rows)}\n"


def _number(text: str) -> int:
    return int(text.replace(",", ""))
