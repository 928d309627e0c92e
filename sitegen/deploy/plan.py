"""What a deploy has to do, and in which order readers survive it. Values only: it asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from sitegen.deploy.deployed import Deployed
from sitegen.deploy.files import File

FIRST = 0  # the rank of what links to nothing: pictures, stylesheets, the search's index


@dataclass(frozen=True, slots=True)
class Plan:
    """`waves` are sent one after the other, each whole before the next begins. Then `due` is removed.

    `gone` are all files that left the site and are there still, `due` among them, with when they left it (seconds
    since the epoch); `fresh` those of them that leave it now. `there` are the paths that were there before.
    """

    waves: tuple[tuple[File, ...], ...]
    due: tuple[str, ...]
    gone: Mapping[str, int]
    fresh: frozenset[str]
    there: frozenset[str]

    @property
    def files(self) -> Iterator[File]:
        """All that is sent, in its order."""
        return (file for wave in self.waves for file in wave)

    @property
    def blocking(self) -> list[str]:
        """What has to go first: where a folder is to be, and it is a file; or the other way round."""
        sent = {file.path for file in self.files}
        folders = {folder for path in sent for folder in _above(path)}
        return [path for path in self.gone if path in folders or not sent.isdisjoint(_above(path))]

    @property
    def staying(self) -> dict[str, int]:
        """What of `gone` is not removed yet."""
        due = {*self.due, *self.blocking}
        return {path: since for path, since in self.gone.items() if path not in due}


def compare(files: Sequence[File], deployed: Deployed, now: int, grace: int) -> Plan:
    """What makes of what is `deployed` what is to be there.

    `now` is in seconds since the epoch, `grace` in seconds: what left the site stays for so long, for readers that have
    an older page before them.
    """
    wanted = {file.path for file in files}
    sent = [file for file in files if not (held := deployed.files.get(file.path)) or held.mark != file.mark]
    fresh = ({*deployed.files, *deployed.pending} - wanted) - deployed.gone.keys()
    left = {path: since for path, since in deployed.gone.items() if path not in wanted} | dict.fromkeys(fresh, now)
    gone = dict(sorted(left.items()))

    def place(file: File) -> tuple[bool, int, bool]:
        """What pages are made with, new before changed; new pages; the pages that lead to them; what programs poll.

        Among new ones, too, what is linked to comes first, feeds before the pages that name them.
        """
        there = file.path in deployed.files
        late = there and file.rank > FIRST
        return (late, file.rank, there)

    ordered = sorted(sent, key=lambda file: (place(file), file.path))
    return Plan(
        waves=tuple(tuple(wave) for _, wave in groupby(ordered, key=place)),
        due=tuple(path for path, since in gone.items() if since + grace <= now),
        gone=gone,
        fresh=frozenset(fresh),
        there=frozenset(deployed.files),
    )


def _above(path: str) -> Iterator[str]:
    """The folders that a file is in."""
    while path := path.rpartition("/")[0]:
        yield path


def address(base: str, path: str) -> str:
    """The URL of a published file; `base` ends with a slash."""
    folder, _, name = path.rpartition("/")
    return base + quote(f"{folder}/" * bool(folder) if name == "index.html" else path)


def pages(paths: Iterable[str]) -> list[str]:
    """Those of the paths that are pages, which search engines show."""
    return [path for path in paths if path.endswith(".html") and path != "404.html"]
