"""`make fuzz SECONDS=60 TARGET=…`: each target under atheris for so many seconds in turn, a line on each.

Inputs that reached something new are kept in `.fuzz/TARGET/corpus/` for the next run; those that break a promise in
`.fuzz/TARGET/found-…`, and the exit code is 1. `--again FILE` runs one target once, without atheris.
With SITEGEN_ACCEPT=1 the run is added to docs/security.md's table.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.seeds import LARGEST
from tests.fuzz.table import add_runs
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

HOME = Path(".fuzz")
SLOWEST = 30  # seconds for one input: more is a finding
MOST_MEMORY = 2048  # MB

_COUNT = re.compile(r"^(?:stat::number_of_executed_units: +|#)(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """What one target's turn came to: `found` are the inputs that broke a promise, by their files."""

    target: str
    executions: int
    seconds: int
    found: tuple[Path, ...]

    def __str__(self) -> str:
        line = f"{self.target:14} {self.executions:>9,} executions  {self.seconds:>5,} s  {len(self.found)} found"
        again = f"{sys.executable} -m tests.fuzz.run {self.target} --again"
        return "\n".join([line, *(f"  again: {again} {path}" for path in self.found)])


def fuzz(target: Target, seconds: int) -> Run:
    home = HOME / target.name
    corpus, seeds, words = home / "corpus", home / "seeds", home / "words"
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (seeds / str(number)).write_bytes(seed)
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in target.words), encoding="ascii")
    before = set(home.glob("found-*"))
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-artifact_prefix={home}/found-",
        f"-dict={words}",
        "-print_final_stats=1",
        "-reload=0",
    ]
    command = [sys.executable, "-m", "tests.fuzz.under_atheris", target.name, *options, str(corpus), str(seeds)]
    began = time.monotonic()
    with (home / "log").open("wb") as log:
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
    shutil.rmtree(seeds, ignore_errors=True)
    spent = round(time.monotonic() - began)
    said = (home / "log").read_text(encoding="utf-8", errors="replace")
    counted = [
        int(number) for number in re.findall(r"^(?:stat::number_of_executed_units: +|#)(\d+)", said, re.MULTILINE)
    ]
    found = tuple(sorted(set(home.glob("found-*")) - before))
    if code and not found:
        raise SystemExit(f"{target.name}: the fuzzer itself failed; see {home}/log")
    return Run(target.name, max(counted, default=0), spent, found)


def _quoted(word: bytes) -> str:
    """A word as libFuzzer's dictionaries have them."""
    return "".join(f"\\x{byte:02x}" for byte in word)


def main() -> None:
    words = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    words.add_argument("target", nargs="?", choices=[*TARGETS], help="one target alone")
    words.add_argument("--seconds", type=int, default=60, help="for each target")
    words.add_argument("--again", type=Path, metavar="FILE", help="run the target once, with this input")
    asked = words.parse_args()
    if asked.again:
        TARGETS[asked.target].run(asked.again.read_bytes())
        print("nothing is wrong with this input (any more)")
        return
    if find_spec("atheris") is None:
        raise SystemExit("atheris is not installed; it runs on Linux (x86-64) with Python 3.11 to 3.13")
    runs = []
    for target in [TARGETS[asked.target]] if asked.target else TARGETS.values():
        runs.append(fuzz(target, asked.seconds))
        print(runs[-1], flush=True)
    if os.environ.get("SITEGEN_ACCEPT"):
        add_runs({run.target: (run.executions, run.seconds) for run in runs})
    raise SystemExit(1 if any(run.found for run in runs) else 0)


if __name__ == "__main__":
    main()
