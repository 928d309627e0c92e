"""A published folder of a test's own, as a deploy takes it: `published(folder, {path: text})`, and a deploy of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitegen.deploy.files import File, reader, site_files
from sitegen.deploy.remote import Remote
from sitegen.deploy.run import Done, Job, deploy_files
from sitegen.engine.digest import digest_bytes
from sitegen.engine.manifest import Record
from sitegen.newsroom.plan.output import Rank

SITE = "https://news.example.com/"
NOW = 1_800_000_000

ENDINGS = {".xml": Rank.FEED, ".css": Rank.FILE, ".svg": Rank.FILE}


def rank(path: str) -> Rank:
    """The rank that an output of this name has on a real site: posts are in folders named by years."""
    post = Rank.POST if path.startswith("20") else Rank.LIST
    return ENDINGS.get(Path(path).suffix, post)


def published(folder: Path, site: Mapping[str, str], **asked: Any) -> list[File]:
    """The files of a site that is published in `folder`; `asked` goes to `site_files`."""
    records = {}
    for path, text in site.items():
        data = text.encode()
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        records[path] = Record({}, content=digest_bytes(data), size=len(data), rank=rank(path))
    return site_files(records, folder, **asked)


def deploy(remote: Remote, files: list[File], cache: Path, **job: Any) -> Done:
    """Deploy these files, with nobody to wait for."""

    def waiting(_: str) -> None:
        raise AssertionError("nobody else deploys")

    asked = Job(**{"site": SITE, "files": files, "now": NOW, **job})
    return deploy_files(remote, asked, reader(cache), lambda _stage, _done, _of: None, waiting)


def sent(done: Done) -> list[str]:
    """The paths that were sent, in their order."""
    return [file.path for file in done.plan.files]
