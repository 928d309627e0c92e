"""The rooms of the program, the arrows between them, and what a start costs: read from the source, and measured."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import make_site, post

PACKAGE = Path(__file__).parent.parent / "sitegen"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

# Each room, and the rooms that it may import from; any room may import from itself.
BASE = {"bounds", "model", "diagnostics", "config", "strings", "letters"}
ROOMS = {
    "bounds": set(),
    "interruption": set(),
    "model": {"diagnostics"},
    "diagnostics": set(),
    "strings": set(),
    "letters": set(),
    "config": {"diagnostics", "model", "strings"},
    "rules": {"diagnostics", "config"},
    "engine": set(),
    "markup": BASE,
    "newsroom": BASE,
    "content": {*BASE, "rules", "engine", "markup", "newsroom"},
    "outputs": {*BASE, "engine", "markup", "newsroom"},
    "checks": {*BASE, "engine", "markup", "newsroom"},
}
ROOMS["result"] = {"diagnostics", "engine"}
INNER = {*ROOMS} - {"interruption"}
ROOMS |= {
    "configured": {"diagnostics", "config", "result"},
    "relate": {"model", "engine", "newsroom"},
    "materials": INNER - {"result"},
    "assemble": {*INNER, "relate", "materials"},
    "release": {*INNER, "assemble"},
    "rehearse": {*INNER, "assemble"},
    "vanished": {*INNER, "assemble"},
    "memory": {*BASE, "engine", "result"},
    "build": {*INNER, "configured", "assemble", "release", "rehearse", "vanished", "memory"},
}
ROOMS["deploy"] = {"config", "configured", "diagnostics", "engine", "newsroom", "result"}
ROOMS["documents"] = {*INNER, "configured", "build"}
ROOMS["outside"] = {*INNER, "configured", "build", "documents", "interruption"}
ROOMS["report"] = {*ROOMS}
ROOMS |= {name: {*ROOMS} for name in ("serve", "lookup", "newsletter", "terminal", "schedule", "importing")}
ROOMS["vocabulary"] = {*INNER, "documents"}
ROOMS["questions"] = {*INNER, "lookup", "vocabulary"}
ROOMS["schemas"] = {*INNER, "vocabulary"}
ROOMS["new"] = {*INNER, "vocabulary"}
ROOMS["automation"] = set()
ROOMS["init"] = {*INNER, "automation"}
ROOMS["commands"] = {*ROOMS}
ROOMS["cli"] = {"__init__", "commands", "diagnostics", "engine", "interruption"}
ROOMS["program"] = {"cli", "interruption"}
ROOMS["__main__"] = {"program"}
ROOMS["__init__"] = set()


def room(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules, and of what is taken from them, that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_of(path: Path) -> set[str]:
    """The rooms that a file imports from; the package's own `__version__` is in none."""
    names = {name.split(".")[1] for name in imports(path) if name.startswith("sitegen.")}
    return names & set(ROOMS)


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_one_way(module: str) -> None:
    assert room(module) in ROOMS, "a new room: say what it may import"
    assert rooms_of(MODULES[module]) - ROOMS[room(module)] - {room(module)} == set()


OUTSIDE = {"open", "input", "print", "exec", "eval"}
IMPURE = (
    "jinja2 lxml markdown nh3 feedgen yaml os io pathlib shutil tempfile glob time random secrets socket subprocess "
    "locale threading multiprocessing logging urllib.request"
).split()


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("newsroom/")])
def test_the_newsroom_knows_no_file_no_clock_and_no_template(module: str) -> None:
    found = {name for name in imports(MODULES[module]) for bad in IMPURE if f"{name}.".startswith(f"{bad}.")}
    assert found == set()
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {call.id for call in calls if isinstance(call, ast.Name)} & OUTSIDE == set()
    assert {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"now", "utcnow", "today"} == set()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_for(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)) or not source.strip()


def test_a_long_module_has_a_reason() -> None:
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    long = {name for name, text in texts.items() if len(text.splitlines()) > 250}
    reasoned = {name for name, text in texts.items() if "Long because" in (ast.get_docstring(ast.parse(text)) or "")}
    assert long == reasoned


def test_only_the_command_line_prints_and_ends_the_program() -> None:
    found = []
    for module, path in MODULES.items():
        if room(module) in ("cli", "commands"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else node.exc if isinstance(node, ast.Raise) else None
            name = name.func if isinstance(name, ast.Call) else name
            if isinstance(name, ast.Name) and name.id in ("print", "SystemExit", "exit"):
                found.append(f"{module}:{node.lineno}")
    assert found == []


# ── What a start costs ──────────────────────────────────────────────────────────────────────────────

HEAVY = (
    "jinja2 markdown lxml nh3 feedgen numpy scipy yaml babel pygments pymdownx livereload tornado watchfiles "
    "html_to_markdown concurrent.futures.process multiprocessing pagefind_bin css_inline subprocess httpcore anyio "
    "distributed dask"
).split()
LOADED = "import sys\nprint('\\n'.join(sys.modules), file=sys.stderr)"


def loaded(script: str, *words: str, **env: str) -> set[str]:
    """The heavy modules that a Python process has imported when a script has run."""
    run = subprocess.run(
        [sys.executable, "-c", f"{script}\n{LOADED}", *words],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    modules = run.stderr.split()
    assert "sitegen.cli" in modules, run.stderr
    return set(HEAVY) & set(modules)


BUILD = """
import sys
from sitegen.cli import main
sys.argv = ["sitegen", "build", "--site", sys.argv[1], "--now", "2026-06-01", "--jobs", "2", "--report", "json"]
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
"""


def test_help_needs_nothing_heavy() -> None:
    assert loaded("import sitegen.cli") == set()


def test_a_build_with_nothing_to_do_needs_nothing_heavy(tmp_path: Path) -> None:
    files = {
        "content/posts/a.md": post(tags=["ai"], body="[finance:NVDA]\n"),
        "content/posts/b.md": post("B", body="[A](a.md)\n"),
        "content/data/tags.toml": '[ai]\nname = "AI"\n',
        "content/data/prices.json": '{"nvda": 100}\n',
    }
    site = make_site(tmp_path, files)
    assert "jinja2" in loaded(BUILD, str(site)), "the first build has everything to do"
    assert loaded(BUILD, str(site)) == set()
