"""A branch of a git repository, as GitHub Pages and the like publish it: each deploy is one commit, pushed whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sitegen.deploy.files import File
from sitegen.deploy.programs import Failed, run
from sitegen.deploy.remote import RECORD, Outdated, Read, Sent, Undeployed

HERE, NEXT = "refs/deploy/here", "refs/deploy/next"  # the branch as it was fetched, and as it is to be
NO_JEKYLL = ".nojekyll"  # without it, GitHub Pages leaves out files whose names begin with "_"
HOOKS = f"core.hooksPath={os.devnull}"
NOBODY = "sitegen <sitegen@localhost>"
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")}


class Branch:
    """The branch of the repository at a URL or a path. Tags are the names that git gives to contents (SHA-1)."""

    whole = True

    def __init__(self, url: str, branch: str, cache: Path, now: int) -> None:
        """`now` is the commit's time, in seconds since the epoch."""
        self.name = f"{branch} of {url}"
        self._url = url
        self._branch = f"refs/heads/{branch}"
        self._git = ["git", "-c", HOOKS, f"--git-dir={cache / 'branch'}"]
        self._now = now
        self._import: subprocess.Popen[bytes] | None = None
        self._marks: dict[str, int] = {}
        self._removed: list[str] = []
        self._here = ""
        self._imported = 0

    @contextmanager
    def turn(self, waiting: Callable[[str], None]) -> Iterator[None]:
        """Whoever pushes first is first: git takes no commit that does not follow from what is there."""
        del waiting
        self._marks, self._removed = {}, []
        try:
            yield
        finally:
            self.close()

    def read(self) -> bytes | None:
        self._ask("init", "--quiet", "--bare", self._git[-1].partition("=")[2])
        there = self._ask("ls-remote", self._url, self._branch).split()
        self._here = there[0].decode() if there else ""
        if not self._here:
            return None
        self._ask("fetch", "--quiet", "--depth=1", "--no-tags", self._url, f"+{self._branch}:{HERE}")
        self._here = self._ask("rev-parse", HERE).decode().strip()
        if RECORD not in self.look([RECORD]):
            return None
        return self._ask("cat-file", "blob", f"{HERE}:{RECORD}")

    def send(self, files: Sequence[File], read: Read) -> Sent:
        for file in files:
            data = read(file)
            self._marks[file.path] = self._blob(data)
            yield file.path, self.tag(data)

    def remove(self, paths: Collection[str]) -> None:
        self._removed += paths

    def write(self, record: bytes) -> None:
        self._marks |= {RECORD: self._blob(record), NO_JEKYLL: self._blob(b"")}
        lines = [f"commit {NEXT}", f"committer {self._committer()} {self._now} +0000"]
        message = "Deploy the site"
        lines += [f"data {len(message)}", message, *([f"from {self._here}"] if self._here else [])]
        lines += [f"D {_quoted(path)}" for path in self._removed]
        lines += [f"M 100644 :{mark} {_quoted(path)}" for path, mark in self._marks.items()]
        assert self._import
        assert self._import.stdin
        self._import.stdin.write("\n".join([*lines, "", "done", ""]).encode())
        said = self._import.communicate()[1]
        if self._import.returncode:
            raise self._undeployed(Failed("git", self._import.returncode, said.decode("utf-8", "replace")))
        lease = f"--force-with-lease={self._branch}:{self._here}"
        try:
            run([*self._git, "push", "--quiet", lease, self._url, f"{NEXT}:{self._branch}"], variables=QUIET)
        except Failed as failed:
            if any(
                words in failed.said for words in ("stale info", "fetch first", "non-fast-forward", "cannot lock ref")
            ):
                raise Outdated from None
            raise self._undeployed(failed) from None

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        asked = set(wanted)
        if not self._here:
            return {}
        entries = self._ask("ls-tree", "-r", "-z", HERE).decode("utf-8", "surrogateescape").split("\0")
        parted = (entry.partition("\t") for entry in entries if entry)
        return {path: meta.split(" ")[2] for meta, _, path in parted if path in asked}

    def tag(self, data: bytes) -> str:
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

    def close(self) -> None:
        if self._import:
            self._import.kill()
            self._import.communicate()
            self._import = None

    def _blob(self, data: bytes) -> int:
        """Give a content to git's own importer (git-fast-import), and the number by which it is known there."""
        if self._import is None:
            self._imported = 0
            command = [*self._git, "fast-import", "--quiet", "--force", "--done"]
            pipe = subprocess.PIPE
            self._import = subprocess.Popen(command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe)
        self._imported += 1
        assert self._import.stdin
        self._import.stdin.write(b"blob\nmark :%d\ndata %d\n%b\n" % (self._imported, len(data), data))
        return self._imported

    def _committer(self) -> str:
        """Whoever git knows the editor as, or nobody in particular (as in CI)."""
        said = run([*self._git, "var", "GIT_COMMITTER_IDENT"], fine=(0, 128)).stdout.decode("utf-8", "replace")
        return said.rpartition(">")[0] + ">" if ">" in said else NOBODY

    def _ask(self, *words: str) -> bytes:
        try:
            return run([*self._git, *words], variables=QUIET).stdout
        except Failed as failed:
            raise self._undeployed(failed) from None

    def _undeployed(self, failed: Failed) -> Undeployed:
        return Undeployed(f"{self.name}: {failed}", "does this machine have a key that may write there?")


def _quoted(path: str) -> str:
    """A path as git-fast-import reads it."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
