"""`sitegen` in a process of its own, forked from a warm one: it has imported all and compiled the theme already.

`python -m tests.warm` is that process. It answers a line of JSON that says which command to begin with the number of
the command's process, and that number, when the process has ended, with its exit code.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import NoReturn

REPOSITORY = Path(__file__).parent.parent


@dataclass
class Forked:
    """A command that was begun in a process of its own."""

    pid: int
    code: int | None = None

    def signal(self, number: int) -> None:
        """Send it a signal, unless it was waited for."""
        if self.code is None:
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Its exit code, when it has ended. The warm process hears nothing else meanwhile."""
        if self.code is None:
            self.code = int(_answer(self.pid))
        return self.code


def run_warm(
    words: list[str], at: Path, variables: dict[str, str], folder: Path, script: str = ""
) -> subprocess.CompletedProcess[str]:
    """The ended command; what it says passes through files in `folder`."""
    places = (folder / "out", folder / "err")
    code = begin_warm(words, at, variables, places, script).wait()
    out, err = (place.read_text(encoding="utf-8") for place in places)
    return subprocess.CompletedProcess(words, code, out, err)


def begin_warm(
    words: list[str], at: Path, variables: dict[str, str], places: tuple[Path, Path], script: str = ""
) -> Forked:
    """The command, begun in the folder `at`; its standard output and its errors are written to two files.

    What Python itself reads of the variables when it starts (`PYTHON…`, `LC_…`) is not read again. `script` is Python
    that runs in the command's process before it begins (`tests/processes.py` has some).
    """
    asked = {
        "words": words,
        "at": str(at),
        "variables": variables,
        "places": [str(place) for place in places],
        "script": script,
    }
    return Forked(int(_answer(asked)))


def _answer(asked: object) -> str:
    process = _process(os.getpid())
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{json.dumps(asked)}\n")
    process.stdin.flush()
    return process.stdout.readline()


@cache
def _process(_: int) -> subprocess.Popen[str]:
    """The warm process of this one; it ends when this one closes its standard input, at the latest when it ends."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OPENBLAS_NUM_THREADS": "1"}  # none to fork beside
    return subprocess.Popen(
        [sys.executable, "-m", "tests.warm"],
        cwd=REPOSITORY,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _serve() -> None:
    import sitegen
    from tests.site import build_site, make_site, post

    for module in walk_packages(sitegen.__path__, "sitegen."):
        if module.name != "sitegen.__main__":  # it is the program
            import_module(module.name)
    with TemporaryDirectory() as folder:  # a page of most kinds: what is imported and compiled for them stays
        body = "## 🏭 One\n\n### Two\n\nOn [finance:NVDA].\n\nSource: Reuters\n"
        posts = {f"{day}.md": post(f"Of {day}", f"2025-11-{day}", body, tags=["chips"]) for day in (21, 22)}
        build_site(make_site(Path(folder), {f"content/posts/{name}": text for name, text in posts.items()}))

    gc.freeze()  # a command neither goes through it nor, by that, copies it
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            _, status = os.waitpid(asked, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            _become(**asked)


def _become(words: list[str], at: str, variables: dict[str, str], places: list[str], script: str) -> NoReturn:
    from sitegen.program import program

    os.environ.clear()
    os.environ.update(variables)
    os.chdir(at)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, place in enumerate(places, 1):
        os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (it is this process's own)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["sitegen", *words]
    exec(script, {})
    program()


if __name__ == "__main__":
    _serve()
