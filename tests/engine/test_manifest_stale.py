"""What is remembered of an output folder, and which outputs that makes stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.engine.manifest import Manifest, Record, read_manifest, write_manifest
from sitegen.engine.stale import stale_reasons

MANIFEST = Manifest(
    {"index.html": Record({"site": b"1" * 16}, b"w" * 16, b"c" * 16, 10, 1234), "pending.html": Record({})}
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "a.manifest"
    write_manifest(place, MANIFEST)
    assert read_manifest(place) == MANIFEST
    write_manifest(place, Manifest({}))
    assert read_manifest(place) == Manifest({})
    assert [path.name for path in place.parent.iterdir()] == ["a.manifest"]


SPOILT = {
    "missing": None,
    "empty": lambda _data: b"",
    "cut off": lambda data: data[:-1],
    "cut in the digest": lambda data: data[:7],
    "one bit": lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    "longer": lambda data: data + b"\0",
    "foreign": lambda _data: b"[core]\n\trepositoryformatversion = 0\n",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_manifest_that_cannot_be_trusted_is_none(tmp_path: Path, spoil) -> None:
    place = tmp_path / "a.manifest"
    if spoil:
        write_manifest(place, MANIFEST)
        place.write_bytes(spoil(place.read_bytes()))
    assert read_manifest(place) is None


def test_a_manifest_of_another_shape_is_none(tmp_path: Path) -> None:
    import msgspec

    from sitegen.engine.digest import digest_bytes

    for value in ({"pages": []}, {"records": {"a": {"inputs": 3}}}, [1, 2]):
        data = msgspec.msgpack.encode(value)
        (tmp_path / "m").write_bytes(digest_bytes(data) + data)
        found = read_manifest(tmp_path / "m")
        assert found is None or found == Manifest(), "an object without records is an empty manifest"


def test_a_folder_in_the_manifests_place_is_no_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None


INPUTS = {"site": b"1", "post": b"2"}
REASONS = {
    "never made": (None, True, ("new",)),
    "as it was": (Record(dict(INPUTS)), True, ()),
    "one input differs": (Record({"site": b"1", "post": b"3"}), True, ("post",)),
    "all differ": (Record({"site": b"0", "post": b"0"}), True, ("site", "post")),
    "an input is new": (Record({"site": b"1"}), True, ("post",)),
    "an input is gone": (Record({**INPUTS, "data.prices": b"4"}), True, ("data.prices gone",)),
    "both": (Record({"site": b"1", "data.prices": b"4"}), True, ("post", "data.prices gone")),
    "the file was touched": (Record(dict(INPUTS)), False, ("file missing or touched",)),
    "differs, and was touched": (Record({"site": b"0", "post": b"2"}), False, ("site",)),
    "was about to be written": (Record({}), False, ("site", "post")),
}


@pytest.mark.parametrize(("record", "intact", "reasons"), REASONS.values(), ids=REASONS)
def test_an_output_is_stale_for_named_reasons(record: Record | None, intact: bool, reasons: tuple[str, ...]) -> None:
    assert stale_reasons(INPUTS, record, intact=intact) == reasons


def test_the_order_of_inputs_does_not_make_an_output_stale() -> None:
    assert stale_reasons(INPUTS, Record(dict(reversed(INPUTS.items()))), intact=True) == ()
