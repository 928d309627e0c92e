"""Git as the record of the content: what is asked of it, in a way that no setting of a user or machine can change.

Each commit is asked for once, for a commit never changes: what is known of it is kept in the cache. Nothing of a site
is read, run or fetched by git beside its commits. What the answers mean is in `content/changes.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.changes import FORMAT, Commit, Record, parse_commits, record_of
from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.engine.store import Store

if TYPE_CHECKING:
    from subprocess import CompletedProcess

# The plumbing commands read none of the settings of `log` and `diff`; what they do read is said here.
LIST = "rev-list --date-order --reverse --no-merges".split()
EDITS = "diff-tree --stdin -r -z --root --raw --no-abbrev -M50% -l1000 --no-ext-diff --no-textconv".split()
EDITS += ["--no-color", "--encoding=UTF-8", "--relative", f"--format={FORMAT}"]
# Even plumbing looks at the index, and asks the program of this setting what has changed.
ALONE = ["--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"]
NO_PROGRAM, NO_REPOSITORY, NOT_TRUSTED = "no program", "no repository", "not trusted"


class Trouble(Exception):
    """Git cannot be asked: for a `reason` of those above, else in git's words. `where` is a repository not trusted."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason)
        self.reason, self.where = reason, where


@dataclass(frozen=True, slots=True)
class Revision:
    """What of a repository the record follows from: the commit that is checked out, and where a shallow clone is cut.

    `head` is "" before the first commit; `prefix` is the content's folder within the repository.
    """

    head: str
    prefix: str
    cut: tuple[str, ...]

    @property
    def key(self) -> bytes:
        return digest_value((self.head, self.prefix, self.cut))


def revision(site: Path) -> Revision:
    """The repository's state as it is now, which takes a few milliseconds; raises `Trouble`."""
    folder = _folder(site)
    asked = _run(folder, ["rev-parse", "--git-path", "shallow", "--show-prefix", "HEAD"])
    lines = os.fsdecode(asked.stdout).removesuffix("\n").split("\n")
    if asked.returncode and len(lines) < 3:  # before the first commit, HEAD alone is what fails
        raise _trouble(asked)
    shallow, *prefix, head = lines
    cut = folder / shallow
    return Revision(
        head="" if asked.returncode else head,
        prefix="\n".join(prefix),
        cut=tuple(sorted(cut.read_text(encoding="ascii").split())) if cut.is_file() else (),
    )


def state(site: Path) -> str:
    """What a build that asked git relies on: the repository's revision, or why there is none."""
    try:
        return revision(site).key.hex()
    except Trouble as trouble:
        return trouble.reason


def read_record(site: Path, now: Revision, store: Store) -> Record:
    """What git knows of the content at a revision; raises `Trouble`."""
    if not now.head:
        return Record({}, ())
    if (known := store.get("history", now.key)) is not None:
        return msgspec.msgpack.decode(known, type=Record)
    content = _folder(site)
    listed = _ask(content, [*LIST, now.head]).decode().split()
    cut = set(now.cut)
    keys = {digest: _key(digest, now.prefix, cut=digest in cut) for digest in listed}
    decode = msgspec.msgpack.Decoder(Commit).decode
    commits = {key: decode(value) for key, value in store.every("commit").items()}
    fresh = [digest for digest in listed if keys[digest] not in commits]
    if fresh:
        told = dict(parse_commits(_ask(content, EDITS, "".join(f"{digest}\n" for digest in fresh).encode())))
        silent = Commit(None, "", True, ())
        new = {keys[digest]: told.get(digest, silent) for digest in fresh}
        commits |= new
        store.put("commit", ((key, msgspec.msgpack.encode(commit)) for key, commit in new.items()))
    store.drop("commit", commits.keys() - set(keys.values()))
    record = record_of((commits[keys[digest]], digest in cut) for digest in listed)
    store.drop("history", store.keys("history"))
    store.put("history", [(now.key, msgspec.msgpack.encode(record))])
    return record


def read_blobs(site: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The bytes that git names so; raises `Trouble`."""
    output = _ask(_folder(site), ["cat-file", "--batch"], "".join(f"{name}\n" for name in names).encode())
    found = {}
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        name, _, size = output[at:end].decode().rpartition(" ")
        at = end + 1
        if name.endswith(" blob"):  # else it is missing
            found[name.removesuffix(" blob")] = output[at : at + int(size)]
            at += int(size) + 1
    return found


def _folder(site: Path) -> Path:
    """Where git is asked: the content may be a repository of its own."""
    content = site / "content"
    return content if content.is_dir() else site


def _key(digest: str, prefix: str, *, cut: bool) -> bytes:
    return digest_bytes(digest.encode(), prefix.encode("utf-8", "surrogateescape"), b"cut" if cut else b"")


def _ask(folder: Path, words: Iterable[str], said: bytes = b"") -> bytes:
    asked = _run(folder, words, said)
    if asked.returncode:
        raise _trouble(asked)
    return asked.stdout


def _run(folder: Path, words: Iterable[str], said: bytes = b"") -> CompletedProcess[bytes]:
    """Run git in a folder; raises `Trouble` where there is no such program."""
    import subprocess

    try:
        return subprocess.run(
            ["git", *ALONE, *words],
            cwd=folder,
            env=_environment(),
            input=said,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise Trouble(NO_PROGRAM) from None


def _environment() -> dict[str, str]:
    """The user's environment without what would lead git elsewhere; its settings stay, for they say whom to trust."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith("GIT_CONFIG")}
    return kept | {
        "LC_ALL": "C",  # whatever the user's language, git's troubles are to be known by their words
        "GIT_ALLOW_PROTOCOL": "",  # a clone that lacks objects fetches none
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_GRAFT_FILE": os.devnull,
    }


def _trouble(asked: CompletedProcess[bytes]) -> Trouble:
    words = asked.stderr.decode("utf-8", "replace")
    if "not a git repository" in words:
        return Trouble(NO_REPOSITORY)
    if "dubious ownership" in words or "unsafe repository" in words:
        where = re.search(r"'(.+)'", words)
        return Trouble(NOT_TRUSTED, where[1] if where else "")
    line = next(
        (line for line in words.splitlines() if line.startswith(("fatal:", "error:"))), "it ended without a word"
    )
    return Trouble(line.partition(": ")[2] or line)
