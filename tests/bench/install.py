"""Peers, installed by name into a folder of the bench's own: `.bench/venv` and `.bench/node`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class Unavailable(Exception):
    """This generator cannot be installed, or does not accept what is asked; the message says why in a line."""


def venv(home: Path, package: str) -> Path:
    """The site-packages of the peers' environment, with `package` in it. Raises `Unavailable`."""
    folder = home / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        install([sys.executable, "-m", "venv", str(folder)], home)
    if not list(folder.glob(f"lib/*/site-packages/{package.partition('[')[0]}")):
        install([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package], home)
    return next(folder.glob("lib/*/site-packages"))


def install(command: list[str], folder: Path) -> None:
    """Run an installer in `folder`. Raises `Unavailable`."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{' '.join(command[-2:])} failed: {(done.stderr or done.stdout).strip()[-200:]}")


def version(*command: str | Path) -> str:
    """What a program says when it is asked for its version. Raises `Unavailable`."""
    asked = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if asked.returncode:
        raise Unavailable(asked.stderr.strip()[-200:] or f"{command[0]} does not run")
    return asked.stdout.strip()
