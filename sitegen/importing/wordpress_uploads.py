"""The folder of a WordPress site's pictures and files, where it lies beside the export."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import parts_of
from sitegen.importing.attachments import PICTURES
from sitegen.importing.folder import Folder

_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)|-scaled(?=\.\w+$)")  # the copies that WordPress makes


@dataclass(frozen=True, slots=True)
class Uploads:
    """`files` are where they are on disk, by their paths in the folder."""

    files: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @classmethod
    def beside(cls, export: Path) -> Uploads:
        """Those in `wp-content/uploads`, else in `uploads`; none where there is no such folder, or it is a link out."""
        for name in ("wp-content/uploads", "uploads"):
            folder = export.parent / name
            if folder.is_dir() and folder.resolve().is_relative_to(export.parent.resolve()):
                found = Folder.of(folder)
                return cls({path: one.real for path, one in found.files.items()}, found.problems)
        return cls()

    def find(self, target: str, hosts: Container[str]) -> str | None:
        """Where a file of the old site's uploads is on disk, in its full size where that is there."""
        try:
            parts = parts_of(target)
        except ValueError:
            return None
        if parts.netloc and parts.netloc.removeprefix("www.") not in hosts:
            return None
        path = unquote(parts.path).rpartition("/uploads/")[2]
        if "/uploads/" not in unquote(parts.path):
            return None
        whole = _SIZED.sub("", path) if path.lower().endswith(PICTURES) else path
        return next((self.files[p] for p in (whole, path) if p in self.files), None)
