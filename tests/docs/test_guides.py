"""The guides are followed to the letter: every command in them is run, every file written, every answer compared.

A guide is a Markdown page whose blocks happen one after the other in one folder: `sh` is run line by line, a block with
a path behind its language is saved as that file (behind `>>`, added to it), and `text` is what the commands before it
answered. The clock stands at Monday, January 5, 2026, nine o'clock UTC. `SITEGEN_ACCEPT=1` writes the answers anew, to
be read before they stay.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONG = (pytest.param(name, marks=pytest.mark.soak) for name in ("getting-started", "newsroom-week"))
GUIDES = ("publishing", "deploy", *LONG)
EPOCH = "1767603600"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORT = re.compile(r"127\.0\.0\.1:\d+")
SECONDS = re.compile(r"\(\d+\.\d(\d?) s\)")
SENT = re.compile(r"\d+ kB sent")  # pictures and the search's index differ with the libraries that make them


@dataclass
class Desk:
    """An editor's terminal: where it stands, and what the commands answered since the last comparison."""

    at: Path
    home: Path
    said: list[str] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        names = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@news.example", "EDITOR": "true"}
        names |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in names.items() if "AUTHOR" in name}
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "PYTHONPATH") if name in os.environ}
        kept["PATH"] = f"{Path(sys.executable).parent}:{kept['PATH']}"
        git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return {**kept, **git, **names, "HOME": str(self.home), "SOURCE_DATE_EPOCH": EPOCH, "LC_ALL": "C.UTF-8"}

    def run(self, line: str) -> None:
        """Run a line in bash, and stay where it went."""
        if line.startswith("sitegen serve"):
            self.preview(line)
            return
        script = f"set -euo pipefail\n{line}\npwd >{self.home}/at"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.at,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.said.append(done.stdout)
        wanted = 1 if "error[" in done.stdout else 0
        assert done.returncode == wanted, f"{line}\n{done.stdout}"
        if not wanted:
            self.at = Path((self.home / "at").read_text(encoding="utf-8").strip())

    def preview(self, line: str) -> None:
        """Begin to serve, wait until it does, and interrupt it as an editor would."""
        options = line.split()[1:]
        process = subprocess.Popen(
            [sys.executable, "-m", "sitegen", *options, "--port", "0"],
            cwd=self.at,
            env=self.environment(),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stderr
        try:
            for said in process.stderr:
                self.said.append(PORT.sub("127.0.0.1:8000", said))
                if "serving http://" in said:
                    break
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        assert "serving http://127.0.0.1:8000/" in "".join(self.said)


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_does_what_it_says(guide: str, tmp_path: Path) -> None:
    page = ROOT / "docs" / f"{guide}.md"
    text = page.read_text(encoding="utf-8")
    (tmp_path / "home").mkdir()
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk", tmp_path / "home")
    compared = []
    for block in BLOCK.finditer(text):
        language, path, body = block.groups()
        if path:
            place = desk.at / path.removeprefix(">>")
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("a" if path.startswith(">>") else "w", encoding="utf-8") as file:
                file.write(body)
        elif language == "sh":
            desk.said.clear()
            for line in body.splitlines():
                desk.run(line)
        elif language == "text":
            said = "".join(desk.said).replace(str(tmp_path / "desk"), "/home/ada")
            said = SENT.sub("394 kB sent", SECONDS.sub(lambda told: "(0.12 s)" if told[1] else "(0.1 s)", said))
            compared.append((block, f"{said.strip()}\n"))
    if os.environ.get("SITEGEN_ACCEPT"):
        for block, said in reversed(compared):
            text = f"{text[: block.start(3)]}{said}{text[block.end(3) :]}"
        page.write_text(text, encoding="utf-8")
    for block, said in compared:
        assert block[3] == said
    assert compared, "a guide shows what is answered"
    shutil.rmtree(desk.home)
