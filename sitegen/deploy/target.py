"""From a target, as it is written, to the place that is meant, and to the files that it is to hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.config import Config
from sitegen.config.settings import Deploy
from sitegen.config.targets import FORMS, kind_of, wrong_place
from sitegen.configured import CACHE, output_folder
from sitegen.deploy.files import File, site_files
from sitegen.deploy.media import media_type
from sitegen.deploy.remote import Remote
from sitegen.diagnostics import ConfigError, WrongUsage, did_you_mean
from sitegen.engine.manifest import Record
from sitegen.newsroom.plan.headers import Rule, headers_for, stored_rules
from sitegen.result import Request


def chosen(target: str | None, request: Request, config: Config) -> Deploy:
    """The place of this name in the configuration, else the one at this target; without any, the only one there is.

    Raises `WrongUsage`, for what can be known to be wrong before anything is built.
    """
    place = _named(target, config)
    kind = kind_of(place.target)
    if "br" in place.compress:
        _need("brotli")
    if kind == "objects":
        _need("obstore")
    elif kind == "branch":
        _repository(place, request)
    elif kind == "folder":
        _folder(place, request, config)
    return place


def _named(target: str | None, config: Config) -> Deploy:
    if target is None:
        if len(config.deploy) != 1:
            known = f"which of the places: {', '.join(config.deploy)}?"
            none = f"write one under [tool.sitegen.deploy.NAME], or name one: {FORMS}"
            raise WrongUsage(f"where to? {known if config.deploy else none}")
        [place] = config.deploy.values()
        return place
    if target in config.deploy:
        return config.deploy[target]
    if kind_of(target) is None and re.fullmatch(r"[\w-]+", target):
        near = did_you_mean(target, list(config.deploy)) or f"write [tool.sitegen.deploy.{target}], or name {FORMS}"
        raise WrongUsage(f"{target!r} is not a place of the configuration: {near}")
    place = Deploy(str(Path(target).expanduser().absolute()) if target.startswith((".", "~")) else target)
    if wrong := next(wrong_place(place), None):
        raise WrongUsage(f"{wrong[1]}: {wrong[2]}")
    return place


def files_of(place: Deploy, records: Mapping[str, Record], output: Path, config: Config) -> list[File]:
    """What the place is to hold. Only object storage keeps with a file what is to be said with it."""
    if kind_of(place.target) != "objects":
        return site_files(records, output, packings=place.compress)
    rules, root = stored_rules(config), config.root
    return site_files(
        records,
        output,
        headers=lambda path: _told(root + path, rules),
        packings=place.compress,
    )


def _told(path: str, rules: Sequence[Rule]) -> tuple[tuple[str, str], ...]:
    """The headers (name, value) that are kept with a file: without a type, browsers save pages."""
    return tuple(({"Content-Type": media_type(path)} | headers_for(path, rules)).items())


def open_place(place: Deploy, request: Request, config: Config, *, largest: int) -> Remote:
    """The place, to be closed; `largest` is the size of the largest file, in bytes. Raises `WrongUsage`."""
    target, cache = place.target, request.site / CACHE
    kind = kind_of(target)
    if kind == "objects":
        from sitegen.deploy.objects import Objects

        return Objects(target, largest)
    if kind == "ssh":
        from sitegen.deploy.rsync import Rsync

        return Rsync(target, cache)
    if kind == "branch":
        from sitegen.deploy.branch import Branch

        branch = target.partition("#")[2]
        return Branch(_repository(place, request), branch, cache, int(request.now.timestamp()))
    from sitegen.deploy.folder import Folder
    from sitegen.deploy.switched import Switched

    folder = _folder(place, request, config)
    return Switched(folder) if place.switch else Folder(folder)


def _folder(place: Deploy, request: Request, config: Config) -> Path:
    """The folder, or the link that is switched, which holds none of the site's own files."""
    target = place.target
    path = unquote(urlsplit(target).path) if target.startswith("file:") else target
    folder = request.site / Path(path).expanduser()
    folder = folder.parent.resolve() / folder.name  # a link stays: it may be the one that is switched
    if folder.resolve() == output_folder(request, config):
        raise WrongUsage(f"{folder.resolve()} is where the site is built: name another folder")
    try:
        output_folder(replace(request, output=folder), config)
    except ConfigError:
        message = f"{folder.resolve()} holds the site’s own files, or is a file: name a folder of its own"
        raise WrongUsage(message) from None
    return folder


def _repository(place: Deploy, request: Request) -> str:
    """The repository of git+URL, or of git:NAME, which is a remote of the site's own repository."""
    url = place.target.partition("#")[0]
    if url.startswith("git+"):
        return url.removeprefix("git+")
    from sitegen.deploy.programs import Failed, run

    name = url.removeprefix("git:")
    try:
        url = run(["git", "-C", str(request.site), "remote", "get-url", "--push", name]).stdout.decode().strip()
    except Failed:
        raise WrongUsage(f"the site's repository has no remote {name!r}: see git remote -v") from None
    beside = request.site / url
    return str(beside) if beside.exists() else url  # git takes a relative path from the repository that names it


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise WrongUsage(f"this needs the package {package}: run pip install {package}")
