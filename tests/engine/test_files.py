"""Which files there are, and when one need not be read again (design.md, rule 2)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import (
    SETTLED,
    Changed,
    Found,
    Seen,
    believed,
    copy_as_seen,
    is_ours,
    read_as_seen,
    read_digests,
    scan,
)
from sitegen.engine.write import write_new, write_whole

HOUR = 3600 * 10**9


def paths(folder: Path) -> list[str]:
    return [file.path for file in scan(folder)]


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_files_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.jpg", "a.md", "é.md"):
        write(tmp_path / name)
    assert paths(tmp_path) == ["a.md", "a/b/c.jpg", "a/z.md", "b.md", "é.md"]
    assert [Path(file.real) for file in scan(tmp_path)] == [tmp_path / path for path in paths(tmp_path)]


def test_a_folder_that_is_missing_is_empty(tmp_path: Path) -> None:
    assert paths(tmp_path / "none") == []


@pytest.mark.parametrize("name", [".hidden.md", ".git/config", "a/.DS_Store", "a.md~", "a.md.swp"])
def test_dotfiles_and_editors_backups_are_left_out(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    assert paths(tmp_path) == []


def test_a_link_is_followed_only_to_a_file_inside(tmp_path: Path) -> None:
    site, outside = tmp_path / "site", write(tmp_path / "secret.txt")
    write(site / "real" / "a.md")
    write(tmp_path / "site-more" / "b.md")
    for name, target in {
        "inside.md": site / "real" / "a.md",
        "relative.md": Path("real/a.md"),
        "outside.md": outside,
        "neighbour.md": tmp_path / "site-more" / "b.md",
        "folder": site / "real",
        "loop": site,
        "dangling.md": site / "none.md",
        "self.md": site / "self.md",
    }.items():
        (site / name).symlink_to(target)
    passed_over: list[str] = []
    assert [file.path for file in scan(site, passed_over)] == ["inside.md", "real/a.md", "relative.md"]
    assert sorted(passed_over) == ["dangling.md", "folder", "loop", "neighbour.md", "outside.md", "self.md"]


def test_a_site_reached_through_a_link_is_whole(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert paths(tmp_path / "link") == ["a.md"]


def test_what_is_no_regular_file_is_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert paths(tmp_path) == []


SIGNATURE = (10, 5 * HOUR, 5 * HOUR, 77)  # size, mtime, ctime, inode
LATER = 5 * HOUR + SETTLED + 1

BELIEVED = {
    "nothing was known of it": (SIGNATURE, None, False),
    "the same, and settled": (SIGNATURE, Seen(SIGNATURE, LATER, b"d"), True),
    "touched just before that build": (SIGNATURE, Seen(SIGNATURE, LATER - 2, b"d"), False),
    "touched after that build began": (SIGNATURE, Seen(SIGNATURE, 4 * HOUR, b"d"), False),
    "another size": ((11, *SIGNATURE[1:]), Seen(SIGNATURE, LATER, b"d"), False),
    "another time": ((10, 6 * HOUR, 5 * HOUR, 77), Seen(SIGNATURE, 9 * HOUR, b"d"), False),
    "an older time": ((10, 4 * HOUR, 5 * HOUR, 77), Seen(SIGNATURE, 9 * HOUR, b"d"), False),
    "size and time set back": ((10, 5 * HOUR, 6 * HOUR, 77), Seen(SIGNATURE, 9 * HOUR, b"d"), False),
    "another file moved here": ((10, 5 * HOUR, 5 * HOUR, 78), Seen(SIGNATURE, 9 * HOUR, b"d"), False),
    "changed in the future": (
        (10, 5 * HOUR, 99 * HOUR, 77),
        Seen((10, 5 * HOUR, 99 * HOUR, 77), 9 * HOUR, b"d"),
        False,
    ),
}


@pytest.mark.parametrize(("now", "seen", "expected"), BELIEVED.values(), ids=BELIEVED)
def test_a_file_is_believed_only_if_surely_untouched(
    now: tuple[int, int, int, int], seen: Seen | None, expected: bool
) -> None:
    assert believed(Found("a.md", "/a.md", now), seen) == (b"d" if expected else None)


def test_a_file_of_equal_size_and_time_but_other_bytes_is_read_again(tmp_path: Path) -> None:
    file = write(tmp_path / "a.md", "one")
    long_ago = (time.time_ns() - HOUR,) * 2
    os.utime(file, ns=long_ago)
    later = time.time_ns() + HOUR
    first = read_digests(scan(tmp_path), {}, later)
    time.sleep(0.02)  # the change time's clock is coarse
    write(file, "two")
    os.utime(file, ns=long_ago)
    second = read_digests(scan(tmp_path), first, later)
    assert (first["a.md"].digest, second["a.md"].digest) == (digest_bytes(b"one"), digest_bytes(b"two"))


def test_a_file_that_is_believed_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "one")
    (found,) = scan(tmp_path)
    known = {"a.md": Seen(found.signature, time.time_ns() + HOUR, b"what was found then")}
    assert read_digests((found,), known, 1) == known


def test_a_file_seen_as_it_was_being_written_is_read_again_next_time(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "one")
    racy = read_digests(scan(tmp_path), {}, time.time_ns())
    assert believed(scan(tmp_path)[0], racy["a.md"]) is None


def test_what_is_read_again_is_what_was_seen(tmp_path: Path) -> None:
    file, copy = write(tmp_path / "a", "one"), str(tmp_path / "copy")
    digest = digest_bytes(b"one")
    assert read_as_seen(str(file), digest) == b"one"
    copy_as_seen(str(file), copy, digest)
    assert Path(copy).read_bytes() == b"one"
    for change in (lambda: write(file, "two"), file.unlink, file.mkdir):
        change()
        for read in (lambda: read_as_seen(str(file), digest), lambda: copy_as_seen(str(file), copy, digest)):
            with pytest.raises(Changed, match="changes again and again") as problem:
                read()
            assert problem.value.filename == str(file)


def test_a_file_that_vanished_since_the_scan_begins_the_build_again(tmp_path: Path) -> None:
    found = scan(write(tmp_path / "a" / "b").parent)
    (tmp_path / "a" / "b").unlink()
    with pytest.raises(Changed):
        read_digests(found, {}, 1)


def test_a_change_met_by_a_worker_is_the_same_in_the_parent() -> None:
    import pickle

    met = pickle.loads(pickle.dumps(Changed.at("/a")))
    assert (type(met), met.filename) == (Changed, "/a")


def test_a_new_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    write_new(tmp_path / "a" / "b.md", b"new")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a" / "b.md", b"other")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "a").iterdir()] == [("b.md", b"new")]


def test_a_new_file_is_written_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    test_a_new_file_is_written_whole_and_never_over_another(tmp_path)


def test_what_a_killed_command_was_writing_is_no_editors_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda *paths: (seen.extend(os.listdir(tmp_path)), real(*paths)))
    write_whole(tmp_path / "post.md", b"text")
    assert seen
    assert not any(map(is_ours, seen))


def test_a_pipe_is_passed_over_and_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    passed_over: list[str] = []
    assert scan(tmp_path, passed_over) == ()
    assert passed_over == ["pipe.md"]
