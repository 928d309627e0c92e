"""From what git says of commits to each file's history. Runs nothing: `content/git.py` asks git.

A commit changes a file when the file has other bytes after it: one that only renames a file, or brings a change that is
there already (a cherry-pick, merged), does not. Merges are no changes: what they bring was changed before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from sitegen.letters import cut
from sitegen.model import Change, History

# For `git diff-tree`: a commit's hash, its author's date in seconds since 1970, its message; then what it did to files.
FORMAT = "%x01%H%x00%at%x00%B%x00"

MOST_FORMER = 500  # files that are remembered after they are gone, the newest
LONGEST_MESSAGE = 200  # characters
LONGEST_LINE = 1000  # of which the message is made
_MINOR = re.compile(r"^[ \t]*sitegen:[ \t]*minor[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(r"<?[^\s<>()@,;:]+@[^\s<>()@,;:]+\.[^\s<>()@,;:]+>?")


class Edit(Struct, frozen=True, array_like=True, gc=False):
    """What a commit did to a file, as git's letter says: A(dded), M(odified), T(ype changed), D(eleted), R(enamed).

    `before` and `after` name its bytes; `source` is its path before a renaming, else "".
    """

    letter: str
    before: str
    after: str
    path: str
    source: str = ""


class Commit(Struct, frozen=True, array_like=True, gc=False):
    """A commit's edits of content files; `date` is its author's, None where that is none. `minor` is its own word."""

    date: datetime | None
    message: str
    minor: bool
    edits: tuple[Edit, ...]


class Former(Struct, frozen=True, array_like=True, gc=False):
    """A file that a commit took away or renamed: its path, what names its last bytes, when, and its name now, or ""."""

    path: str
    blob: str
    date: datetime
    now: str


class Record(Struct, frozen=True, array_like=True, gc=False):
    """All that git knows: histories by path under `content/`, and the newest former files, newest first."""

    histories: dict[str, History]
    former: tuple[Former, ...]


def parse_commits(output: bytes) -> Iterator[tuple[str, Commit]]:
    """The commits in what `git diff-tree -z --raw` wrote by `FORMAT`, by hash; without those that touch no file."""
    tokens = iter(output.decode("utf-8", "replace").split("\0"))
    token = next(tokens, "")
    while token:
        digest, seconds, message = token.removeprefix("\x01"), next(tokens), next(tokens)
        next(tokens)  # the end of the commit's head
        edits = []
        token = next(tokens, "").lstrip("\n")
        while token.startswith(":"):
            _, _, before, after, status = token.split(" ")
            first = next(tokens)
            source, path = (first, next(tokens)) if status[0] in "RC" else ("", first)
            if _is_document(path) or _is_document(source):
                edits.append(Edit(status[0], before, after, path, source))
            token = next(tokens, "")
        yield digest, Commit(_moment(seconds), _first_line(message), bool(_MINOR.search(message)), tuple(edits))


def _is_document(path: str) -> bool:
    return path.startswith(("posts/", "pages/")) and path.endswith(".md")


def _moment(seconds: str) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if 1970 <= moment.year <= 9998 else None


def _first_line(message: str) -> str:
    """The first line that says something, as plain text for readers: no mail address, nothing unseen, not too long."""
    visible = (_visible(line[:LONGEST_LINE]) for line in message.splitlines())
    lines = (" ".join(_MAIL.sub("…", line).split()) for line in visible)
    line = next((line for line in lines if line and not _MINOR.fullmatch(line)), "")
    return line if len(line) <= LONGEST_MESSAGE else f"{cut(line, LONGEST_MESSAGE - 1).rstrip()}…"


def _visible(line: str) -> str:
    """A line without control characters, and without those that turn the direction of others (UAX #9)."""
    joiners = "\u200c\u200d"  # which scripts and emoji need
    return "".join(c if c in joiners or unicodedata.category(c)[0] != "C" else " " for c in line)


class _Life(Struct):
    """A file between its first commit and the one that is looked at."""

    bytes: str
    changes: list[Change]
    whole: bool = True


def record_of(commits: Iterable[tuple[Commit, bool]]) -> Record:
    """The record of commits, parents before children. One `shortened` of its parents knows only what is there."""
    lives: dict[str, _Life] = {}
    moved: dict[str, str] = {}  # the names that files left, and where they went
    former: list[tuple[str, str, datetime]] = []
    for commit, shortened in commits:
        left = {e.source or e.path: e for e in commit.edits if e.letter in "DR"}
        leaving = {path: lives.pop(path, None) for path in left}
        if commit.date:
            former += [(path, edit.before, commit.date) for path, edit in left.items()]
        moved |= {path: edit.path for path, edit in left.items() if edit.letter == "R"}
        for edit in commit.edits:
            if edit.letter == "D":
                continue
            path = edit.path if edit.letter in "AR" else _present(edit.path, lives, moved)
            life = leaving[edit.source] if edit.letter == "R" else lives.get(path)
            if shortened or (life is None and edit.letter != "A"):
                life = _Life(edit.after if shortened else edit.before, [], whole=False)
            if life is None:
                life = _Life(edit.after, [])
            elif life.bytes != edit.after:
                life.bytes = edit.after
                if commit.date and not commit.minor:
                    life.changes.append(Change(commit.date, commit.message))
            lives[path] = life
            moved.pop(path, None)
    newest = reversed(former[-MOST_FORMER:])
    return Record(
        {path: History(tuple(life.changes), life.whole) for path, life in sorted(lives.items())},
        tuple(Former(path, blob, date, _present(path, lives, moved, "")) for path, blob, date in newest),
    )


def _present(path: str, lives: Mapping[str, _Life], moved: Mapping[str, str], none: str | None = None) -> str:
    """The name that a file has now; without one `none`, else its own. (A branch may edit what another one renamed.)"""
    found = path
    while found not in lives and found in moved:
        found = moved[found]
    return found if found in lives else path if none is None else none
