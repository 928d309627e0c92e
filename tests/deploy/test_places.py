"""Every kind of place does the same: it holds the published files, and nothing else of ours.

Object storage is tried with the others here when a server of it is at hand (`stores.py`), and on a bad line in
`test_faults.py`.
"""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest

from sitegen.deploy.branch import NO_JEKYLL, Branch
from sitegen.deploy.files import File, reader
from sitegen.deploy.folder import Folder
from sitegen.deploy.remote import RECORD, Remote, Undeployed
from sitegen.deploy.rsync import Rsync
from sitegen.deploy.run import Job, deploy_files, rehearse
from sitegen.deploy.switched import Switched
from tests.deploy.machine import machine
from tests.deploy.published import NOW, SITE, deploy, published, sent

LONG = "words " * 500
HOME = {"index.html": "home", "feed.xml": "feed", "assets/a.1.css": "css", "2025/11/a/index.html": LONG}
ODD = "täg $HOME 'x' \"y\" -n --\\ & ;*?[a] #%20\u3000🏭"
SITE_FILES = HOME | {f"tags/{ODD}/index.html": "odd", "-rf.html": "dash", ".well-known/x.txt": "x", "_headers": "h"}


@dataclass(frozen=True)
class Place:
    """A place to try: how to reach it anew, what it holds, and how a stranger changes a file of it, None to take it."""

    open: Callable[[], Remote]
    holds: Callable[[], dict[str, bytes]]
    spoil: Callable[[str, str | None], None]


def in_folder(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def spoil_in(folder: Path) -> Callable[[str, str | None], None]:
    def spoil(path: str, text: str | None) -> None:
        if text is None:
            (folder / path).unlink()
        else:
            (folder / path).write_text(text)

    return spoil


def a_folder(base: Path) -> Iterator[Place]:
    folder = base / "place"
    yield Place(lambda: Folder(folder), lambda: in_folder(folder), spoil_in(folder))


def a_switched_folder(base: Path) -> Iterator[Place]:
    link = base / "place"
    yield Place(lambda: Switched(link), lambda: in_folder(link), spoil_in(link))


def a_branch(base: Path) -> Iterator[Place]:
    repository = base / "repository.git"

    def git(*words: str, given: bytes = b"") -> bytes:
        command = ["git", f"--git-dir={repository}", *words]
        return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout

    def holds() -> dict[str, bytes]:
        entries = git("ls-tree", "-r", "-z", "pages").decode().split("\0")[:-1]
        parts = (entry.split("\t", 1) for entry in entries)
        found = {path: git("cat-file", "blob", meta.split()[2]) for meta, path in parts}
        assert found.pop(NO_JEKYLL) == b""
        return found

    def spoil(path: str, text: str | None) -> None:
        quoted = '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
        change = f"D {quoted}\n" if text is None else f"M 100644 inline {quoted}\ndata {len(text.encode())}\n{text}\n"
        commit = f"commit refs/heads/pages\ncommitter A <a@b> 0 +0000\ndata 1\nx\nfrom refs/heads/pages^0\n{change}"
        git("fast-import", "--quiet", given=commit.encode())

    subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True)
    yield Place(lambda: Branch(str(repository), "pages", base / "cache", NOW), holds, spoil)


def another_machine(base: Path) -> Iterator[Place]:
    folder = base / "there" / "the site's"
    with machine(base / "ssh") as other, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(other.programs), prepend=":")
        target = other.target(folder).replace(" ", "%20")
        yield Place(lambda: Rsync(target, base / "cache"), lambda: in_folder(folder), spoil_in(folder))


QUICK = [a_folder, a_switched_folder, a_branch]
KINDS = [*QUICK, pytest.param(another_machine, marks=pytest.mark.soak)]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "cache").mkdir()
    yield from request.param(tmp_path)


def run(place: Place, files: list[File], base: Path, **job: object) -> list[str]:
    """Deploy, and give what was sent."""
    remote = place.open()
    try:
        return sent(deploy(remote, files, base / "cache", **job))
    finally:
        remote.close()


def expected(site: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in site.items()}


def held(place: Place) -> dict[str, bytes]:
    found = place.holds()
    assert found.pop(RECORD)
    return found


def test_a_place_holds_the_published_files_whatever_their_names(place: Place, tmp_path: Path) -> None:
    files = published(tmp_path / "public", SITE_FILES)
    assert sorted(run(place, files, tmp_path)) == sorted(SITE_FILES)
    assert held(place) == expected(SITE_FILES)
    assert run(place, files, tmp_path) == []


def test_only_what_changed_is_sent_and_what_left_is_removed(place: Place, tmp_path: Path) -> None:
    run(place, published(tmp_path / "public", SITE_FILES), tmp_path)
    after = {path: text for path, text in SITE_FILES.items() if "tags" not in path}
    after |= {"index.html": "home 2", "2025/11/b/index.html": "b", "tags": "a file where a folder was"}
    files = published(tmp_path / "public 2", after)
    assert run(place, files, tmp_path) == ["2025/11/b/index.html", "tags", "index.html"]
    assert held(place) == expected(after)


def test_what_left_stays_for_its_grace(place: Place, tmp_path: Path) -> None:
    run(place, published(tmp_path / "public", SITE_FILES), tmp_path)
    files = published(tmp_path / "public", HOME)
    assert run(place, files, tmp_path, grace=60) == []
    assert held(place) == expected(SITE_FILES)
    run(place, files, tmp_path, grace=60, now=NOW + 60)
    assert held(place) == expected(HOME)


def test_verify_mends_what_a_stranger_has_changed(place: Place, tmp_path: Path) -> None:
    files = published(tmp_path / "public", SITE_FILES)
    run(place, files, tmp_path)
    odd = f"tags/{ODD}/index.html"
    for path, text in {"index.html": "spoilt", odd: None, "mine.txt": "a stranger's own"}.items():
        place.spoil(path, text)
    assert run(place, files, tmp_path) == [], "the record is believed"
    assert sorted(run(place, files, tmp_path, verify=True)) == ["index.html", odd]
    assert held(place) == expected(SITE_FILES) | {"mine.txt": b"a stranger's own"}
    assert run(place, files, tmp_path, verify=True) == []


def test_a_place_without_a_sound_record_is_sent_all(place: Place, tmp_path: Path) -> None:
    files = published(tmp_path / "public", HOME)
    run(place, files, tmp_path)
    place.spoil(RECORD, "damaged")
    assert sorted(run(place, files, tmp_path)) == sorted(HOME)
    assert run(place, files, tmp_path) == []


def test_another_sites_place_is_left_alone(place: Place, tmp_path: Path) -> None:
    files = published(tmp_path / "public", HOME)
    run(place, files, tmp_path, site="https://other.example.com/")
    with pytest.raises(Undeployed, match=r"holds another site: https://other\.example\.com/"):
        run(place, published(tmp_path / "public", {"index.html": "mine"}), tmp_path)
    assert held(place) == expected(HOME)


def test_a_dry_run_changes_nothing(place: Place, tmp_path: Path) -> None:
    run(place, published(tmp_path / "public", HOME), tmp_path)
    before = place.holds()
    files = published(tmp_path / "public", {"index.html": "home 2", "new.html": "new"})
    remote = place.open()
    done = rehearse(remote, Job(SITE, files, NOW), reader(tmp_path / "cache"))
    remote.close()
    assert sent(done) == ["new.html", "index.html"]
    assert sorted(done.plan.due) == ["2025/11/a/index.html", "assets/a.1.css", "feed.xml"]
    assert place.holds() == before


class Cut(Exception):
    """The deploy ends here, as by Ctrl-C."""


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_an_interrupted_deploy_goes_on_where_it_ended(place: Place, tmp_path: Path, after: int) -> None:
    run(place, published(tmp_path / "public", {"index.html": "old", "gone.html": "old"}), tmp_path)
    half = published(tmp_path / "public 2", SITE_FILES | {"never/wanted/again.html": "half"})
    reads = 0

    def cut(file: File) -> bytes:
        nonlocal reads
        reads += 1
        if reads > after:
            raise Cut
        return reader(tmp_path / "cache")(file)

    remote = place.open()
    with pytest.raises(Cut):
        deploy_files(remote, Job(SITE, half, NOW), cut, lambda *_: None, lambda _: None)
    remote.close()
    assert held(place).keys() >= {"index.html"}
    run(place, published(tmp_path / "public 3", SITE_FILES), tmp_path)
    assert held(place) == expected(SITE_FILES)


def test_what_is_packed_is_packed_the_same_each_time(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    files = published(tmp_path / "public", HOME, packings=("gzip", "br"))
    for name in ("one", "two"):
        deploy(Folder(tmp_path / name), files, tmp_path / ("cache" if name == "one" else "another cache"))
    one, two = (in_folder(tmp_path / name) for name in ("one", "two"))
    assert {path: data for path, data in one.items() if path != RECORD} == {
        path: data for path, data in two.items() if path != RECORD
    }
    assert gzip.decompress(one["2025/11/a/index.html.gz"]) == brotli.decompress(one["2025/11/a/index.html.br"])
