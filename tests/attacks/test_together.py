"""Several at work on one site: builds at once, a preview beside them, an editor who saves, clocks that are wrong.

After each attempt the published folder is that of a clean build, in the end if not at once.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import sitegen.build
from sitegen.build import build
from sitegen.diagnostics import ConfigError
from sitegen.engine.lock import locked
from sitegen.outputs.theme import theme_folder
from sitegen.result import Request, Result
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import command, environment
from tests.pictures import picture
from tests.site import CONFIG, NOW, build_site, make_site, post

AREA = "Together"
QUICK = f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"
THEME = theme_folder("templates")
CARD = (THEME / "components/card.html").read_text(encoding="utf-8").replace("<article", '<article title="ONE"', 1)
MISSING = (THEME / "404.html").read_text(encoding="utf-8") + "{# ONE #}"

FILES: dict[str, str | bytes] = {
    "pyproject.toml": QUICK,
    "content/posts/a.md": post("A", body="Of [finance:NVDA].\n", tags=["news"]),
    "content/posts/b/index.md": post("B", "2025-11-23", image={"src": "b.jpg", "alt": "b"}),
    "content/posts/b/b.jpg": picture(size=(60, 40)),
    "content/posts/b/notes.txt": "one",
    "content/data/notes.json": '"one"',
    "content/data/tags.toml": '[news]\nname = "One"\n',
    "templates/components/card.html": CARD,
    "templates/404.html": MISSING.replace("<h1>", "<h1>{{ data.notes or 'none' }} "),
    "static/note.txt": "one",
    "static/css/more.css": "p { top: 1px }",
}
OTHER: dict[str, str | bytes] = {
    "pyproject.toml": QUICK.replace("Example News", "Second News"),
    "content/posts/a.md": post("A", body="Of [finance:GOOG].\n", tags=["news"]),
    "content/posts/b/index.md": post("B two", "2025-11-23", image={"src": "b.jpg", "alt": "b"}),
    "content/posts/b/b.jpg": picture(size=(80, 40)),
    "content/posts/b/notes.txt": "two",
    "content/data/notes.json": '"two"',
    "content/data/tags.toml": '[news]\nname = "Two"\n',
    "templates/components/card.html": CARD.replace("ONE", "TWO"),
    "templates/404.html": MISSING.replace("<h1>", "<h1>TWO {{ data.notes or 'none' }} "),
    "static/note.txt": "two",
    "static/css/more.css": "p { top: 2px }",
}


def clean(folder: Path, elsewhere: Path, **request: object) -> dict[str, bytes]:
    """What the site's files give where nothing was built before."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(folder, elsewhere, ignore=shutil.ignore_patterns("public", ".sitegen"), symlinks=True)
    return build_site(elsewhere, **request).files()


def published(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def started(folder: Path, *words: str | Path) -> subprocess.Popen[str]:
    asked = command("build", "--site", folder, "--now", NOW.isoformat(), *words)
    return subprocess.Popen(asked, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert "Traceback" not in said


@attack(AREA, "Many builds of a site are begun at once, some into another folder", "each waits; all end right")
@pytest.mark.soak
def test_builds_at_once(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    expected = clean(folder, tmp_path / "clean")
    assert len(expected) > 40
    outputs = [folder / "public", tmp_path / "elsewhere"]
    for _ in range(attempts.times(5, quick=1)):
        count = 10 if attempts.soak else 2
        ended([started(folder, "--output", outputs[number % 2]) for number in range(count)])
        assert [published(output) for output in outputs] == [expected, expected]
        shutil.rmtree(folder / ".sitegen")
        attempts.made(count)


@attack(AREA, "Two sites are built into one folder at once", "one waits for the other, and the last one is there alone")
@pytest.mark.soak
def test_two_sites_into_one_folder(tmp_path: Path, attempts: Attempts) -> None:
    sites = [make_site(tmp_path / name, files) for name, files in (("one", FILES), ("two", OTHER))]
    expected = [clean(site, tmp_path / "clean") for site in sites]
    for number in range(attempts.times(10, quick=1)):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        ended([started(site, "--output", tmp_path / "out") for site in sites[:: -1 if number % 2 else 1]])
        assert published(tmp_path / "out") in expected
        attempts.made()


@attack(AREA, "A post is saved while a build waits for another one", "the build that waited has it")
def test_saved_while_waiting(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    build_site(folder)
    held = locked(folder / ".sitegen/lock", str)
    held.__enter__()

    def saved(_holder: str) -> None:
        make_site(folder, {"content/posts/late.md": post("Late", "2025-12-01")})
        held.__exit__(None, None, None)

    make_site(folder, {"content/posts/a.md": post("A changed")})
    build(Request(site=folder, now=NOW), lambda *_: None, saved)
    assert published(folder / "public") == clean(folder, tmp_path / "clean")
    assert (folder / "public/2025/12/01/late/index.html").exists()
    attempts.made()


@attack(AREA, "The process that holds the lock is killed", "the next build goes on at once")
def test_killed_holder(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    program = "import sys, time; from pathlib import Path; from sitegen.engine.lock import locked\n"
    program += "with locked(Path(sys.argv[1]), print): print('held', flush=True); time.sleep(60)"
    words = [*command()[:1], "-c", program, str(folder / ".sitegen/lock")]
    with subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait()
    (folder / ".sitegen/lock.pid").write_bytes(b"\xff\xfe not a number")
    build(Request(site=folder, now=NOW), lambda *_: None, pytest.fail)
    attempts.made()


@dataclass
class Moment:
    """Something that happens once, at a moment of the build that its progress tells of."""

    stage: str
    happen: Callable[[], object]
    done: bool = False

    def progress(self, stage: str, _done: int, _of: int) -> None:
        if stage == self.stage and not self.done:
            self.done = True
            self.happen()


STAGES = ("reading posts", "making pages")


def rewrite(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def rename(path: Path, data: bytes) -> None:
    """As most editors save."""
    (path.parent / ".new").write_bytes(data)
    (path.parent / ".new").replace(path)


def remove(path: Path, _data: bytes) -> None:
    path.unlink()


def truncate(path: Path, _data: bytes) -> None:
    path.write_bytes(b"")


def become_folder(path: Path, _data: bytes) -> None:
    path.unlink()
    path.mkdir()


def become_link(path: Path, _data: bytes) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def lose_folder(path: Path, _data: bytes) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("a file now")


CHANGES = (rewrite, rename, remove, truncate, become_folder, become_link, lose_folder)


@attack(
    AREA,
    "A file is changed, lost, or becomes a link or a folder between the scan and the reading",
    "nothing is published as what it is not, and once all is as it was, so is what is published",
)
def test_changed_between_scan_and_reading(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    old = clean(folder, tmp_path / "clean")
    cases = [(stage, change, path) for stage in STAGES for change in CHANGES for path in FILES]
    cases = [case for case in cases if case[1] is not lose_folder or case[2] != "pyproject.toml"]
    random.Random(3).shuffle(cases)
    for stage, change, path in cases[: attempts.times(80, quick=6)]:
        shutil.rmtree(folder)
        make_site(folder, FILES)
        new = OTHER[path]
        moment = Moment(stage, lambda: change(folder / path, new if isinstance(new, bytes) else new.encode()))  # noqa: B023
        with suppress(OSError, ConfigError):
            build(Request(site=folder, now=NOW), moment.progress, pytest.fail)
        assert moment.done, stage
        found = published(folder / "public")
        assert not [name for name, data in found.items() if b"root:x:0:0" in data], "a link out was followed"
        now = _built_or_none(folder)
        if now:
            assert now == clean(folder, tmp_path / "clean"), (stage, change, path)
        for place in (folder / path, (folder / path).parent):
            if place.is_symlink() or place.is_file():
                place.unlink()
            elif place == folder / path and place.is_dir():
                place.rmdir()
        make_site(folder, FILES)
        assert build_site(folder).files() == old, (stage, change, path)
        attempts.made()


def _built_or_none(folder: Path) -> dict[str, bytes] | None:
    """What is published; None where the site as it is now cannot be."""
    try:
        result: Result = build_site(folder).result
    except (OSError, ConfigError):
        return None
    return None if result.failed else published(folder / "public")


@contextmanager
def editor(folder: Path, seed: int) -> Iterator[None]:
    """Somebody who saves all files again and again, in all ways that there are, while builds run."""
    rest = threading.Event()

    def save() -> None:
        chance = random.Random(seed)
        while not rest.is_set():
            path, data = chance.choice([*FILES.items(), *OTHER.items()])
            with suppress(OSError):
                chance.choice((rewrite, rename, truncate, remove, rewrite))(
                    folder / path, data if isinstance(data, bytes) else data.encode()
                )
            rest.wait(chance.choice((0, 0.001, 0.01)))

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        rest.set()
        thread.join()


@attack(AREA, "An editor saves all files again and again while builds read them", "the next build equals a clean one")
def test_saving_while_building(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    for seed in range(attempts.times(30, quick=2)):
        with editor(folder, seed):
            for _ in range(3):
                with suppress(OSError, ConfigError):
                    build(Request(site=folder, now=NOW), lambda *_: None, pytest.fail)
        make_site(folder, FILES if seed % 2 else OTHER)
        assert build_site(folder).files() == clean(folder, tmp_path / "clean"), seed
        attempts.made(3)


def touch_tomorrow(folder: Path) -> None:
    for path in folder.rglob("content/**/*"):
        os.utime(path, (time.time() + 90_000,) * 2)


def touch_long_ago(folder: Path) -> None:
    for path in folder.rglob("*"):
        if "public" not in path.parts and ".sitegen" not in path.parts:
            os.utime(path, (86_400, 86_400))


def clock_behind(_folder: Path) -> int:
    return -(10**9) * 86_400 * 9


def clock_ahead(_folder: Path) -> int:
    return 10**9 * 86_400 * 9


CLOCKS: tuple[Callable[[Path], int | None], ...] = (touch_tomorrow, touch_long_ago, clock_behind, clock_ahead)


@attack(AREA, "Clocks go backwards or ahead, for files and for builds", "each build equals a clean one")
def test_wrong_clocks(tmp_path: Path, attempts: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_site(tmp_path / "site", FILES)
    for seed in range(attempts.times(15, quick=2)):
        chance = random.Random(seed)
        for turn in range(3):
            make_site(folder, {path: chance.choice((FILES, OTHER))[path] for path in chance.sample(sorted(FILES), 4)})
            shift = chance.choice(CLOCKS)(folder) or 0
            now = NOW + timedelta(days=chance.choice((0, -190, 3)))
            with monkeypatch.context() as clock:
                clock.setattr(sitegen.build.time, "time_ns", lambda shift=shift, real=time.time_ns: real() + shift)
                found = build_site(folder, now=now).files()
            assert found == clean(folder, tmp_path / "clean", now=now), (seed, turn)
            attempts.made()


@attack(AREA, "A file gets other bytes, with its size and times as they were", "the next build has them")
@pytest.mark.soak
def test_equal_size_and_times(tmp_path: Path, attempts: Attempts) -> None:
    folder = make_site(tmp_path / "site", FILES)
    build_site(folder)
    time.sleep(2.1)  # so that the files' times are believed
    build_site(folder)
    for path, (before, after) in {
        "content/posts/a.md": (b"Of ", b"On "),
        "content/data/tags.toml": (b"One", b"Won"),
        "content/data/notes.json": (b"one", b"own"),
        "templates/components/card.html": (b"ONE", b"OWN"),
        "static/note.txt": (b"one", b"own"),
        "static/css/more.css": (b"1px", b"7px"),
        "pyproject.toml": (b"Example News", b"Another News"),
    }.items():
        place = folder / path
        found, data = place.stat(), place.read_bytes()
        place.write_bytes(data.replace(before, after))
        os.utime(place, ns=(found.st_atime_ns, found.st_mtime_ns))
        assert (place.stat().st_mtime_ns, data != place.read_bytes()) == (found.st_mtime_ns, True)
        assert build_site(folder).files() == clean(folder, tmp_path / "clean"), path
        attempts.made()
