"""Disks that are full or read-only, folders that are not what they should be: said in one line, and nothing is lost.

Small disks are mounted where this user may; the published folder is held to contract §7.4 after each attempt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.attacks.disks import Site, crowded, filled, said_so, small_disk
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import command, environment
from tests.site import CONFIG, build_site, make_site, post

AREA = "Disks and caches"
ROOM = "48m"
PLACES = {"the site and all in it": "site", "the cache": "site/.sitegen", "the output": "out"}
EACH_PLACE = [
    "the site and all in it",
    *(pytest.param(name, marks=pytest.mark.soak) for name in ("the cache", "the output")),
]


def on_disk(tmp_path: Path, disk: Path, *, rich: bool = False) -> Site:
    """A site of which `disk` is the whole or a part, built once in its first version."""
    output = disk / "public" if disk.name == "out" else None
    site = Site(tmp_path / "site", tmp_path / "clean", output, rich=rich)
    site.write(0)
    site.is_built()
    assert disk.is_mount()
    return site


def attempt(site: Site, full: Callable[..., object], disk: Path, left: int) -> bool:
    """Whether there was too little room to bring the site to its other version."""
    site.write(1 - site.number)
    with full(disk, left=left):
        done = site.build()
        site.is_whole()
        assert not [path for path in site.files() if path.endswith((".tmp", ".new"))]
        if done.returncode:
            said_so(done, "the disk is full: there is no room for ", str(disk))
    site.is_built()
    return done.returncode != 0


FULL = "The disk is full, at levels from the first byte to the last"
OUTCOME = "one line names the place, `public/` is whole, and the next build with room equals a clean one"


@attack(AREA, FULL, OUTCOME)
@pytest.mark.parametrize("place", EACH_PLACE)
def test_full_disk(tmp_path: Path, attempts: Attempts, place: str) -> None:
    with small_disk(tmp_path / PLACES[place], size=ROOM) as disk:
        site = on_disk(tmp_path, disk, rich=attempts.soak)
        levels = range(0, 1_500_000, 100_000) if attempts.soak else [100_000]
        found = [attempt(site, filled, disk, left) for left in levels]
        assert found[0]
        assert not attempts.soak or not found[-1], "at last there was room enough"
        attempts.made(len(found))


@attack(AREA, "The disk has no room for another file (inodes)", OUTCOME)
@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
def test_disk_of_few_files(tmp_path: Path, attempts: Attempts, place: str) -> None:
    with small_disk(tmp_path / PLACES[place], size=ROOM, nr_inodes=700) as disk:
        site = on_disk(tmp_path, disk)
        levels = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89)
        attempts.made(len([attempt(site, crowded, disk, left) for left in levels]))


@attack(AREA, "Part of a site is on a disk that is read-only", "one line names it; an unchanged site is up to date")
@pytest.mark.parametrize("place", EACH_PLACE)
@pytest.mark.soak
def test_read_only_disk(tmp_path: Path, attempts: Attempts, place: str) -> None:
    with small_disk(tmp_path / PLACES[place], size=ROOM) as disk:
        site = on_disk(tmp_path, disk)
        time.sleep(2.1)  # so that the files have settled
        site.is_built()
        if place != "the site and all in it":
            site.write(1)
            before = site.files()
            with read_only(disk):
                said_so(site.build(), "the disk is read-only: ", str(disk), "cannot be written")
            assert site.files() == before
            site.is_built()
        else:
            with read_only(disk):
                done = site.build()
                assert (done.returncode, "nothing to do" in done.stderr) == (0, True), done.stderr
                said_so(site.build("--full"), "the disk is read-only: ", ".sitegen")
    attempts.made()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


CARDLESS = f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"
FILES: dict[str, str | bytes] = {
    "content/posts/a/index.md": post("A", body="A text.\n"),
    "content/posts/b.md": post("B"),
    "static/note.txt": "note",
    "pyproject.toml": CARDLESS,
}


@attack(AREA, "A file or folder may not be read or written", "one line names it, and `public/` is as it was")
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("content/posts/b.md", 0),
        *(
            pytest.param(*case, marks=pytest.mark.soak)
            for case in (
                ("content/posts", 0),
                ("static/note.txt", 0),
                ("pyproject.toml", 0),
                (".sitegen", 0o500),
                (".sitegen/cache.sqlite", 0),
                (".sitegen/lock", 0),
                ("public", 0o500),
                ("public/2025", 0o500),
            )
        ),
    ],
)
def test_no_rights(tmp_path: Path, attempts: Attempts, path: str, mode: int) -> None:
    """As a user that rights bind: not even root without that capability reads all."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("nothing binds this user")
    before = build_site(make_site(tmp_path, FILES))
    files = before.files()
    make_site(tmp_path, {"content/posts/c.md": post("C", "2025-12-01"), "content/posts/b.md": post("B2")})
    was = (tmp_path / path).stat().st_mode
    (tmp_path / path).chmod(mode)
    bound = "-dac_override,-dac_read_search,-fowner"
    words = ["setpriv", f"--bounding-set={bound}", f"--inh-caps={bound}"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*words, *command("build", "--site", tmp_path, "--now", "2026-06-01T12:00:00Z")],
        check=False,
        env=environment(),
        capture_output=True,
        text=True,
    )
    (tmp_path / path).chmod(was)
    said_so(done, "Permission denied: ", path)
    after = {file.relative_to(before.output).as_posix(): file.read_bytes() for file in before.output.rglob("*.*")}
    assert {name: after.get(name) for name in files} == files or path.startswith("public")
    attempts.made()


@attack(AREA, "A published file is held fast by the system", "one line names it; all others are whole")
def test_published_file_that_cannot_be_replaced(tmp_path: Path, attempts: Attempts) -> None:
    site = Site(tmp_path / "site", tmp_path / "clean")
    site.write(0)
    site.is_built()
    held = site.output / "index.html"
    (tmp_path / "held").write_bytes(held.read_bytes())
    if subprocess.run(["mount", "--bind", tmp_path / "held", held], check=False).returncode:
        pytest.skip("this user may not mount a file")
    try:
        site.write(1)
        said_so(site.build(), "Device or resource busy", str(held))
        site.is_whole()
    finally:
        subprocess.run(["umount", held], check=True)
    site.is_built()
    attempts.made()


NAMES = ("cache.sqlite", "manifests", "memory", "pictures", "templates", "search", "staging", "addresses", "lock.pid")
IN_THE_WAY = "Something else stands where the cache keeps a file or a folder"


@attack(AREA, IN_THE_WAY, "it is taken away, and the build is a cold one")
@pytest.mark.parametrize("name", NAMES)
def test_other_things_in_the_cache(tmp_path: Path, attempts: Attempts, name: str) -> None:
    files = build_site(make_site(tmp_path, FILES)).files()
    place = tmp_path / ".sitegen" / name
    for kind in ("file", "folder"):
        shutil.rmtree(place, ignore_errors=True)
        place.unlink(missing_ok=True)
        if kind == "file":
            place.write_text("not what you think")
        else:
            (place / "in it").mkdir(parents=True)
            (place / "in it" / "file").write_text("not what you think")
        make_site(tmp_path, {"content/posts/c.md": post(kind)})
        changed = build_site(tmp_path)
        assert kind in changed.text("/")
        (tmp_path / "content/posts/c.md").unlink()
        assert build_site(tmp_path).files() == files
        attempts.made()


@attack(AREA, "A link in the cache leads out of it", "nothing that it leads to is read, written or deleted")
@pytest.mark.parametrize(
    "name",
    [
        "cache.sqlite",
        "manifests",
        "memory",
        "pictures",
        "templates",
        "search",
        "staging",
        "addresses",
        "lock",
        "lock.pid",
    ],
)
def test_links_in_the_cache(tmp_path: Path, attempts: Attempts, name: str) -> None:
    precious = {"a.md": "mine", "folder/b.md": "mine too", "index.html": "mine as well"}
    for target in ("folder", "file"):
        site, outside = tmp_path / f"site-{target}", tmp_path / f"outside-{target}"
        make_site(outside, dict(precious))
        (site / ".sitegen").mkdir(parents=True)
        (site / ".sitegen" / name).symlink_to(outside / "a.md" if target == "file" else outside)
        built = build_site(make_site(site, FILES))
        assert "A" in built.text("/")
        build_site(site, full=True)
        left = {p.relative_to(outside).as_posix(): p.read_text() for p in outside.rglob("*") if p.is_file()}
        assert left == {**precious, "pyproject.toml": left["pyproject.toml"]}
        attempts.made()


@attack(AREA, "The cache or the output is a file, or the cache a link", "one line says what is wrong")
def test_folders_that_are_none(tmp_path: Path, attempts: Attempts) -> None:
    site = Site(tmp_path / "site", tmp_path / "clean")
    site.write(0)
    cache = site.folder / ".sitegen"
    cache.write_text("a file")
    said_so(site.build(), "File exists: ", str(cache))
    cache.unlink()
    cache.symlink_to(site.folder / "content" / "posts")
    said_so(site.build(), "the build cache must be a folder, and is a link: delete it: ", str(cache))
    cache.unlink()
    site.output.write_text("a file")
    done = site.build()
    assert (done.returncode, "is a file" in done.stderr) == (2, True), done.stderr
    site.output.unlink()
    site.is_built()
    attempts.made(3)


@attack(
    AREA, "A folder, or a link, takes a published file's place", "it is the file again, unless another's file is in it"
)
def test_things_in_the_place_of_published_files(tmp_path: Path, attempts: Attempts) -> None:
    built = build_site(make_site(tmp_path / "site", FILES))
    files, output = built.files(), built.output
    (output / "index.html").unlink()
    (output / "index.html").mkdir()
    (output / "404.html").rename(tmp_path / "moved.html")
    (output / "404.html").symlink_to(tmp_path / "moved.html")
    (output / "2025").rename(tmp_path / "2025")
    (output / "2025").symlink_to(tmp_path / "2025")
    make_site(tmp_path / "site", {"content/posts/c.md": post("C", "2025-12-01")})
    build_site(tmp_path / "site")
    assert not [path for path in output.rglob("*") if path.is_symlink()]
    (tmp_path / "site/content/posts/c.md").unlink()
    assert build_site(tmp_path / "site").files() == files
    (output / "feed.xml").unlink()
    make_site(output / "feed.xml", {"mine.txt": "mine"})
    again = build_site(tmp_path / "site")
    assert ["is not of this site" in problem for problem in again.problems] == [True]
    assert (output / "feed.xml" / "mine.txt").read_text() == "mine"
    attempts.made(4)
