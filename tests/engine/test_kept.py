"""Bytes that take long to make: made once, and again when they are damaged."""

from __future__ import annotations

from pathlib import Path

from sitegen.engine.kept import drop_others, kept


def test_bytes_are_made_once_and_again_when_they_are_damaged(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"picture"

    assert [kept(tmp_path / "x", b"\1", make) for _ in range(3)] == [b"picture"] * 3
    assert len(made) == 1
    (place,) = (tmp_path / "x").iterdir()
    for damage in (b"", place.read_bytes()[:-1], place.read_bytes().replace(b"pic", b"pig")):
        place.write_bytes(damage)
        assert kept(tmp_path / "x", b"\1", make) == b"picture"
    assert len(made) == 4


def test_what_stands_in_the_way_ends_nothing(tmp_path: Path) -> None:
    for stray in ("02", "03", "notes"):
        (tmp_path / "x" / stray).mkdir(parents=True)
        (tmp_path / "x" / stray / "own.txt").write_text("mine")
    (tmp_path / "file").write_text("no folder")
    assert kept(tmp_path / "x", b"\2", lambda: b"picture") == b"picture"
    assert kept(tmp_path / "file", b"\2", lambda: b"picture") == b"picture"
    kept(tmp_path / "x", b"\4", lambda: b"picture")
    drop_others(tmp_path / "x", {b"\2"})
    drop_others(tmp_path / "file", {b"\2"})
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["02", "03", "notes"], "only files are ours"


def test_what_nobody_wants_is_dropped(tmp_path: Path) -> None:
    for key in (b"\1", b"\2"):
        kept(tmp_path, key, lambda: b"x")
    (tmp_path / "01.123.tmp").write_bytes(b"left")
    drop_others(tmp_path, {b"\2"})
    assert [path.name for path in tmp_path.iterdir()] == ["02"]
    drop_others(tmp_path / "none", set())
