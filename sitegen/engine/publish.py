"""From staged files to the published folder, each file whole at every moment.

New content is made ready beside the site first; only then are files renamed into place, in the order given, and
removals come last. So a build that is killed leaves every file either old or new.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable
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
    """Put the files in place in their order, then take away what is no longer published, and the folders left empty."""
    made: set[str] = set()
    for file in files:
        target = output / file.path
        folder = os.path.dirname(target)
        if folder not in made:
            _make_folder(output, folder)
            made.add(folder)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)  # a page was there; now a file has its name
        _place(file, target)
    for path in removed:
        _remove(output, path)


def _make_folder(output: Path, folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file has the name that now is a folder's
        for parent in reversed([Path(folder), *Path(folder).parents]):
            if parent.is_relative_to(output) and parent != output and parent.is_file():
                parent.unlink()
        os.makedirs(folder, exist_ok=True)


def _place(file: Ready, target: Path) -> None:
    if file.staged:
        try:
            os.replace(file.content, target)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
        else:
            return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(file.content, temporary)
        os.replace(temporary, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _remove(output: Path, path: str) -> None:
    target = output / path
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
