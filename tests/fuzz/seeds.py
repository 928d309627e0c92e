"""What fuzzing begins with: the files of our own fixtures, by the kind of file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tests.rules.test_rules import RULES

TESTS = Path(__file__).parent.parent
LARGEST = 4096  # bytes: longer inputs are slower, and find nothing that shorter ones don't


@cache
def site_files() -> dict[str, tuple[bytes, ...]]:
    """Files of the sites in tests/ and of the examples in docs/rules.md, by their names' endings."""
    found: dict[str, dict[bytes, None]] = {}

    def add(name: str, data: bytes) -> None:
        if len(data) <= LARGEST:
            found.setdefault(name.rpartition(".")[2], {})[data] = None

    for rule in RULES:
        for path, text in (*rule.wrong.items(), *rule.right.items()):
            add(path, text if isinstance(text, bytes) else text.encode())
    for path in sorted((TESTS / "sites").glob("*/**/*")):
        if path.is_file():
            add(path.name, path.read_bytes())
    for case in tomllib.loads((TESTS / "sites" / "hostile.toml").read_text(encoding="utf-8"))["case"].values():
        for path, text in case.get("files", {}).items():
            add(path, text.encode())
    return {ending: tuple(texts) for ending, texts in found.items()}


def markdown_texts() -> tuple[bytes, ...]:
    """The texts of the fixtures of every pass, and the attacks on them."""
    examples = [path.read_text(encoding="utf-8").split("\n.\n")[1::3] for path in fixtures()]
    attacks = (TESTS / "markup" / "attacks.txt").read_text(encoding="utf-8").splitlines()
    return tuple(text.encode() for text in (*(text for texts in examples for text in texts), *attacks) if text)


def fixtures() -> list[Path]:
    return sorted((TESTS / "markup" / "fixtures").glob("*.md"))


def moved(pattern: str) -> tuple[bytes, ...]:
    """Files of the importers' fixtures."""
    paths = sorted((TESTS / "importing" / "fixtures").glob(pattern))
    return tuple(data for path in paths if path.is_file() and len(data := path.read_bytes()) <= LARGEST)
