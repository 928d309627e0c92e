"""Caches that are cut off, foreign, older, newer or fuzzed: a cold build or the right pages, never wrong ones.

Each attempt spoils the cache of one version of a site and builds another one, so that what is kept is asked for.
"""

from __future__ import annotations

import io
import marshal
import os
import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from jinja2.bccache import bc_magic

from sitegen.engine.sealed import read_here, write_here
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, command, environment, published
from tests.pictures import picture
from tests.site import CONFIG, SEARCHED, build_site, make_site, post

AREA = "Disks and caches"
PATIENCE = 120  # seconds for a build, on a machine that has much else to do
OUTCOME = "the pages are those of a clean build, and so is what a check says"


def story(day: int, more: str = "") -> str:
    body = f"## Part {day}\n\nOf Nvidia, Nvidia and Nvidia on day {day}: [finance:GOOG]{more}.\n\nSource: AP\n"
    return post(f"Story {day}", f"2025-11-0{day}", body=body, tags=["news", f"tag {day % 2}"])


FILES: dict[str, str | bytes] = {
    "pyproject.toml": f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n",
    **{f"content/posts/2025-11-0{day}-s.md": story(day) for day in range(1, 5)},
    "content/pages/about.md": "---\ntitle: About\n---\nA [link](/nowhere/).\n",
    "static/css/more.css": "p { top: 0 }",
}
RICH = FILES | {
    "pyproject.toml": SEARCHED,
    "content/posts/bundle/index.md": post("A bundle", image={"src": "a.jpg", "alt": "A picture."}),
    "content/posts/bundle/a.jpg": picture(size=(500, 300)),
}
EDITED = "content/posts/2025-11-02-s.md"


class Spoilt:
    """A built site whose cache can be put back to what it was, and the bytes that each of its two versions gives."""

    def __init__(self, home: Path, files: dict[str, str | bytes]) -> None:
        self.folder = make_site(home / "site", files)
        self.cache, self.kept = self.folder / ".sitegen", home / "kept"
        self.texts = [story(2), story(2, " and [finance:NVDA]")]
        self.expected, self.problems = [], []
        for number in (0, 1):
            clean = make_site(home / f"clean{number}", {**files, EDITED: self.texts[number]})
            self.expected.append(build_site(clean).files())
            self.problems.append(build_site(clean, dry=True).problems)
        time.sleep(2.1)  # so that the files' times are believed
        build_site(self.folder)
        build_site(self.folder, dry=True)
        shutil.copytree(self.cache, self.kept)
        self.number = 0

    def parts(self) -> list[Path]:
        """Every file of the cache."""
        return sorted(path for path in self.cache.rglob("*") if path.is_file())

    def put_back(self) -> None:
        shutil.rmtree(self.cache)
        shutil.copytree(self.kept, self.cache)
        self.number = 1 - self.number
        make_site(self.folder, {EDITED: self.texts[self.number]})

    def is_right(self, *, checked: bool = False) -> None:
        with patience():
            assert build_site(self.folder).files() == self.expected[self.number]
            if checked:
                assert build_site(self.folder, dry=True).problems == self.problems[self.number]


@contextmanager
def patience() -> Iterator[None]:
    def give_up(*_: object) -> NoReturn:
        raise AssertionError("it hangs")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    return Spoilt(tmp_path_factory.mktemp("plain"), FILES)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    return Spoilt(tmp_path_factory.mktemp("rich"), RICH)


def bit(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def block(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((4, 100, 4096))
    return data[:at] + chance.randbytes(size) + data[at + size :]


def zeros(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((16, 512, 4096))
    return data[:at] + bytes(size) + data[at + size :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def junk(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.choice((1, 16, 4096)))


def pages(data: bytes, chance: random.Random) -> bytes:
    """Two pages of 4096 bytes change places, as on a disk that mixed them up."""
    one, other = (chance.randrange(0, len(data), 4096) for _ in "12")
    found = bytearray(data)
    first, second = data[one : one + 4096], data[other : other + 4096]
    found[one : one + len(second)] = second
    found[other : other + len(first)] = first
    return bytes(found)


def noise(data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(data))


def nothing(_data: bytes, _chance: random.Random) -> bytes:
    return b""


FUZZ: tuple[Callable[[bytes, random.Random], bytes], ...] = (bit, block, zeros, cut, junk, pages, noise, nothing)


@attack(AREA, "Bits, blocks and pages of the cache's database are changed, cut off or added", OUTCOME)
def test_fuzzed_database(plain: Spoilt, attempts: Attempts) -> None:
    for seed in range(attempts.times(200, quick=8)):
        plain.put_back()
        chance = random.Random(seed)
        place = plain.cache / "cache.sqlite"
        data = place.read_bytes()
        for _ in range(chance.choice((1, 1, 4, 20))):
            data = FUZZ[seed % len(FUZZ)](data or b"0", chance)
        place.write_bytes(data)
        plain.is_right(checked=seed % 8 == 0)
        attempts.made()


@attack(AREA, "All other files of the cache are fuzzed: manifests, memory, pictures, shards, the ledger", OUTCOME)
@pytest.mark.soak
def test_fuzzed_files(rich: Spoilt, attempts: Attempts) -> None:
    rich.put_back()
    kinds = {path.relative_to(rich.cache).parts[0] for path in rich.parts()}
    assert kinds >= {"cache.sqlite", "manifests", "memory", "pictures", "search", "addresses", "lock", "lock.pid"}
    for seed in range(attempts.times(80, quick=2)):
        rich.put_back()
        if seed % 3:  # else it may be the memory's own files that are asked
            shutil.rmtree(rich.cache / "memory")
        chance = random.Random(seed)
        for path in rich.parts():
            if path.name != "cache.sqlite" and chance.random() < 0.3:
                path.write_bytes(chance.choice(FUZZ)(path.read_bytes() or b"0", chance))
        rich.is_right(checked=seed % 8 == 0)
        attempts.made()


@attack(AREA, "Files of the cache change places", OUTCOME)
def test_swapped_files(plain: Spoilt, attempts: Attempts, request: pytest.FixtureRequest) -> None:
    site: Spoilt = request.getfixturevalue("rich") if attempts.soak else plain
    for seed in range(attempts.times(60, quick=4)):
        site.put_back()
        chance = random.Random(seed)
        parts = site.parts()
        folder = chance.choice(parts).parent
        for _ in range(chance.choice((1, 5, 30))):
            one, other = chance.sample(parts, 2)
            if chance.random() < 0.7:  # of one kind
                alike = [path for path in parts if path.parent == folder]
                one, other = chance.choice(alike), chance.choice(alike)
            first, second = one.read_bytes(), other.read_bytes()
            one.write_bytes(second)
            other.write_bytes(first)
        site.is_right(checked=seed % 8 == 0)
        attempts.made()


def _rows(base: sqlite3.Connection, kind: str) -> list[bytes]:
    return [key for (key,) in base.execute("SELECT key FROM entries WHERE kind = ? ORDER BY key", (kind,))]


def swap_values(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    keys = _rows(base, kind)
    one, other = chance.choice(keys), chance.choice(keys)
    ask = "SELECT value FROM entries WHERE kind = ? AND key = ?"
    (first,), (second,) = (base.execute(ask, (kind, key)).fetchone() for key in (one, other))
    for key, value in ((one, second), (other, first)):
        base.execute("UPDATE entries SET value = ? WHERE kind = ? AND key = ?", (value, kind, key))


def swap_kinds(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    kinds = [name for (name,) in base.execute("SELECT DISTINCT kind FROM entries ORDER BY kind")]
    base.execute("UPDATE OR REPLACE entries SET kind = ? WHERE kind = ?", (chance.choice(kinds), kind))


def drop_rows(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    base.execute("DELETE FROM entries WHERE kind = ? AND key = ?", (kind, chance.choice(_rows(base, kind))))


def change_key(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    key = chance.choice(_rows(base, kind))
    base.execute("UPDATE entries SET key = ? WHERE kind = ? AND key = ?", (bit(key, chance), kind, key))


def odd_types(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    odd = chance.choice([None, 7, 1.5, "text", b""])
    column = chance.choice(["key", "value"])
    base.execute(f"UPDATE OR REPLACE entries SET {column} = ? WHERE kind = ?", (odd, kind))


def value_of(base: sqlite3.Connection, chance: random.Random, kind: str) -> None:
    base.execute("UPDATE entries SET value = ? WHERE kind = ?", (chance.randbytes(40), kind))


ROWS = (swap_values, swap_kinds, drop_rows, change_key, odd_types, value_of)


@attack(AREA, "Rows of the cache's database get another key, kind, value or type, or are dropped", OUTCOME)
def test_moved_rows(plain: Spoilt, attempts: Attempts) -> None:
    with closing(sqlite3.connect(plain.kept / "cache.sqlite")) as base:
        kinds = [name for (name,) in base.execute("SELECT DISTINCT kind FROM entries ORDER BY kind")]
    assert {"body", "words", "review", "outside", "index", "seen", "related", "theme", "minified"} <= {*kinds}
    cases = [(change, kind) for change in ROWS for kind in kinds]
    random.Random(7).shuffle(cases)
    for seed, (change, kind) in enumerate(cases[: attempts.times(len(cases), quick=6)]):
        plain.put_back()
        with closing(sqlite3.connect(plain.cache / "cache.sqlite")) as base, base:
            change(base, random.Random(seed), kind)
        plain.is_right(checked=True)
        attempts.made()


def shopping_list(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE entries (title TEXT)")
        base.execute("CREATE TABLE version (name TEXT, major INT)")
        base.execute("INSERT INTO version VALUES ('Shopping', 3)")


def endless_view(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as base, base:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        base.execute(f"CREATE VIEW version AS SELECT i AS digest FROM ({endless}) WHERE i < 0")
        base.execute("CREATE TABLE entries (kind TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, key))")


def trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TRIGGER evil AFTER INSERT ON entries BEGIN UPDATE entries SET value = x'00'; END")


def other_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE version SET digest = ?", (bytes(16),))


def two_versions(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("INSERT INTO version VALUES (?)", (bytes(16),))


def journal(path: Path) -> None:
    path.with_name("cache.sqlite-journal").write_bytes(random.Random(1).randbytes(9000))
    path.with_name("cache.sqlite-wal").write_bytes(random.Random(2).randbytes(9000))


FOREIGN = (shopping_list, endless_view, trigger, other_version, two_versions, journal)


@attack(AREA, "The database is another program's, another version's, or has triggers and views", OUTCOME)
@pytest.mark.parametrize("change", FOREIGN)
def test_foreign_database(plain: Spoilt, attempts: Attempts, change: Callable[[Path], None]) -> None:
    plain.put_back()
    change(plain.cache / "cache.sqlite")
    plain.is_right(checked=True)
    attempts.made()


@attack(AREA, "The cache is another site's", OUTCOME)
def test_cache_of_another_site(plain: Spoilt, attempts: Attempts, tmp_path: Path) -> None:
    other = {path: text.replace(b"Story", b"Tale") for path, text in _encoded(FILES).items()}
    build_site(make_site(tmp_path / "other", other))
    for part in (None, "cache.sqlite", "manifests", "memory"):
        plain.put_back()
        target, source = (folder / (part or "") for folder in (plain.cache, tmp_path / "other/.sitegen"))
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        plain.is_right()
        attempts.made()


def _encoded(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}


@attack(AREA, "The compiled templates in the cache are fuzzed", OUTCOME)
@pytest.mark.soak
def test_fuzzed_templates(tmp_path: Path, attempts: Attempts) -> None:
    """In a process of its own, for one that has built before has them in memory."""
    site = make_site(tmp_path / "site", FILES)
    expected = build_site(make_site(tmp_path / "clean", FILES)).files()
    words = command("build", "--site", site, *CLOCK)
    subprocess.run(words, env=environment(), check=True)
    for seed in range(attempts.times(12, quick=1)):
        chance = random.Random(seed)
        parts = sorted((site / ".sitegen/templates").iterdir())
        assert len(parts) > 20
        for path in parts:
            path.write_bytes(chance.choice(FUZZ)(path.read_bytes() or b"0", chance))
        shutil.rmtree(site / "public")
        subprocess.run(words, env=environment(), check=True)
        found = {
            p.relative_to(site / "public").as_posix(): p.read_bytes() for p in site.rglob("public/**/*") if p.is_file()
        }
        assert found == expected
        attempts.made()


@attack(
    AREA,
    "Compiled templates that run a program, sealed elsewhere and brought along as by git or an archive",
    "they are not run, and made again",
)
@pytest.mark.soak
def test_forged_templates(tmp_path: Path, attempts: Attempts) -> None:
    """In a process of its own, for one that has built before has them in memory."""
    forger, site = (make_site(tmp_path / name, FILES) for name in ("forger", "site"))
    for folder in (forger, site):
        subprocess.run(command("build", "--site", folder, *CLOCK), env=environment(), check=True)
    expected = published(site / "public")
    ran = tmp_path / "ran"
    program = marshal.dumps(compile(f"open({str(ran)!r}, 'w')", "theirs", "exec"))
    parts = sorted((forger / ".sitegen" / "templates").iterdir())
    assert len(parts) > 20
    for part in parts:
        honest = read_here(part)
        assert honest
        checksum = pickle.load(io.BytesIO(honest[len(bc_magic) :]))
        write_here(part, bc_magic + pickle.dumps(checksum, 2) + program)
        shutil.copy2(part, site / ".sitegen" / "templates" / part.name)
        attempts.made()
    shutil.rmtree(site / "public")
    subprocess.run(command("build", "--site", site, *CLOCK), env=environment(), check=True)
    assert not ran.exists()
    assert published(site / "public") == expected
    shutil.rmtree(forger / "public")
    subprocess.run(command("build", "--site", forger, *CLOCK), env=environment(), check=False, capture_output=True)
    assert ran.exists(), "where they were written they would run: the forgery is a good one"


@attack(AREA, "A published file gets other bytes, with its size and times as they were", "it is made again")
def test_published_files_of_equal_size_and_time(plain: Spoilt, attempts: Attempts) -> None:
    plain.put_back()
    plain.is_right()
    output = plain.folder / "public"
    for seed in range(attempts.times(40, quick=3)):
        path = output / random.Random(seed).choice(sorted(plain.expected[plain.number]))
        found = path.stat()
        time.sleep(0.02)  # the change time's clock is coarse
        path.write_bytes(bytes(found.st_size))
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
        plain.is_right()
        attempts.made()
