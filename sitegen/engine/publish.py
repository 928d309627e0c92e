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

from sitegen.engine.write import named

TEMPORARY = ".sitegen.tmp"  # in the output folder, and only where that is on another disk than what is staged


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that can be published: its path under the output folder, and where its content is staged."""

    path: str
    content: str


def publish(output: Path, files: Iterable[Ready], removed: Iterable[str]) -> None:
    """Put the files in place in their order, then take away what is no longer published, and the folders left empty.

    A file that needs the place of a folder, or a folder that of a file, has to wait until that was taken away; what
    stands there all the same is replaced (`in_the_way` tells beforehand what of it is another's). Pages go before what
    they need to be shown.
    """
    os.makedirs(output, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):  # left by a build that was killed
        os.unlink(output / TEMPORARY)
    made = {""}
    written: dict[str, str] = {}
    late = []
    for file in files:
        if not _put(file, str(output), made, replacing=False):
            late.append(file)
        written[file.path.casefold()] = file.path
    for path in sorted(removed, key=lambda path: (not path.endswith(".html"), path)):
        twin = written.get(path.casefold())
        if twin is None or not _same_file(output / path, output / twin):
            _remove(output, path)
    made = {""}  # some may be gone
    for file in late:
        _put(file, str(output), made, replacing=True)


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


def _put(file: Ready, output: str, made: set[str], *, replacing: bool) -> bool:
    """Move a file into its place; False where something of another kind is there that is not to be replaced."""
    if not _make_folder(output, file.path.rpartition("/")[0], made, replacing=replacing):
        return False
    target = os.path.join(output, file.path)
    try:
        _move(file.content, target, output)
    except OSError:
        if os.path.islink(target) or not os.path.isdir(target):
            raise
        if not replacing:
            return False
        shutil.rmtree(target)
        _move(file.content, target, output)
    return True


def _make_folder(output: str, folder: str, made: set[str], *, replacing: bool) -> bool:
    """A folder under the output, made of folders alone: a link on the way would lead out of it, a file be in it.

    False where such a thing is on the way and is not to be replaced.
    """
    if folder in made:
        return True
    if not _make_folder(output, folder.rpartition("/")[0], made, replacing=replacing):
        return False
    path = os.path.join(output, folder)
    try:
        os.mkdir(path)
    except FileExistsError:
        if os.path.islink(path) or not os.path.isdir(path):
            if not replacing:
                return False
            os.unlink(path)
            os.mkdir(path)
    made.add(folder)
    return True


def _move(content: str, target: str, output: str) -> None:
    try:
        os.replace(content, target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
    else:
        return
    temporary = os.path.join(output, TEMPORARY)
    try:
        with named(target):
            shutil.copyfile(content, temporary)
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
