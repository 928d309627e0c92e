"""Every rule as docs/rules.md tells it: the wrong example is found, word for word, and the right one is not.

A rule's section is its fixture. `SITEGEN_ACCEPT=1` writes what sitegen says anew, to be read before it is kept.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.diagnostics import CODES, OUTSIDE, Diagnostic, SiteError
from sitegen.outside import look_outside
from sitegen.outside.answers import Answer
from sitegen.outside.known import keep_answers
from sitegen.outside.limits import Limits
from sitegen.result import Request
from tests.rules.made import MADE
from tests.site import SEARCHED as CONFIG
from tests.site import build_site, make_site

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
NOW = datetime(2026, 1, 10, tzinfo=UTC)

# What other sites are known to have answered, so that no example asks any.
ANSWERS = {
    "https://example.com/chips": Answer("dead", "410 Gone"),
    "http://example.com/chips": Answer("good", moved="https://www.example.com/chips"),
    "https://www.example.com/chips": Answer("good"),
    "https://example.com/2026/chips": Answer("good"),
}

_HEADING = re.compile(r"^### ([a-z-]+)\n\n(?=\*)", re.MULTILINE)
_FILE = re.compile(r"^```\w+ (\S[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r"(?<=^It says:\n\n```text\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """A section: the files of its two examples by path, what sitegen says of the first, and the severity named."""

    code: str
    severity: str
    wrong: dict[str, str | bytes]
    says: str
    right: dict[str, str | bytes]


def read_rules(text: str) -> list[Rule]:
    rules = []
    _, *parts = _HEADING.split(text)
    for code, section in zip(parts[::2], parts[1::2], strict=True):
        wrong, _, right = section.partition("\nRight:\n")
        severity = re.match(r"\*(\w+)\*", section)
        says = _SAYS.search(section)
        assert severity, f"{code}: no severity"
        assert says, f"{code}: nothing said"
        rules.append(Rule(code, severity[1], files_of(wrong), says[1], files_of(right)))
    return rules


def files_of(part: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = dict(_FILE.findall(part))
    if "pyproject.toml" in files and "base_url" not in str(files["pyproject.toml"]):
        files["pyproject.toml"] = f"{CONFIG}{files['pyproject.toml']}"
    return files


IMPORTED = {"left-over", "not-imported"}  # of another program's files
UNTRIED = {"shallow-clone", "vanished-url"}  # they take a repository, or a site that was built before
RULES = read_rules(PAGE.read_text(encoding="utf-8"))


def written(rule: Rule, folder: Path, *, wrong: bool) -> Path:
    """The site of one of the rule's examples."""
    site = make_site(folder, rule.wrong if wrong else rule.right)
    if rule.code in MADE:
        MADE[rule.code](site, wrong)
    return site


def found(site: Path) -> list[Diagnostic]:
    try:
        return list(build_site(site, now=NOW, drafts=True, future=True, dry=True).result.diagnostics)
    except SiteError as error:
        return list(error.diagnostics)


def found_outside(site: Path) -> list[Diagnostic]:
    keep_answers(site / ".sitegen" / "links", {}, ANSWERS, int(NOW.timestamp()))
    looked = look_outside(Request(site, NOW), Limits(), lambda *_: None, lambda _: None)
    assert looked.asked <= 1, "only the private address is not known, and it is not connected to"
    return list(looked.diagnostics)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_wrong_example_is_found_and_the_right_one_is_not(rule: Rule, tmp_path: Path) -> None:
    assert rule.wrong, "no file in the wrong example"
    find = found_outside if rule.code in OUTSIDE else found
    diagnostics = [d for d in find(written(rule, tmp_path / "wrong", wrong=True)) if d.code == rule.code]
    said = "".join(f"{diagnostic}\n" for diagnostic in diagnostics)
    if os.environ.get("SITEGEN_ACCEPT") and said != rule.says:
        text = PAGE.read_text(encoding="utf-8")
        start = text.index(f"### {rule.code}\n")
        PAGE.write_text(text[:start] + _SAYS.sub(lambda _: said, text[start:], count=1), encoding="utf-8")
    assert said == rule.says
    assert {diagnostic.severity for diagnostic in diagnostics} == {rule.severity}
    assert all(diagnostic.help for diagnostic in diagnostics), "a problem says what to write instead"
    assert find(written(rule, tmp_path / "right", wrong=False)) == []


def test_every_code_has_a_section_and_they_stand_in_order() -> None:
    headings = re.findall(r"^### ([a-z-]+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == sorted(set(CODES) - IMPORTED)
    assert set(headings) - {rule.code for rule in RULES} == UNTRIED
