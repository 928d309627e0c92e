"""Which files there are, and when one need not be read again (design.md, rule 2)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import SETTLED, Found, Seen, believed, read_digests, scan

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


def test_a_pipe_is_passed_over_and_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    passed_over: list[str] = []
    assert scan(tmp_path, passed_over) == ()
    assert passed_over == ["pipe.md"]
