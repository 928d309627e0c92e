"""`sitegen` in a process of its own, forked from a warm one: it has imported all and compiled the theme already.

`python -m tests.warm` is that process. It reads a line of JSON for each command, and answers with its exit code.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

REPOSITORY = Path(__file__).parent.parent


def run_warm(
    words: list[str], at: Path, variables: dict[str, str], folder: Path, script: str = ""
) -> subprocess.CompletedProcess[str]:
    """The ended command, run in the folder `at`; what it says passes through files in `folder`.

    What Python itself reads of the variables when it starts (`PYTHON…`, `LC_…`) is not read again. `script` is Python
    that runs in the command's process before it begins (`tests/processes.py` has some).
    """
    places = [folder / "out", folder / "err"]
    asked = {
        "words": words,
        "at": str(at),
        "variables": variables,
        "places": [str(place) for place in places],
        "script": script,
    }
    process = _process(os.getpid())
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{json.dumps(asked)}\n")
    process.stdin.flush()
    code = int(process.stdout.readline())
    out, err = (place.read_text(encoding="utf-8") for place in places)
    return subprocess.CompletedProcess(words, code, out, err)


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
    from tests.site import build_site, make_site, post

    with TemporaryDirectory() as folder:  # a page of most kinds: what is imported and compiled for them stays
        body = "## 🏭 One\n\n### Two\n\nOn [finance:NVDA].\n\nSource: Reuters\n"
        posts = {f"{day}.md": post(f"Of {day}", f"2025-11-{day}", body, tags=["chips"]) for day in (21, 22)}
        build_site(make_site(Path(folder), {f"content/posts/{name}": text for name, text in posts.items()}))

    gc.freeze()  # a command neither goes through it nor, by that, copies it
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(**asked)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


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
