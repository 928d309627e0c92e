"""Where a site may be built: variables, users, folders, file orders. `pairwise` combines them; `Place` builds there."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.commands.terminal import REPOSITORY, published
from tests.site import NOW, make_site

# What Python does at its start in such a place: folders are listed in another order, and only what a user installs
# can be imported. It is read as `sitecustomize`.
CUSTOM = """
import os, random, sys
from contextlib import contextmanager

WITHOUT = frozenset(os.environ["WITHOUT"].split())
shuffle = random.Random(os.environ["ORDER"]).shuffle
scandir, listdir = os.scandir, os.listdir

class Shuffled:
    def __init__(self, *of):
        with scandir(*of) as found:
            self.found = list(found)
        shuffle(self.found)
        self.left = iter(self.found)
    def __iter__(self): return self
    def __next__(self): return next(self.left)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass

def shuffled(*of):
    found = listdir(*of)
    shuffle(found)
    return found

if os.environ["ORDER"] != "own":
    os.scandir, os.listdir = Shuffled, shuffled

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in WITHOUT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""

DEEP = "/".join(["a folder"] * 42)  # SQLite opens no path of more than 512 bytes
UNSET = ""
PATH = f"{REPOSITORY}:{sysconfig.get_path('purelib')}"
# Each thing that may differ, and its values; of variables "" says that it is not set. The first ones are the baseline.
WAYS: dict[str, tuple[str, ...]] = {
    "TZ": ("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", ":nonsense"),
    "LC_ALL": ("C.UTF-8", "C", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "ja_JP.eucJP", "ar_EG.UTF-8", "nonsense"),
    "PYTHONHASHSEED": ("0", "1", "4242", "random"),
    "PYTHONUTF8": (UNSET, "0", "1"),
    "PYTHONIOENCODING": ("utf-8", UNSET, "ascii", "latin-1:replace"),
    "PYTHONOPTIMIZE": (UNSET, "1", "2"),
    "HOME": ("/root", UNSET, "/nonexistent"),
    "USER": ("root", UNSET, "Zoë"),
    "LANGUAGE": (UNSET, "tr:de", "ar"),
    "ORDER": ("own", "1", "2", "3"),
    "WITHOUT": (UNSET, "pyromark", "pyromark pytest hypothesis playwright lxml_html_clean pyarrow"),
    "folder": ("site", "with spaces, ümläuts و 新聞 & % # ? ' \"", DEEP, "linked"),
    "from": ("its folder", "above", "elsewhere", "content"),
    "clock": ("--now", "SOURCE_DATE_EPOCH", "--now in another zone"),
    "jobs": ("1", "2", "5", "as many as cores"),
    "cores": ("all", "1"),
    "umask": ("022", "077", "000", "002"),
    "user": ("ours", "65534"),
    "disk": ("disk", "memory"),
    "written": ("in order", "backwards", "long ago", "in the future"),
    "line ends": ("LF", "CRLF"),
}
BASELINE = {name: values[0] for name, values in WAYS.items()}


def pairwise(ways: Mapping[str, Sequence[str]], seed: int = 0) -> list[dict[str, str]]:
    """Combinations in which every two values of two things occur together at least once: far fewer than all."""
    rest = {
        frozenset([(one, a), (other, b)])
        for one, other in itertools.combinations(ways, 2)
        for a, b in itertools.product(ways[one], ways[other])
    }
    draw = random.Random(seed)
    rows = []
    while rest:
        row = dict(sorted(min(rest, key=sorted)))
        for name in draw.sample([*ways], len(ways)):
            if name not in row:
                gain = {v: sum(frozenset([(name, v), pair]) in rest for pair in row.items()) for v in ways[name]}
                row[name] = max(gain, key=gain.__getitem__)
        rest -= {frozenset(pair) for pair in itertools.combinations(row.items(), 2)}
        rows.append(row)
    return rows


@dataclass(frozen=True)
class Outcome:
    """All that a site gives: its published files, and by its form what `check` says of it, with its exit code."""

    files: Mapping[str, bytes]
    reports: Mapping[str, tuple[int, bytes]]


def outcome(base: Path, files: Mapping[str, str | bytes], way: Mapping[str, str], reports: Sequence[str]) -> Outcome:
    """Write a site into a new folder below `base`, and build and check it there in fresh interpreters."""
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    home = base / way["folder"]
    site = _write(base / "real" if way["folder"] == "linked" else home, files, way)
    if site != home:
        home.symlink_to(site, target_is_directory=True)
    custom = base / "custom"
    make_site(custom, {"sitecustomize.py": CUSTOM})
    if "user" in interpreter(way["user"])[1]:
        for path in (base, *base.rglob("*")):
            os.chown(path, int(way["user"]), int(way["user"]), follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
    at = {"its folder": home, "above": home.parent, "elsewhere": Path("/"), "content": home / "content"}[way["from"]]
    named = {"its folder": ".", "above": home.name, "elsewhere": str(home), "content": ".."}[way["from"]]
    said = {name: way[name] for name in BASELINE if name.isupper() and way[name]}
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{custom}:{PATH}", **said}
    variables |= {"ORDER": way["ORDER"], "WITHOUT": way["WITHOUT"]}
    python, user = interpreter(way["user"])
    words = ["--jobs", way["jobs"]] if way["jobs"].isdigit() else []
    if way["clock"] == "SOURCE_DATE_EPOCH":
        variables["SOURCE_DATE_EPOCH"] = str(int(NOW.timestamp()))
    else:
        words += ["--now", NOW.isoformat() if way["clock"] == "--now" else "2026-06-01T17:45:00+05:45"]

    def run(command: str, *more: str) -> subprocess.CompletedProcess[bytes]:
        cores = ["taskset", "--cpu-list", "0"] if way["cores"] == "1" else []
        done = subprocess.run(
            [*cores, python, "-m", "sitegen", command, "--site", named, *words, *more],
            cwd=at,
            env=variables,
            umask=int(way["umask"], 8),
            **user,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, (way, done.stderr.decode(errors="replace"))
        return done

    built = run("build")
    assert built.returncode == 0, (way, built.stderr.decode(errors="replace"))
    checked = {form: run("check", "--format", form) for form in reports}
    return Outcome(published(home / "public"), {f: (done.returncode, done.stdout) for f, done in checked.items()})


@cache
def interpreter(user: str) -> tuple[str, dict[str, Any]]:
    """A Python that another user can run, and how to become that user; where there is none, or no right to: ours."""
    if user != "ours" and os.geteuid() == 0:
        other = {"user": int(user), "group": int(user), "extra_groups": []}
        for python in (sys.executable, "/usr/bin/python3"):
            with contextlib.suppress(OSError):
                words = [python, "-c", "import sitegen.build, lxml.etree, PIL.Image"]
                if not subprocess.run(
                    words, env={"PYTHONPATH": PATH}, capture_output=True, check=False, **other
                ).returncode:
                    return python, other
    return sys.executable, {}


def _write(site: Path, files: Mapping[str, str | bytes], way: Mapping[str, str]) -> Path:
    """The site, its files made in another order or at another time, with the line ends of another system."""
    if (
        way["line ends"] == "CRLF"
    ):  # as git leaves texts where core.autocrlf is set; static files are copied as they are
        texts = (".md", ".toml", ".html", ".csv", ".json", ".yaml")
        files = {
            path: text.replace("\n", "\r\n") if isinstance(text, str) and path.endswith(texts) else text
            for path, text in files.items()
        }
    order = sorted(files, reverse=way["written"] == "backwards")
    make_site(site, {path: files[path] for path in order})
    if way["written"] in ("long ago", "in the future"):
        for path in site.rglob("*"):
            os.utime(path, (1, 1) if way["written"] == "long ago" else (4_000_000_000, 4_000_000_000))
    return site
