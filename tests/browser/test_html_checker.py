"""The Nu Html Checker (validator.github.io) has nothing to say about any page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKER = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed, and the Nu Html Checker needs it")
def test_the_html_checker_finds_no_errors_and_no_warnings(output: Path) -> None:
    assert CHECKER.exists(), "the Nu Html Checker is missing: `make test` installs it"
    assert len(list(output.rglob("*.html"))) > 100
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--skip-non-html", str(output)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(said.stderr)["messages"]
    assert [f"{one.get('url')}:{one.get('lastLine')}: {one['message']}" for one in found] == []
