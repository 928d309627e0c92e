"""The Nu Html Checker (validator.github.io), which `make test` installs; it needs Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

_JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# It runs for seconds: Java's quick compiler and simple memory halve its time, and ask for a larger stack than theirs.
_JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m"]

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed, and the checker needs it")


def html_problems(folder: Path) -> list[str]:
    """What is wrong with the HTML files in a folder, errors and warnings, a line each."""
    assert _JAR.exists(), "the Nu Html Checker is missing: `make test` installs it"
    command = [*_JAVA, "-jar", str(_JAR), "--format", "json", "--skip-non-html", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(said.stderr)["messages"]
    return [f"{one.get('url')}:{one.get('lastLine')}: {one['message']}" for one in found]
