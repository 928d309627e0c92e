"""Files are put in place one by one and whole, removals last (design.md, rule 5; contract §7.4)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from sitegen.engine.publish import TEMPORARY, Ready, publish


class Folder:
    """A published folder and a staging folder beside it."""

    def __init__(self, home: Path) -> None:
        self.output, self.staging = home / "public", home / "staging"
        self.staging.mkdir(parents=True)

    def publish(self, files: dict[str, str], removed: tuple[str, ...] = ()) -> None:
        ready = []
        for number, (path, text) in enumerate(files.items()):
            place = self.staging / f"{number}"
            place.write_text(text, encoding="utf-8")
            ready.append(Ready(path, str(place)))
        publish(self.output, ready, removed)

    def files(self) -> dict[str, str]:
        found = (path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_text(encoding="utf-8") for path in found}

    def folders(self) -> set[str]:
        return {p.relative_to(self.output).as_posix() for p in self.output.rglob("*") if p.is_dir()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_files_are_put_in_place_with_their_folders(folder: Folder) -> None:
    folder.publish({"index.html": "home", "a/b/index.html": "b"})
    assert folder.files() == {"index.html": "home", "a/b/index.html": "b"}
    folder.publish({"index.html": "new home"})
    assert folder.files() == {"index.html": "new home", "a/b/index.html": "b"}


def test_staged_files_are_moved(folder: Folder) -> None:
    folder.publish({"a": "1"})
    assert list(folder.staging.iterdir()) == []


def test_folders_that_are_left_empty_go(folder: Folder) -> None:
    folder.publish({"2025/11/22/a/index.html": "a", "2025/index.html": "y"})
    folder.publish({}, ("2025/11/22/a/index.html",))
    assert (folder.files(), folder.folders()) == ({"2025/index.html": "y"}, {"2025"})
    folder.publish({}, ("2025/index.html",))
    assert (folder.files(), folder.folders()) == ({}, set())
    assert folder.output.is_dir()


def test_what_is_gone_already_is_no_trouble(folder: Folder) -> None:
    folder.publish({"a/keep": "k"})
    folder.publish({}, ("a/gone", "never/was/here"))
    assert folder.files() == {"a/keep": "k"}


def test_what_others_put_beside_our_files_stays(folder: Folder) -> None:
    folder.publish({"a/index.html": "a"})
    (folder.output / "a" / ".htaccess").write_text("theirs", encoding="utf-8")
    folder.publish({}, ("a/index.html",))
    assert folder.files() == {"a/.htaccess": "theirs"}


def test_a_folder_comes_where_a_file_was(folder: Folder) -> None:
    folder.publish({"about": "file", "x/y": "file"})
    folder.publish({"about/index.html": "page", "x/y/z/index.html": "page"}, ("about", "x/y"))
    assert folder.files() == {"about/index.html": "page", "x/y/z/index.html": "page"}


def test_a_file_comes_where_a_folder_was(folder: Folder) -> None:
    folder.publish({"about/index.html": "page", "about/more/index.html": "page"})
    folder.publish({"about": "file"}, ("about/index.html", "about/more/index.html"))
    assert folder.files() == {"about": "file"}


def test_new_files_come_first_in_their_order_and_removals_last(folder: Folder) -> None:
    folder.publish({"old": "o"})
    missing = Ready("second", str(folder.staging / "not there"))
    first = folder.staging / "f"
    first.write_text("1", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        publish(folder.output, [Ready("first", str(first)), missing], ["old"])
    assert folder.files() == {"old": "o", "first": "1"}, "a failure in the middle leaves old files and new, each whole"


def test_what_changes_its_kind_waits_until_the_old_is_taken_away(folder: Folder, monkeypatch) -> None:
    """Until then pages may link to it: a file that becomes a folder, and a folder that becomes a file."""
    folder.publish({"a": "file", "b/index.html": "page", "b/c/index.html": "page", "z": "old"})
    seen = []
    monkeypatch.setattr("sitegen.engine.publish._remove", lambda *_: seen.append(folder.files()))
    folder.publish({"a/index.html": "page", "b": "file", "z": "new"}, ("a",))
    assert seen == [{"a": "file", "b/index.html": "page", "b/c/index.html": "page", "z": "new"}]
    assert folder.files() == {"a/index.html": "page", "b": "file", "z": "new"}


def test_pages_go_before_what_they_need_to_be_shown(folder: Folder, monkeypatch) -> None:
    removed = []
    monkeypatch.setattr("sitegen.engine.publish._remove", lambda _output, path: removed.append(path))
    folder.publish({}, ("assets/a.css", "b/index.html", "feed.xml", "z/index.html"))
    assert removed == ["b/index.html", "z/index.html", "assets/a.css", "feed.xml"]


def test_what_a_killed_build_left_goes(folder: Folder) -> None:
    folder.publish({"a": "a"})
    (folder.output / TEMPORARY).write_text("hal", encoding="utf-8")
    folder.publish({"b": "b"})
    assert folder.files() == {"a": "a", "b": "b"}


def test_a_file_that_cannot_be_moved_leaves_no_trace(folder: Folder) -> None:
    folder.publish({"a": "old"})
    with pytest.raises(FileNotFoundError):
        publish(folder.output, [Ready("a", str(folder.staging / "not there"))], [])
    assert folder.files() == {"a": "old"}


def test_a_file_is_replaced_not_written_over(folder: Folder) -> None:
    folder.publish({"a": "old"})
    with (folder.output / "a").open(encoding="utf-8") as reader:
        folder.publish({"a": "new, and longer"})
        assert reader.read() == "old", "whoever reads it has it whole"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than `tmp_path`: in memory, or beside this file."""
    for place in (Path("/dev/shm"), Path(__file__).parent):
        if os.access(place, os.W_OK) and os.stat(place).st_dev != os.stat(tmp_path).st_dev:
            folder = Path(mkdtemp(prefix=".", dir=place))
            yield folder
            shutil.rmtree(folder)
            return
    pytest.skip("there is only one file system")


def test_staging_may_be_on_another_file_system(tmp_path: Path, elsewhere: Path) -> None:
    (elsewhere / "staged").write_text("new", encoding="utf-8")
    (tmp_path / "a").write_text("old", encoding="utf-8")
    publish(tmp_path, [Ready("a", str(elsewhere / "staged"))], [])
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a", "new")]


@pytest.mark.parametrize("path", ["tags/b/index.html", "../beside/b/index.html", "tags/../../beside/b/index.html"])
def test_nothing_is_removed_behind_a_link_or_outside(folder: Folder, tmp_path: Path, path: str) -> None:
    folder.publish({"index.html": "Home", "tags/a/index.html": "A"})
    beside = tmp_path / "beside"
    shutil.move(folder.output / "tags", beside)
    (beside / "b").mkdir()
    (beside / "b" / "index.html").write_text("Another's", encoding="utf-8")
    (folder.output / "tags").symlink_to(beside)
    folder.publish({}, removed=(path, str(beside / "b/index.html"), "index.html"))
    assert (beside / "b" / "index.html").is_file()
    assert not (folder.output / "index.html").exists()
