"""The fuzzing targets as tests of properties: few inputs in `make test`, many in `make soak`, more by `make fuzz`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.examples import tried
from tests.fuzz import table
from tests.fuzz.targets import TARGETS

SLOW = {"published"}  # a build for each input
NAMES = [pytest.param(name, marks=pytest.mark.soak if name in SLOW else ()) for name in TARGETS]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", NAMES)
@tried(40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_breaks_what_a_target_holds(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    target.run(data.draw(target.examples()))


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_every_seed_holds(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].run(seed)


BROKEN = {
    "front-matter": ("sitegen.content.load.plain", "\x00".join, b"---\ntitle: AI\ndate: 2025-11-22\nsummary: S\n---\n"),
    "markdown": ("sitegen.markup.parse.sanitise", str, b"\x00<script>alert(1)</script>"),
    "cmark": ("sitegen.markup.parse.sanitise", str, b"\x00<b onclick=alert(1)>"),
    "annotations": ("tests.fuzz.texts.restore", lambda text, _: text, b"A [finance:B]"),
    "citations": ("sitegen.markup.sources.domain_of", lambda url: url, b"A[A](https://a.example/)"),
    "published": ("sitegen.markup.parse.sanitise", str, b"---\ntitle: A\ndate: 2025-11-22\n---\n<p onclick=a()>b</p>"),
    "configuration": ("sitegen.config.locate", lambda *_: (9, 9), b"[tool.sitegen]\ntitle = 1\n"),
    "data-files": ("sitegen.content.data._plain", lambda value, *_: [*value, 2**70], b"\x04[]"),
    "pictures": ("tests.fuzz.files.PICTURE_PIXELS", 5, None),
    "caches": ("sitegen.engine.manifest.read_sealed", lambda path: path.read_bytes()[16:], b"\x01\x00\x30\x00\xff"),
    "addresses": ("tests.fuzz.addresses.slugify", str, b"a/b"),
    "foreign-html": ("sitegen.importing.html.clean", str, b"<p>a\xef\xb7\x90b"),
    "feeds": ("sitegen.importing.addresses.split_url", lambda _: 1 / 0, None),
    "other-sites": ("sitegen.importing.hugo.read_matter", lambda *_: 1 / 0, b"\x00---\n---\n"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_target_notices_what_is_broken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, broken, data = BROKEN[name]
    target = TARGETS[name]
    monkeypatch.setattr(place, broken)
    with pytest.raises((AssertionError, ArithmeticError, OverflowError, ValueError)):
        target.run(data if data is not None else target.seeds[-1])


@pytest.mark.soak
def test_make_fuzz_says_what_it_tried_and_saves_what_it_finds(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    command = [sys.executable, "-m", "tests.fuzz.run", "annotations", "--seconds", "2"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith("annotations")
    assert run.stdout.endswith("0 found\n")


def test_the_security_page_has_every_target_and_every_finding() -> None:
    if os.environ.get("SITEGEN_ACCEPT"):
        table.add_runs({})
    assert table.written() == table.table(table.read()), "run: SITEGEN_ACCEPT=1 make fuzz"
    assert all(executions and seconds for executions, seconds in table.read().values()), "a target that never ran"
