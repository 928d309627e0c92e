"""From staged files to the published folder, each file whole at every moment.

New content is made ready beside the site first; only then are files renamed into place, in the order given, and
removals come last. So a build that is killed leaves every file either old or new.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that can be published: its path under the output folder, and where its content stands.

    `staged` content is moved; other content (a static file of the site) is copied.
    """

    path: str
    content: str
    staged: bool


def publish(output: Path, files: Iterable[Ready], removed: Iterable[str]) -> None:
    """Put the files in place in their order, then take away what is no longer published, and the folders left empty.

    What stands in the way of a file or folder is replaced; `in_the_way` tells beforehand what of it is another's.
    """
    os.makedirs(output, exist_ok=True)
    made = {""}
    written: dict[str, str] = {}
    for file in files:
        _make_folder(str(output), file.path.rpartition("/")[0], made)
        target = os.path.join(output, file.path)
        try:
            _place(file, target)
        except OSError:
            if not os.path.isdir(target):
                raise
            shutil.rmtree(target)  # a page was there; now a file has its name
            _place(file, target)
        written[file.path.casefold()] = file.path
    for path in removed:
        twin = written.get(path.casefold())
        if twin is None or not _same_file(output / path, output / twin):
            _remove(output, path)


def in_the_way(output: Path, paths: Iterable[str], known: Container[str]) -> str | None:
    """A file that publishing to `paths` would destroy and that is not `known` as one of ours; else None."""
    checked: set[Path] = set()
    for path in paths:
        target = output / path
        for parent in target.parents:
            if parent in checked or parent == output:
                break
            checked.add(parent)
            if parent.is_file() and not parent.is_symlink() and parent.relative_to(output).as_posix() not in known:
                return parent.relative_to(output).as_posix()
        if target.is_dir() and not target.is_symlink():
            for below in sorted(target.rglob("*")):
                if not below.is_dir() and below.relative_to(output).as_posix() not in known:
                    return below.relative_to(output).as_posix()
    return None


def _behind_a_link(output: Path, target: Path) -> bool:
    """Whether a folder between the output folder and a file in it is a link."""
    return any(parent.is_symlink() for parent in target.parents if output in parent.parents)


def _same_file(one: Path, other: Path) -> bool:
    """Whether two spellings name one file, as on a file system that takes no notice of case."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _make_folder(output: str, folder: str, made: set[str]) -> None:
    """A folder under the output, made of folders alone: a link on the way would lead out of it, a file be in it."""
    if folder in made:
        return
    _make_folder(output, folder.rpartition("/")[0], made)
    path = os.path.join(output, folder)
    try:
        os.mkdir(path)
    except FileExistsError:
        if os.path.islink(path) or not os.path.isdir(path):
            os.unlink(path)
            os.mkdir(path)
    made.add(folder)


def _place(file: Ready, target: str) -> None:
    if file.staged:
        try:
            os.replace(file.content, target)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
        else:
            return
    temporary = os.path.join(os.path.dirname(target), f".{os.getpid()}.tmp")  # a name may be as long as names can be
    try:
        shutil.copyfile(file.content, temporary)
        os.replace(temporary, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _remove(output: Path, path: str) -> None:
    """Take a file away, unless a link on the way leads out of the output folder: what is there is another's."""
    target = output / path
    if ".." in target.parts or output not in target.parents or _behind_a_link(output, target):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        target.unlink()
    for parent in target.parents:
        if parent == output:
            return
        try:
            parent.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            return
