"""Small disks, and a site in two versions that goes from one to the other on them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.newsroom.urls import output_path
from tests.commands.terminal import CLOCK, run
from tests.pictures import picture
from tests.site import CONFIG, SEARCHED, build_site, make_site, post

_LINK = re.compile(r'(?:href|src)="(/[^"#?]*)')


@contextmanager
def small_disk(place: Path, **limits: object) -> Iterator[Path]:
    """A disk of its own at `place` (a tmpfs with limits as mount(8) names them), where this user may mount one."""
    place.mkdir(parents=True, exist_ok=True)
    options = ",".join(f"{name}={value}" for name, value in limits.items())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "sitegen-test", place], check=False)
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def filled(disk: Path, *, left: int) -> Iterator[None]:
    """The disk with only so many bytes left; whatever else is on it stays."""
    filler = disk / "filler"
    found = os.statvfs(disk)
    with filler.open("wb") as file:
        if (size := found.f_bavail * found.f_frsize - left) > 0:
            os.posix_fallocate(file.fileno(), 0, size)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def crowded(disk: Path, *, left: int) -> Iterator[None]:
    """The disk with room for so many files."""
    folder = disk / "crowd"
    folder.mkdir()
    for number in range(os.statvfs(disk).f_ffree - left):
        (folder / str(number)).touch()
    try:
        yield
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def version(number: int, *, rich: bool) -> dict[str, str | bytes]:
    """The files of a site that is another in everything with its number, 0 or 1; `rich` with all that takes long."""
    days = range(1, 5) if number else range(3, 8)  # posts go and come
    stories = {
        f"content/posts/2025-11-{day:02}-s.md": post(
            f"Story {day} of {number}",
            f"2025-11-{day:02}",
            body=f"## Part {number}\n\n" + f"word{number} of [finance:NVDA] and more. " * 90 + "\n\nSource: AP\n",
            tags=[["chips", "money"][number], "all"],
            kind="digest" if day % 3 == 0 else "story",
        )
        for day in days
    }
    config = SEARCHED if rich else f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"
    body = "![a picture](a.jpg)\n"
    bundle = {
        "content/posts/2025-11-20-bundle/index.md": post("A bundle", "2025-11-20", body=body, image={"src": "a.jpg"}),
        "content/posts/2025-11-20-bundle/a.jpg": picture(size=(500 + number, 300)),
    }
    return {
        "pyproject.toml": config.replace("Example News", f"News {number}"),
        **stories,
        **(bundle if rich else {}),
        "static/note.txt": f"{number}\n" * 50_000,
        "static/css/more.css": f"p {{ top: {number}px }}\n",
    }


class Site:
    """A site on disk that is brought from one version to the other; `clean` are both as a clean build makes them."""

    def __init__(self, folder: Path, elsewhere: Path, output: Path | None = None, *, rich: bool = False) -> None:
        self.folder, self.output = folder, output or folder / "public"
        self.versions = [version(number, rich=rich) for number in (0, 1)]
        self.clean = [build_site(make_site(elsewhere / str(n), self.versions[n])).files() for n in (0, 1)]
        self.number = 0

    def write(self, number: int) -> None:
        """Make it this version."""
        for path in self.versions[1 - number].keys() - self.versions[number].keys():
            (self.folder / path).unlink(missing_ok=True)
        make_site(self.folder, self.versions[number])
        self.number = number

    def build(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run("build", "--site", self.folder, "--output", self.output, *CLOCK, "--jobs", "2", *words)

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.output.rglob("*") if path.is_file() or path.is_symlink())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in found}

    def is_built(self) -> None:
        """The next build makes it what a clean one would."""
        done = self.build()
        assert done.returncode == 0, done.stderr
        assert self.files() == self.clean[self.number]

    def is_whole(self) -> None:
        """Contract §7.4: whole files, old or new, nothing missing, and no link on an old page to nothing."""
        files, old, new = self.files(), self.clean[1 - self.number], self.clean[self.number]
        strange = [path for path, data in files.items() if data not in (old.get(path), new.get(path))]
        assert not strange, "files that are neither old nor new"
        assert not (old.keys() & new.keys()) - files.keys(), "pages that are still published are missing"
        for path, data in files.items():
            if path.endswith(".html") and path in old:
                links = (output_path(unquote(url)) for url in _LINK.findall(data.decode()))
                assert not [link for link in links if link not in files], path


def said_so(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It ended as contract §6 has it for a machine that failed: exit code 3, and one line with these words."""
    assert done.returncode == 3, (done.returncode, done.stderr)
    (line,) = done.stderr.splitlines()
    for word in words:
        assert word in line
