"""What sitegen is made of, and what it makes of what it is given: its packages, its wheel, the programs it runs."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions, packages_distributions, requires, version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.attacks.table import attack
from tests.commands.terminal import REPOSITORY
from tools.audit import FOUND, SOUND, UNKNOWN, verdict

PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
OURS = ("fast", "dask", "deploy")  # extras for users
SHIPPED = [*PROJECT["dependencies"], *(requirement for extra in OURS for requirement in EXTRAS[extra])]
WORK = [requirement for extra, them in EXTRAS.items() if extra not in OURS for requirement in them]
SOURCES = sorted((REPOSITORY / "sitegen").rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


# ── Packages ────────────────────────────────────────────────────────────────────────────────────────


def test_every_dependency_has_its_reason_on_record() -> None:
    record = (REPOSITORY / "docs/decisions/0027-dependencies.md").read_text()
    rows = [row.split("|")[1:-1] for row in record.splitlines() if row.startswith("| ") and "---" not in row]
    told = {canonicalize_name(name): cells for name, *cells in ([cell.strip() for cell in row] for row in rows)}
    assert names(SHIPPED) | names(WORK) | {"pip-audit"} == told.keys() - {"package"}
    assert all(all(cells) for cells in told.values())


def test_every_import_is_of_a_declared_dependency_and_every_dependency_is_imported() -> None:
    """Not of one that another package happens to need."""
    homes = packages_distributions()
    tops = {module.partition(".")[0] for path in SOURCES for module in imports(parsed(path))}
    foreign = tops - sys.stdlib_module_names - {"sitegen"}
    imported = {canonicalize_name(name) for top in foreign for name in homes[top]}
    assert imported | {"tzdata"} == names(SHIPPED), "tzdata is read by Python's zoneinfo"


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_constraints_pin_what_is_needed_and_nothing_else() -> None:
    pins = dict(
        line.split("==")
        for line in (REPOSITORY / "constraints.txt").read_text().splitlines()
        if not line.startswith("#")
    )
    installed = {canonicalize_name(distribution.name) for distribution in distributions()}
    apart = {canonicalize_name(Requirement(each).name) for each in EXTRAS["fuzz"]} - installed  # `make fuzz` brings it
    needed: set[str] = apart.copy()
    asked: set[tuple[str, str]] = set()
    every = map(Requirement, (*SHIPPED, *WORK))
    pending = [one for one in every if canonicalize_name(one.name) not in apart]
    while pending:
        one = pending.pop()
        name = canonicalize_name(one.name)
        needed.add(name)
        for extra in {"", *one.extras} - {extra for of, extra in asked if of == name}:
            asked.add((name, extra))
            further = map(Requirement, requires(name) or ())
            pending += [each for each in further if not each.marker or each.marker.evaluate({"extra": extra})]
    assert {canonicalize_name(name) for name in pins} == needed
    tested = [name for name in pins if canonicalize_name(name) not in apart]
    assert [name for name in tested if pins[name] != version(name)] == [], "not the versions that are tested with"


SPOILT = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
SKIPPED = {"name": "b", "skip_reason": "not found"}
AWAY = "packages were not audited: the service does not know them, or is away"
VERDICTS = [
    ([{"name": "a", "version": "1", "vulns": []}], SOUND, "nothing is known against any of 1 packages"),
    ([SPOILT], FOUND, "a 1: PYSEC-1, mended in 2"),
    ([SKIPPED], UNKNOWN, f"1 of 1 {AWAY}"),
    ([], UNKNOWN, f"0 of 0 {AWAY}"),
    ([SPOILT, SKIPPED], FOUND, f"a 1: PYSEC-1, mended in 2\n1 of 2 {AWAY}"),
]


@pytest.mark.parametrize(("packages", "code", "words"), VERDICTS)
def test_an_audit_that_asked_nobody_finds_nothing_sound(packages: list[Any], code: int, words: str) -> None:
    assert verdict(json.dumps({"dependencies": packages}), "") == (code, words)


def test_an_audit_without_an_index_says_so_in_one_line() -> None:
    """Here pip-audit is not installed, or its service is behind a proxy that nobody answers for."""
    nowhere = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, REPOSITORY / "tools/audit.py"], env=nowhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == UNKNOWN
    assert re.fullmatch(r"the packages were not audited, for pip-audit failed: .+\n", done.stdout)
    assert done.stderr == ""


# ── Code ────────────────────────────────────────────────────────────────────────────────────────────

# What would run data as code, or read it into objects that do.
FORBIDDEN = re.compile(
    r"(pickle|marshal|shelve|dill|code|runpy|imp|pty|os\.(system|popen|spawn\w+|startfile)|eval|exec|compile|"
    r"__import__|importlib\.(import_module|reload|machinery.*)|builtins\.\w+|yaml\.(load|load_all|unsafe_\w+|"
    r"full_\w+|Loader|FullLoader|UnsafeLoader|CLoader|CFullLoader|CUnsafeLoader)|numpy\.load|shutil\.unpack_archive)"
)
# What starts another program, each with its reason.
PROGRAMS = {
    ("sitegen/program.py", "os.execv"): "this program once more, in UTF-8",
    ("sitegen/content/git.py", "subprocess.run"): "git's plumbing, where the configuration asks for it",
    ("sitegen/deploy/programs.py", "subprocess.run"): "ssh, rsync and git, for deploys to such places",
    ("sitegen/deploy/branch.py", "subprocess.Popen"): "git's importer, for deploys to a branch",
    ("sitegen/deploy/ssh.py", "subprocess.Popen"): "ssh, for one connection that all calls of a deploy share",
    ("sitegen/new.py", "subprocess.run"): "the user's own editor, for `new --edit`",
    ("sitegen/outputs/pagefind.py", "subprocess.Popen"): "pagefind, which makes the index of the search",
}
STARTS = re.compile(r"subprocess\.(run|Popen|call|check_\w+|getoutput|getstatusoutput)|os\.(exec\w+|posix_spawn\w*)")


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """What is called by its dotted name, wherever it was imported from."""
    full = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            full |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            full |= {alias.asname: alias.name for alias in node.names if alias.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            first, dot, rest = name.partition(".")
            yield f"{full.get(first, first)}{dot}{rest}", node


@attack(
    "Supply",
    "A post, a data file, a cache entry or a setting is to run as code",
    "no module unpickles, evaluates or imports what it reads, and YAML has no tags but its own",
)
def test_nothing_that_is_read_can_run(attempts: Any) -> None:
    assert FORBIDDEN.fullmatch("yaml.load"), "the pattern is one"
    for path in SOURCES:
        tree = parsed(path)
        assert [name for name, _ in called(tree) if FORBIDDEN.fullmatch(name)] == [], path
        assert [name for name in imports(tree) if FORBIDDEN.fullmatch(name)] == [], path
        shells = [node for _, node in called(tree) if any(key.arg == "shell" for key in node.keywords)]
        assert shells == [], path
        attempts.made()


def test_programs_are_started_in_known_places_alone() -> None:
    found = {
        (path.relative_to(REPOSITORY).as_posix(), name)
        for path in SOURCES
        for name, _ in called(parsed(path))
        if STARTS.fullmatch(name)
    }
    assert found == PROGRAMS.keys()


# ── The wheel ───────────────────────────────────────────────────────────────────────────────────────

LEFT = """
sitegen/.DS_Store sitegen/model.py~ sitegen/markup/.parse.py.swp sitegen/x.pyc sitegen/__pycache__/a.pyc
templates/post.html.orig templates/.post.html.swp static/css/site.css.bak static/.DS_Store
""".split()
SENT = {*"sitegen templates static README.md LICENSE CHANGELOG.md pyproject.toml PKG-INFO .gitignore".split()}
CHECKOUTS = [
    {"umask": 0o022, "variables": {"TZ": "UTC", "LC_ALL": "C.UTF-8"}, "time": 1_000_000_000, "left": (), "name": "one"},
    {
        "umask": 0o077,
        "variables": {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": "/nonexistent"},
        "time": 2_000_000_000,
        "left": LEFT,
        "name": "another, of a longer name",
    },
]


@pytest.mark.soak
@attack(
    "Supply",
    "The wheel and the sdist are built in another checkout: folder, time, umask, locale, editors' leftovers",
    "the same bytes",
)
def test_the_wheel_and_the_sdist_are_reproducible(tmp_path: Path, attempts: Any) -> None:
    made = []
    for way in CHECKOUTS:
        folder = tmp_path / str(way["name"])
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=REPOSITORY, capture_output=True, check=True
        )
        files = [path for path in listed.stdout.decode().split("\0") if (REPOSITORY / path).is_file()]
        for path in files if way["left"] else reversed(files):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / path, folder / path)
            os.utime(folder / path, (way["time"], way["time"]))
            (folder / path).chmod(0o666 & ~way["umask"])
        for path in way["left"]:
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text("left")
        words = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--sdist",
            "--wheel",
            "--outdir",
            tmp_path / "made",
            folder,
        ]
        subprocess.run(
            words, env={**os.environ, **way["variables"]}, umask=way["umask"], check=True, capture_output=True
        )
        made.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "made").iterdir()}
        )
        (sdist,) = (tmp_path / "made").glob("*.tar.gz")
        with tarfile.open(sdist) as archive:
            assert {name.split("/")[1] for name in archive.getnames()} == SENT
        (wheel,) = (tmp_path / "made").glob("*.whl")
        assert not any(name.endswith((".pyc", "~", ".swp", ".bak", ".orig")) for name in ZipFile(wheel).namelist())
        shutil.rmtree(tmp_path / "made")
        attempts.made()
    assert len(made[0]) == 2
    assert made[0] == made[1]
