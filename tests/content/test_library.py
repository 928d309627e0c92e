"""What one version of a file says is read once: the library parses what changed, and forgets what is gone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from sitegen.content.library import WORTH_WORKERS, Library, load_library
from sitegen.content.settings import LoadSettings
from sitegen.engine.files import scan
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.model import Body

POST = "---\ntitle: Story {}\ndate: 2025-11-22\n---\nThe text of {}.\n"


@dataclass
class Newsroom:
    """A content folder and its cache; `load` is one build's stage, and `parsed` what it told of its progress."""

    folder: Path
    store: Store
    settings: LoadSettings = field(default_factory=LoadSettings)
    parsed: int = 0

    def write(self, name: str, text: str | None = None) -> None:
        path = self.folder / "posts" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or POST.format(name, name), encoding="utf-8")

    def load(self, *, later: int = 10, executor: Executor | None = None) -> Library:
        """A build that starts `later` seconds from now: by then all files have settled."""
        self.parsed = 0

        def progress(done: int, of: int) -> None:
            assert done <= of
            self.parsed = of

        with Pool(1, executor) as pool:
            files = [file for file in scan(self.folder) if file.path.endswith(".md")]
            return load_library(
                files, self.settings, self.store, pool, time.time_ns() + later * 1_000_000_000, progress
            )

    def bodies(self) -> list[str]:
        """The texts in the cache, sorted."""
        found = (self.store.need("body", key) for key in self.store.keys("body"))
        return sorted(msgspec.msgpack.decode(data, type=Body).text for data in found)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "content", Store(tmp_path / "cache.sqlite", b"1"))
    for name in "abc":
        room.write(name)
    library = room.load()
    assert [document.title for document in library.documents] == ["Story a", "Story b", "Story c"]
    assert (room.parsed, library.diagnostics) == (3, ())
    return room


def test_second_load_parses_nothing(newsroom: Newsroom) -> None:
    first = newsroom.load()
    assert newsroom.parsed == 0
    assert newsroom.load() == first


def test_touched_file_parses_nothing(newsroom: Newsroom) -> None:
    before = newsroom.load().documents
    os.utime(newsroom.folder / "posts/b.md", ns=(1, 1))
    assert (newsroom.load().documents, newsroom.parsed) == (before, 0)
    assert (newsroom.load().documents, newsroom.parsed) == (before, 0)


def test_file_written_anew_with_the_same_bytes_parses_nothing(newsroom: Newsroom) -> None:
    (newsroom.folder / "posts/b.md").unlink()
    newsroom.write("b")
    assert ([d.title for d in newsroom.load().documents], newsroom.parsed) == (["Story a", "Story b", "Story c"], 0)


def test_changed_file_is_parsed_alone(newsroom: Newsroom) -> None:
    newsroom.write("b", POST.format("new", "new"))
    assert ([d.title for d in newsroom.load().documents], newsroom.parsed) == (["Story a", "Story new", "Story c"], 1)
    assert newsroom.bodies() == ["The text of a.", "The text of c.", "The text of new."]


def test_change_that_keeps_size_and_time_is_seen_while_the_file_is_fresh(newsroom: Newsroom) -> None:
    path = newsroom.folder / "posts/b.md"
    before = path.stat()
    newsroom.load(later=0)
    newsroom.write("b", POST.format("x", "x"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [document.title for document in newsroom.load(later=0).documents] == ["Story a", "Story x", "Story c"]


def test_renamed_file_is_another_document(newsroom: Newsroom) -> None:
    (newsroom.folder / "posts/b.md").rename(newsroom.folder / "posts/z.md")
    library = newsroom.load()
    assert [document.path for document in library.documents] == ["posts/a.md", "posts/c.md", "posts/z.md"]
    assert newsroom.parsed == 1
    assert newsroom.bodies() == ["The text of a.", "The text of b.", "The text of c."]


def test_deleted_file_is_forgotten(newsroom: Newsroom) -> None:
    (newsroom.folder / "posts/b.md").unlink()
    library = newsroom.load()
    assert ([document.title for document in library.documents], newsroom.parsed) == (["Story a", "Story c"], 0)
    assert newsroom.bodies() == ["The text of a.", "The text of c."]
    assert len(newsroom.store.keys("words")) == 2


def test_problems_are_remembered_with_their_file(newsroom: Newsroom) -> None:
    newsroom.write("b", "---\ntitle: Story b\ndate: soon\n---\n")
    first = newsroom.load()
    again = newsroom.load()
    assert newsroom.parsed == 0
    assert [str(diagnostic).partition("\n")[0] for diagnostic in again.diagnostics] == [
        "content/posts/b.md:3:7: error[bad-date]: 'soon' is not a date"
    ]
    assert again.diagnostics == first.diagnostics
    assert [document.title for document in again.documents] == ["Story a", "Story c"]
    newsroom.write("b")
    assert (newsroom.load().diagnostics, newsroom.parsed) == ((), 1)


def test_other_settings_are_another_reading(newsroom: Newsroom) -> None:
    newsroom.settings = LoadSettings(names={"title": "headline"})
    assert len(newsroom.load().diagnostics) == 3
    newsroom.settings = LoadSettings(taxonomies=("tags", "models"))
    assert (len(newsroom.load().documents), newsroom.parsed) == (3, 3)


def test_damaged_index_is_a_cold_start(newsroom: Newsroom) -> None:
    before = newsroom.load().documents
    for key in newsroom.store.keys("index"):
        newsroom.store.put("index", [(key, b"not what it was")])
    assert (newsroom.load().documents, newsroom.parsed) == (before, 3)


def test_documents_are_in_the_order_of_their_paths(newsroom: Newsroom) -> None:
    newsroom.write("2025/z")
    newsroom.write("Ü")
    paths = [document.path for document in newsroom.load().documents]
    assert paths == sorted(paths)
    assert len(paths) == 5


class Elsewhere(ThreadPoolExecutor):
    """Does not see the first file of any chunk, as a machine with other folders may not."""

    def submit(self, work: Callable[[Sequence[object]], object], chunk: Sequence[object], /) -> Future[object]:
        return super().submit(work, chunk[1:])


def test_what_a_worker_elsewhere_does_not_see_is_read_here_and_what_is_gone_is_left_out(newsroom: Newsroom) -> None:
    for number in range(WORTH_WORKERS):
        newsroom.write(f"{number}")
    with Elsewhere(1) as executor:
        assert len(newsroom.load(executor=executor).documents) == WORTH_WORKERS + 3
